"""Meek's method as it would be without rounding: a check that the rule's rounding decides nothing.

Votes, quota and surpluses are exact fractions of the keep factors. The keep factors themselves are
the solution of equations, which in general is no fraction: they are found to `NEAR`, which is far
less than what the reference rule neglects. It stops where all surpluses together are below 0.000001,
adds 0.000000001 to the quota and rounds each paper's parts up. So where two figures that are compared
(a vote and the quota, the lowest vote and the next) are nearer than `CLOSE` to each other, either may
come out as the greater under the rule, and rightly: such an election is no test of it. Nor is one
with minima, where who is doomed hangs on the order in which others reach the quota.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

NEAR = Fraction(1, 10**9)
CLOSE = Fraction(1, 10**5)
GRID = 10**15


class TooCloseError(Exception):
    """Two figures are nearer to each other than the rule's tolerance."""


@dataclass
class ExactMeek:
    """``papers`` are how many papers bear which ranking."""

    candidates: int
    seats: int
    papers: Sequence[tuple[int, Sequence[int]]]

    def winners(self) -> set[int]:
        """Raises `TooCloseError`."""
        self.hopefuls = set(range(1, self.candidates + 1))
        self.elected: set[int] = set()
        self.keep: dict[int, Fraction] = {}
        while len(self.elected | self.hopefuls) > self.seats:
            self.solve()
            able = {n for n in self.hopefuls if self.is_more(self.votes[n], self.quota)}
            if able:
                self.elected |= able
                self.hopefuls -= able
                self.keep |= dict.fromkeys(able, Fraction(1))
            else:
                self.hopefuls.remove(self.lowest())
            if len(self.elected) == self.seats:
                return self.elected
        return self.elected | self.hopefuls

    def is_more(self, one: Fraction, other: Fraction) -> bool:
        if abs(one - other) < CLOSE:
            raise TooCloseError
        return one > other

    def lowest(self) -> int:
        lowest, *others = sorted(self.hopefuls, key=lambda n: self.votes[n])
        for next_above in others[:1]:
            self.is_more(self.votes[next_above], self.votes[lowest])
        return lowest

    def solve(self) -> None:
        """Lower the keep factors until everybody elected has the quota."""
        while True:
            self.deal()
            if sum(abs(self.votes[n] - self.quota) for n in self.elected) < NEAR:
                return
            for number in self.elected:
                factor = self.keep[number] * self.quota / self.votes[number]
                self.keep[number] = Fraction(round(factor * GRID), GRID)

    def deal(self) -> None:
        self.votes = dict.fromkeys(range(1, self.candidates + 1), Fraction(0))
        for papers, ranking in self.papers:
            left = Fraction(papers)
            for number in ranking:
                if number in self.hopefuls:
                    self.votes[number] += left
                    break
                if number in self.elected:
                    self.votes[number] += left * self.keep[number]
                    left -= left * self.keep[number]
        self.quota = sum(self.votes.values(), Fraction(0)) / (self.seats + 1)
