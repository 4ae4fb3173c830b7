"""What becomes of a contest's seats once it is known who stands: filled by a poll, without, or vacant.

The source is "Rules that follow" of elections.md, *Minima, vacancies, unopposed*. A vacant seat may
still go to anybody, so it counts as if somebody with every attribute held it. Hence, where seats are
left vacant: of S seats, f are filled, for the largest f such that some f of those who stand meet each
minimum lowered by the S - f seats left vacant. (Candidates without an attribute fill at most S minus
its minimum; the fewest seats stay vacant.) Where such seats are opened to all, every seat for which
there is a candidate is filled, and the minima give way instead.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from elections.counting.errors import MinimaImpossible
from elections.counting.minima import Attribute, Conformance, Minima
from elections.counting.result import Bound

__all__ = ["SeatPlan", "could_fill", "lowered", "openings", "plan_seats", "require_satisfiable"]


@dataclass(frozen=True)
class SeatPlan:
    """The seats that are filled, those left vacant, and the minima that bind whoever fills them.

    ``winners`` are all the winners there can be, or None where different sets could win: a poll.
    Nobody standing gives ``()``: every seat is vacant, and nothing is to be polled.
    """

    seats: int
    vacant: int
    minima: Minima
    winners: tuple[int, ...] | None

    @property
    def is_contested(self) -> bool:
        return self.winners is None


def plan_seats(
    standing: Sequence[int],
    seats: int,
    minima: Minima,
    *,
    leave_vacant: bool,
    order: Sequence[str] = (),
) -> SeatPlan:
    """The plan for those who stand, by one of the two vacancy rules.

    ``order`` names attributes: where seats are opened to all and different minima could give way, the
    one that comes later in it does. Raises `MinimaImpossible` for minima that nobody could meet.
    """
    require_satisfiable(minima, seats)
    if leave_vacant:
        filled = _most_filled(standing, seats, minima)
        bound = lowered(minima, seats - filled)
    else:
        filled, bound = _opened(standing, seats, minima, order)
    found = Conformance(bound, filled).settled((), standing)
    is_settled = filled == 0 or len(found.guarded) == filled
    return SeatPlan(filled, seats - filled, bound, found.guarded if is_settled else None)


def lowered(minima: Minima, vacant: int) -> Minima:
    """Each minimum less the seats left vacant; maxima stand."""
    return Minima(
        tuple(replace(one, minimum=max(0, one.minimum - vacant)) for one in minima.attributes)
    )


def _most_filled(standing: Sequence[int], seats: int, minima: Minima) -> int:
    """The largest number of seats that can be filled where the others stay vacant."""
    for filled in range(min(seats, len(standing)), 0, -1):
        if Conformance(lowered(minima, seats - filled), filled).possible((), standing):
            return filled
    return 0


def _opened(
    standing: Sequence[int], seats: int, minima: Minima, order: Sequence[str]
) -> tuple[int, Minima]:
    """As many seats as can be filled, and the minima lowered as little as possible in total."""
    only_maxima = Minima(tuple(replace(one, minimum=0) for one in minima.attributes))
    filled = next(
        filled
        for filled in range(min(seats, len(standing)), -1, -1)
        if Conformance(only_maxima, filled).possible((), standing)
    )
    places = {name: place for place, name in enumerate(order)}
    ranked = sorted(
        minima.attributes, key=lambda one: (places.get(one.name, len(places)), one.name)
    )
    for fall in range(sum(one.minimum for one in ranked) + 1):
        for falls in _shared_out(fall, [one.minimum for one in ranked]):
            given = {one.name: less for one, less in zip(ranked, falls, strict=True)}
            bound = Minima(
                tuple(
                    replace(one, minimum=one.minimum - given[one.name]) for one in minima.attributes
                )
            )
            if Conformance(bound, filled).possible((), standing):
                return filled, bound
    raise AssertionError("without minima, those who meet the maxima conform")


def _shared_out(total: int, most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way to share out ``total``, no part above its most: what the first parts take least."""
    if not most:
        if total == 0:
            yield ()
        return
    for first in range(min(total, most[0]) + 1):
        for rest in _shared_out(total - first, most[1:]):
            yield (first, *rest)


def require_satisfiable(minima: Minima, seats: int) -> None:
    """Raises `MinimaImpossible` where no people whatever could meet the minima.

    One person may have any combination of attributes, so no minimum stands in the way of another:
    only one above the seats, or above its own maximum, can be met by nobody.
    """
    impossible = [
        str(Bound(one.name, "min", one.minimum))
        for one in minima.attributes
        if one.minimum > (seats if one.maximum is None else min(seats, one.maximum))
    ]
    if impossible:
        raise MinimaImpossible(seats, impossible)


def could_fill(
    standing: Sequence[int], seats: int, minima: Minima, having: Collection[str]
) -> bool:
    """Whether somebody with just these attributes could fill a seat that would stay vacant.

    Others may come forward beside them. So they can, if for some number of others, who are all of one
    kind, more seats are filled with them than without them.
    """
    names = tuple(one.name for one in minima.attributes if one.minimum)
    newcomer = frozenset(having)
    if _most_filled(standing, seats, minima) == seats:
        return False
    for kind in _kinds(names):
        for others in range(seats):
            without, before = _with_newcomers(minima, standing, [kind] * others)
            filled = _most_filled(before, seats, without)
            if filled == seats:
                break
            together, after = _with_newcomers(minima, standing, [*[kind] * others, newcomer])
            if _most_filled(after, seats, together) > filled:
                return True
    return False


def openings(standing: Sequence[int], seats: int, minima: Minima) -> tuple[frozenset[str], ...]:
    """The smallest sets of attributes with which somebody could fill a vacant seat.

    ``(frozenset(),)`` where anybody could; empty where no seat would stay vacant.
    """
    names = tuple(one.name for one in minima.attributes if one.minimum)
    found: list[frozenset[str]] = []
    for kind in _kinds(names):
        if any(smaller <= kind for smaller in found):
            continue
        if could_fill(standing, seats, minima, kind):
            found.append(kind)
    return tuple(found)


def _kinds(names: Sequence[str]) -> Iterator[frozenset[str]]:
    """Every combination of attributes, smaller ones first."""
    for size in range(len(names) + 1):
        for chosen in combinations(names, size):
            yield frozenset(chosen)


def _with_newcomers(
    minima: Minima, standing: Sequence[int], newcomers: Sequence[frozenset[str]]
) -> tuple[Minima, list[int]]:
    """The minima and those standing, with people who have these attributes added."""
    highest = max([0, *standing, *(n for one in minima.attributes for n in one.candidates)])
    numbered = list(enumerate(newcomers, start=highest + 1))
    attributes = (
        Attribute(
            one.name,
            (*one.candidates, *(number for number, kind in numbered if one.name in kind)),
            one.minimum,
            one.maximum,
        )
        for one in minima.attributes
    )
    return Minima(tuple(attributes)), [*standing, *(number for number, _kind in numbered)]
