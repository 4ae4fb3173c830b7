"""Scottish STV once more, from the text of the Order alone: every paper is one list and one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .naive import Field, Paper

VOTE = 100_000


@dataclass
class NaiveScottish(Field):
    def run(self) -> list[dict[str, Any]]:
        self.begin()
        self.kept: dict[int, int] = {}
        self.papers = [Paper(ranking, VOTE) for ranking in self.rankings]
        for paper in self.papers:
            paper.holder = self.next_holder(paper)
        self.papers = [paper for paper in self.papers if paper.holder is not None]
        self.quota = (len(self.papers) // (self.seats + 1) + 1) * VOTE
        self.end_stage("first", None)
        while len(self.elected) < self.places:
            self.act()
        return self.stages

    def votes(self) -> list[int]:
        """A candidate whose surplus has gone keeps the quota; others have what their papers are."""
        held = dict.fromkeys(self.numbers, 0)
        for paper in self.papers:
            if paper.holder is not None:
                held[paper.holder] += paper.value
        return [self.kept.get(number, held[number]) for number in held]

    def next_holder(self, paper: Paper) -> int | None:
        return next((number for number in paper.ranking if number in self.hopefuls), None)

    def pick(self, tied: list[int], stage: int, most: bool) -> int:
        """Look back at the stages that ended, the last one first, then the lot."""
        if len(tied) == 1:
            return tied[0]
        left = list(tied)
        for earlier in reversed(self.stages):
            figures = [earlier["votes"][number - 1] for number in left]
            wanted = max(figures) if most else min(figures)
            left = [number for number in left if earlier["votes"][number - 1] == wanted]
        chosen = left[0] if len(left) == 1 else next(n for n in self.lots if n in left)
        by = "look-back" if len(left) == 1 else "lot"
        self.ties.append((stage, tuple(sorted(tied)), by, chosen))
        return chosen

    def act(self) -> None:
        votes = self.votes()
        stage = len(self.stages) + 1
        surpluses = [n for n in self.elected if votes[n - 1] > self.quota]
        if self.doomed():
            self.exclude("exclude-doomed", self.doomed(), stage)
        elif surpluses:
            largest = max(votes[n - 1] for n in surpluses)
            tied = [n for n in surpluses if votes[n - 1] == largest]
            candidate = self.pick(tied, stage, most=True)
            for paper in self.papers:
                if paper.holder == candidate:
                    paper.value = (largest - self.quota) * paper.value // largest
                    paper.holder = self.next_holder(paper)
            self.kept[candidate] = self.quota
            self.end_stage("surplus", candidate)
        else:
            guarded = self.guarded()
            self.exclude("exclude", [n for n in self.hopefuls if n not in guarded], stage)

    def exclude(self, kind: str, among: list[int], stage: int) -> None:
        votes = self.votes()
        fewest = min(votes[n - 1] for n in among)
        candidate = self.pick([n for n in among if votes[n - 1] == fewest], stage, most=False)
        self.hopefuls.remove(candidate)
        for paper in self.papers:
            if paper.holder == candidate:
                paper.holder = self.next_holder(paper)
        self.end_stage(kind, candidate)

    def end_stage(self, kind: str, candidate: int | None) -> None:
        votes = self.votes()
        before = len(self.elected)
        number = len(self.stages) + 1
        while len(self.elected) < self.places:
            able = [n for n in self.able() if votes[n - 1] >= self.quota]
            if not able:
                break
            most = max(votes[n - 1] for n in able)
            equal = [n for n in able if votes[n - 1] == most]
            if not self.all_can_win(equal):
                equal = [self.pick(equal, number, most=True)]
            self.elect(equal)
        surpluses = [n for n in self.elected if votes[n - 1] > self.quota]
        filled = [] if self.ron_waits(surpluses) else self.fill(dict(enumerate(votes, start=1)))
        self.stages.append(
            {
                "kind": kind,
                "candidate": candidate,
                "votes": votes,
                "non_transferable": len(self.papers) * VOTE - sum(votes),
                "elected": self.elected[before:],
                "filled": filled,
                "guarded": self.guarded(),
                "doomed": self.doomed(),
            }
        )
