"""Plurality with up to n marks: each mark is one vote, those with most votes are elected.

The order of the marks on a paper means nothing. A paper is valid if it marks at least one
candidate who stands and has at most ``marks`` marks (by default as many as there are seats).
Under minima, and in ties for the last place, see `most_votes`.
"""

import numpy as np

from elections.counting.case import Case
from elections.counting.errors import InputError
from elections.counting.most_votes import most_votes
from elections.counting.result import Result

__all__ = ["OPTIONS", "count"]

OPTIONS = frozenset({"marks"})


def count(case: Case) -> Result:
    """Count the case. Option ``marks``: the most marks a paper may have. Raises `LotNeeded`."""
    most = case.options.get("marks", case.seats)
    if most < 1:
        raise InputError("a paper must be allowed at least one mark")
    rankings = case.profile.rankings
    stands = np.isin(rankings, case.standing).any(axis=1)
    return most_votes(case, "plurality", stands & (np.count_nonzero(rankings, axis=1) <= most))
