"""An election that fills vacancies: for seats that are vacant, one for each of them, and until the end
of their term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import register
from elections.models import Contest, Election, Seat
from elections.refusal import Refused


def obstacles_of_vacancies(
    election: Election, now: datetime, *, is_announced: bool = False
) -> list[str]:
    """A sentence for each contest of a by-election with too few vacant seats: there are fewer, or other
    by-elections cover them already.

    Judged by what the seat register knows to be vacant, of constituencies that it knows. At set-up
    drafts of others count, and the office may record a vacancy still; at the notice what is announced
    counts, so that a forgotten draft stands in nobody's way, and so does what is on record; and no
    term may be over first, which set-up looks at by the seats that were chosen.
    """
    if not _is_by_election(election):
        return []
    places = _places(election, now)
    contests = list(election.contests.for_people().order_by("number"))
    rivals: dict[str, list[Contest]] = defaultdict(list)
    for rival in register.by_elections(
        election.body, places.values(), now, besides=election.pk, is_announced=is_announced
    ):
        rivals[rival.title].append(rival)
    found = []
    if is_announced and (
        over := _over_first(_lasting_longest(contests, places), election.timetable.by_name())
    ):
        found.append(over)
    for contest in contests:
        place = places.get(contest.title)
        if place is None:
            continue
        if contest.seats > len(place.vacant):
            if is_announced:
                found.append(_too_many(contest, len(place.vacant)))
            continue
        others = rivals[place.title]
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


def plan_end_of_term(election: Election, now: datetime, chosen: Collection[Seat] = ()) -> None:
    """Plan that the term of a by-election ends with that of the vacancies, where the seat register
    knows it; of several ends the last. Each seat keeps its own.

    The vacancies are those `chosen`, or else of each constituency those that last longest. Raises
    Refused where the term of one of them would be over before the poll and its declaration.
    """
    if not _is_by_election(election):
        return
    contests = election.contests.for_people()  # as they are now: set-up may have changed them
    seats = chosen or _lasting_longest(contests, _places(election, now))
    ends = sorted(seat.term_ends_on for seat in seats if seat.term_ends_on is not None)
    if not ends:
        return
    timetable = election.timetable
    if register.first_instant(ends[0]) <= _over_at(timetable.by_name()):
        raise Refused(
            _(
                "The term of a seat ends on %(day)s, before the poll and its declaration are over. Let "
                "voting open earlier, or leave the seat to the next election."
            )
            % {"day": date_format(ends[0], "j F Y")}
        )
    timetable.term_ends_at = register.first_instant(ends[-1])
    timetable.save(update_fields=["term_ends_at"])


def term_over_first(
    election: Election, instants: Mapping[str, datetime | None], now: datetime
) -> str:
    """Why a by-election cannot have this timetable: the term of a seat that it is for would be over
    before its result, which then would fill no vacancy. Empty where none would be."""
    if not _is_by_election(election):
        return ""
    contests = election.contests.for_people()  # as they are now: set-up may have changed them
    return _over_first(_lasting_longest(contests, _places(election, now)), instants)


def _over_first(seats: Collection[Seat], instants: Mapping[str, datetime | None]) -> str:
    first = min((seat.term_ends_on for seat in seats if seat.term_ends_on), default=None)
    if first is None or register.first_instant(first) > _over_at(instants):
        return ""
    return _(
        "The term of a seat ends on %(day)s, before whoever is elected could begin. Choose earlier "
        "dates, or leave the seat to the next election."
    ) % {"day": date_format(first, "j F Y")}


def _over_at(instants: Mapping[str, datetime | None]) -> datetime:
    """When a result fills seats at the earliest."""
    closes, starts = instants["voting_closes_at"], instants["term_starts_at"]
    over_at = instants["declaration_at"] or closes
    assert over_at is not None
    return max(over_at, starts or over_at)


def _places(election: Election, now: datetime) -> dict[str, register.Constituency]:
    """The constituencies that the seat register knows, by title."""
    today = register.today_in_london(now)
    return {one.title: one for one in register.constituencies(election.body, today)}


def _lasting_longest(
    contests: Iterable[Contest], places: Mapping[str, register.Constituency]
) -> list[Seat]:
    """As many vacancies of each constituency as its contest fills: a result fills none that is over."""
    return [
        seat
        for contest in contests
        if contest.title in places
        for seat in sorted(
            places[contest.title].vacant,
            key=lambda seat: seat.term_ends_on or date.max,
            reverse=True,
        )[: contest.seats]
    ]


def _is_by_election(election: Election) -> bool:
    is_on_record = election.body in Seat.BODIES and not election.is_rehearsal
    return election.fills_vacancies and is_on_record


def hold_seats(body: str) -> None:
    """Hold the seats of a body, so that of two by-elections only one is announced at a time."""
    list(Seat.objects.select_for_update(of=("self",)).filter(body=body).order_by("pk"))
