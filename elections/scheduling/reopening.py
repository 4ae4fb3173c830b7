"""Opening nominations again, for vacancies alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import (
    Attribute,
    Contest,
    Election,
    Message,
    Nomination,
    PublicChange,
    ReopenedContest,
    Timetable,
)
from elections.models.entitlement import electors
from elections.nominating.reopened import vacancy_in_words
from elections.refusal import Refused
from elections.scheduling.timetable import faults_of_change
from elections.vacancies import Outlook, all_as_accepted
from members import audit
from members.models import Member, User


@dataclass(frozen=True)
class Vacancy:
    """A contest in which seats would stay vacant with those accepted, and who could fill them."""

    outlook: Outlook
    line: str

    @property
    def contest(self) -> Contest:
        return self.outlook.contest

    @property
    def attributes(self) -> list[str]:
        """Of which somebody must have one; none where anybody could fill a seat."""
        ways = self.outlook.openings()
        found = {attribute for way in ways for attribute in way}
        return [] if frozenset() in ways else sorted(found, key=Attribute.values.index)


def vacancies_of(election: Election) -> list[Vacancy]:
    """Every contest with a vacancy, in the order of the paper."""
    contests = _contests_of([election]).order_by("number")
    return [
        Vacancy(one, vacancy_in_words(one, one.vacant))
        for one in all_as_accepted(list(contests))
        if one.vacant
    ]


def vacant_seats(elections: Collection[Election]) -> Counter[UUID]:
    """How many seats would stay vacant in each of these elections, which are no rehearsals, but for
    contests that were opened again already; by their keys, in a few statements for all of them."""
    found: Counter[UUID] = Counter()
    if elections:
        for one in all_as_accepted(list(_contests_of(elections).filter(reopened=None))):
            found[one.contest.election_id] += one.vacant
    return found


def _contests_of(elections: Collection[Election]) -> QuerySet[Contest]:
    contests = Contest.objects.filter(election__in=elections).for_people()
    return contests.select_related("election", "sheet").prefetch_related("minima")


def electors_of(contests: Collection[Contest]) -> int:
    """How many members with an address are told of a reopening in these contests."""
    sheets = {contest.sheet_id: contest.sheet for contest in contests}
    told = Member.objects.none()
    for sheet in sheets.values():
        told = told | electors(sheet)
    return told.exclude(email_key="").distinct().count()


def obstacles_to_reopening(
    election: Election,
    now: datetime,
    *,
    is_reopened: bool | None = None,
    is_undecided: bool | None = None,
) -> list[str]:
    """Why nominations cannot be opened again now, one sentence each.

    What the caller knows is not asked: whether some contest was opened again, and whether some
    nomination is not decided.
    """
    timetable = election.timetable
    if election.withdrawn_at is not None:
        return [_("The election has been withdrawn.")]
    if election.postponed_at is not None:
        return [_("The election is postponed. Let it go on first.")]
    if election.published_at is None:
        return [_("Publish the notice first.")]
    if election.candidates_fixed_at is not None:
        return [_("The papers are fixed, so nobody comes to stand any more.")]
    if now >= timetable.voting_opens_at:
        return [_("Voting should be open already. Postpone the election first.")]
    obstacles = [
        sentence
        for sentence, closes in (
            (_("Self-nomination has not closed yet."), timetable.self_nomination_closes_at),
            (_("Supporting nominations have not closed yet."), timetable.supporting_closes_at),
        )
        if closes is not None and now < closes
    ]
    if _is_reopened(election, now, known=is_reopened):
        obstacles.append(_("Nominations for vacancies are open again already, or will be."))
    if is_undecided is None:
        is_undecided = Nomination.objects.undecided().filter(contest__election=election).exists()
    if is_undecided:
        obstacles.append(_("Decide every nomination first: they settle what is vacant."))
    return obstacles


def _is_reopened(election: Election, now: datetime, *, known: bool | None) -> bool:
    closes = election.timetable.reopening_closes_at
    if closes is None or now >= closes:
        return False
    if known is None:
        return ReopenedContest.objects.filter(contest__election=election).exists()
    return known


@transaction.atomic
def reopen(
    election: Election,
    contests: Collection[int],
    *,
    opens_at: datetime,
    closes_at: datetime,
    reason: str,
    actor: User,
    now: datetime,
) -> int:
    """Open nominations again in the contests of these numbers, for their vacancies alone.

    The reason is public; every elector of these contests with an address is told. Returns how many.
    Raises Refused outside the time between the close of nominations and the papers, for a contest
    without a vacancy, and for a window that does not fit the timetable.
    """
    held = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    if obstacles := obstacles_to_reopening(held, now):
        raise Refused(" ".join(obstacles))
    if not reason.strip():
        raise Refused(_("Give the reason: it is published."))
    found = {one.contest.number: one for one in vacancies_of(held)}
    if not contests or set(contests) - set(found):
        raise Refused(_("Choose among the contests that have a vacancy."))
    chosen = [found[number] for number in sorted(set(contests))]
    before = _set_window(held, opens_at, closes_at, now)
    after = {"reopening_opens_at": opens_at, "reopening_closes_at": closes_at}
    ReopenedContest.objects.filter(contest__election=held).delete()
    ReopenedContest.objects.bulk_create(
        ReopenedContest(
            contest=one.contest,
            seats=one.outlook.vacant,
            attributes=one.attributes,
            reopened_at=now,
        )
        for one in chosen
    )
    lines = [one.line for one in chosen]
    PublicChange.objects.create(
        election=held,
        kind=PublicChange.Kind.REOPENED,
        made_by=actor,
        made_at=now,
        subject=", ".join(one.contest.title for one in chosen)[:200],
        reason=f"{reason.strip()}\n\n" + "\n".join(lines),
        before={name: at.isoformat() if at else None for name, at in before.items()},
        after={name: at.isoformat() for name, at in after.items()},
    )
    told = _tell(held, chosen, reason.strip(), now)
    audit.record(
        audit.Action.NOMINATIONS_REOPENED,
        actor=actor,
        subject=held.title,
        election=held.pk,
        reason=reason.strip(),
        detail={"contests": lines, **{name: at.isoformat() for name, at in after.items()}},
    )
    return told


def _set_window(
    election: Election, opens_at: datetime, closes_at: datetime, now: datetime
) -> dict[str, datetime | None]:
    """Write the window into the timetable; returns what stood there before."""
    if closes_at <= now:
        raise Refused(_("Choose a close that is still to come."))
    if opens_at < now:
        raise Refused(_("Choose an opening that is still to come."))
    timetable = Timetable.objects.select_for_update().get(election=election)
    names = ("reopening_opens_at", "reopening_closes_at")
    before = {name: getattr(timetable, name) for name in names}
    window = dict(zip(names, (opens_at, closes_at), strict=True))
    if faults := faults_of_change(timetable, window, now):
        raise Refused(" ".join(sentence for _field, sentence in faults))
    timetable.reopening_opens_at, timetable.reopening_closes_at = opens_at, closes_at
    timetable.save(update_fields=names)
    election.timetable = timetable
    return before


def _tell(election: Election, chosen: Collection[Vacancy], reason: str, now: datetime) -> int:
    """A mail to every elector of the contests, by sheet; returns how many."""
    by_sheet: dict[int, list[Vacancy]] = {}
    for one in chosen:
        by_sheet.setdefault(one.contest.sheet_id, []).append(one)
    return sum(
        outbox.queue_to_members(
            Message.Kind.REOPENED,
            election=election,
            members=electors(vacancies[0].contest.sheet),
            details={"contests": [one.line for one in vacancies], "reason": reason},
            now=now,
        )
        for vacancies in by_sheet.values()
    )
