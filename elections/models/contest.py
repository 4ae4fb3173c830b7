"""Contests, the sheets they stand on, and the minima of their seats."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elections.bilingual import Titled, in_language_here, paragraphs_here
from elections.models.election import Election
from members.models import Member, Region

ANSWERS = ("Yes", "No")  # the candidates of a question, numbers 1 and 2
RON = "Re-open nominations"  # the last candidate of a contest that has it
ANSWERS_IN_WORDS = {
    "Yes": pgettext_lazy("answer on a ballot paper", "Yes"),
    "No": pgettext_lazy("answer on a ballot paper", "No"),
    RON: pgettext_lazy("answer on a ballot paper", "Re-open nominations"),
}


def answer_here(english: str, welsh: str) -> str:
    """One of ANSWERS_IN_WORDS in the language of the page: as the paper was fixed to call it, and as
    the catalogue does where it was fixed without Welsh."""
    return in_language_here(english, welsh or str(ANSWERS_IN_WORDS[english]))


class Electorate(models.TextChoices):
    """Which of the entitled members a sheet belongs to."""

    ALL = "all", _("All members")
    REGION = "region", _("Members of one region or several")
    OFFICE_HOLDERS = "office-holders", _("Members who hold public office")
    NO_OFFICE = "no-office", _("Members who hold no public office")
    LIST = "list", _("Members on a list of its own")
    STAFF = "staff", _("Members who hold an office in these elections")


class Rule(models.TextChoices):
    """The counting rules on offer, named as `elections.counting` names them."""

    SCOTTISH = "scottish", _("Single transferable vote (Scottish rules)")
    MEEK = "meek", _("Single transferable vote (Meek's method)")
    ERS97 = "ers97", _("Single transferable vote (ERS97 rules)")
    PLURALITY = "plurality", _("Most votes win")
    APPROVAL = "approval", _("Approval: mark as many as you like")
    YES_NO = "yes-no", _("Yes or no")

    @property
    def is_ranked(self) -> bool:
        """Whether voters put the candidates in their order; under the other rules they mark some."""
        return self in {Rule.SCOTTISH, Rule.MEEK, Rule.ERS97}

    def limit(self, marks: int) -> int | None:
        """How many marks a voter has, where a contest gives so many; None for as many as they like."""
        return {Rule.PLURALITY: marks, Rule.YES_NO: 1}.get(self)


class Attribute(models.TextChoices):
    """What a candidate may declare where seats of the contest are reserved for it."""

    WOMEN = "women", _("Women and marginalised genders")
    BAME = "bame", _("Black, Asian and minority ethnic")
    DISABLED = "disabled", _("Disabled")
    LGBT = "lgbt", _("LGBT+")
    UNDER_30 = "under-30", _("Under 30")


class SheetQuerySet(models.QuerySet["Sheet"]):
    def on_paper(self) -> SheetQuerySet:
        """Those that voters return: sheets with a contest or question that is polled."""
        return self.filter(models.Exists(_polled_on("pk")))

    def as_papers(self) -> SheetQuerySet:
        """Those with a contest or question, each telling whether it `is_on_paper`, with the keys of
        its regions."""
        contests = Contest.objects.filter(sheet=models.OuterRef("pk"))
        return self.filter(models.Exists(contests)).annotate(**_is_polled("pk"), **_regions("pk"))

    def with_regions(self) -> SheetQuerySet:
        """Each with the keys of its regions, for which nothing is asked afterwards."""
        return self.annotate(**_regions("pk"))


def _is_polled(sheet: str) -> dict[str, models.Exists]:
    """Of the sheet to which a path leads: `is_on_paper`."""
    return {"is_on_paper": models.Exists(_polled_on(sheet))}


def _polled_on(sheet: str) -> ContestQuerySet:
    return Contest.objects.polled().filter(sheet=models.OuterRef(sheet))


def _regions(sheet: str) -> dict[str, ArraySubquery]:
    """Of the sheet to which a path leads: `region_keys`."""
    regions = Sheet.regions.through.objects.filter(sheet=models.OuterRef(sheet))
    return {"region_keys": ArraySubquery(regions.values("region"))}


class Sheet(models.Model):
    """All contests and questions of an election with one electorate: one paper for each voter.

    `regions` are those whose members belong to it where the electorate is one of regions; `title`
    is kept as it was when the sheet was made, whatever a region is called later.
    """

    election = models.ForeignKey(Election, models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    electorate = models.CharField(max_length=20, choices=Electorate.choices, default=Electorate.ALL)
    regions = models.ManyToManyField(Region, blank=True, related_name="+")

    objects = SheetQuerySet.as_manager()
    region_keys: list[int] | None = None  # by `with_regions`
    is_on_paper: bool  # by `as_papers`

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="sheet_number_once"),
            models.UniqueConstraint(fields=("election", "title"), name="sheet_title_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_here(self) -> str:
        return sheet_title_here(self.title, self.electorate)


def sheet_title_here(title: str, electorate: str) -> str:
    """What a paper is called in the language of the page: it was named, in English, after its
    electorate. Those of regions and lists have names that are no words to translate."""
    is_a_name = electorate in {Electorate.REGION, Electorate.LIST}
    return title if is_a_name else in_language_here(title, "")


class ListedElector(models.Model):
    """A member on the list that is a sheet's electorate."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="listed")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("sheet", "member"), name="elector_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.member_id}"


