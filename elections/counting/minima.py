"""Reserved seats: which sets of winners conform, decided exactly.

A set of winners conforms if every minimum and every maximum holds. Attributes overlap (one person
may count towards several), so looking at one attribute at a time is wrong; Hill showed that in
1998. Here candidates with the same attributes form a group, and dynamic programming over how many
of each group win answers exactly whether some conforming set remains.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from elections.counting.errors import InputError, MinimaImpossible, is_one_line, shown
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

_MOST_STATES = 10**8


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
        try:
            return cls.from_json(json.loads(text))
        except json.JSONDecodeError as error:
            raise InputError(f"{name}, line {error.lineno}: {error.msg}") from None
        except (ValueError, RecursionError):  # a number of thousands of digits, a thousand brackets
            raise InputError(f"{name}: is too large or too deep to be read") from None
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
        limits = _Limits.of(self.minima, self.minima.bounds if bounds is None else bounds)
        if max(limits.least, default=0) > self.places:
            return False
        states = limits.start(self.places)
        for number in elected:
            if self.is_ron(number):
                states = limits.with_anybody(states)
            else:
                states = limits.with_one(states, limits.group(number))
        groups = Counter(map(limits.group, hopefuls))
        if any(map(self.is_ron, hopefuls)):
            groups[(False,) * len(limits.least)] += self.places
        for group, size in groups.items():
            for _ in range(min(size, self.places)):
                states = states | limits.with_one(states, group)
        enough = tuple(slice(least, None) for least in limits.least)
        return bool(states[self.places][enough].any())

    def assess(self, elected: Sequence[int], hopefuls: Sequence[int]) -> Assessment:
        """Who is guarded and who is doomed while places are left; nobody without bounds.

        Candidates of one group are interchangeable, so one of each group is asked for all.
        """
        if not self.minima.bounds or len(elected) >= self.places:
            return Assessment()
        return self.settled(elected, hopefuls)

    def settled(self, elected: Sequence[int], hopefuls: Sequence[int]) -> Assessment:
        """As `assess`, even without bounds: as many hopefuls as places are then all guarded."""
        limits = _Limits.of(self.minima, self.minima.bounds)
        members: dict[tuple[bool, tuple[bool, ...]], list[int]] = {}
        for number in sorted(hopefuls):
            members.setdefault((self.is_ron(number), limits.group(number)), []).append(number)
        guarded: list[int] = []
        doomed: list[int] = []
        reasons: list[Reason] = []
        for (is_ron, _), group in members.items():
            one, others = group[0], [number for number in hopefuls if number != group[0]]
            if not self.possible(elected, others):
                guarded += group
                culprits = self._culprits(elected, others)
            # A vacant place can stand for whoever would have won it: it is never in the way.
            elif not is_ron and not self.possible([*elected, one], others):
                doomed += group
                culprits = self._culprits([*elected, one], others)
            else:
                continue
            reasons += [Reason(number, culprits) for number in group]
        reasons.sort(key=lambda reason: reason.candidate)
        return Assessment(tuple(sorted(guarded)), tuple(sorted(doomed)), tuple(reasons))

    def _culprits(self, elected: Sequence[int], hopefuls: Sequence[int]) -> tuple[Bound, ...]:
        """Bounds that make this impossible together, and would not if any of them were left out."""
        bounds = list(self.minima.bounds)
        for bound in self.minima.bounds:
            fewer = [other for other in bounds if other != bound]
            if not self.possible(elected, hopefuls, fewer):
                bounds = fewer
        return tuple(bounds)


States = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Limits:
    """The bounds by attribute, and the states of the dynamic programme.

    States are an array of booleans, one axis for the winners and one for the winners with each
    attribute: whether that many of each can be had. The axis of an attribute without a maximum
    ends at its minimum, which stands for "that many or more".
    """

    attributes: tuple[frozenset[int], ...]
    least: tuple[int, ...]
    most: tuple[int | None, ...]

    @classmethod
    def of(cls, minima: Minima, bounds: Sequence[Bound]) -> "_Limits":
        least = {bound.attribute: bound.number for bound in bounds if bound.kind == "min"}
        most = {bound.attribute: bound.number for bound in bounds if bound.kind == "max"}
        used = [attribute for attribute in minima.attributes if attribute.name in least | most]
        return cls(
            tuple(frozenset(attribute.candidates) for attribute in used),
            tuple(least.get(attribute.name, 0) for attribute in used),
            tuple(most.get(attribute.name) for attribute in used),
        )

    def group(self, number: int) -> tuple[bool, ...]:
        """Which of the attributes the candidate has."""
        return tuple(number in having for having in self.attributes)

    def with_anybody(self, states: States) -> States:
        """The states after one more winner of whom nothing is known yet."""
        states = _one_further(states, 0, open_ended=False)
        for axis, most in enumerate(self.most, start=1):
            states = states | _one_further(states, axis, open_ended=most is None)
        return states

    def start(self, places: int) -> States:
        """Nobody has won anything. Raises `InputError` for more states than can be looked at."""
        ends = (
            least if most is None else min(most, places)
            for least, most in zip(self.least, self.most, strict=True)
        )
        shape = [places + 1, *(end + 1 for end in ends)]
        if prod(shape) > _MOST_STATES:
            raise InputError("there are too many reserved seats or groups to be looked at together")
        states = np.zeros(shape, np.bool_)
        states.flat[0] = True
        return states

    def with_one(self, states: States, group: tuple[bool, ...]) -> States:
        """The states after one more winner of a group."""
        states = _one_further(states, 0, open_ended=False)
        for axis, (has, most) in enumerate(zip(group, self.most, strict=True), start=1):
            if has:
                states = _one_further(states, axis, open_ended=most is None)
        return states


def _one_further(states: States, axis: int, *, open_ended: bool) -> States:
    moved = np.zeros_like(states)
    to, origin = moved.swapaxes(0, axis), states.swapaxes(0, axis)
    to[1:] = origin[:-1]
    if open_ended:
        to[-1] |= origin[-1]
    return moved


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
