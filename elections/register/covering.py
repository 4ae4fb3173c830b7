"""Vacancies that an election covers already, and those that nobody has put to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from elections.models import Contest, Seat
from elections.phases import Phase
from elections.register.holding import Constituency, constituencies_of, today_in_london


def by_elections(
    body: str,
    places: Iterable[Constituency],
    now: datetime,
    *,
    besides: UUID | None = None,
    is_announced: bool = False,
) -> list[Contest]:
    """The contests for vacant seats of these constituencies whose result is still to be declared; by one
    statement.

    Drafts are among them unless only announced ones are asked for; the election `besides` is not.
    """
    return [
        contest
        for contest in _under_way([body], {place.title for place in places}, now)
        if contest.election.fills_vacancies
        and contest.election_id != besides
        and (contest.election.published_at is not None or not is_announced)
    ]


def waiting(bodies: Iterable[str], now: datetime) -> dict[tuple[str, str], int]:
    """How many vacant seats of these bodies no election is set up for: no by-election and no new term;
    by body and constituency, where there are any. Two statements for all of them."""
    vacant = {
        (body, place.title): place
        for body, places in constituencies_of(bodies, today_in_london(now)).items()
        for place in places
        if place.vacant
    }
    if not vacant:
        return {}
    under_way: dict[tuple[str, str], list[Contest]] = {key: [] for key in vacant}
    titles = {title for _body, title in vacant}
    for contest in _under_way({body for body, _title in vacant}, titles, now):
        under_way.setdefault((contest.election.body, contest.title), []).append(contest)
    found = {key: _waiting_in(place, under_way[key]) for key, place in vacant.items()}
    return {key: number for key, number in found.items() if number}


def _waiting_in(place: Constituency, contests: Collection[Contest]) -> int:
    if any(not contest.election.fills_vacancies for contest in contests):
        return 0
    return max(0, len(place.vacant) - sum(contest.seats for contest in contests))


def _under_way(bodies: Iterable[str], titles: Collection[str], now: datetime) -> list[Contest]:
    contests = Contest.objects.for_people().filter(
        title__in=titles,
        election__body__in=[body for body in bodies if body in Seat.BODIES],
        election__rehearsal_of=None,
        election__withdrawn_at=None,
        election__declared_at=None,
    )
    found = contests.select_related("election__timetable").order_by("election__created_at", "pk")
    return [one for one in found if one.election.phase(now) != Phase.NOT_HELD]
