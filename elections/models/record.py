"""What is stored of a finished poll: turnout, count records, declarations. Written once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from elections.models.contest import Attribute, Contest, Sheet
from elections.models.election import Body, Election
from members.models import Member

SMALL_CONTEST = 20  # papers below which a contest publishes its stages and no rankings
SMALL_CELL = 20  # members below which no number of those who voted, or did not, stands alone


class Turnout(models.Model):
    """The numbers of a sheet, published at the close."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="turnout")
    entitled = models.PositiveIntegerField()
    cast = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.sheet}: {self.cast} of {self.entitled}"


class RegionTurnout(models.Model):
    """The numbers of a sheet in one region, or in several together where one alone is too small.

    Written at the close, from the roll. `regions` are their names as they were then; the name of no
    region is empty. All rows of a sheet together are the sheet, and none is smaller than a cell may be:
    see ADR 19.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="region_turnout")
    regions = ArrayField(models.CharField(max_length=100, blank=True))
    entitled = models.PositiveIntegerField()
    cast = models.PositiveIntegerField()

    class Meta:
        ordering = ("sheet", "id")
        constraints = [
            models.CheckConstraint(
                name="region_turnout_is_no_small_cell",
                condition=Q(cast__gte=SMALL_CELL, entitled__gte=F("cast") + SMALL_CELL),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet}, {', '.join(self.regions)}: {self.cast} of {self.entitled}"


class DayTurnout(models.Model):
    """How many members returned their first paper on a day, or on some days together.

    Written as days end while voting is open, and at the close. The rows of an election follow each
    other without a gap from the opening to the close, and none is smaller than a cell may be: see
    ADR 19.
    """

    election = models.ForeignKey(Election, models.PROTECT, related_name="day_turnout")
    from_on = models.DateField()
    until_on = models.DateField()
    members = models.PositiveIntegerField()

    class Meta:
        ordering = ("election", "from_on")
        constraints = [
            models.UniqueConstraint(fields=("election", "from_on"), name="day_turnout_once"),
            models.CheckConstraint(
                name="day_turnout_is_no_small_cell",
                condition=Q(members__gte=SMALL_CELL, until_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election}, {self.from_on} to {self.until_on}: {self.members}"


class CountRecordQuerySet(models.QuerySet["CountRecord"]):
    def without_ballots(self) -> CountRecordQuerySet:
        """Without the papers, of which the database tells the size, and of the sections nothing but
        how many of whose papers were malformed, by sheet (`malformed_by_sheet`)."""
        size = Func(
            F("papers"), function="octet_length", output_field=models.PositiveBigIntegerField()
        )
        found = {
            "papers_size": size,
            "sheets_found": _of_each_section("sheet"),
            "malformed_found": _of_each_section("malformed"),
        }
        return self.defer("papers", "sections").annotate(**found)


def _of_each_section(name: str) -> Func:
    return Func(
        F("sections"),
        Value(f"$[*].{name}"),
        template="jsonb_path_query_array(%(expressions)s::jsonpath)",
        output_field=models.JSONField(),
    )


class CountRecord(models.Model):
    """One count of a contest. Every page and every file is drawn from here; nothing recomputes.

    The result is the latest record of kind RESULT. A contest that somebody left after the papers
    were fixed has another of kind AS_CAST, published as information. `result` holds the exact bytes
    of counting.md's JSON, `papers` the ballot file, `count` what the count was given (rule, seats,
    lots, options), `minima` the minima file. An electoral college has one record, of its first
    contest: `papers` are those of all `sections` as they were scaled, and each section has its
    contest and sheet (numbers), weight, papers, valid ones, factor, malformed, ballots (a file).
    """

    class Kind(models.TextChoices):
        RESULT = "result", _("The result")
        AS_CAST = "as-cast", _("As cast, before anybody left")

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="count_records")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.RESULT)
    number = models.PositiveSmallIntegerField(default=1)  # of its kind; the last one stands
    result = models.TextField()
    papers = models.TextField()
    count = models.TextField()
    minima = models.TextField(blank=True)
    papers_received = models.PositiveIntegerField()
    malformed = models.JSONField(default=dict)
    sections = models.JSONField(default=list)
    is_small = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    objects = CountRecordQuerySet.as_manager()
    # Found with it, by `without_ballots`.
    papers_size: int  # in bytes
    sheets_found: list[int]
    malformed_found: list[dict[str, int]]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("contest", "kind", "number"), name="count_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.contest}"

    def malformed_by_sheet(self) -> dict[int, int]:
        """How many papers of each sheet (by its number) could not be read: of the contest's, or of
        those of each section."""
        if not self.sheets_found:
            return {self.contest.sheet.number: sum(self.malformed.values())}
        found = zip(self.sheets_found, self.malformed_found, strict=True)
        return {sheet: sum(malformed.values()) for sheet, malformed in found}


class ResultDeclaration(models.Model):
    """A numbered declaration of an election's result; later ones supersede, all stay public.

    An amended declaration is about one contest: `elected` holds the candidate numbers that are
    elected by it from then on, and `reason` is public. A declared result has a reason where it was
    declared before the end of complaints or without a scrutineer's report. `totals` comes with the
    first declared result: for each attribute that was asked for a total alone, how many of all elected
    declared it (`number`), and whether that is all of them (`is_exact`) or at least so many. Groups
    below five are left out.
    """

    class Kind(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional result")
        DECLARED = "declared", _("Declared result")
        CORRECTED = "corrected", _("Corrected result")
        UNSEATED = "unseated", _("Somebody elected was unseated")
        VOID = "void", _("The contest is void and will be run again")

    AMENDED = (Kind.CORRECTED, Kind.UNSEATED, Kind.VOID)

    election = models.ForeignKey(Election, models.PROTECT, related_name="declarations")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    contest = models.ForeignKey(Contest, models.PROTECT, null=True, related_name="declarations")
    elected = ArrayField(models.PositiveSmallIntegerField(), null=True)
    reason = models.TextField(blank=True)
    totals = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="declaration_number_once"),
            models.CheckConstraint(
                name="amended_declaration_is_about_a_contest",
                condition=Q(
                    kind__in=("provisional", "declared"), contest__isnull=True, elected__isnull=True
                )
                | (
                    Q(contest__isnull=False, elected__isnull=False)
                    & ~Q(kind__in=("provisional", "declared"))
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election}: {self.get_kind_display()}"


def declarations_found(path: str) -> ArraySubquery:
    """For `annotate`: the declarations about the contest to whose key the path leads, oldest first, but
    for who made them; for `results.amendments_of`."""
    about = ResultDeclaration.objects.filter(contest=OuterRef(path)).order_by("number")
    wanted = ("id", "number", "kind", "elected", "reason", "made_at")
    return ArraySubquery(about.values(found=JSONObject(**{name: name for name in wanted})))


class ScrutineerReport(models.Model):
    """What the scrutineer found, public: one of an election, signed once its result is provisional.

    It is `about` the provisional declaration of that number: where another follows, since a candidate
    left, the result has no report until one is signed about that. Another report replaces it until
    the result is declared; the audit holds the words of both. The first about the last provisional
    declaration can also be signed `after_declaration` of the result, and is never replaced.
    """

    election = models.OneToOneField(
        Election, models.PROTECT, primary_key=True, related_name="scrutineer_report"
    )
    about = models.PositiveSmallIntegerField()
    text = models.TextField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    after_declaration = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="report_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.election}: {self.signed_at:%Y-%m-%d}"


class Seat(models.Model):
    """One seat of a body in the seat register: who holds it, from when, until when, and why it ended.

    Seats of one `constituency` (the title of the contest) belong together. `attributes` are those
    that the holder was counted for, and so public; a seat that nobody won has no holder.
    """

    class End(models.TextChoices):
        TERM = "term", _("The term ended")
        RESIGNED = "resigned", _("Resigned")
        DIED = "died", _("Died")
        LEFT = "left", _("Is no longer a member")
        UNSEATED = "unseated", _("Was unseated")

    BODIES = (Body.NCG, Body.CONVENTION)  # those whose seats elections fill
    VACATING = (End.RESIGNED, End.DIED, End.LEFT)  # why an officer may record that one is vacant

    body = models.CharField(max_length=20, choices=Body.choices)
    constituency = models.CharField(max_length=200)
    contest = models.ForeignKey(Contest, models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    attributes = ArrayField(
        models.CharField(max_length=10, choices=Attribute.choices), default=list
    )
    starts_on = models.DateField()
    term_ends_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=10, choices=End.choices, blank=True)
    # the seat that took the place of this vacancy: of a by-election, or of an amended result
    filled_by = models.OneToOneField("self", models.SET_NULL, null=True, related_name="fills")

    class Meta:
        ordering = ("body", "constituency", "id")
        constraints = [
            models.CheckConstraint(
                name="seat_ends_with_a_reason",
                condition=Q(ended_on__isnull=True, end_reason="")
                | Q(ended_on__isnull=False) & ~Q(end_reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.constituency}: {self.name}"

    @property
    def attributes_in_words(self) -> list[str]:
        return [str(Attribute(attribute).label) for attribute in self.attributes]

    def is_held(self, on: date) -> bool:
        return self.holder_id is not None and self._runs(on) and not self._has_ended(on)

    def is_vacant(self, on: date) -> bool:
        """Nobody holds it before its term ends, and no other seat has taken its place."""
        is_left = self.holder_id is None or self._has_ended(on)
        is_over = self.end_reason == self.End.TERM or not self._runs(on)
        return is_left and not is_over and self.filled_by_id is None

    def _runs(self, on: date) -> bool:
        """The term has not ended."""
        return self.term_ends_on is None or on < self.term_ends_on

    def _has_ended(self, on: date) -> bool:
        return self.ended_on is not None and self.ended_on <= on
