"""Questions to the register: by constituency, on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from elections.london import LONDON
from elections.models import Contest, Seat


def today_in_london(now: datetime) -> date:
    return now.astimezone(LONDON).date()


def first_instant(day: date) -> datetime:
    """With which a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


@dataclass(frozen=True)
class Constituency:
    """The seats of one constituency: those held, those vacant, and those that ended."""

    title: str
    held: list[Seat]
    vacant: list[Seat]
    ended: list[Seat]


def constituencies(body: str, on: date) -> list[Constituency]:
    """Every constituency of a body with its seats on a day, in the order of its first seat."""
    return constituencies_of([body], on)[body]


def constituencies_of(bodies: Iterable[str], on: date) -> dict[str, list[Constituency]]:
    """The same of several bodies; by one statement."""
    found: dict[str, dict[str, list[Seat]]] = {body: {} for body in bodies}
    seats = Seat.objects.filter(body__in=found).select_related("contest", "filled_by")
    for seat in seats.order_by("id"):
        found[seat.body].setdefault(seat.constituency, []).append(seat)
    return {
        body: [_constituency(title, those, on) for title, those in places.items()]
        for body, places in found.items()
    }


def _constituency(title: str, those: list[Seat], on: date) -> Constituency:
    return Constituency(
        title,
        [seat for seat in those if seat.is_held(on)],
        [seat for seat in those if seat.is_vacant(on)],
        [seat for seat in those if seat.ended_on is not None and seat.ended_on <= on],
    )


@dataclass(frozen=True)
class SeatedBody:
    """A body of which there are seats in the register."""

    title: str
    constituencies: list[Constituency]

    @property
    def has_vacancies(self) -> bool:
        return any(one.vacant for one in self.constituencies)


def bodies(on: date) -> list[SeatedBody]:
    """Every body with seats on record."""
    found = [SeatedBody(str(body.label), constituencies(body, on)) for body in Seat.BODIES]
    return [body for body in found if body.constituencies]


def original_contest(body: str, constituency: str) -> Contest | None:
    """The contest in which all seats of the term were filled: the largest of the last term."""
    seats = Seat.objects.filter(body=body, constituency=constituency, contest__isnull=False)
    latest = seats.order_by("-starts_on", "-contest__seats").first()
    if latest is None:
        return None
    of_term = seats.filter(term_ends_on=latest.term_ends_on) if latest.term_ends_on else seats
    largest = of_term.order_by("-contest__seats", "-starts_on").select_related("contest").first()
    return largest.contest if largest else None


def open_minima(contest: Contest, held: Iterable[Seat], seats: int) -> dict[str, int]:
    """What a by-election for so many seats must still meet: each minimum of the term's contest, less
    those who hold a seat and were counted for it, and not in a term that a new one ends.
    """
    stay = [seat for seat in held if seat.ended_on is None]
    counted = Counter(attribute for seat in stay for attribute in seat.attributes)
    least = dict(contest.minima.values_list("attribute", "least"))
    still = {name: min(seats, max(0, number - counted[name])) for name, number in least.items()}
    return {name: number for name, number in still.items() if number}
