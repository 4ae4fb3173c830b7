"""Who holds which papers, and how papers find their next preference.

Mechanics only: what a paper is worth is each rule's business. A transfer touches the papers of
the candidate being transferred and no others.
"""

from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt

from elections.counting.papers import Profile, runs

__all__ = ["END", "Papers", "Piles"]

# Indices of rows of the profile
Papers = npt.NDArray[np.int64]

# Stands for "no next preference", as 0 ends a ranking in a ballot file
END = 0


class Piles:
    """The papers of a count, each lying with the candidate of its current preference."""

    def __init__(self, profile: Profile) -> None:
        papers, longest = profile.rankings.shape
        # A column of zeros ends every ranking, so looking for the next preference always stops.
        marks = np.zeros((papers, longest + 1), profile.rankings.dtype)
        marks[:, :longest] = profile.rankings
        self._marks = marks.ravel()
        self._at = np.arange(papers) * (longest + 1) - 1  # of each paper's preference in the marks
        self._held: dict[int, list[Papers]] = {n: [] for n in range(len(profile.candidates) + 1)}

    def all(self) -> Papers:
        """Every paper."""
        return np.arange(len(self._at))

    def take(self, candidate: int) -> Papers:
        """All papers of a candidate, who holds none afterwards."""
        held = self._held[candidate]
        self._held[candidate] = []
        return np.concatenate(held) if held else np.zeros(0, np.int64)

    def take_last(self, candidate: int) -> Papers:
        """The papers of a candidate that were dealt last; they hold the others still."""
        held = self._held[candidate]
        return held.pop() if held else np.zeros(0, np.int64)

    def deal(self, papers: Papers, takers: Collection[int]) -> Iterator[tuple[int, Papers]]:
        """Move papers to their next preference among ``takers``, as (candidate, papers) each.

        Candidates come in order of number; first the papers without one, to `END`.
        """
        return self.lay(papers, self.advance(papers, takers))

    def lay(
        self, papers: Papers, candidates: npt.NDArray[np.integer]
    ) -> Iterator[tuple[int, Papers]]:
        """Give each paper to its candidate, as (candidate, papers) each."""
        order = np.argsort(candidates, kind="stable")
        different, first = runs(candidates[order])
        for candidate, batch in zip(
            different.tolist(), np.split(papers[order], first[1:]), strict=False
        ):
            self._held[candidate].append(batch)
            yield candidate, batch

    def advance(self, papers: Papers, takers: Collection[int]) -> npt.NDArray[np.integer]:
        """Take papers on to their next preference among ``takers``: each paper's, or `END`."""
        takes = np.zeros(len(self._held), np.bool_)
        takes[[END, *takers]] = True
        at = self._at[papers] + 1
        to: npt.NDArray[np.integer] = self._marks[at]
        passed = np.flatnonzero(~takes[to])
        while passed.size:
            at[passed] += 1
            to[passed] = self._marks[at[passed]]
            passed = passed[~takes[to[passed]]]
        self._at[papers] = at
        return to
