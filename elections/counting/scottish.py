"""Scottish STV: the Scottish Local Government Elections Order 2007 (SSI 2007/42), rules 45 to 52.

Votes and values are integers of 0.00001 vote. Truncation is the only rounding (rule 48), and what
it loses is added to the non-transferable votes, so that every stage sums to the valid papers.

Minima are no part of the Order. Where a contest has some, the steps marked "minima" apply: a
candidate in every conforming set of winners is guarded from exclusion, one in none is doomed, is
never elected and is excluded first. Without minima those steps do nothing.

Nor is re-open nominations (RON). The steps marked "RON" let as many RON stand as there are seats,
one after another: see `ron`.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.piles import END, Papers, Piles
from elections.counting.result import Action, Kind, Result, Stage, Transfer
from elections.counting.ron import lots_with_every_ron, with_every_ron
from elections.counting.ties import Ties

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS: frozenset[str] = frozenset()

PLACES = 5
VOTE = 10**PLACES


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
        profile, lots = case.profile, case.lots
        if case.ron is not None:
            profile = with_every_ron(profile, case.ron)
            lots = lots_with_every_ron(lots, case.ron, case.seats)
        self.piles = Piles(profile)
        weights = profile.weights
        # All votes together must fit the array type, else Python's integers do the sums.
        fits = case.profile.total * VOTE <= np.iinfo(np.int64).max
        self.weights = weights if fits else weights.astype(object)
        self.value = np.full(len(weights), VOTE, np.int64)
        self.votes = dict.fromkeys(range(1, len(profile.candidates) + 1), 0)
        self.non_transferable = 0
        self.hopefuls = list(case.standing)
        self.elected: list[int] = []
        self.stages: list[Stage] = []
        self.history: list[tuple[int, ...]] = []
        self.ties = Ties(lots, profile.candidates)
        self.quota = 0

    def result(self) -> Result:
        self.first_stage()
        while self.vacancies:
            self.next_stage()
        valid = sum(self.stages[0].votes) // VOTE
        people = tuple(n for n in self.elected if not self.case.conformance.is_ron(n))
        return Result(
            rule="scottish",
            seats=self.case.seats,
            valid=valid,
            invalid=self.case.profile.total - valid,
            quota=self.quota,
            elected=people,
            stages=tuple(self.reported()),
            ties=tuple(self.ties.decided),
            digest=self.case.digest,
            ron=self.case.ron,
            vacant=len(self.elected) - len(people),
        )

    def reported(self) -> Iterator[Stage]:
        """The stages without the columns of those further RON that never came to anything."""
        seen = {len(self.case.profile.candidates), *self.elected}
        for stage in self.stages:
            seen.update(number for number, votes in enumerate(stage.votes, start=1) if votes)
            seen.update(stage.guarded, [stage.action.candidate or 0])
        for stage in self.stages:
            yield replace(stage, votes=stage.votes[: max(seen)])

    @property
    def vacancies(self) -> int:
        return self.case.conformance.places - len(self.elected)

    def first_stage(self) -> None:
        # Rule 45: sort the valid papers by first preference and count them. A paper without a
        # preference for anyone who stands is not valid.
        for candidate, papers in self.piles.deal(self.piles.all(), self.hopefuls):
            if candidate != END:
                self.votes[candidate] = int(self.weights[papers].sum()) * VOTE
        # Rule 46: the quota is the valid papers divided by one more than the seats, ignoring
        # any remainder, plus one.
        valid = sum(self.votes.values()) // VOTE
        self.quota = (valid // (self.case.seats + 1) + 1) * VOTE
        self.close_stage(Action("first"))

    def next_stage(self) -> None:
        standing = self.case.conformance.assess(self.elected, self.hopefuls)
        if standing.doomed:
            # Minima: the doomed go first, fewest votes first, one a stage.
            self.exclude("exclude-doomed", list(standing.doomed))
        elif self.surpluses:
            self.transfer_surplus(self.surpluses)
        else:
            # Rule 50(1): with no surplus left, exclude the candidate with the fewest votes.
            # Minima: of those who are not guarded.
            guarded = set(standing.guarded)
            self.exclude("exclude", [n for n in self.hopefuls if n not in guarded])

    def transfer_surplus(self, surpluses: list[int]) -> None:
        # Rule 49(1): the largest surplus first. Rule 49(2), (3): of equal ones that of the
        # candidate with most votes at the most recent stage where they differed, then the lot.
        candidate = self.ties.choose(
            self.at_end("most", surpluses), self.next_number, self.history, "most"
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
            self.at_end("fewest", among), self.next_number, self.history, "fewest"
        )
        self.hopefuls.remove(candidate)
        # Rule 50(2) to (4): to the next available preference, at the value received.
        transfers = self.hand_over(self.piles.take(candidate))
        self.non_transferable += self.votes[candidate] - _received(transfers)
        self.votes[candidate] = 0
        self.close_stage(Action(kind, candidate), transfers)

    def hand_over(self, papers: Papers) -> tuple[Transfer, ...]:
        """Give papers, at their value, to the continuing candidates, and say who got what."""
        transfers = []
        for candidate, batch in self.piles.deal(papers, self.hopefuls):
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
        before = len(self.elected)
        self.elect_at_quota()
        filled = self.fill_last_vacancies()
        standing = self.case.conformance.assess(self.elected, self.hopefuls)
        self.stages.append(
            Stage(
                number=len(self.history),
                action=action,
                votes=self.history[-1],
                non_transferable=self.non_transferable,
                quota=self.quota,
                places=PLACES,
                elected=tuple(self.elected[before:]),
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
        while self.vacancies:
            doomed = self.case.conformance.assess(self.elected, self.hopefuls).doomed
            reached = [n for n in self.hopefuls if self.votes[n] >= self.quota and n not in doomed]
            if not reached:
                return
            self.elect(self.next_elected(reached))

    def next_elected(self, reached: list[int]) -> list[int]:
        """Those with most votes. Equals need no tie broken unless only some of them can win."""
        equal = self.at_end("most", reached)
        others = [n for n in self.hopefuls if n not in equal]
        others += [n + 1 for n in equal if self.is_followed(n)]
        if self.case.conformance.possible([*self.elected, *equal], others):
            return equal
        return [self.ties.choose(equal, len(self.history), self.history, "most")]

    def fill_last_vacancies(self) -> tuple[int, ...]:
        # Rule 52: as many continuing candidates as vacancies, and they are elected, without a
        # further transfer. Minima: the doomed do not count as continuing.
        # RON: its surplus goes to a further RON first; then a RON may be as many as are needed.
        is_ron = self.case.conformance.is_ron
        if any(is_ron(number) for number in self.surpluses) and not all(map(is_ron, self.hopefuls)):
            return ()
        before = len(self.elected)
        while self.vacancies:
            doomed = self.case.conformance.assess(self.elected, self.hopefuls).doomed
            able = [number for number in self.hopefuls if number not in doomed]
            if not able or len(able) > self.vacancies:
                break
            able.sort(key=lambda number: (-self.votes[number], number))
            self.elect(able)
        return tuple(self.elected[before:])

    def elect(self, numbers: list[int]) -> None:
        self.elected += numbers
        self.hopefuls = [number for number in self.hopefuls if number not in numbers]
        # RON: with a seat won by it, a further one stands.
        self.hopefuls += [n + 1 for n in numbers if self.is_followed(n)]

    def is_followed(self, number: int) -> bool:
        """Whether a further RON comes after this one."""
        return self.case.conformance.is_ron(number) and number < len(self.votes)

    @property
    def surpluses(self) -> list[int]:
        """Those elected with more votes than the quota."""
        return [number for number in self.elected if self.votes[number] > self.quota]

    def at_end(self, end: str, among: list[int]) -> list[int]:
        """Those of ``among`` with the most or the fewest votes now."""
        extreme = max if end == "most" else min
        reached = extreme(self.votes[number] for number in among)
        return [number for number in among if self.votes[number] == reached]

    @property
    def next_number(self) -> int:
        return len(self.history) + 1


def _received(transfers: tuple[Transfer, ...]) -> int:
    return sum(sent.value for sent in transfers if sent.to is not None)


def _reduced(values: npt.NDArray[np.int64], surplus: int, total: int) -> npt.NDArray[np.int64]:
    """``surplus * value // total`` for each value, in Python's integers, which cannot overflow."""
    different, which = np.unique(values, return_inverse=True)
    reduced = [surplus * value // total for value in different.tolist()]
    return np.array(reduced, np.int64)[which]
