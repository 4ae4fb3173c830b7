"""Scottish STV: the Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45 to 52.

Votes and values are integers of 0.00001 vote. Truncation is the only rounding (rule 48), and what
it loses is added to the non-transferable votes, so that every stage sums to the valid papers.

Minima are no part of the Order. Where a contest has some, the steps marked "minima" apply: a
candidate in every conforming set of winners is guarded from exclusion, one in none is doomed, is
never elected and is excluded first. Without minima those steps do nothing.

Nor is re-open nominations (RON). The steps marked "RON" let as many RON stand as there are seats,
one after another: see `ron`.
"""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.papers import runs
from elections.counting.piles import END, Papers, Piles
from elections.counting.race import Race, exclusion
from elections.counting.result import Action, Kind, Result, Stage, Transfer
from elections.counting.ties import Ties, extreme

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS: frozenset[str] = frozenset()

PLACES = 5
VOTE: int = 10**PLACES


def count(case: Case) -> Result:
    """Count the case. Raises `LotNeeded` where rule 49 or 51 asks for a lot that was not given."""
    return _Count(case).result()


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of valid papers: rule 45."""
    return case.names_somebody


class _Count:
    """The count as it stands. Votes are units of 0.00001, by candidate number."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.race = Race(case)
        self.piles = Piles(self.race.profile)
        self.weights = self.race.profile.exact_weights(VOTE)
        self.value = np.full(len(self.weights), VOTE, np.int64)
        self.votes = dict.fromkeys(self.race.numbers, 0)
        self.non_transferable = 0
        self.stages: list[Stage] = []
        self.history: list[tuple[int, ...]] = []
        self.ties = Ties(self.race.lots, self.race.profile.candidates)
        self.quota = 0

    def result(self) -> Result:
        self.first_stage()
        while self.race.vacancies:
            self.next_stage()
        valid = sum(self.stages[0].votes) // VOTE
        return self.race.result(
            "scottish", valid=valid, quota=self.quota, stages=self.stages, ties=self.ties
        )

    def first_stage(self) -> None:
        # Rule 45: sort the valid papers by first preference and count them. A paper without a
        # preference for anyone who stands is not valid.
        for candidate, papers in self.piles.deal(self.piles.all(), self.race.hopefuls):
            if candidate != END:
                self.votes[candidate] = int(self.weights[papers].sum()) * VOTE
        # Rule 46: the quota is the valid papers divided by one more than the seats, ignoring
        # any remainder, plus one.
        valid = sum(self.votes.values()) // VOTE
        self.quota = (valid // (self.case.seats + 1) + 1) * VOTE
        self.close_stage(Action("first"))

    def next_stage(self) -> None:
        if doomed := self.race.assess().doomed:
            # Minima: the doomed go first, fewest votes first, one a stage.
            self.exclude("exclude-doomed", list(doomed))
        elif self.surpluses:
            self.transfer_surplus(self.surpluses)
        else:
            # Rule 50(1): with no surplus left, exclude the candidate with the fewest votes.
            # Minima: of those who are not guarded.
            self.exclude("exclude", self.race.unguarded)

    def transfer_surplus(self, surpluses: list[int]) -> None:
        # Rule 49(1): the largest surplus first. Rule 49(2), (3): of equal ones that of the
        # candidate with most votes at the most recent stage where they differed, then the lot.
        candidate = self.ties.choose(
            extreme(surpluses, self.votes, "most"), self.next_number, self.history, "most"
        )
        # Rule 48(3): surplus times the value at which a paper was received, divided by the
        # candidate's votes, to five decimal places, any remainder ignored.
        total = self.votes[candidate]
        surplus = total - self.quota
        papers = self.piles.take(candidate)
        self.value[papers] = _reduced(self.value[papers], surplus, total)
        # Rule 48(1), (2): to the next available preference, or else non-transferable.
        transfers = self.hand_over(papers)
        self.votes[candidate] = self.quota
        self.non_transferable += surplus - _received(transfers)
        self.close_stage(Action("surplus", candidate), transfers, surplus * VOTE // total)

    def exclude(self, kind: Kind, among: list[int]) -> None:
        # Rule 51: of equally few, the one with fewest votes at the most recent stage where they
        # differed, then the lot.
        candidate = self.ties.choose(
            extreme(among, self.votes, "fewest"), self.next_number, self.history, "fewest"
        )
        self.race.hopefuls.remove(candidate)
        # Rule 50(2) to (4): to the next available preference, at the value received.
        transfers = self.hand_over(self.piles.take(candidate))
        self.non_transferable += self.votes[candidate] - _received(transfers)
        self.votes[candidate] = 0
        self.close_stage(exclusion(kind, [candidate], self.stages[-1]), transfers)

    def hand_over(self, papers: Papers) -> tuple[Transfer, ...]:
        """Give papers, at their value, to the continuing candidates, and say who got what."""
        transfers = []
        for candidate, batch in self.piles.deal(papers, self.race.hopefuls):
            weights = self.weights[batch]
            worth = int((weights * self.value[batch]).sum())
            if candidate != END:
                self.votes[candidate] += worth
            transfers.append(Transfer(candidate or None, int(weights.sum()), worth))
        return tuple(sorted(transfers, key=lambda sent: (sent.to is None, sent.to or 0)))

    def close_stage(
        self,
        action: Action,
        transfers: tuple[Transfer, ...] = (),
        transfer_value: int | None = None,
    ) -> None:
        """End a stage: who is elected by it, and how matters stand then."""
        self.history.append(tuple(self.votes.values()))
        before = len(self.race.elected)
        self.elect_at_quota()
        filled = self.fill_last_vacancies()
        standing = self.race.assess()
        self.stages.append(
            Stage(
                number=len(self.history),
                action=action,
                votes=self.history[-1],
                non_transferable=self.non_transferable,
                quota=self.quota,
                places=PLACES,
                elected=tuple(self.race.elected[before:]),
                filled=filled,
                guarded=standing.guarded,
                doomed=standing.doomed,
                reasons=standing.reasons,
                transfers=transfers,
                transfer_value=transfer_value,
            )
        )

    def elect_at_quota(self) -> None:
        # Rule 47(1): at the quota or above it at the end of a stage, a candidate is elected.
        # Minima: most votes first, looking anew after each; a doomed candidate never.
        while self.race.vacancies:
            reached = [n for n in self.race.able if self.votes[n] >= self.quota]
            if not reached:
                return
            self.race.elect(self.next_elected(reached))

    def next_elected(self, reached: list[int]) -> list[int]:
        """Those with most votes. Equals need no tie broken unless only some of them can win."""
        equal = extreme(reached, self.votes, "most")
        if self.race.can_all_win(equal):
            return equal
        return [self.ties.choose(equal, len(self.history), self.history, "most")]

    def fill_last_vacancies(self) -> tuple[int, ...]:
        # Rule 52: as many continuing candidates as vacancies, and they are elected, without a
        # further transfer. Minima: the doomed do not count as continuing.
        # RON: its surplus goes to a further RON first; then a RON may be as many as are needed.
        return () if self.race.ron_waits(self.surpluses) else self.race.fill(self.votes)

    @property
    def surpluses(self) -> list[int]:
        """Those elected with more votes than the quota."""
        return [number for number in self.race.elected if self.votes[number] > self.quota]

    @property
    def next_number(self) -> int:
        return len(self.history) + 1


def _received(transfers: tuple[Transfer, ...]) -> int:
    return sum(sent.value for sent in transfers if sent.to is not None)


def _reduced(values: npt.NDArray[np.int64], surplus: int, total: int) -> npt.NDArray[np.int64]:
    """``surplus * value // total`` for each value, in Python's integers, which cannot overflow."""
    different, _first = runs(np.sort(values))
    reduced = [surplus * value // total for value in different.tolist()]
    return np.array(reduced, np.int64)[np.searchsorted(different, values)]
