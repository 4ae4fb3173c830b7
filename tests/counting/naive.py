"""What the second counters share: sets of winners are listed one by one, and RON, nothing else.

Each is written from the text of its rule and from nothing else: slow and plain. Re-open nominations
(RON) is written from `docs/rules/re-open-nominations.md`: as many stand as there are seats, one after
another, under numbers of their own after those of the candidates.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from elections.counting import Minima


def conforms(winners: Collection[int], minima: Minima, vacant: int = 0) -> bool:
    """Whether every minimum and maximum holds; whoever fills a vacant seat may still help."""
    had = [len(set(winners) & set(attribute.candidates)) for attribute in minima.attributes]
    return all(
        attribute.minimum <= number + vacant
        and (attribute.maximum is None or number <= attribute.maximum)
        for attribute, number in zip(minima.attributes, had, strict=True)
    )


def conforming_sets(standing: Sequence[int], places: int, minima: Minima) -> list[frozenset[int]]:
    """Every set of ``places`` winners that meets every minimum and maximum."""
    return [
        frozenset(winners)
        for winners in combinations(standing, places)
        if conforms(winners, minima)
    ]


@dataclass
class Paper:
    ranking: Sequence[int]
    value: int
    holder: int | None = None


@dataclass
class Field:
    """Who stands, who is elected and which sets of winners are still possible."""

    candidates: int
    seats: int
    rankings: Sequence[Sequence[int]]
    minima: Minima = field(default_factory=Minima)
    withdrawn: Sequence[int] = ()
    lots: Sequence[int] = ()
    ron: int | None = None

    def run(self) -> list[dict[str, Any]]:
        """The stages, as far as they are compared."""
        raise NotImplementedError

    def begin(self) -> None:
        self.numbers = range(1, self.candidates + 1)
        self.hopefuls = [n for n in self.numbers if n not in self.withdrawn]
        self.places = min(self.seats, len(self.hopefuls))
        if self.ron is not None:
            self.places = self.seats
            self.numbers = range(1, self.candidates + self.seats)
            self.rankings = [self.with_every_ron(ranking) for ranking in self.rankings]
            self.lots = self.with_every_ron(self.lots)
        self.sets = self.every_set()
        self.elected: list[int] = []
        self.stages: list[dict[str, Any]] = []
        self.ties: list[tuple[int, tuple[int, ...], str | None, int | None]] = []

    # --- Re-open nominations ---

    def is_ron(self, number: int) -> bool:
        return self.ron is not None and number >= self.ron

    def with_every_ron(self, numbers: Sequence[int]) -> list[int]:
        """A ranking or an order of lots, with every RON in the place of the one."""
        every: list[int] = []
        for number in numbers:
            every += self.numbers[number - 1 :] if number == self.ron else [number]
        return every

    @property
    def people(self) -> list[int]:
        return [n for n in self.elected if not self.is_ron(n)]

    # --- Minima ---

    def every_set(self) -> list[frozenset[int]]:
        """Every set in which the count may end, whatever the minima; the first RON come first."""
        people = [n for n in self.hopefuls if not self.is_ron(n)]
        sizes = [self.places] if self.ron is None else range(self.places + 1)
        return [
            frozenset(winners)
            | frozenset(self.numbers[self.candidates - 1 :][: self.places - many])
            if self.ron is not None
            else frozenset(winners)
            for many in sizes
            for winners in combinations(people, many)
        ]

    def still_possible(self, more: Sequence[int] = ()) -> list[frozenset[int]]:
        """The sets that conform, once these hopefuls are elected as well."""
        won = {*self.elected, *more}
        vacant = sum(map(self.is_ron, won))
        running = {*won, *self.hopefuls}
        if any(self.is_ron(n) for n in self.hopefuls):
            running.update(n for n in self.numbers if self.is_ron(n))
        return [
            one for one in self.sets if won <= one <= running and conforms(one, self.minima, vacant)
        ]

    def all_can_win(self, numbers: Sequence[int]) -> bool:
        return bool(self.still_possible(numbers))

    def guarded(self) -> list[int]:
        if not self.minima.bounds or len(self.elected) == self.places:
            return []
        possible = self.still_possible()
        return [n for n in self.hopefuls if all(n in one for one in possible)]

    def doomed(self) -> list[int]:
        """RON stands in nobody's way: it is not doomed."""
        if not self.minima.bounds or len(self.elected) == self.places:
            return []
        possible = self.still_possible()
        return [
            n for n in self.hopefuls if not self.is_ron(n) and not any(n in one for one in possible)
        ]

    def able(self) -> list[int]:
        doomed = self.doomed()
        return [n for n in self.hopefuls if n not in doomed]

    # --- Elections and ties ---

    def elect(self, numbers: Sequence[int]) -> None:
        """Once a RON has won a seat, the next one stands."""
        self.elected += numbers
        self.hopefuls = [n for n in self.hopefuls if n not in numbers]
        self.hopefuls += [n + 1 for n in numbers if self.is_ron(n) and n + 1 in self.numbers]

    def fill(self, votes: Mapping[int, int] | Mapping[int, Any]) -> list[int]:
        """Those left, if they are as many as the seats left; RON is as many as are needed."""
        before = len(self.elected)
        while len(self.elected) < self.places:
            able = self.able()
            if len(able) > self.places - len(self.elected) or not self.all_can_win(able):
                break
            self.elect(sorted(able, key=lambda n: (-votes[n], n)))
        return self.elected[before:]

    def ron_waits(self, surpluses: Collection[int]) -> bool:
        """Whether a RON has a surplus for a further RON, before others could fill the seats left."""
        further = [n for n in self.hopefuls if self.is_ron(n)]
        return any(map(self.is_ron, surpluses)) and 0 < len(further) < len(self.hopefuls)

    def lot(self, tied: Sequence[int], stage: int) -> int:
        if len(tied) == 1:
            return tied[0]
        chosen = next(n for n in self.lots if n in tied)
        self.ties.append((stage, tuple(sorted(tied)), "lot", chosen))
        return chosen
