"""Approval: any number of marks, each one vote; those with most votes are elected.

The order of the marks on a paper means nothing. A paper is valid if it marks at least one
candidate who stands. Under minima, and in ties for the last place, see `most_votes`.
"""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.most_votes import most_votes
from elections.counting.result import Result

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS: frozenset[str] = frozenset()


def count(case: Case) -> Result:
    """Count the case. Raises `LotNeeded`."""
    return most_votes(case, "approval", valid(case))


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of valid papers."""
    return case.names_somebody
