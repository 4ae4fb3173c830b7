"""Reserved seats: which sets of winners conform, decided exactly.

A set of winners conforms if every minimum and every maximum holds. Attributes overlap (one person
may count towards several), so looking at one attribute at a time is wrong; Hill showed that in
1998. Here candidates with the same attributes form a group, and a search over how many of each group
win answers exactly whether some conforming set remains: see `feasible`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from elections.counting.errors import InputError, MinimaImpossible, is_one_line, shown
from elections.counting.feasible import Kind, winners_of_each_kind
from elections.counting.reading import read_json
from elections.counting.result import Bound, Reason

__all__ = [
    "ELECTED_BEFORE",
    "Assessment",
    "Attribute",
    "Conformance",
    "Minima",
    "assess",
    "uncontested",
]

# The name of the minimum that keeps whom an earlier count elected.
ELECTED_BEFORE = "elected before"

_RON = -1  # the group of re-open nominations


@dataclass(frozen=True)
class Attribute:
    """Who has an attribute (sorted candidate numbers) and how many winners must or may."""

    name: str
    candidates: tuple[int, ...]
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True)
class Minima:
    """The minima and maxima of a contest, sorted by name of attribute."""

    attributes: tuple[Attribute, ...] = ()

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """Every bound that can bite, in the order of the attributes, minimum before maximum."""
        found = []
        for attribute in self.attributes:
            if attribute.minimum:
                found.append(Bound(attribute.name, "min", attribute.minimum))
            if attribute.maximum is not None:
                found.append(Bound(attribute.name, "max", attribute.maximum))
        return tuple(found)

    def with_kept(self, numbers: Sequence[int]) -> "Minima":
        """These minima and one more: all these candidates win."""
        if not numbers:
            return self
        kept = Attribute(ELECTED_BEFORE, tuple(sorted(set(numbers))), len(set(numbers)))
        return Minima(tuple(sorted((*self.attributes, kept), key=lambda one: one.name)))

    def as_json(self) -> dict[str, Any]:
        """The mapping a minima file holds."""
        return {
            "attributes": {
                attribute.name: {"candidates": list(attribute.candidates), "min": attribute.minimum}
                | ({} if attribute.maximum is None else {"max": attribute.maximum})
                for attribute in self.attributes
            }
        }

    @classmethod
    def from_json(cls, data: object) -> "Minima":
        """Minima from ``{"attributes": {"women": {"candidates": [1, 4], "min": 2}}}``.

        ``min`` and ``max`` may be left out. Raises `InputError`, naming the attribute.
        """
        if not isinstance(data, Mapping) or set(data) != {"attributes"}:
            raise InputError('minima must be an object with the one key "attributes"')
        attributes = data["attributes"]
        if not isinstance(attributes, Mapping):
            raise InputError('"attributes" must be an object')
        return cls(tuple(_attribute(name, attributes[name]) for name in sorted(attributes)))

    @classmethod
    def from_text(cls, text: str, name: str) -> "Minima":
        """Minima from the text of a minima file called ``name``. Raises `InputError`."""
        data = read_json(text, name, InputError)
        try:
            return cls.from_json(data)
        except InputError as error:
            raise InputError(f"{name}: {error}") from None


def _attribute(name: str, data: object) -> Attribute:
    if not is_one_line(name):
        raise InputError(f'the name of attribute "{shown(name)}" is not one line of text')
    if name == ELECTED_BEFORE:
        raise InputError(f'no attribute may be called "{name}", which is said of whoever is kept')
    if not isinstance(data, Mapping) or not {"candidates"} <= set(data) <= {
        "candidates",
        "min",
        "max",
    }:
        raise InputError(f'attribute "{name}" must have "candidates", and may have "min" and "max"')
    candidates, minimum, maximum = data["candidates"], data.get("min", 0), data.get("max")
    if not isinstance(candidates, list | tuple) or not all(map(_is_count, candidates)):
        raise InputError(f'attribute "{name}": "candidates" must be a list of numbers')
    if not _is_count(minimum) or not (maximum is None or _is_count(maximum)):
        raise InputError(f'attribute "{name}": "min" and "max" must be whole numbers from 0')
    if maximum is not None and maximum < minimum:
        raise InputError(f'attribute "{name}": "max" is below "min"')
    return Attribute(name, tuple(sorted(set(candidates))), minimum, maximum)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


@dataclass(frozen=True)
class Assessment:
    """Hopefuls in every conforming set (guarded) or in none (doomed), and why; sorted."""

    guarded: tuple[int, ...] = ()
    doomed: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class _Winners:
    """A set that conforms: who wins, and how many places re-open nominations leave vacant."""

    people: frozenset[int]
    vacant: int


class _Known:
    """What sets that conform tell: who is in some, and who in all of them."""

    def __init__(self, sets: Iterable[_Winners]) -> None:
        self.sets: list[_Winners] = []
        self._in_some: frozenset[int] = frozenset()
        self._in_all: frozenset[int] | None = None
        for one in sets:
            self.add(one)

    def add(self, one: _Winners) -> None:
        self.sets.append(one)
        self._in_some |= one.people
        self._in_all = one.people if self._in_all is None else self._in_all & one.people

    def hold(self, group: Iterable[int]) -> bool:
        """Whether somebody of the group is in some set."""
        return not self._in_some.isdisjoint(group)

    def do_without(self, group: Iterable[int]) -> bool:
        """Whether somebody of the group is not in all of them."""
        return self._in_all is not None and not self._in_all.issuperset(group)


@dataclass(frozen=True)
class Conformance:
    """The test of one contest: can those elected be completed to ``places`` conforming winners?

    Numbers from ``ron`` on are re-open nominations (see `ron`). Still hopeful, it can win any number
    of places and has no attribute. A place that it has won is vacant: whoever fills it later may
    have any attributes.
    """

    minima: Minima
    places: int
    ron: int | None = None

    def is_ron(self, number: int) -> bool:
        """Whether the number stands for re-open nominations."""
        return self.ron is not None and number >= self.ron

    def require_possible(self, hopefuls: Sequence[int]) -> None:
        """Raise `MinimaImpossible`, naming bounds that contradict each other, if none conforms."""
        if not self.possible((), hopefuls):
            raise MinimaImpossible(self.places, [str(b) for b in self._culprits((), hopefuls)])

    def possible(
        self,
        elected: Iterable[int],
        hopefuls: Sequence[int],
        bounds: Sequence[Bound] | None = None,
    ) -> bool:
        """Whether some hopefuls, added to the elected, make a conforming set of ``places``.

        ``bounds`` leaves out all others; by default every bound counts.
        """
        return self._conforming(elected, hopefuls, bounds) is not None

    def _conforming(
        self,
        elected: Iterable[int],
        hopefuls: Iterable[int],
        bounds: Sequence[Bound] | None = None,
    ) -> _Winners | None:
        """Some set of winners that conforms, if there is one."""
        won = self._by_group(elected)
        vacant = len(won.pop(_RON, ()))
        places = self.places - sum(map(len, won.values())) - vacant
        names = [attribute.name for attribute in self.minima.attributes]
        least, most = [0] * len(names), [places] * len(names)
        for bound in self.minima.bounds if bounds is None else bounds:
            bit = names.index(bound.attribute)
            having = sum(len(people) for group, people in won.items() if group >> bit & 1)
            if bound.kind == "min":
                least[bit] = max(0, bound.number - having - vacant)
            else:
                most[bit] = bound.number - having
        groups = self._by_group(hopefuls)
        kinds = [
            Kind(0, self.places) if group == _RON else Kind(group, len(people))
            for group, people in groups.items()
        ]
        found = winners_of_each_kind(kinds, places, least, most)
        if found is None:
            return None
        people = set(chain.from_iterable(won.values()))
        for (group, members), number in zip(groups.items(), found, strict=True):
            if group == _RON:
                vacant += number
            else:
                people.update(members[:number])
        return _Winners(frozenset(people), vacant)

    def _by_group(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self._group(number), []).append(number)
        return groups

    def _group(self, number: int) -> int:
        """The attributes that the candidate has, as bits; `_RON` for re-open nominations."""
        return _RON if self.is_ron(number) else self._having.get(number, 0)

    @cached_property
    def _having(self) -> dict[int, int]:
        having = Counter[int]()
        for bit, attribute in enumerate(self.minima.attributes):
            for number in set(attribute.candidates):
                having[number] += 1 << bit
        return having

    def assess(self, elected: Sequence[int], hopefuls: Sequence[int]) -> Assessment:
        """Who is guarded and who is doomed while places are left; nobody without bounds.

        Candidates of one group are interchangeable, so one of each group is asked for all.
        """
        if not self.minima.bounds or len(elected) >= self.places:
            return Assessment()
        return self.settled(elected, hopefuls)

    def settled(self, elected: Sequence[int], hopefuls: Sequence[int]) -> Assessment:
        """As `assess`, even without bounds: as many hopefuls as places are then all guarded."""
        known = _Known(self._still_known(elected, hopefuls))
        if not known.sets and (found := self._conforming(elected, hopefuls)):
            known.add(found)
        guarded: list[int] = []
        doomed: list[int] = []
        reasons: list[Reason] = []
        for group, members in self._by_group(sorted(hopefuls)).items():
            one, others = members[0], [number for number in hopefuls if number != members[0]]
            without, together = (elected, others), ([*elected, one], others)
            if group == _RON or not known.do_without(members):
                if (found := self._conforming(*without)) is None:
                    guarded += members
                    reasons += self._reasons(members, *without)
                    continue
                known.add(found)
            # A vacant place can stand for whoever would have won it: it is never in the way.
            if group == _RON or known.hold(members):
                continue
            if (found := self._conforming(*together)) is None:
                doomed += members
                reasons += self._reasons(members, *together)
                continue
            known.add(found)
        self._sets[:] = known.sets
        reasons.sort(key=lambda reason: reason.candidate)
        return Assessment(tuple(sorted(guarded)), tuple(sorted(doomed)), tuple(reasons))

    @cached_property
    def _sets(self) -> list[_Winners]:
        """Sets that conformed when this was asked last."""
        return []

    def _still_known(self, elected: Sequence[int], hopefuls: Sequence[int]) -> list[_Winners]:
        """Those of them that are still possible: they tell of most groups that they are neither."""
        won = {number for number in elected if not self.is_ron(number)}
        running = won.union(hopefuls)
        vacant = len(elected) - len(won)
        may_open = any(map(self.is_ron, hopefuls))
        return [
            one
            for one in self._sets
            if won <= one.people <= running
            and (one.vacant == vacant or (one.vacant > vacant and may_open))
        ]

    def _reasons(
        self, members: Sequence[int], elected: Sequence[int], hopefuls: Sequence[int]
    ) -> list[Reason]:
        culprits = self._culprits(elected, hopefuls)
        return [Reason(number, culprits) for number in members]

    def _culprits(self, elected: Sequence[int], hopefuls: Sequence[int]) -> tuple[Bound, ...]:
        """Bounds that make this impossible together, and would not if any of them were left out."""
        bounds = list(self.minima.bounds)
        for bound in self.minima.bounds:
            fewer = [other for other in bounds if other != bound]
            if not self.possible(elected, hopefuls, fewer):
                bounds = fewer
        return tuple(bounds)


def assess(standing: Sequence[int], seats: int, minima: Minima | None) -> Assessment:
    """Who must and who cannot be elected, before a paper is cast. Raises `MinimaImpossible`."""
    conformance = Conformance(minima or Minima(), min(seats, len(standing)))
    conformance.require_possible(standing)
    return conformance.settled((), standing)


def uncontested(
    standing: Sequence[int], seats: int, minima: Minima | None
) -> tuple[int, ...] | None:
    """The winners, if only one set of winners conforms; else None. Raises `MinimaImpossible`.

    Fewer candidates than seats are all winners, where they conform.
    """
    found = assess(standing, seats, minima)
    return found.guarded if len(found.guarded) == min(seats, len(standing)) else None
