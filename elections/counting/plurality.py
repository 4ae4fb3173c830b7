"""Plurality with up to n marks: each mark is one vote, those with most votes are elected.

The order of the marks on a paper means nothing. A paper is valid if it marks at least one
candidate who stands and has at most ``marks`` marks (by default as many as there are seats).
Under minima, and in ties for the last place, see `most_votes`.
"""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.errors import InputError
from elections.counting.most_votes import most_votes
from elections.counting.result import Result

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS = frozenset({"marks"})


def count(case: Case) -> Result:
    """Count the case. Option ``marks``: the most marks a paper may have. Raises `LotNeeded`."""
    return most_votes(case, "plurality", valid(case))


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of valid papers."""
    most = case.options.get("marks", case.seats)
    if most < 1:
        raise InputError("a paper must be allowed at least one mark")
    few: npt.NDArray[np.bool_] = np.count_nonzero(case.profile.rankings, axis=1) <= most
    return case.names_somebody & few
