"""Contests, the sheets they stand on, and the minima of their seats."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elections.models.election import Election
from members.models import Region

ANSWERS = ("Yes", "No")  # the candidates of a question, numbers 1 and 2


class Electorate(models.TextChoices):
    """Which members of the roll a sheet belongs to."""

    ALL = "all", _("All members")
    REGION = "region", _("Members of one region")
    OFFICE_HOLDERS = "office-holders", _("Members who hold public office")


class Rule(models.TextChoices):
    """The counting rules on offer, named as `elections.counting` names them."""

    SCOTTISH = "scottish", _("Single transferable vote (Scottish rules)")
    PLURALITY = "plurality", _("Most votes win")
    YES_NO = "yes-no", _("Yes or no")


class Attribute(models.TextChoices):
    """What a candidate may declare where seats of the contest are reserved for it."""

    WOMEN = "women", _("Women and marginalised genders")
    BAME = "bame", _("Black, Asian and minority ethnic")
    DISABLED = "disabled", _("Disabled")
    LGBT = "lgbt", _("LGBT+")
    UNDER_30 = "under-30", _("Under 30")


class Sheet(models.Model):
    """All contests and questions of an election with one electorate: one paper for each voter."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    electorate = models.CharField(max_length=20, choices=Electorate.choices, default=Electorate.ALL)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="sheet_number_once"),
            models.UniqueConstraint(
                fields=("election", "electorate", "region"),
                nulls_distinct=False,
                name="sheet_one_for_each_electorate",
            ),
            models.CheckConstraint(
                name="sheet_region_exactly_where_the_electorate_is_one",
                condition=Q(electorate=Electorate.REGION, region__isnull=False)
                | (~Q(electorate=Electorate.REGION) & Q(region__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.region.name if self.region else self.get_electorate_display()


class Contest(models.Model):
    """One count: a title, an electorate (its sheet's), seats, a rule and minima."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="contests")
    election = models.ForeignKey(Election, models.CASCADE, related_name="contests")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("what voters are told about it"), blank=True)
    rule = models.CharField(
        _("counting rule"), max_length=12, choices=Rule.choices, default=Rule.SCOTTISH
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    marks = models.PositiveSmallIntegerField(
        _("votes for each member"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Where most votes win: how many candidates a member may mark."),
    )
    supports_per_member = models.PositiveSmallIntegerField(
        _("how many candidates a member may nominate"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    turnout_needed = models.PositiveSmallIntegerField(
        _("turnout needed (per cent of those entitled)"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    majority_needed = models.PositiveSmallIntegerField(
        _("majority needed (per cent of yes and no)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(50), MaxValueValidator(100)],
    )

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="contest_number_once"),
            models.CheckConstraint(name="contest_has_a_seat", condition=Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_question(self) -> bool:
        return self.rule == Rule.YES_NO


class Minimum(models.Model):
    """At least `least` of the contest's seats go to candidates who declared `attribute`."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="minima")
    attribute = models.CharField(max_length=10, choices=Attribute.choices)
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("contest", "attribute")
        verbose_name_plural = "minima"
        constraints = [
            models.UniqueConstraint(fields=("contest", "attribute"), name="minimum_once"),
            models.CheckConstraint(
                name="minimum_at_most_its_maximum",
                condition=Q(most__isnull=True) | Q(least__lte=F("most")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.least}"

    @property
    def group(self) -> str:
        """Whom the seats are reserved for."""
        return str(self.get_attribute_display())
