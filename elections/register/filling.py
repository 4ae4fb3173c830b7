"""The register follows the results: seats are filled when they are declared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from elections.models import Candidate, Contest, Election, Seat
from elections.national import ContestOutcome, outcomes
from elections.register.holding import constituencies, today_in_london


def fill(election: Election, *, now: datetime) -> None:
    """Enter the seats of a declared result: the elected, and those that stay vacant.

    Where as many seats as a contest fills are vacant, it was a by-election and fills these; else the
    seats of its constituency end, for a new term begins. Rehearsals and votes that choose nobody for
    a seat of a body of ours are not entered. Runs in the transaction of the declaration.
    """
    if election.is_rehearsal or election.body not in Seat.BODIES:
        return
    for outcome in outcomes(election):
        _fill_contest(election, outcome, now)


def _fill_contest(election: Election, outcome: ContestOutcome, now: datetime) -> None:
    contest, timetable = outcome.contest, election.timetable
    starts_on = today_in_london(timetable.term_starts_at or now)
    ends_on = today_in_london(timetable.term_ends_at) if timetable.term_ends_at else None
    vacant = _vacant(election.body, contest.title, starts_on)
    is_by_election = len(vacant) >= contest.seats
    if not is_by_election:
        _end_term(election.body, contest, starts_on)
        vacant = []
    holders = _holders(contest, outcome.elected)
    for place in range(contest.seats):
        holder = holders[place] if place < len(holders) else None
        if holder is None and is_by_election:
            break  # what nobody won stays the vacancy it was
        before = vacant[place] if is_by_election else None
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


def follow_amendment(contest: Contest, *, now: datetime) -> None:
    """Bring the seats of a contest in line with its amended declaration.

    Whoever is not elected any more is unseated from today on, and whoever is elected now takes a
    seat. Runs in the transaction of the declaration, once that is written.
    """
    election = contest.election
    if election.is_rehearsal or election.body not in Seat.BODIES:
        return
    outcome = next(one for one in outcomes(election) if one.contest == contest)
    holders = {
        one.nomination.member_id: one
        for one in _holders(contest, outcome.elected)
        if one.nomination is not None
    }
    today = today_in_london(now)
    seats = Seat.objects.filter(contest=contest)
    for seat in seats.filter(holder__isnull=False, ended_on=None).exclude(holder__in=holders):
        seat.ended_on, seat.end_reason = max(today, seat.starts_on), Seat.End.UNSEATED
        seat.save(update_fields=["ended_on", "end_reason"])
    seated = set(seats.filter(holder__in=holders, ended_on=None).values_list("holder", flat=True))
    for member, candidate in holders.items():
        if member not in seated:
            _seat(contest, candidate, outcome, today)


def _seat(contest: Contest, candidate: Candidate, outcome: ContestOutcome, today: date) -> None:
    """A seat for somebody who is elected by an amended declaration, in the place of a vacant one."""
    assert candidate.nomination is not None
    vacant = _vacant(contest.election.body, contest.title, today)
    before = next((seat for seat in vacant if seat.contest_id == contest.pk), None)
    seat = Seat.objects.create(
        body=contest.election.body,
        constituency=contest.title,
        contest=contest,
        holder=candidate.nomination.member,
        name=candidate.ballot_name,
        attributes=outcome.attributes_of(candidate.number),
        starts_on=max(today, before.starts_on) if before else today,
        term_ends_on=before.term_ends_on if before else None,
    )
    if before is not None:
        Seat.objects.filter(pk=before.pk).update(filled_by=seat)
