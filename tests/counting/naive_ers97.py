"""ERS97 once more, from section 5 of its text alone: every paper is one list with one value.

Votes and values are hundredths. A candidate's papers lie in batches, in the order received.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .naive import Field, Paper

VOTE = 100


@dataclass
class NaiveErs97(Field):
    def run(self) -> list[dict[str, Any]]:
        self.begin()
        self.votes = dict.fromkeys(self.numbers, 0)
        self.lying: dict[int, list[list[Paper]]] = {n: [] for n in self.numbers}
        self.lost = 0
        self.points: list[dict[int, int]] = []
        papers = [Paper(ranking, VOTE) for ranking in self.rankings]
        self.valid = sum(self.next_of(paper) is not None for paper in papers)
        for number, batch in self.sorted_out(papers).items():
            if number is not None:
                self.votes[number] = VOTE * len(batch)
                self.lying[number].append(batch)
        self.set_quota()
        before = len(self.elected)
        self.points.append(dict(self.votes))
        self.deem_elected()
        self.end("first", None, before)
        while len(self.elected) < self.places:
            self.act()
        return self.stages

    def next_of(self, paper: Paper) -> int | None:
        return next((n for n in paper.ranking if n in self.hopefuls), None)

    def sorted_out(self, papers: list[Paper]) -> dict[int | None, list[Paper]]:
        sorted_papers: dict[int | None, list[Paper]] = {}
        for paper in papers:
            sorted_papers.setdefault(self.next_of(paper), []).append(paper)
        return sorted_papers

    def set_quota(self) -> None:
        total = self.valid * VOTE - self.lost
        self.quota = total // (self.seats + 1)
        if total % (self.seats + 1):
            self.quota += 1

    def act(self) -> None:
        self.batches: list[dict[str, Any]] = []
        bounded = bool(self.minima.bounds)
        stage = len(self.stages) + 1
        if self.doomed():
            fewest = min(self.votes[n] for n in self.doomed())
            tied = [n for n in self.doomed() if self.votes[n] == fewest]
            self.exclude("exclude-doomed", [self.pick(tied, stage, most=False)])
            return
        surpluses = {n: self.votes[n] - self.quota for n in self.elected}
        surpluses = {n: surplus for n, surplus in surpluses.items() if surplus > 0}
        group = self.group(sum(surpluses.values()))
        if surpluses and (bounded or not group or self.ron_waits(surpluses)):
            largest = max(surpluses.values())
            tied = [n for n in surpluses if surpluses[n] == largest]
            self.transfer(self.pick(tied, stage, most=True), largest)
            return
        if bounded:
            guarded = self.guarded()
            among = [n for n in self.hopefuls if n not in guarded]
            fewest = min(self.votes[n] for n in among)
            tied = [n for n in among if self.votes[n] == fewest]
            out = [self.pick(tied, stage, most=False)]
        else:
            out = self.lowest(len(group), stage)
        everybody = list(self.hopefuls)
        self.hopefuls = [n for n in everybody if n not in out]
        doomed = self.doomed()
        if filled := self.fill(self.votes):
            # 5.5.1: the exclusion was only proposed, and there is no further stage
            self.stages[-1]["elected"] = self.stages[-1]["elected"] + filled
            self.stages[-1].update(filled=filled, proposed=out, doomed=doomed)
            self.ties = [(min(tie[0], stage - 1), *tie[1:]) for tie in self.ties]
            return
        self.hopefuls = everybody
        self.exclude("exclude", out)

    def group(self, surplus: int) -> list[int]:
        """The votes of the largest group of lowest candidates that may go, with this surplus."""
        votes = sorted(self.votes[n] for n in self.hopefuls)
        places = self.places - len(self.elected)
        for many in range(len(votes) - places, 0, -1):
            if sum(votes[:many]) + surplus <= votes[many]:
                return votes[:many]
        return []

    def lowest(self, many: int, stage: int) -> list[int]:
        out: list[int] = []
        while len(out) < many:
            left = [n for n in self.hopefuls if n not in out]
            fewest = min(self.votes[n] for n in left)
            tied = [n for n in left if self.votes[n] == fewest]
            if len(out) + len(tied) <= many:
                out += tied
            else:
                out.append(self.pick(tied, stage, most=False))
        return out

    def pick(self, tied: list[int], stage: int, *, most: bool) -> int:
        """Forward from the first stage, batch by batch; then the lot."""
        if len(tied) == 1:
            return tied[0]
        left = self.forward(tied, most=most)
        chosen = left[0] if len(left) == 1 else next(n for n in self.lots if n in left)
        by = "look-forward" if len(left) == 1 else "lot"
        self.ties.append((stage, tuple(sorted(tied)), by, chosen))
        return chosen

    def forward(self, tied: list[int], *, most: bool) -> list[int]:
        left = list(tied)
        for point in self.points:
            wanted = (max if most else min)(point[n] for n in left)
            left = [n for n in left if point[n] == wanted]
        return left

    def transfer(self, candidate: int, surplus: int) -> None:
        batch = self.lying[candidate].pop()
        dealt = self.sorted_out(batch)
        transferable = sum(len(papers) for to, papers in dealt.items() if to is not None)
        value = batch[0].value
        if transferable * value > surplus:
            value = surplus // transferable
        for to, papers in dealt.items():
            if to is None:
                continue
            for paper in papers:
                paper.value = value
            self.votes[to] += value * len(papers)
            self.lying[to].append(papers)
        self.lost += surplus - value * transferable
        self.votes[candidate] = self.quota
        self.points.append(dict(self.votes))
        before = len(self.elected)
        self.deem_elected()
        self.tell_batch(value, len(batch), before)
        self.end("surplus", candidate, before)

    def exclude(self, kind: str, group: list[int]) -> None:
        self.hopefuls = [n for n in self.hopefuls if n not in group]
        before = len(self.elected)
        holders = [(n, paper) for n in group for batch in self.lying[n] for paper in batch]
        for value in sorted({paper.value for _, paper in holders}, reverse=True):
            if len(self.elected) == self.places:
                break
            moving = [(n, paper) for n, paper in holders if paper.value == value]
            for n, _ in moving:
                self.votes[n] -= value
            for to, papers in self.sorted_out([paper for _, paper in moving]).items():
                if to is None:
                    self.lost += value * len(papers)
                else:
                    self.votes[to] += value * len(papers)
                    self.lying[to].append(papers)
            self.points.append(dict(self.votes))
            if not self.elected:
                self.set_quota()
            now = len(self.elected)
            self.deem_elected()
            self.tell_batch(value, len(moving), now)
        self.end(kind, group[0], before)

    def tell_batch(self, value: int, papers: int, before: int) -> None:
        self.batches.append(
            {
                "value": value,
                "papers": papers,
                "votes": list(self.points[-1].values()),
                "non_transferable": self.lost,
                "quota": self.quota,
                "elected": self.elected[before:],
            }
        )

    def deem_elected(self) -> None:
        while len(self.elected) < self.places:
            used = sum(min(self.votes[n], self.quota) for n in self.elected)
            active = self.valid * VOTE - self.lost - used
            places = self.places - len(self.elected)
            able = [
                n
                for n in self.able()
                if self.votes[n] > 0
                and (self.votes[n] >= self.quota or self.votes[n] * (places + 1) >= active)
            ]
            if not able:
                return
            most = max(self.votes[n] for n in able)
            equal = [n for n in able if self.votes[n] == most]
            now = self.of_equals(equal, places)
            if not now:
                return
            self.elect(now)

    def of_equals(self, equal: list[int], places: int) -> list[int]:
        """5.6.2, where there are more with the same votes than places: descending order of their
        votes at the earliest point where these were unequal, so that their whole course sorts them.
        """
        stage, tied = len(self.stages) + 1, tuple(sorted(equal))
        now = equal
        if len(equal) > places:
            course = {n: [point[n] for point in self.points] for n in equal}
            now = [n for n in equal if course[n] == max(course.values())]
            if len(now) > places:
                # Equal at all points: none of them at that stage
                undecided = (stage, tuple(sorted(now)), None, None)
                if undecided not in self.ties:
                    self.ties.append(undecided)
                return []
        if not self.all_can_win(now):
            # There are places, but the minima let not all of them win: one, and then look anew
            return [self.pick(equal, stage, most=True)]
        if len(now) < len(equal):
            self.ties += [(stage, tied, "look-forward", n) for n in now]
        return now

    def end(self, kind: str, candidate: int | None, before: int) -> None:
        surpluses = [n for n in self.elected if self.votes[n] > self.quota]
        filled = [] if self.ron_waits(surpluses) else self.fill(self.votes)
        self.stages.append(
            {
                "kind": kind,
                "candidate": candidate,
                "votes": list(self.votes.values()),
                "non_transferable": self.lost,
                "elected": self.elected[before:],
                "filled": filled,
                "proposed": [],
                "guarded": self.guarded(),
                "doomed": self.doomed(),
                "quota": self.quota,
                "batches": getattr(self, "batches", []) if kind != "first" else [],
            }
        )
