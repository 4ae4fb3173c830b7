"""The office's lists about members and about the lists they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import telling_apart
from members.importing.report import Report
from members.listing import Choice, Column, File, Listing, Search
from members.models import (
    Action,
    Flag,
    ImportRun,
    Member,
    Region,
    SamePersonDecision,
    State,
    Status,
)
from members.models.member import MemberQuerySet
from members.roles import Role
from members.spreadsheets import Cell

# So that 9 comes before 10.
BY_NUMBER = (Length("number"), "number")


def _yes(value: object) -> str:
    return "yes" if value else ""


def _day(value: object) -> str:
    return str(value) if value else ""


def _member_row(member: Member) -> Sequence[Cell]:
    return [
        member.number,
        member.first_name,
        member.last_name,
        member.email,
        member.mobile,
        "\n".join(member.address_lines),
        member.postcode,
        member.region.name if member.region else "",
        member.status,
        _day(member.joined_on),
        _day(member.expires_on),
        _day(member.date_of_birth),
        member.labour_member,
        member.public_office,
        _yes(member.postal_ballot),
        member.tags,
        member.same_person_as.number if member.same_person_as else "",
    ]


MEMBERS_FILE = File(
    (
        "Number",
        "First name",
        "Last name",
        "Email",
        "Mobile number",
        "Address",
        "Postcode",
        "Region",
        "Status",
        "Joined on",
        "Expires on",
        "Date of birth",
        "Labour member",
        "Public office",
        "Ballot by post",
        "Tags",
        "Same person as",
    ),
    _member_row,
    lambda members: members.select_related("region", "same_person_as"),
)
MEMBER_COLUMNS = (
    Column("name", gettext_lazy("Name"), lambda one: one.name, ("last_name", "first_name")),
    Column("number", gettext_lazy("Number"), lambda one: one.number, BY_NUMBER),
    Column("email", gettext_lazy("Email"), lambda one: one.email, ("email",)),
    Column(
        "region",
        gettext_lazy("Region"),
        lambda one: one.region.name if one.region else "",
        (F("region__name"),),
    ),
    Column("status", gettext_lazy("Status"), lambda one: one.get_status_display(), ("status",)),
    Column("flags", gettext_lazy("To settle"), lambda one: ", ".join(one.flags_in_words)),
)


def _matching(members: MemberQuerySet, words: str) -> MemberQuerySet:
    return members.matching(words)


def _members(name: str, title: Any) -> Listing:
    regions = [(one.code, one.name) for one in Region.objects.all()]
    return Listing(
        name,
        title,
        MEMBER_COLUMNS,
        (
            Search(gettext_lazy("Name, number or email"), _matching),
            Choice("status", gettext_lazy("Membership status"), Status.choices, "status"),
            Choice(
                "region",
                gettext_lazy("Region"),
                [*regions, ("none", gettext_lazy("no region"))],
                lambda rows, code: rows.filter(
                    region__code=None if code == "none" else code  # None asks for no region
                ),
            ),
            Choice(
                "flag",
                gettext_lazy("To settle"),
                Flag.choices,
                lambda rows, flag: rows.filter(flags__contains=[flag]),
            ),
        ),
        first="name",
        takers=(Role.ADMINISTRATOR,),
        file=MEMBERS_FILE,
    )


def members() -> Listing:
    return _members("members", gettext_lazy("Members"))


def to_settle() -> Listing:
    return _members("members-to-settle", gettext_lazy("Members to settle"))


# --- Same persons ---


@dataclass(frozen=True)
class PairOfRecords:
    first: Member
    second: Member
    likenesses: tuple[telling_apart.Likeness, ...]

    @property
    def likenesses_in_words(self) -> list[str]:
        return [str(one.label) for one in self.likenesses]

    @property
    def records(self) -> list[Member]:
        return [self.first, self.second]

    @property
    def rows(self) -> list[Any]:
        """Side by side, as the page on which the pair is decided shows them."""
        return list(telling_apart.side_by_side(self.first, self.second))


def undecided_pairs() -> list[PairOfRecords]:
    pairs = telling_apart.undecided()
    found = {pk for pair in pairs for pk in (pair.first, pair.second)}
    records = Member.objects.select_related("region").in_bulk(found)
    return [
        PairOfRecords(records[pair.first], records[pair.second], pair.likenesses)
        for pair in pairs
        if pair.first in records and pair.second in records
    ]


def _of_somebody(pairs: list[PairOfRecords], words: str) -> list[PairOfRecords]:
    among = {pk for pair in pairs for pk in (pair.first.pk, pair.second.pk)}
    found = set(Member.objects.filter(pk__in=among).matching(words).values_list("pk", flat=True))
    return [pair for pair in pairs if pair.first.pk in found or pair.second.pk in found]


PAIRS = Listing(
    "same-persons",
    gettext_lazy("Same person?"),
    (
        Column("name", gettext_lazy("Name"), lambda pair: pair.first.name, ("name",)),
        Column("older", gettext_lazy("Older record"), lambda pair: pair.first.number, ("older",)),
        Column("newer", gettext_lazy("Newer record"), lambda pair: pair.second.number, ("newer",)),
        Column(
            "likeness",
            gettext_lazy("In common"),
            lambda pair: ", ".join(pair.likenesses_in_words),
            ("likeness",),
        ),
    ),
    (
        Search(gettext_lazy("Name, number or email"), _of_somebody),
        Choice(
            "likeness",
            gettext_lazy("In common"),
            telling_apart.Likeness.choices,
            lambda pairs, one: [pair for pair in pairs if one in pair.likenesses],
        ),
    ),
    takers=(Role.OFFICER, Role.ADMINISTRATOR),
    size=20,
    as_cards=True,
)


def _decided_about(rows: QuerySet[SamePersonDecision], words: str) -> QuerySet[SamePersonDecision]:
    found = Member.objects.matching(words).values("pk")
    return rows.filter(Q(first__in=found) | Q(second__in=found))


DECISIONS = Listing(
    "same-person-decisions",
    gettext_lazy("Pairs already decided"),
    (
        Column(
            "records",
            gettext_lazy("Records"),
            lambda one: f"{one.first}, {one.second}",
            ("first__last_name", "first__first_name"),
        ),
        Column(
            "decision",
            gettext_lazy("Decision"),
            lambda one: _("One person") if one.is_same else _("Two people"),
            ("is_same",),
        ),
        Column("reason", gettext_lazy("Reason"), lambda one: one.reason),
        Column("by", gettext_lazy("By"), lambda one: str(one.decided_by), ("decided_by__email",)),
        Column(
            "when",
            gettext_lazy("When"),
            lambda one: one.decided_at.isoformat(),
            ("decided_at",),
        ),
    ),
    (
        Search(gettext_lazy("Name, number or email"), _decided_about),
        Choice(
            "decision",
            gettext_lazy("Decision"),
            [("one", gettext_lazy("One person")), ("two", gettext_lazy("Two people"))],
            lambda rows, which: rows.filter(is_same=which == "one"),
        ),
    ),
    first="-when",
    takers=(Role.OFFICER, Role.ADMINISTRATOR),
)


# --- Imports ---

IMPORTS = Listing(
    "imports",
    gettext_lazy("Imports"),
    (
        Column("file", gettext_lazy("File"), lambda run: run.name, ("name",)),
        Column(
            "uploaded",
            gettext_lazy("Uploaded"),
            lambda run: run.uploaded_at.isoformat(),
            ("uploaded_at",),
        ),
        Column("by", gettext_lazy("By"), lambda run: str(run.uploaded_by), ("uploaded_by__email",)),
        Column("state", gettext_lazy("State"), lambda run: run.get_state_display(), ("state",)),
        Column(
            "rows", gettext_lazy("Rows"), lambda run: run.rows_read, ("rows_read",), numeric=True
        ),
    ),
    (
        Search(
            gettext_lazy("Name of the file"), lambda rows, words: rows.filter(name__icontains=words)
        ),
        Choice("state", gettext_lazy("State"), State.choices, "state"),
    ),
    first="-uploaded",
    size=25,
)


def outcomes(run: ImportRun) -> Listing:
    """What became of every row of an import."""
    report: Report | None = run.what_became()
    known = sorted(report.outcomes) if report else []
    return Listing(
        f"import-{run.pk}-outcomes",
        gettext_lazy("Outcome of every row"),
        (
            Column("line", gettext_lazy("Line"), lambda row: row.line, ("line",), numeric=True),
            Column(
                "number",
                gettext_lazy("Membership number"),
                lambda row: row.number,
                BY_NUMBER,
            ),
            Column("name", gettext_lazy("Name"), lambda row: row.name, ("name",)),
            Column("outcome", gettext_lazy("Outcome"), lambda row: row.outcome, ("outcome",)),
            Column("flags", gettext_lazy("To settle"), lambda row: ", ".join(row.flags)),
        ),
        (
            Search(
                gettext_lazy("Name or number"),
                lambda rows, words: rows.filter(Q(name__icontains=words) | Q(number=words)),
            ),
            Choice("outcome", gettext_lazy("Outcome"), _named(known), "outcome"),
            Choice(
                "flag",
                gettext_lazy("To settle"),
                Flag.choices,
                lambda rows, flag: rows.filter(flags__contains=[flag]),
            ),
        ),
        first="line",
        recorded_as=Action.OUTCOMES_TAKEN,
        size=100,
    )


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]
