"""Meek's method: the reference rule of the Proportional Representation Foundation.

Votes, keep factors and the quota are integers of 0.000000001 vote. A stage is a round of the rule:
its figures are those at which the round stopped, since somebody was elected or since no surplus was
left. After an election the next stage lowers the keep factors of the elected; after none it excludes
a candidate first.

Minima are no part of the rule. Where a contest has some, the steps marked "minima" apply, as in
`scottish`: the guarded are not excluded, the doomed are never elected and are excluded before keep
factors change. Nor is re-open nominations: see the steps marked "RON" and `ron`.
"""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.paths import Paths
from elections.counting.piles import END
from elections.counting.race import Race, exclusion
from elections.counting.result import Action, Kind, Result, Stage
from elections.counting.ties import Ties, extreme

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS: frozenset[str] = frozenset()

PLACES = 9
VOTE: int = 10**PLACES
OMEGA = VOTE // 10**6  # A: a total surplus below it is none


def count(case: Case) -> Result:
    """Count the case. Raises `LotNeeded` where a tie needs a lot that was not given."""
    return _Count(case).result()


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of valid papers: those that name who stands."""
    return case.names_somebody


class _Count:
    """The count as it stands, in units of 0.000000001, by candidate number."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.race = Race(case)
        self.paths = Paths(self.race.profile, VOTE)
        self.valid = int(case.profile.weights[case.names_somebody].sum())
        self.blank = (case.profile.total - self.valid) * VOTE
        # A: everybody keeps all they get; whoever is excluded is on no path any more. Only those
        # who are elected are listed: they alone change.
        self.keep: dict[int, int] = {}
        self.votes = dict.fromkeys(self.race.numbers, 0)
        self.non_transferable = 0
        self.quota = 0
        self.surplus = 0
        self.stages: list[Stage] = []
        self.ties = Ties(self.race.lots, self.race.profile.candidates)

    def result(self) -> Result:
        self.paths.begin(self.race.hopefuls)
        self.run_stage(Action("first"))
        # B.1: the count is complete when all seats are filled.
        while self.race.vacancies:
            self.run_stage(self.next_action())
        return self.race.result(
            "meek", valid=self.valid, quota=self.quota, stages=self.stages, ties=self.ties
        )

    def next_action(self) -> Action:
        if doomed := self.race.assess().doomed:
            # Minima: the doomed go first, fewest votes first, one a stage.
            among = extreme(doomed, self.votes, "fewest")
            return self.exclude("exclude-doomed", among)
        if self.stages[-1].elected:
            return Action("surplus")
        # B.3: exclude the hopeful with the fewest votes; tied with them is everybody who has no
        # more than theirs and the total surplus together. T: the lot decides.
        # Minima: of those who are not guarded.
        among = self.race.unguarded
        reach = min(self.votes[number] for number in among) + self.surplus
        return self.exclude("exclude", [n for n in among if self.votes[n] <= reach])

    def exclude(self, kind: Kind, tied: list[int]) -> Action:
        candidate = self.ties.choose(tied, len(self.stages) + 1, (), "fewest")
        self.race.hopefuls.remove(candidate)
        self.votes[candidate] = 0
        self.paths.move(candidate, self.race.hopefuls, self.race.elected)
        return exclusion(kind, [candidate], self.stages[-1])

    def run_stage(self, action: Action) -> None:
        """One round of the rule."""
        elected, filled = self.iterate()
        standing = self.race.assess()
        factors = dict.fromkeys(self.votes, 0)
        keeping_all = [*self.race.hopefuls, *elected, *filled]
        factors |= dict.fromkeys(keeping_all, VOTE) | self.keep
        self.stages.append(
            Stage(
                number=len(self.stages) + 1,
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
                keep_factors=tuple(factors.values()),
            )
        )
        for number in elected:
            self.keep[number] = VOTE
            self.paths.move(number, self.race.hopefuls, self.race.elected)

    def iterate(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """B.2, until somebody is elected or no surplus is left: who reached the quota, who filled
        the seats left."""
        before = None
        while True:
            self.distribute()
            elected = self.elect_at_quota()
            # B.2.d: the surpluses of the elected together, but not less than 0.
            self.surplus = max(0, sum(self.votes[n] - self.quota for n in self.race.elected))
            # B.2.e: finished where somebody is elected, where the surplus is below omega, and
            # where it has not become smaller. Minima: where a doomed candidate is to go first.
            is_smaller = before is None or self.surplus < before
            is_finished = bool(
                elected or self.race.assess().doomed or self.surplus < OMEGA or not is_smaller
            )
            filled = self.fill_last_vacancies(is_smaller=is_smaller)
            if is_finished or filled:
                return elected, filled
            before = self.surplus
            # B.2.f: what each of the elected keeps falls to the quota; each step is rounded up.
            for number, factor in self.keep.items():
                product = -(-factor * self.quota // VOTE)
                self.keep[number] = -(-product * VOTE // self.votes[number])

    def distribute(self) -> None:
        # B.2.a: each paper gives each candidate on it, in its order, that part of what is left of
        # it which the candidate keeps.
        votes = self.paths.distribute(self.keep)
        self.non_transferable = votes.pop(END) - self.blank
        self.votes |= votes
        # B.2.b: the quota is all these votes, divided by one more than the seats, truncated,
        # and one unit.
        self.quota = sum(self.votes.values()) // (self.case.seats + 1) + 1

    def elect_at_quota(self) -> tuple[int, ...]:
        # B.2.c: elect each hopeful at the quota or above it.
        # Minima: most votes first, looking anew after each; a doomed candidate never.
        before = len(self.race.elected)
        while self.race.vacancies:
            reached = [n for n in self.race.able if self.votes[n] >= self.quota]
            if not reached:
                break
            equal = extreme(reached, self.votes, "most")
            if not self.race.can_all_win(equal):
                equal = [self.ties.choose(equal, len(self.stages) + 1, (), "most")]
            self.race.elect(equal)
        return tuple(self.race.elected[before:])

    def fill_last_vacancies(self, *, is_smaller: bool) -> tuple[int, ...]:
        # B.1, C: hopefuls who are no more than the seats left are elected.
        # Minima: the doomed do not count as hopefuls.
        # RON: its surplus goes to a further RON first; then a RON may be as many as are needed.
        surpluses = [n for n in self.race.elected if self.votes[n] - self.quota >= OMEGA]
        if is_smaller and self.race.ron_waits(surpluses):
            return ()
        return self.race.fill(self.votes)
