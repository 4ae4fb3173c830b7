"""What the second counters share: conforming sets of winners are listed one by one, nothing else.

Each is written from the text of its rule and from nothing else: slow and plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from elections.counting import Minima


def conforming_sets(standing: Sequence[int], places: int, minima: Minima) -> list[frozenset[int]]:
    """Every set of ``places`` winners that meets every minimum and maximum."""
    return [
        frozenset(winners)
        for winners in combinations(standing, places)
        if all(
            attribute.minimum
            <= len(set(winners) & set(attribute.candidates))
            <= (places if attribute.maximum is None else attribute.maximum)
            for attribute in minima.attributes
        )
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

    def run(self) -> list[dict[str, Any]]:
        """The stages, as far as they are compared."""
        raise NotImplementedError

    def begin(self) -> None:
        self.numbers = range(1, self.candidates + 1)
        self.hopefuls = [n for n in self.numbers if n not in self.withdrawn]
        self.places = min(self.seats, len(self.hopefuls))
        self.sets = conforming_sets(self.hopefuls, self.places, self.minima)
        self.elected: list[int] = []
        self.stages: list[dict[str, Any]] = []
        self.ties: list[tuple[int, tuple[int, ...], str, int]] = []

    def still_possible(self) -> list[frozenset[int]]:
        running = {*self.elected, *self.hopefuls}
        return [one for one in self.sets if one <= running and set(self.elected) <= one]

    def all_can_win(self, numbers: Sequence[int]) -> bool:
        return any(set(numbers) <= one for one in self.still_possible())

    def guarded(self) -> list[int]:
        if not self.minima.bounds or len(self.elected) == self.places:
            return []
        return [n for n in self.hopefuls if all(n in one for one in self.still_possible())]

    def doomed(self) -> list[int]:
        if not self.minima.bounds or len(self.elected) == self.places:
            return []
        return [n for n in self.hopefuls if not any(n in one for one in self.still_possible())]

    def elect(self, numbers: Sequence[int]) -> None:
        self.elected += numbers
        self.hopefuls = [n for n in self.hopefuls if n not in numbers]

    def lot(self, tied: Sequence[int], stage: int) -> int:
        if len(tied) == 1:
            return tied[0]
        chosen = next(n for n in self.lots if n in tied)
        self.ties.append((stage, tuple(sorted(tied)), "lot", chosen))
        return chosen
