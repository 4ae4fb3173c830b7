"""Where members vote: the regions, and the postcode areas they are made of."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    name = models.CharField(_("name"), max_length=100, unique=True)
    code = models.SlugField(_("code"), max_length=50, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    takes_international = models.BooleanField(
        _("members outside the United Kingdom vote here"), default=False
    )

    class Meta:
        ordering = ("order", "name")
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.UniqueConstraint(
                fields=["takes_international"],
                condition=Q(takes_international=True),
                name="one_region_takes_international",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostcodeArea(models.Model):
    """The letters a postcode begins with, such as SW, and the region its members vote in."""

    area = models.CharField(_("postcode area"), max_length=4, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="postcode_areas", verbose_name=_("region")
    )

    class Meta:
        ordering = ("area",)
        verbose_name = _("postcode area")
        verbose_name_plural = _("postcode areas")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__regex=r"^[A-Z]{1,4}$"), name="postcode_area_is_capital_letters"
            )
        ]

    def __str__(self) -> str:
        return self.area