class ListChange(models.TextChoices):
    """What is done with membership numbers that are entered for a list."""

    ADD = "add", _("Add them to the list")
    REMOVE = "remove", _("Take them off the list")
    REPLACE = "replace", _("Make them the whole list")


class ContestQuerySet(models.QuerySet["Contest"]):
    def with_sheets(self) -> ContestQuerySet:
        """Each with its sheet and, beside it, with what `SheetQuerySet.as_papers` finds of that."""
        found = {**_is_polled("sheet"), **_regions("sheet")}
        named = {f"sheet_{name}": expression for name, expression in found.items()}
        return self.select_related("sheet").annotate(**named)

    def for_people(self) -> ContestQuerySet:
        """Those in which members stand: no question, no further section of a college."""
        return self.exclude(rule=Rule.YES_NO).filter(section_of=None)

    def polled(self) -> ContestQuerySet:
        """Those on the papers: all but the contests that were found to need no poll."""
        return self.exclude(seat_plan__is_polled=False).exclude(
            section_of__seat_plan__is_polled=False
        )

    def counted_alone(self) -> ContestQuerySet:
        """Those that are counts of their own, with all sections of a college in one."""
        return self.filter(section_of=None)


class Contest(Titled, models.Model):
    """One count: a title, an electorate (its sheet's), seats, a rule and minima."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="contests")
    election = models.ForeignKey(Election, models.CASCADE, related_name="contests")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    description = models.TextField(_("what voters are told about it"), blank=True)
    description_cy = models.TextField(_("what voters are told about it, in Welsh"), blank=True)
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

    has_ron = models.BooleanField(
        _("voters may choose to re-open nominations"),
        default=False,
        help_text=_("A seat that “Re-open nominations” wins stays vacant."),
    )
    # An electoral college: each section votes on a sheet of its own, for the candidates of the
    # contest that `section_of` names, and the papers of all sections make one count.
    section_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="sections"
    )
    weight = models.PositiveSmallIntegerField(
        _("share of this section"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    objects = ContestQuerySet.as_manager()
    # Found with the contest, by `whole_contests`.
    known_sections: list[Contest] | None = None
    has_people: bool
    known_minima: list[dict[str, Any]] | None = None  # with a candidate's own nomination, too
    sheet_is_on_paper: bool  # by `with_sheets`
    sheet_region_keys: list[int]

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="contest_number_once"),
            models.CheckConstraint(name="contest_has_a_seat", condition=Q(seats__gte=1)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_description(self) -> str:
        return paragraphs_here(self.description, self.description_cy)

    @property
    def is_question(self) -> bool:
        return self.rule == Rule.YES_NO

    @property
    def is_for_people(self) -> bool:
        """Members stand in it: no question, and no further section of an electoral college."""
        return not self.is_question and self.section_of_id is None

    @property
    def is_polled(self) -> bool:
        """As `polled` has it; asks nothing of a contest that `whole_contests` found."""
        head = self.section_of or self
        return not hasattr(head, "seat_plan") or head.seat_plan.is_polled

    def all_minima(self) -> list[Minimum]:
        """Its minima, by attribute; asks nothing of a contest that `whole_contests` found."""
        if self.known_minima is None:
            return list(self.minima.all())
        return [Minimum(contest=self, **one) for one in self.known_minima]

    @property
    def thresholds(self) -> dict[str, int]:
        """What a question must reach, in per cent: "majority" of the papers that say yes or no,
        "turnout" of the members entitled to vote; without those that it does not ask for."""
        asked = {"majority": self.majority_needed, "turnout": self.turnout_needed}
        return {name: share for name, share in asked.items() if share is not None}

    def college(self) -> list[Contest]:
        """The sections of the electoral college that the contest heads, itself first; or itself."""
        sections = self.sections.all() if self.known_sections is None else self.known_sections
        return [self, *sorted(sections, key=lambda one: one.number)]

    def shares(self) -> list[tuple[str, str]]:
        """Each electorate of the college and its share of the count ("1/3"); none of one alone."""
        sections = self.college()
        if len(sections) == 1:
            return []
        whole = sum(section.weight for section in sections)
        return [(section.sheet.title_here, f"{section.weight}/{whole}") for section in sections]


class Minimum(models.Model):
    """At least `least` of the contest's seats go to candidates who declared `attribute`."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="minima")
    attribute = models.CharField(max_length=10, choices=Attribute.choices)
    least = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("contest", "attribute")
        verbose_name_plural = _("minima")
        constraints = [
            models.UniqueConstraint(fields=("contest", "attribute"), name="minimum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.least}"

    @property
    def group(self) -> str:
        """Whom the seats are reserved for."""
        return str(self.get_attribute_display())


def minima_found(path: str) -> ArraySubquery:
    """For `annotate`: the minima of the contest to whose key the path leads, as its `known_minima`."""
    minima = Minimum.objects.filter(contest=OuterRef(path)).order_by("attribute")
    return ArraySubquery(minima.values(found=JSONObject(attribute="attribute", least="least")))


class NationalMinimum(models.Model):
    """What all contests of an election are to reach together: reported on, never enforced."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="national_minima")
    attribute = models.CharField(max_length=10, choices=Attribute.choices)
    least = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("election", "attribute")
        verbose_name_plural = _("national minima")
        constraints = [
            models.UniqueConstraint(fields=("election", "attribute"), name="national_minimum_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_attribute_display()}: {self.least}"
