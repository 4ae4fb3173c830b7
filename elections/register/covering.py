"""Vacancies that an election covers already, and those that nobody has put to one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from elections.models import Contest, Seat
from elections.phases import Phase
from elections.register.holding import Constituency, constituencies, today_in_london


def by_elections(
    body: str,
    place: Constituency,
    now: datetime,
    *,
    besides: UUID | None = None,
    is_announced: bool = False,
) -> list[Contest]:
    """The contests for vacant seats of a constituency whose result is still to be declared.

    Drafts are among them unless only announced ones are asked for; the election `besides` is not.
    """
    found = _under_way(body, place, now)
    return [
        contest
        for contest in found
        if contest.election.fills_vacancies
        and contest.election_id != besides
        and (contest.election.published_at is not None or not is_announced)
    ]


def waiting(body: str, now: datetime) -> int:
    """How many vacant seats of a body no election is set up for: no by-election and no new term."""
    return sum(
        waiting_in(body, place, now)
        for place in constituencies(body, today_in_london(now))
        if place.vacant
    )


def waiting_in(body: str, place: Constituency, now: datetime) -> int:
    """How many of the vacant seats of one constituency."""
    contests = _under_way(body, place, now)
    if any(not contest.election.fills_vacancies for contest in contests):
        return 0
    return max(0, len(place.vacant) - sum(contest.seats for contest in contests))


def _under_way(body: str, place: Constituency, now: datetime) -> list[Contest]:
    if body not in Seat.BODIES:
        return []
    contests = Contest.objects.for_people().filter(
        title=place.title,
        election__body=body,
        election__rehearsal_of=None,
        election__withdrawn_at=None,
        election__declared_at=None,
    )
    found = contests.select_related("election__timetable").order_by("election__created_at", "pk")
    return [one for one in found if one.election.phase(now) != Phase.NOT_HELD]
