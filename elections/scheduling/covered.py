"""A vacancy has one by-election: another one for the same seat is refused."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from elections import register
from elections.models import Election, Seat


def obstacles_of_vacancies(
    election: Election, now: datetime, *, is_announced: bool = False
) -> list[str]:
    """A sentence for each contest whose vacant seats other by-elections cover already.

    Judged by what the seat register knows to be vacant: it would give the seats to whichever is
    declared first, and the other would begin a new term. At set-up drafts of others count; at the
    notice only what is announced does, so that a forgotten draft stands in nobody's way.
    """
    if election.is_rehearsal or election.body not in Seat.BODIES:
        return []
    today = register.today_in_london(now)
    places = {one.title: one for one in register.constituencies(election.body, today)}
    found = []
    for contest in election.contests.for_people().order_by("number"):
        place = places.get(contest.title)
        if place is None or contest.seats > len(place.vacant):
            continue
        others = register.by_elections(
            election.body, place, now, besides=election.pk, is_announced=is_announced
        )
        if contest.seats > len(place.vacant) - sum(one.seats for one in others):
            titles = dict.fromkeys(one.election.title for one in others)
            found.append(
                _(
                    "%(contest)s: another by-election is for the same vacancy: %(elections)s. Go on "
                    "with that one, or delete or withdraw it first."
                )
                % {"contest": contest.title, "elections": ", ".join(titles)}
            )
    return found


def hold_seats(body: str) -> None:
    """Hold the seats of a body, so that of two by-elections only one is announced at a time."""
    list(Seat.objects.select_for_update(of=("self",)).filter(body=body).order_by("pk"))
