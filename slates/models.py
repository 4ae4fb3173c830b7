"""Named groups of candidates who stand together."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections.models import Election, Nomination
from members.models import Member

COLOURS = {
    1: _("Navy"),
    2: _("Purple"),
    3: _("Dark green"),
    4: _("Rust"),
    5: _("Blue"),
    6: _("Amber"),
    7: _("Turquoise"),
    8: _("Yellow"),
}


class SlateQuerySet(models.QuerySet["Slate"]):
    def open_to_candidates(self) -> SlateQuerySet:
        """Those a candidate may choose, and everybody may read about."""
        return self.filter(state=Slate.State.APPROVED)


class Slate(models.Model):
    """A group of candidates in one election, with a programme and one of eight colours.

    `registered_by` is the member who asked for it and acts for it; `None` where an officer entered
    it. A slate is public once it is approved.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Not approved yet")
        APPROVED = "approved", _("Approved")

    election = models.ForeignKey(Election, models.CASCADE, related_name="+")
    slug = models.SlugField(_("address"), max_length=70)
    name = models.CharField(_("name"), max_length=60)
    programme = models.TextField(_("programme"), blank=True)
    colour = models.PositiveSmallIntegerField(
        _("colour"),
        choices=[*COLOURS.items()],
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    website = models.URLField(_("website"), blank=True)
    registered_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)

    objects = SlateQuerySet.as_manager()

    class Meta:
        ordering = ("election", "colour")
        constraints = [
            models.UniqueConstraint(fields=("election", "slug"), name="slate_address_once"),
            models.UniqueConstraint(fields=("election", "colour"), name="slate_colour_once"),
            models.UniqueConstraint("election", Lower("name"), name="slate_name_once"),
            models.CheckConstraint(
                name="slate_colour_of_the_palette", condition=Q(colour__gte=1, colour__lte=8)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("slates:show-slate", args=[self.election.slug, self.slug])


class SlateCandidate(models.Model):
    """A candidate's consent to stand with a slate; one slate for each nomination.

    `confirmed_at` is for the slate's own word that it wants the candidate, where an election asks
    for that: consent alone is enough today.
    """

    slate = models.ForeignKey(Slate, models.PROTECT, related_name="candidates")
    nomination = models.OneToOneField(Nomination, models.CASCADE, related_name="+")
    consented_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("slate", "id")

    def __str__(self) -> str:
        return f"{self.nomination_id} with {self.slate}"
