"""Meek's method once more, from the text of the reference rule alone: one paper after another."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from .naive import Field

UNIT = Fraction(1, 10**9)
OMEGA = Fraction(1, 10**6)


def up(figure: Fraction) -> Fraction:
    """To nine decimal places, rounded up."""
    return ceil(figure / UNIT) * UNIT


def down(figure: Fraction) -> Fraction:
    return floor(figure / UNIT) * UNIT


@dataclass
class NaiveMeek(Field):
    def run(self) -> list[dict[str, Any]]:
        self.begin()
        self.keep = dict.fromkeys(self.numbers, Fraction(0))
        self.papers = [one for one in self.rankings if set(one) & set(self.hopefuls)]
        kind, candidate = "first", None
        while True:
            self.round(kind, candidate)
            if len(self.elected) == self.places:
                return self.stages
            if self.doomed():
                kind, tied = "exclude-doomed", self.doomed()
                reach = min(self.votes[n] for n in tied)
            elif self.stages[-1]["elected"]:
                kind, candidate = "surplus", None
                continue
            else:
                guarded = self.guarded()
                kind, tied = "exclude", [n for n in self.hopefuls if n not in guarded]
                reach = min(self.votes[n] for n in tied) + self.surplus
            tied = [n for n in tied if self.votes[n] <= reach]
            candidate = self.lot(tied, len(self.stages) + 1)
            self.hopefuls.remove(candidate)
            self.keep[candidate] = Fraction(0)

    def round(self, kind: str, candidate: int | None) -> None:
        before = len(self.elected)
        last = None
        self.keep.update(dict.fromkeys(self.hopefuls, Fraction(1)))
        while True:
            self.votes = dict.fromkeys(self.numbers, Fraction(0))
            for ranking in self.papers:
                left = Fraction(1)
                for number in ranking:
                    part = up(left * self.keep[number])
                    self.votes[number] += part
                    left -= part
            self.quota = down(sum(self.votes.values(), Fraction(0)) / (self.seats + 1)) + UNIT
            while len(self.elected) < self.places:
                able = [n for n in self.able() if self.votes[n] >= self.quota]
                if not able:
                    break
                self.elect_one_of_the_highest(able)
            at_quota = self.elected[before:]
            self.surplus = max(sum(self.votes[n] - self.quota for n in self.elected), Fraction(0))
            is_stuck = last is not None and self.surplus >= last
            surpluses = [n for n in self.elected if self.votes[n] - self.quota >= OMEGA]
            filled: list[int] = []
            if is_stuck or not self.ron_waits(surpluses):
                filled = self.fill(self.votes)
            if at_quota or filled or self.doomed() or self.surplus < OMEGA or is_stuck:
                break
            last = self.surplus
            for number in self.elected:
                self.keep[number] = up(up(self.keep[number] * self.quota) / self.votes[number])
        self.stages.append(
            {
                "kind": kind,
                "candidate": candidate,
                "votes": [int(self.votes[n] / UNIT) for n in self.numbers],
                "non_transferable": int((len(self.papers) - sum(self.votes.values())) / UNIT),
                "elected": self.elected[before:],
                "filled": filled,
                "guarded": self.guarded(),
                "doomed": self.doomed(),
            }
        )

    def elect_one_of_the_highest(self, able: list[int]) -> None:
        most = max(self.votes[n] for n in able)
        equal = [n for n in able if self.votes[n] == most]
        if not self.all_can_win(equal):
            equal = [self.lot(equal, len(self.stages) + 1)]
        self.elect(equal)
