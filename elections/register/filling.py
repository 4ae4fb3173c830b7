"""The register follows the results: seats are filled by a declaration, and follow an amended one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Min, Q

from elections.models import Candidate, Contest, Election, Seat
from elections.national import ContestOutcome, outcomes
from elections.register.holding import constituencies, today_in_london


def fill(election: Election, *, now: datetime) -> None:
    """Enter the seats of a declared result: the elected, and those that stay vacant.

    An election that fills vacancies fills these; any other ends the seats of its constituencies,
    because a new term begins. Rehearsals and votes that choose nobody for a seat of a body of ours
    are not entered. Runs in the transaction of the declaration.
    """
    if election.is_rehearsal or election.body not in Seat.BODIES:
        return
    for outcome in outcomes(election):
        _fill_contest(election, outcome, now)


def _fill_contest(election: Election, outcome: ContestOutcome, now: datetime) -> None:
    contest = outcome.contest
    starts_on, ends_on = _term(election, now)
    vacant: list[Seat] = []
    if election.fills_vacancies:
        vacant = _vacant(election.body, contest.title, starts_on)
    else:
        _end_term(election.body, contest, starts_on)
    holders = _holders(contest, outcome.elected)
    for place in range(contest.seats):
        holder = holders[place] if place < len(holders) else None
        before = vacant[place] if place < len(vacant) else None
        if holder is None and before is not None:
            continue  # what nobody won stays the vacancy it was
        seat = Seat.objects.create(
            body=election.body,
            constituency=contest.title,
            contest=contest,
            holder=holder.nomination.member if holder and holder.nomination else None,
            name=holder.ballot_name if holder else "",
            attributes=outcome.attributes_of(holder.number) if holder else [],
            starts_on=starts_on,
            # A vacancy keeps the end of its term; of one without an end, what the election says.
            term_ends_on=(before.term_ends_on if before else None) or ends_on,
        )
        if before is not None:
            Seat.objects.filter(pk=before.pk).update(filled_by=seat)


def _term(election: Election, now: datetime) -> tuple[date, date | None]:
    """The first day of the term, which is today where the timetable names none, and its end."""
    starts_at, ends_at = election.timetable.term_starts_at, election.timetable.term_ends_at
    return today_in_london(starts_at or now), today_in_london(ends_at) if ends_at else None


def _holders(contest: Contest, elected: Sequence[int]) -> list[Candidate]:
    """The elected who are persons, in the order of election."""
    candidates = contest.candidates.filter(number__in=elected, nomination__isnull=False)
    by_number = {one.number: one for one in candidates.select_related("nomination__member")}
    return [by_number[number] for number in elected if number in by_number]


def _vacant(body: str, title: str, on: date) -> list[Seat]:
    return [seat for one in constituencies(body, on) if one.title == title for seat in one.vacant]


def _end_term(body: str, contest: Contest, on: date) -> None:
    """The seats of earlier terms end where they have not; a vacancy among them is none any more."""
    earlier = Seat.objects.filter(body=body, constituency=contest.title).exclude(contest=contest)
    earlier.filter(term_ends_on=None).update(term_ends_on=on)
    earlier.filter(term_ends_on__gt=on).update(term_ends_on=on)
    earlier.filter(ended_on=None).update(ended_on=on, end_reason=Seat.End.TERM)


def follow_amendment(contest: Contest, before: Sequence[int], *, now: datetime) -> None:
    """Bring the seats of a contest in line with its amended declaration.

    Whoever was elected `before` (numbers) and is no longer is unseated from today on, and whoever is
    elected now and was not takes a seat. The seats of all others stay as they are: who resigned does
    not come back, nor does a term that is over. Runs in the transaction of the declaration, once
    that is written.
    """
    election = contest.election
    if election.is_rehearsal or election.body not in Seat.BODIES:
        return
    outcome = next(one for one in outcomes(election) if one.contest == contest)
    lost = _by_member(contest, [one for one in before if one not in outcome.elected])
    seats = Seat.objects.filter(contest=contest)
    today = today_in_london(now)
    # A seat whose term a later result ends is held until then.
    held = Q(ended_on=None) | Q(ended_on__gt=today, end_reason=Seat.End.TERM)
    seats.filter(held, holder__in=lost).update(ended_on=today, end_reason=Seat.End.UNSEATED)
    won = _by_member(contest, [one for one in outcome.elected if one not in before])
    # Who left the seat before the contest was declared void does not come back with its correction.
    theirs = seats.filter(holder__in=won).exclude(end_reason=Seat.End.UNSEATED)
    had_one = set(theirs.values_list("holder", flat=True))
    for member, candidate in won.items():
        if member not in had_one:
            _seat(contest, candidate, outcome, now)


def _by_member(contest: Contest, numbers: Sequence[int]) -> dict[int, Candidate]:
    """Of the candidates of these numbers those who are persons, each under their member."""
    return {
        one.nomination.member_id: one
        for one in _holders(contest, numbers)
        if one.nomination is not None
    }


def _seat(contest: Contest, candidate: Candidate, outcome: ContestOutcome, now: datetime) -> None:
    """A seat for somebody who is elected by an amended declaration, in the place of a vacant one.

    It ends with the next term's beginning at the latest, and is none where that has come.
    """
    assert candidate.nomination is not None
    today = today_in_london(now)
    term_starts_on, term_ends_on = _term(contest.election, now)
    vacant = _vacant(contest.election.body, contest.title, today)
    before = next((seat for seat in vacant if seat.contest_id == contest.pk), None)
    starts_on = max(today, before.starts_on if before else term_starts_on)
    ends_on = (before.term_ends_on if before else None) or term_ends_on
    next_on = _next_term(contest)
    if next_on is not None and next_on <= starts_on:
        return
    seat = Seat.objects.create(
        body=contest.election.body,
        constituency=contest.title,
        contest=contest,
        holder=candidate.nomination.member,
        name=candidate.ballot_name,
        attributes=outcome.attributes_of(candidate.number),
        starts_on=starts_on,
        term_ends_on=min((end for end in (ends_on, next_on) if end is not None), default=None),
        ended_on=next_on,
        end_reason=Seat.End.TERM if next_on else "",
    )
    if before is not None:
        Seat.objects.filter(pk=before.pk).update(filled_by=seat)


def _next_term(contest: Contest) -> date | None:
    """The day on which the term after that of a contest begins, where its result is declared."""
    later = Seat.objects.filter(
        body=contest.election.body,
        constituency=contest.title,
        contest__election__fills_vacancies=False,
        contest__election__declared_at__gt=contest.election.declared_at,
    )
    first: date | None = later.aggregate(first=Min("starts_on"))["first"]
    return first
