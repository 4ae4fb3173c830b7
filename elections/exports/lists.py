"""Lists that leave the office as files: what is on each, and who may take it.

No list holds what candidates declared about themselves, nor whether somebody has voted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.models import (
    Election,
    Nomination,
    RollEntry,
    SupportingNomination,
)
from elections.results import (
    ContestResult,
    DecidedContest,
    contest_results,
    decided_contests,
    sheet_turnout,
)
from members.listing import WHOEVER_READS, File, record
from members.lists import MEMBERS_FILE
from members.models import AuditEntry, Member, User
from members.roles import Role
from members.spreadsheets import Cell

_CHUNK = 2000


@dataclass(frozen=True)
class OfficeList:
    """A list that may be taken: the name of its file, its header, its rows, and who may take it.

    `rows` is given the election; None for the lists that are about no election or about all of
    them, of which `is_of_elections` says which.
    """

    name: str
    title: str | Promise
    takers: tuple[Role, ...]
    header: tuple[str, ...]
    rows: Callable[[Election | None], Iterator[Sequence[Cell]]]
    is_of_elections: bool = False


def _members(_election: Election | None) -> Iterator[Sequence[Cell]]:
    return _written(MEMBERS_FILE, Member.objects.order_by("pk"))


def _written(file: File, rows: QuerySet[Any]) -> Iterator[Sequence[Cell]]:
    return (file.row(row) for row in file.prepared(rows).iterator(_CHUNK))


def _roll_row(entry: RollEntry) -> Sequence[Cell]:
    return [
        entry.member.number,
        entry.member.name,
        entry.email,
        entry.region.name if entry.region else "",
        entry.status,
    ]


# Who may vote; never whether they did.
ROLL_FILE = File(
    ("Number", "Name", "Email", "Region", "Status"),
    _roll_row,
    lambda entries: entries.select_related("member", "region").prefetch_related(None),
)


def _roll(election: Election | None) -> Iterator[Sequence[Cell]]:
    return _written(ROLL_FILE, RollEntry.objects.filter(election=election).order_by("pk"))


def _nomination_row(one: Nomination) -> Sequence[Cell]:
    appeal = getattr(one, "appeal", None)
    outcome = appeal.get_outcome_display() if appeal and appeal.outcome else "not decided"
    return [
        one.contest.title,
        one.ballot_name,
        one.member.number,
        one.slate_label,
        one.support,  # type: ignore[attr-defined]
        str(one.get_state_display()),
        one.reason,
        one.submitted_at.isoformat(),
        str(outcome) if appeal else "",
    ]


# Who stands; how many nominated each, and not who.
NOMINATIONS_FILE = File(
    (
        "Contest",
        "Name on the paper",
        "Number",
        "Slate",
        "Supporters",
        "State",
        "Reason",
        "Submitted",
        "Appeal",
    ),
    _nomination_row,
    lambda found: (
        found.select_related(None)
        .select_related("contest", "member", "appeal")
        .defer("statement", "links")
    ),
)


def _nominations(election: Election | None) -> Iterator[Sequence[Cell]]:
    found = Nomination.objects.filter(contest__election=election).with_support()
    return _written(NOMINATIONS_FILE, found.order_by("contest__number", "pk"))


def _nominators(election: Election | None) -> Iterator[Sequence[Cell]]:
    given = SupportingNomination.objects.filter(contest__election=election)
    given = given.select_related("nomination", "contest", "member")
    for one in given.order_by("contest__number", "nomination_id", "pk").iterator(_CHUNK):
        yield [
            one.contest.title,
            one.nomination.ballot_name,
            one.member.number,
            one.member.name,
            one.given_at.isoformat(),
        ]


def _turnout(election: Election | None) -> Iterator[Sequence[Cell]]:
    for row in sheet_turnout(election, contest_results(election)) if election else []:
        yield [row.turnout.sheet.title, row.turnout.entitled, row.turnout.cast, row.set_aside]


def _results(election: Election | None) -> Iterator[Sequence[Cell]]:
    """A row for each candidate of each contest; nothing before there is a result.

    A contest that was decided without a poll has neither votes nor papers.
    """
    if election is None or election.counted_at is None:
        return
    counted = {one.contest.number: one for one in contest_results(election)}
    decided = {one.contest.number: one for one in decided_contests(election)}
    for number in sorted({*counted, *decided}):
        if number in counted:
            yield from _counted(counted[number])
        else:
            yield from _decided(decided[number])


def _counted(result: ContestResult) -> Iterator[Sequence[Cell]]:
    first, last = result.stages[0], result.stages[-1]
    for number, name in enumerate(result.names, start=1):
        votes = (first.votes[number - 1].votes, last.votes[number - 1].votes)
        yield [*_row(result, number, name, *votes), result.record.papers_received]


def _decided(result: DecidedContest) -> Iterator[Sequence[Cell]]:
    for number, name in enumerate(result.names, start=1):
        yield [*_row(result, number, name, "", ""), ""]


def _row(
    result: ContestResult | DecidedContest, number: int, name: str, first: str, last: str
) -> list[Cell]:
    elected = list(result.outcome.elected)
    place = elected.index(number) + 1 if number in elected else ""
    contest = result.contest
    return [contest.title, contest.rule, contest.seats, number, name, first, last, place]


def _audit_row(entry: AuditEntry) -> Sequence[Cell]:
    return [
        entry.pk,
        entry.at.isoformat(),
        entry.action,
        entry.actor.email if entry.actor else "",
        entry.subject,
        entry.reason,
        json.dumps(entry.detail, ensure_ascii=False, sort_keys=True) if entry.detail else "",
        entry.digest,
    ]


AUDIT_FILE = File(
    ("Entry", "At", "Action", "By", "Subject", "Reason", "Detail", "Digest"),
    _audit_row,
    lambda entries: entries.select_related("actor"),
)


def _audit(election: Election | None) -> Iterator[Sequence[Cell]]:
    entries = AuditEntry.objects.order_by("pk")
    return _written(AUDIT_FILE, entries.of_election(election.pk) if election else entries)


def _by_name(*lists: OfficeList) -> Mapping[str, OfficeList]:
    return {one.name: one for one in lists}


_AUDIT = OfficeList(
    "audit",
    _("Audit"),
    WHOEVER_READS,
    AUDIT_FILE.header,
    _audit,
    is_of_elections=True,
)

OF_AN_ELECTION = _by_name(
    OfficeList(
        "roll",
        _("Roll"),
        (Role.ADMINISTRATOR,),
        ROLL_FILE.header,
        _roll,
    ),
    OfficeList(
        "nominations",
        _("Nominations"),
        (Role.ADMINISTRATOR,),
        NOMINATIONS_FILE.header,
        _nominations,
    ),
    OfficeList(
        "nominators",
        _("Who nominated whom"),
        (Role.OFFICER, Role.SCRUTINEER),
        ("Contest", "Candidate", "Number", "Nominated by", "Given"),
        _nominators,
    ),
    OfficeList(
        "turnout",
        _("Turnout"),
        WHOEVER_READS,
        ("Electorate", "Entitled", "Voted", "Set aside"),
        _turnout,
    ),
    OfficeList(
        "results",
        _("Results"),
        WHOEVER_READS,
        (
            "Contest",
            "Rule",
            "Seats",
            "Candidate number",
            "Candidate",
            "Votes at the first stage",
            "Votes at the last stage",
            "Elected as number",
            "Papers",
        ),
        _results,
    ),
    _AUDIT,
)

OF_EVERYTHING = _by_name(
    OfficeList(
        "members",
        _("Members"),
        (Role.ADMINISTRATOR,),
        MEMBERS_FILE.header,
        _members,
    ),
    _AUDIT,
)


def take(wanted: OfficeList, election: Election | None, *, kind: str, actor: User) -> OfficeList:
    """Put on record who takes which list, as what; then it may be written."""
    record(
        wanted.name,
        kind=kind,
        actor=actor,
        subject=election.title if election else str(wanted.title),
        election=election.pk if election else None,
    )
    return wanted
