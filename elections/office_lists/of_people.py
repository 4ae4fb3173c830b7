"""Lists of people in one election: who stands, who is on the roll or off it, who is on a list."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import office_questions
from elections.exports.lists import NOMINATIONS_FILE, ROLL_FILE
from elections.models import Election, Nomination, RollEntry
from members import lists
from members.listing import Choice, Column, Filter, Listing, Search
from members.models import Member
from members.roles import Role

_ADMINISTRATORS = (Role.ADMINISTRATOR,)
_NUMBER_OF_MEMBER = (Length("member__number"), "member__number")
_NAME_OF_MEMBER = ("member__last_name", "member__first_name", "member__number")


def _of_member(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(member__in=Member.objects.matching(words))


# --- Who stands ---


def nominations(election: Election) -> Listing:
    contests = election.contests.for_people()
    return Listing(
        "nominations",
        gettext_lazy("Nominations"),
        (
            Column(
                "name",
                gettext_lazy("Name on the ballot paper"),
                lambda one: one.ballot_name,
                ("ballot_name",),
            ),
            Column(
                "contest",
                gettext_lazy("Contest"),
                lambda one: one.contest.title,
                ("contest__number",),
            ),
            Column("state", gettext_lazy("State"), lambda one: one.get_state_display(), ("state",)),
            Column(
                "support",
                gettext_lazy("Support"),
                lambda one: one.support,
                ("support",),
                numeric=True,
            ),
            Column("slate", gettext_lazy("Slate"), lambda one: one.slate_label, ("slate_label",)),
            Column("proof", gettext_lazy("Proof"), _proof),
            Column(
                "number",
                gettext_lazy("Membership number"),
                lambda one: one.member.number,
                _NUMBER_OF_MEMBER,
            ),
            Column(
                "put-forward",
                gettext_lazy("Put forward"),
                lambda one: one.submitted_at.isoformat(),
                ("submitted_at",),
            ),
        ),
        (
            Search(gettext_lazy("Name or membership number"), _named),
            Choice(
                "contest",
                gettext_lazy("Contest"),
                [(str(one.number), one.title) for one in contests],
                "contest__number",
            ),
            Choice("state", gettext_lazy("State"), [*Nomination.State.choices, *_APPEALS], _in),
            *_support(election),
        ),
        takers=_ADMINISTRATORS,
        file=NOMINATIONS_FILE,
        size=100,
    )


_APPEALS = (
    ("appealed", gettext_lazy("Refused, appeal to decide")),
    ("appeal-decided", gettext_lazy("Appeal decided")),
)


def _in(rows: QuerySet[Nomination], state: str) -> QuerySet[Nomination]:
    if state == "appealed":
        return rows.filter(pk__in=Nomination.objects.appealed())
    if state == "appeal-decided":
        return rows.filter(appeal__isnull=False).exclude(appeal__outcome="")
    return rows.filter(state=state)


def _named(rows: QuerySet[Nomination], words: str) -> QuerySet[Nomination]:
    return rows.filter(
        Q(ballot_name__icontains=words) | Q(member__in=Member.objects.matching(words))
    )


def _support(election: Election) -> tuple[Filter, ...]:
    if not election.needs_supporters:
        return ()
    enough = Q(support__gte=election.supporters_needed)

    def find(rows: QuerySet[Nomination], which: str) -> QuerySet[Nomination]:
        return rows.filter(enough if which == "enough" else ~enough)

    choices = [("enough", gettext_lazy("Enough")), ("short", gettext_lazy("Not enough"))]
    return (Choice("support", gettext_lazy("Support"), choices, find),)


def _proof(one: Nomination) -> str:
    if one.state != Nomination.State.ACCEPTED:
        return ""
    return _("approved") if one.has_approved_proof else _("not approved")


# --- The roll ---


def roll(election: Election) -> Listing:
    """Who may vote. No column, filter or order is about who has."""
    return Listing(
        "roll",
        gettext_lazy("Roll"),
        (
            Column("name", gettext_lazy("Name"), lambda one: one.member.name, _NAME_OF_MEMBER),
            Column(
                "number",
                gettext_lazy("Membership number"),
                lambda one: one.member.number,
                _NUMBER_OF_MEMBER,
            ),
            Column(
                "region",
                gettext_lazy("Region"),
                lambda one: one.region.name if one.region else "",
                (F("region__name"),),
            ),
            Column("papers", gettext_lazy("Papers"), _papers),
            Column(
                "address",
                gettext_lazy("Email address"),
                lambda one: one.email,
                (Case(When(email="", then=Value(1)), default=Value(0)),),
            ),
        ),
        (
            Search(gettext_lazy("Name, number or address"), _of_member),
            Choice(
                "sheet",
                gettext_lazy("Paper"),
                office_questions.sheets_on_the_roll(election),
                "sheets__sheet__number",
            ),
            _choice("address", gettext_lazy("Email address"), _ADDRESSES, {"email": ""}),
            _choice(
                "record",
                gettext_lazy("Record"),
                [("another", gettext_lazy("Found to be another person's"))],
                {"member__same_person_as__isnull": False},
            ),
        ),
        first="name",
        takers=_ADMINISTRATORS,
        file=ROLL_FILE,
        size=100,
    )


_ADDRESSES = [("missing", gettext_lazy("None that can be used"))]


def _choice(name: str, label: Any, choices: Any, condition: dict[str, Any]) -> Choice:
    """A filter with one choice."""
    return Choice(name, label, choices, lambda rows, _only: rows.filter(**condition))


def _papers(entry: RollEntry) -> str:
    return ", ".join(held.sheet.title for held in entry.sheets.all())


def exclusions() -> Listing:
    """Whom officers took off the roll or kept off it."""

    return Listing(
        "roll-exclusions",
        gettext_lazy("Taken off or kept off"),
        (
            Column("name", gettext_lazy("Name"), lambda one: one.member.name, _NAME_OF_MEMBER),
            Column(
                "number",
                gettext_lazy("Membership number"),
                lambda one: one.member.number,
                _NUMBER_OF_MEMBER,
            ),
            Column("reason", gettext_lazy("Reason"), lambda one: one.reason),
            Column("by", gettext_lazy("By"), lambda one: str(one.made_by), ("made_by__email",)),
            Column(
                "when",
                gettext_lazy("When"),
                lambda one: one.made_at.isoformat(),
                ("made_at",),
            ),
        ),
        (Search(gettext_lazy("Name, number or address"), _of_member),),
        first="-when",
        takers=_ADMINISTRATORS,
    )


def members_listed(title: str) -> Listing:
    """The members on the list of a sheet."""
    return Listing(
        "list",
        title,
        (
            *lists.MEMBER_COLUMNS[:2],
            *(one for one in lists.MEMBER_COLUMNS if one.name in {"region", "status"}),
        ),
        (Search(gettext_lazy("Name, number or email"), lambda rows, words: rows.matching(words)),),
        first="name",
        takers=_ADMINISTRATORS,
        size=100,
    )
