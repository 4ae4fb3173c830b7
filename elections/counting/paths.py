"""What papers are worth where each candidate on them keeps a part: the tree of Meek's method.

A paper passes those elected, in its own order, until it comes to a hopeful. Papers that passed the
same candidates in the same order are worth the same, so all of them are one *path*; a distribution
looks at the paths and never at a paper. A paper is touched when the candidate at whom it stopped is
elected or excluded, and then only.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from elections.counting.papers import Profile, Weights, runs
from elections.counting.piles import END, Papers, Piles

__all__ = ["Paths"]

_Numbers = npt.NDArray[np.int64]


class Paths:
    """The papers of a count, each on its path and stopped at a hopeful or at its end.

    ``full`` is what a whole paper is worth, in units; keep factors are units, too: ``full`` keeps all.
    """

    def __init__(self, profile: Profile, full: int) -> None:
        self._piles = Piles(profile)
        self._weights = profile.exact_weights(full)
        self._full = full
        self._base = len(profile.candidates) + 1  # to write a path and a candidate as one number
        self._path = np.zeros(len(profile.weights), np.int64)  # of each paper; 0 has passed nobody
        # Every step from a path to one that is longer by a candidate, ascending, and where it leads.
        self._steps = np.zeros(0, np.int64)
        self._leads_to = np.zeros(0, np.int64)
        self._before = np.zeros(1, np.int64)  # the path each was until its last candidate
        self._last = np.full(1, END)  # the candidate passed last
        self._depth = np.zeros(1, np.int64)  # how many were passed
        self._papers = np.zeros(
            1, self._weights.dtype
        )  # that passed this far, wherever they are now
        self._stops: dict[int, list[tuple[_Numbers, Weights]]] = defaultdict(list)

    def begin(self, hopefuls: Collection[int]) -> None:
        """Each paper goes to its first preference among the hopefuls."""
        self._send(self._piles.all(), hopefuls, ())

    def move(self, candidate: int, hopefuls: Collection[int], elected: Collection[int]) -> None:
        """The papers stopped at a candidate go on: through them if elected, else past them."""
        self._stops.pop(candidate, None)
        papers = self._piles.take(candidate)
        if candidate in elected:
            self._lengthen(papers, np.full(len(papers), candidate))
        self._send(papers, hopefuls, elected)

    def _send(self, papers: Papers, hopefuls: Collection[int], elected: Collection[int]) -> None:
        """On to the next hopeful, through the elected who come before."""
        stopped, stops = [], []
        while papers.size:
            to = self._piles.advance(papers, [*hopefuls, *elected])
            goes_on = np.isin(to, list(elected))
            stopped.append(papers[~goes_on])
            stops.append(to[~goes_on])
            papers = papers[goes_on]
            self._lengthen(papers, to[goes_on])
        if stopped:
            laid = self._piles.lay(np.concatenate(stopped), np.concatenate(stops))
            for candidate, batch in laid:
                self._stops[candidate].append(_summed(self._path[batch], self._weights[batch]))

    def _lengthen(self, papers: Papers, passed: npt.NDArray[np.integer]) -> None:
        """Each paper's path goes on through the candidate it has passed."""
        steps = self._path[papers] * self._base + passed
        different, many = _summed(steps, self._weights[papers])
        self._add(different)
        paths = self._leads_to[np.searchsorted(self._steps, different)]
        self._papers[paths] += many
        self._path[papers] = paths[np.searchsorted(different, steps)]

    def _add(self, steps: _Numbers) -> None:
        """Make those steps of these that nobody went before; they ascend and differ."""
        at = np.searchsorted(self._steps, steps)
        is_new = np.ones(len(steps), np.bool_)
        inside = at < len(self._steps)
        is_new[inside] = self._steps[at[inside]] != steps[inside]
        new, at = steps[is_new], at[is_new]
        before, last = np.divmod(new, self._base)
        many = len(self._before)
        self._steps = np.insert(self._steps, at, new)
        self._leads_to = np.insert(self._leads_to, at, np.arange(many, many + len(new)))
        self._before = np.concatenate([self._before, before])
        self._last = np.concatenate([self._last, last])
        self._depth = np.concatenate([self._depth, self._depth[before] + 1])
        self._papers = np.concatenate([self._papers, np.zeros(len(new), self._papers.dtype)])

    def distribute(self, keep: Mapping[int, int]) -> dict[int, int]:
        """What each candidate has, in units, and what nobody has, at `END`.

        ``keep`` are the keep factors of the elected. An elected candidate keeps that part of what
        reaches them, rounded up; whoever a paper stopped at has all that is left of it.
        """
        worth, kept = self._along_paths(keep)
        votes = dict.fromkeys([END, *keep], 0)
        for candidate in keep:
            passed = self._last == candidate
            votes[candidate] = int((self._papers[passed] * kept[passed]).sum())
        for candidate, stops in self._stops.items():
            if len(stops) > 1:
                stops[:] = [_summed(*map(np.concatenate, zip(*stops, strict=True)))]
            ((paths, many),) = stops
            votes[candidate] = int((many * worth[paths]).sum())
        return votes

    def _along_paths(self, keep: Mapping[int, int]) -> tuple[_Numbers, _Numbers]:
        """What is left of one paper at the end of each path, and what its last candidate kept."""
        factor = np.zeros(max([END, *keep]) + 1, np.int64)
        factor[list(keep)] = list(keep.values())
        worth = np.full(len(self._before), self._full)
        kept = np.zeros(len(self._before), np.int64)
        for passed in range(1, int(self._depth.max()) + 1):
            level = np.flatnonzero(self._depth == passed)
            reaches = worth[self._before[level]]
            # Two numbers of at most `full` each: their product fits.
            kept[level] = -(-reaches * factor[self._last[level]] // self._full)
            worth[level] = reaches - kept[level]
        return worth, kept


def _summed(keys: _Numbers, weights: Weights) -> tuple[_Numbers, Weights]:
    """The different keys, ascending, and the sum of the weights of each."""
    if not keys.size:
        return keys, weights
    order = np.argsort(keys, kind="stable")
    different, first = runs(keys[order])
    return different, np.add.reduceat(weights[order], first)
