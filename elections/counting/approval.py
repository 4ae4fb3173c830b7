"""Approval: any number of marks, each one vote; those with most votes are elected.

The order of the marks on a paper means nothing. A paper is valid if it marks at least one
candidate who stands. Under minima, and in ties for the last place, see `most_votes`.
"""

import numpy as np

from elections.counting.case import Case
from elections.counting.most_votes import most_votes
from elections.counting.result import Result

__all__ = ["OPTIONS", "count"]

OPTIONS: frozenset[str] = frozenset()


def count(case: Case) -> Result:
    """Count the case. Raises `LotNeeded`."""
    stands = np.isin(case.profile.rankings, case.standing)
    return most_votes(case, "approval", np.count_nonzero(stands, axis=1) > 0)
