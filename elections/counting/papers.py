"""The ballot papers of one contest, as integer arrays.

A `Profile` is a set of different rankings, sorted, each with the number of papers that bear it.
Order and grouping of the papers handed in are therefore lost on purpose: they can neither change
a result nor tell anything about voters.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from elections.counting.errors import InputError

__all__ = ["MOST_CANDIDATES", "Profile", "Rankings", "Weights", "runs"]

# uint8 up to 255 candidates, else uint16
Rankings = npt.NDArray[Any]
# int64, or Python integers (dtype object) where a sum of papers could leave int64
Weights = npt.NDArray[Any]

MOST_CANDIDATES = 9_999
_BYTES_A_WORD = 8


@dataclass(frozen=True, eq=False)
class Profile:
    """Candidates, seats and papers of one contest.

    - ``candidates``: the names; candidate ``n`` of a ranking is ``candidates[n - 1]``;
    - ``seats``: how many are to be elected;
    - ``rankings``: shape (different rankings, longest ranking); a row holds candidate numbers from
      the first preference on and 0 after the last; rows are sorted and differ from each other.
      A blank paper is a row of zeros;
    - ``weights``: shape (different rankings,), papers bearing each ranking, at least 1;
    - ``withdrawn``: numbers of candidates whom every paper skips.

    Both arrays are read-only. Make one with `from_rankings` or `from_rows`.
    """

    candidates: tuple[str, ...]
    seats: int
    rankings: Rankings
    weights: Weights
    title: str = ""
    withdrawn: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.candidates) <= MOST_CANDIDATES:
            raise InputError(f"there must be 1 to {MOST_CANDIDATES} candidates")
        if self.seats < 1:
            raise InputError("there must be at least one seat")
        for name in (*self.candidates, self.title):
            if "\n" in name or "\r" in name:
                raise InputError(f"a name or title holds a line break: {name!r}")
        for number in self.withdrawn:
            if not 1 <= number <= len(self.candidates):
                raise InputError(f"there is no candidate {number} to withdraw")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Profile):
            return NotImplemented
        return (
            (self.candidates, self.seats, self.title, self.withdrawn)
            == (other.candidates, other.seats, other.title, other.withdrawn)
            and np.array_equal(self.rankings, other.rankings)
            and np.array_equal(self.weights, other.weights)
        )

    def __hash__(self) -> int:
        return hash((self.candidates, self.seats, self.title, self.withdrawn, self.total))

    @property
    def total(self) -> int:
        """All papers, blank ones included."""
        return int(self.weights.sum())

    def exact_weights(self, unit: int) -> Weights:
        """The weights so that all papers, worth ``unit`` each, are summed exactly: int64 where that
        fits, else Python's integers."""
        fits = self.total * unit <= np.iinfo(np.int64).max
        return self.weights if fits else self.weights.astype(object)

    @classmethod
    def from_rankings(
        cls,
        candidates: Sequence[str],
        seats: int,
        rankings: Iterable[Sequence[int]],
        title: str = "",
    ) -> "Profile":
        """Build a profile from one ranking a paper (candidate numbers from 1, blank allowed).

        Raises `InputError` for an unknown candidate or one ranked twice on a paper.
        """
        papers = Counter(tuple(ranking) for ranking in rankings)
        known = range(1, len(candidates) + 1)
        for ranking in papers:
            for number in ranking:
                if number not in known:
                    raise InputError(f"the paper {ranking} names a candidate who does not stand")
            if len(set(ranking)) < len(ranking):
                raise InputError(f"the paper {ranking} names a candidate twice")
        rows = np.zeros((len(papers), max(map(len, papers), default=0)), number_type(candidates))
        for row, ranking in zip(rows, papers, strict=True):
            row[: len(ranking)] = ranking
        return cls.from_rows(
            candidates, seats, rows, exact_array(list(papers.values())), title=title
        )

    @classmethod
    def from_rows(
        cls,
        candidates: Sequence[str],
        seats: int,
        rows: Rankings,
        weights: Weights,
        *,
        title: str = "",
        withdrawn: Sequence[int] = (),
    ) -> "Profile":
        """Build a profile from rows of candidate numbers padded with 0, which are not checked.

        ``rows`` has the shape (papers, any width), ``weights`` (papers,). Equal rows are merged.
        """
        rows, weights = _merged(rows, weights)
        rows.flags.writeable = False
        weights.flags.writeable = False
        return cls(tuple(candidates), seats, rows, weights, title, tuple(sorted(set(withdrawn))))


def number_type(candidates: Sequence[object]) -> type[np.uint8] | type[np.uint16]:
    """The smallest array type that holds every candidate's number."""
    return np.uint8 if len(candidates) <= np.iinfo(np.uint8).max else np.uint16


def exact_array(numbers: Sequence[int]) -> Weights:
    """An array of integers whose sum is exact: int64 where it fits, else Python integers."""
    fits = sum(numbers) <= np.iinfo(np.int64).max
    return np.array(numbers, dtype=np.int64 if fits else object)


def runs(ascending: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.intp]]:
    """The different numbers of a sorted array, and where each begins.

    As numpy.unique, which costs more the first time than a small count does.
    """
    is_new = np.ones(len(ascending), np.bool_)
    is_new[1:] = ascending[1:] != ascending[:-1]
    first = np.flatnonzero(is_new)
    return ascending[first], first


def _merged(rows: Rankings, weights: Weights) -> tuple[Rankings, Weights]:
    """Sort rows by first, second, … preference and add up the weights of equal ones.

    Each eight bytes of a row are compared as one big-endian number. Nearly all rows that differ do so
    in the first: only those that share it are compared further.
    """
    used = np.flatnonzero(rows.any(axis=0))
    rows = rows[:, : used[-1] + 1 if used.size else 1]
    if rows.shape[1] == 0:
        rows = np.zeros((len(rows), 1), rows.dtype)
    if len(rows) == 0:
        return rows, weights
    per_word = _BYTES_A_WORD // rows.itemsize
    first = _word(rows[:, :per_word])
    order = np.argsort(first)
    in_order = first[order]
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = in_order[1:] != in_order[:-1]
    if rows.shape[1] > per_word:
        shares = ~is_new | ~np.r_[is_new[1:], True]
        some = order[shares]
        further = [
            _word(rows[some, at : at + per_word]) for at in range(per_word, rows.shape[1], per_word)
        ]
        within = np.lexsort([*further[::-1], first[some]])
        order[shares] = some[within]
        differs = np.zeros(len(some), np.bool_)
        for word in further:
            in_order = word[within]
            differs[1:] |= in_order[1:] != in_order[:-1]
        is_new[shares] |= differs
    begins = np.flatnonzero(is_new)
    return rows.take(order[begins], axis=0), np.add.reduceat(weights[order], begins)


def _word(columns: Rankings) -> npt.NDArray[np.uint64]:
    """Up to eight bytes of each row as one number that sorts as they do."""
    padded = np.zeros((len(columns), _BYTES_A_WORD), np.uint8)
    big_endian = padded.view(columns.dtype.newbyteorder(">"))
    big_endian[:, : columns.shape[1]] = columns
    return padded.view(">u8")[:, 0].astype(np.uint64)
