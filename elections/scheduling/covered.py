"""An election that fills vacancies: for seats that are vacant, one for each of them, and until the end
of their term."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import register
from elections.models import Contest, Election, Seat


def obstacles_of_vacancies(
    election: Election, now: datetime, *, is_announced: bool = False
) -> list[str]:
    """A sentence for each contest of a by-election with too few vacant seats: there are fewer, or other
    by-elections cover them already.

    Judged by what the seat register knows to be vacant, of constituencies that it knows. At set-up
    drafts of others count, and the office may record a vacancy still; at the notice what is announced
    counts, so that a forgotten draft stands in nobody's way, and so does what is on record.
    """
    if not _is_by_election(election):
        return []
    today = register.today_in_london(now)
    places = {one.title: one for one in register.constituencies(election.body, today)}
    found = []
    for contest in election.contests.for_people().order_by("number"):
        place = places.get(contest.title)
        if place is None:
            continue
        if contest.seats > len(place.vacant):
            if is_announced:
                found.append(_too_many(contest, len(place.vacant)))
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


def _too_many(contest: Contest, vacant: int) -> str:
    return ngettext(
        "%(contest)s: the seat register knows of %(vacant)s vacant seat, and the contest is for "
        "%(seats)s. Record in the register who left, or fill fewer seats.",
        "%(contest)s: the seat register knows of %(vacant)s vacant seats, and the contest is for "
        "%(seats)s. Record in the register who left, or fill fewer seats.",
        vacant,
    ) % {"contest": contest.title, "vacant": vacant, "seats": contest.seats}


def plan_end_of_term(election: Election, now: datetime) -> None:
    """Plan that the term of a by-election ends with that of the vacancies, where the seat register
    knows it; of several ends the last. Each seat keeps its own.
    """
    if not _is_by_election(election):
        return
    titles = set(election.contests.for_people().values_list("title", flat=True))
    places = register.constituencies(election.body, register.today_in_london(now))
    vacant = [seat for place in places if place.title in titles for seat in place.vacant]
    ends = [seat.term_ends_on for seat in vacant if seat.term_ends_on is not None]
    if ends:
        election.timetable.term_ends_at = register.first_instant(max(ends))
        election.timetable.save(update_fields=["term_ends_at"])


def _is_by_election(election: Election) -> bool:
    is_on_record = election.body in Seat.BODIES and not election.is_rehearsal
    return election.fills_vacancies and is_on_record


def hold_seats(body: str) -> None:
    """Hold the seats of a body, so that of two by-elections only one is announced at a time."""
    list(Seat.objects.select_for_update(of=("self",)).filter(body=body).order_by("pk"))
