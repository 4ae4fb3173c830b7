"""ERS97: R. A. Newland and F. S. Britton, How to conduct an election by the single transferable
vote, third edition (Electoral Reform Society, 1997), section 5.

Votes, values and the quota are integers of 0.01 vote. Papers of one value that move together are a
batch (6.1); who is elected is looked at after each.

Minima are no part of the rules. Where a contest has some, the steps marked "minima" apply, as in
`scottish`; then one candidate is excluded at a time and no surplus is deferred. Nor is re-open
nominations: see the steps marked "RON" and `ron`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.papers import runs
from elections.counting.piles import END, Papers, Piles
from elections.counting.race import Race, exclusion
from elections.counting.result import Action, Batch, Kind, Result, Stage, Transfer
from elections.counting.ties import Ties, extreme, look_forward

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS: frozenset[str] = frozenset()

PLACES = 2
VOTE: int = 10**PLACES


def count(case: Case) -> Result:
    """Count the case. Raises `LotNeeded` where 5.2.3 or 5.2.5 asks for a lot that was not given."""
    return _Count(case).result()


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of valid papers: 6.24."""
    return case.names_somebody


class _Count:
    """The count as it stands. Votes are units of 0.01, by candidate number."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.race = Race(case)
        self.piles = Piles(self.race.profile)
        self.weights = self.race.profile.exact_weights(VOTE)
        self.value = np.full(len(self.weights), VOTE, np.int64)
        self.votes = dict.fromkeys(self.race.numbers, 0)
        self.valid = 0
        self.non_transferable = 0
        self.quota = 0
        self.stages: list[Stage] = []
        self.points: list[tuple[int, ...]] = []  # votes of the first stage, and after each batch
        self.ties = Ties(self.race.lots, self.race.profile.candidates)

    def result(self) -> Result:
        self.first_stage()
        while self.race.vacancies:
            self.next_stage()
        return self.race.result(
            "ers97", valid=self.valid, quota=self.quota, stages=self.stages, ties=self.ties
        )

    @property
    def number(self) -> int:
        """Of the stage under way."""
        return len(self.stages) + 1

    # --- Stages ---

    def first_stage(self) -> None:
        # 5.1.2: sort the valid papers into first preferences and count them.
        for candidate, papers in self.piles.deal(self.piles.all(), self.race.hopefuls):
            if candidate != END:
                self.votes[candidate] = int(self.weights[papers].sum()) * VOTE
        self.valid = sum(self.votes.values()) // VOTE
        self.set_quota()
        # 5.1.7
        elected = self.deem_elected()
        self.end_stage(Action("first"), elected)

    def next_stage(self) -> None:
        if doomed := self.race.assess().doomed:
            # Minima: the doomed go first, fewest votes first, one a stage.
            self.exclude("exclude-doomed", self.fewest(doomed, 1))
            return
        surpluses = self.surpluses
        together = self.how_many_together(sum(map(self.surplus, surpluses)))
        # 5.2.2: the largest surplus is transferred, unless all of them are deferred.
        # Minima, RON: none is deferred then.
        if surpluses and (not together or self.race.has_minima or self.race.ron_waits(surpluses)):
            self.transfer_surplus(surpluses)
            return
        # 5.2.5: exclude as many as possible together. Minima: one, who is not guarded.
        ties = len(self.ties.decided)
        group = self.fewest(self.race.unguarded, 1 if self.race.has_minima else together)
        everybody = self.race.hopefuls
        self.race.hopefuls = [number for number in everybody if number not in group]
        standing = self.race.assess()
        # 5.5.1: if this leaves as many as there are places, they are elected and nothing moves.
        if filled := self.race.fill(self.votes):
            last = self.stages[-1]
            why_not = [why for why in standing.reasons if why.candidate in standing.doomed]
            self.stages[-1] = replace(
                last,
                elected=last.elected + filled,
                filled=filled,
                proposed=exclusion("exclude", group, last),
                doomed=standing.doomed,
                reasons=(*last.reasons, *why_not),
            )
            self.ties.move(ties, last.number)
            return
        self.race.hopefuls = everybody
        self.exclude("exclude", group)

    def how_many_together(self, surplus: int) -> int:
        """5.2.2, 5.2.5: the most candidates with fewest votes whose votes, with the surpluses not
        transferred, do not exceed the vote of the candidate next above; enough stay for the places.
        0 if a surplus could change who has fewest.
        """
        ascending = sorted(self.votes[number] for number in self.race.hopefuls)
        most = len(ascending) - self.race.vacancies
        fitting = [n for n in range(1, most + 1) if sum(ascending[:n]) + surplus <= ascending[n]]
        return max(fitting, default=0)

    def fewest(self, among: Sequence[int], many: int) -> list[int]:
        """So many with the fewest votes. 5.2.5: of equals those who had fewest at the earliest
        point where they differed, then the lot."""
        left, chosen = list(among), list[int]()
        while len(chosen) < many:
            equal = extreme(left, self.votes, "fewest")
            if len(equal) > many - len(chosen):
                equal = [
                    self.ties.choose(equal, self.number, self.points, "fewest", look="look-forward")
                ]
            chosen += equal
            left = [number for number in left if number not in equal]
        return chosen

    def transfer_surplus(self, surpluses: list[int]) -> None:
        # 5.2.3: the largest surplus; of equal ones that of the candidate who had most votes at the
        # earliest point where they differed, then the lot.
        largest = extreme(surpluses, self.votes, "most")
        candidate = self.ties.choose(largest, self.number, self.points, "most", look="look-forward")
        surplus = self.surplus(candidate)
        # 5.3.1, 5.3.2: the papers received last, which at the first stage are all.
        papers = self.piles.take_last(candidate)
        present = int(self.value[papers[0]])
        # 5.3.3: to the next available preference.
        dealt = list(self.piles.deal(papers, self.race.hopefuls))
        many = sum(int(self.weights[batch].sum()) for to, batch in dealt if to != END)
        # 5.3.7: the surplus divided by the transferable papers, to two decimal places, ignoring any
        # remainder; but no paper is transferred at more than its present value.
        value = surplus // many if many * present > surplus else present
        self.value[papers] = value
        received = self.credit(dealt, value)
        # 5.3.9: the difference that the neglected remainder makes is non-transferable.
        self.non_transferable += surplus - received.total()
        self.votes[candidate] = self.quota
        self.points.append(tuple(self.votes.values()))
        # 5.3.13
        elected = self.deem_elected()
        sent = self.papers_of(dealt)
        worth = Counter({**received, END: surplus - received.total()})
        self.end_stage(
            Action("surplus", candidate),
            elected,
            transfers=_transfers(sent, worth),
            transfer_value=value,
            batches=[self.batch(value, sent, elected)],
        )

    def exclude(self, kind: Kind, group: list[int]) -> None:
        self.race.hopefuls = [number for number in self.race.hopefuls if number not in group]
        # 5.4.1: all their papers together, in batches of one value.
        held = {number: self.piles.take(number) for number in group}
        values, _first = runs(
            np.sort(np.concatenate([self.value[papers] for papers in held.values()]))
        )
        batches: list[Batch] = []
        elected: list[int] = []
        papers_sent, worth = Counter[int](), Counter[int]()
        # 5.4.2, 5.4.11: in descending order of value. 5.5.2: until all places are filled.
        for value in values[::-1].tolist():
            if not self.race.vacancies:
                break
            moving = {
                number: papers[self.value[papers] == value] for number, papers in held.items()
            }
            for number, papers in moving.items():
                self.votes[number] -= int(self.weights[papers].sum()) * value
            dealt = list(self.piles.deal(np.concatenate(list(moving.values())), self.race.hopefuls))
            # 5.4.6, 5.4.7
            received = self.credit(dealt, value)
            sent = self.papers_of(dealt)
            self.non_transferable += sent[END] * value
            self.points.append(tuple(self.votes.values()))
            # 5.4.8: as long as nobody is elected, without the non-transferable votes.
            if not self.race.elected:
                self.set_quota()
            # 5.4.9
            now = self.deem_elected()
            batches.append(self.batch(value, sent, now))
            elected += now
            papers_sent += sent
            worth += received + Counter({END: sent[END] * value})
        self.end_stage(
            exclusion(kind, group, self.stages[-1]),
            elected,
            transfers=_transfers(papers_sent, worth),
            batches=batches,
        )

    def batch(self, value: int, sent: Counter[int], elected: list[int]) -> Batch:
        """What moved last, and how matters stand after it."""
        return Batch(
            value=value,
            papers=sent.total(),
            votes=self.points[-1],
            non_transferable=self.non_transferable,
            quota=self.quota,
            elected=tuple(elected),
        )

    def end_stage(
        self,
        action: Action,
        elected: list[int],
        *,
        transfers: tuple[Transfer, ...] = (),
        transfer_value: int | None = None,
        batches: Sequence[Batch] = (),
    ) -> None:
        # 4.3: the count ends, too, where no more are left than there are places.
        # RON: its surplus goes to a further RON first; then a RON may be as many as are needed.
        filled = () if self.race.ron_waits(self.surpluses) else self.race.fill(self.votes)
        standing = self.race.assess()
        self.stages.append(
            Stage(
                number=self.number,
                action=action,
                votes=tuple(self.votes.values()),
                non_transferable=self.non_transferable,
                quota=self.quota,
                places=PLACES,
                elected=(*elected, *filled),
                filled=filled,
                guarded=standing.guarded,
                doomed=standing.doomed,
                reasons=standing.reasons,
                transfers=transfers,
                transfer_value=transfer_value,
                batches=tuple(batches),
            )
        )

    # --- Votes ---

    def set_quota(self) -> None:
        # 5.1.6: the total valid vote, divided by one more than the places, to two decimal places;
        # with any remainder, 0.01 more. 5.4.8: without what is non-transferable.
        total = self.valid * VOTE - self.non_transferable
        self.quota = -(-total // (self.case.seats + 1))

    def surplus(self, number: int) -> int:
        # 6.18
        return max(0, self.votes[number] - self.quota)

    @property
    def surpluses(self) -> list[int]:
        """Those elected with a surplus."""
        return [number for number in self.race.elected if self.surplus(number)]

    @property
    def active(self) -> int:
        """5.6.1: the total valid vote, less the quotas (or votes, if less) of the elected and the
        non-transferable votes."""
        kept = sum(min(self.votes[number], self.quota) for number in self.race.elected)
        return self.valid * VOTE - kept - self.non_transferable

    def deem_elected(self) -> list[int]:
        """5.1.7, 5.3.13, 5.4.9: in descending order of votes, whoever has the quota, or the total
        active vote divided by one more than the places left."""
        before = len(self.race.elected)
        self.points = self.points or [tuple(self.votes.values())]
        while self.race.vacancies:
            share, active = self.race.vacancies + 1, self.active
            # Minima: a doomed candidate never.
            reached = [
                number
                for number in self.race.able
                if self.votes[number] >= self.quota or self.votes[number] * share >= active
            ]
            reached = [number for number in reached if self.votes[number]]
            if not reached:
                break
            now = self.deemed_of(extreme(reached, self.votes, "most"))
            if not now:
                break
            self.race.elect(now)
        return self.race.elected[before:]

    def deemed_of(self, equal: list[int]) -> list[int]:
        """Who of these, who have the most votes, is deemed elected now."""
        first = equal
        if len(equal) > self.race.vacancies:
            # 5.6.2: there are not places for them all. Those who had most at the earliest point
            # where they differed come first; of those who never differed nobody is elected now.
            first = list(look_forward(equal, self.points, "most"))
            if len(first) > self.race.vacancies:
                self.ties.leave(first, self.number)
                return []
        if not self.race.can_all_win(first):
            # Minima: there are places for them all, but together they break a bound. One at a time.
            return [self.ties.choose(equal, self.number, self.points, "most", look="look-forward")]
        if first != equal:
            self.ties.take(first, equal, self.number, "look-forward")
        return first

    def credit(self, dealt: Sequence[tuple[int, Papers]], value: int) -> Counter[int]:
        """Give candidates what the papers dealt to them are worth, and say what that is."""
        received = Counter(self.papers_of(dealt))
        del received[END]
        for candidate in received:
            received[candidate] *= value
            self.votes[candidate] += received[candidate]
        return received

    def papers_of(self, dealt: Sequence[tuple[int, Papers]]) -> Counter[int]:
        """How many papers were dealt to each, those without a next preference to `END`."""
        return Counter({to: int(self.weights[batch].sum()) for to, batch in dealt})


def _transfers(papers: Counter[int], worth: Counter[int]) -> tuple[Transfer, ...]:
    """Who got how many papers worth how much; what nobody got comes last."""
    to = sorted({*papers, *worth} - {END})
    sent = [Transfer(number, papers[number], worth[number]) for number in to]
    if papers[END] or worth[END]:
        sent.append(Transfer(None, papers[END], worth[END]))
    return tuple(sent)
