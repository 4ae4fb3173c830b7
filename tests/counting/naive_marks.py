"""Plurality, approval and questions once more, from the pages of the rules alone.

Papers are gone through one by one, candidates one by one in descending order of votes, and shares
are fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .naive import Field, conforms


@dataclass
class NaivePlurality(Field):
    """Up to ``marks`` marks a paper, by default as many as there are seats."""

    options: Mapping[str, int] = field(default_factory=dict)

    def most_marks(self) -> int:
        return self.options.get("marks", self.seats)

    def run(self) -> list[dict[str, Any]]:
        papers = self.rankings
        self.begin()
        standing = list(self.hopefuls)
        self.votes = dict.fromkeys(range(1, self.candidates + 1), 0)
        self.valid = 0
        for marks in papers:
            theirs = [n for n in marks if n in standing]
            if theirs and len(marks) <= self.most_marks():
                self.valid += 1
                for number in theirs:
                    self.votes[number] += 1
        guarded, doomed = set[int](), set[int]()
        while len(self.elected) < self.places:
            guarded.update(self.guarded())
            doomed.update(self.doomed())
            able = [n for n in self.able() if n in standing]
            most = max(self.votes[n] for n in able)
            equal = [n for n in able if self.votes[n] == most]
            if not self.have_all_a_seat(equal):
                equal = [self.lot(equal, 1)]
            self.elect([n for n in equal if n != self.ron])
            if self.ron in equal:
                # Nobody with fewer votes is elected.
                break
        vacant = [] if self.ron is None else [self.ron] * (len(self.elected) < self.places)
        return [
            {
                "kind": "first",
                "candidate": None,
                "votes": list(self.votes.values()),
                "non_transferable": 0,
                "elected": self.elected + vacant,
                "filled": [],
                "guarded": sorted(guarded),
                "doomed": sorted(doomed),
                "quota": None,
            }
        ]

    def have_all_a_seat(self, equal: Sequence[int]) -> bool:
        """Whether no lot is needed. What RON and those after it leave stays vacant."""
        if self.ron not in equal:
            return self.all_can_win(equal)
        won = [*self.elected, *(n for n in equal if n != self.ron)]
        return len(won) < self.places and conforms(won, self.minima, self.places - len(won))


@dataclass
class NaiveApproval(NaivePlurality):
    """As many marks as you like."""

    def most_marks(self) -> int:
        return self.candidates


@dataclass
class NaiveQuestion:
    """Papers are lists of marks: 1 is yes, 2 is no. Shares are what was asked for, if anything was."""

    papers: Sequence[Sequence[int]]
    majority: Fraction | None
    turnout: Fraction | None
    entitled: int

    def run(self) -> bool:
        """Whether the question is carried."""
        self.yes = sum(list(paper) == [1] for paper in self.papers)
        self.no = sum(list(paper) == [2] for paper in self.papers)
        # Of nothing at all no share is missed.
        self.met = {}
        if self.majority is not None:
            answers = self.yes + self.no
            self.met["majority"] = not answers or Fraction(self.yes, answers) >= self.majority
        if self.turnout is not None:
            took_part = len(self.papers)
            self.met["turnout"] = (
                not self.entitled or Fraction(took_part, self.entitled) >= self.turnout
            )
        return self.yes > self.no and all(self.met.values())
