"""Re-open nominations (RON): a candidate who is nobody. A seat that RON wins stays vacant.

RON is the last candidate of a contest. Rules of this project, since no Order has any:

- Under the single transferable vote as many RON stand as there are seats: a paper that ranks RON
  ranks them one after another in that place. A further RON stands from the moment at which the one
  before has won a seat, so that none is excluded before papers can reach it; the surplus of a RON
  passes to it. An excluded RON is excluded for good, and so are those to come.
- Seats left are filled without a quota only after a RON has passed on its surplus, if a further RON
  stands for it among others. One RON then stands for as many as are needed.
- Where most votes win, RON has one vote from each paper that marks it. Nobody with fewer votes than
  RON is elected: the seats left stay vacant. Whoever has as many is elected while there is a seat for
  RON, too.
- RON counts towards no minimum and no maximum, and it is never doomed. It is guarded only where too
  few others could take the seats. A seat that it has won counts as one that anybody could still fill:
  the minima hold among those elected together with whoever fills the vacant seats later.
- A tie with RON is decided as any other; a further RON stands in the lots where RON does.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from elections.counting.papers import Profile, number_type

__all__ = ["every_name", "lots_with_every_ron", "with_every_ron"]

_ROWS_AT_ONCE = 1 << 14


def with_every_ron(profile: Profile, ron: int) -> Profile:
    """The profile with as many RON as seats: candidates ``ron``, ``ron + 1``, … in RON's place."""
    further = profile.seats - 1
    names = every_name(profile.candidates, len(profile.candidates) + further)
    papers, longest = profile.rankings.shape
    rankings = np.zeros((papers, longest + further), number_type(names))
    rankings[:, :longest] = profile.rankings
    places = np.arange(longest + further)
    for start in range(0, papers, _ROWS_AT_ONCE):
        part = rankings[start : start + _ROWS_AT_ONCE]
        rows = part[(part == ron).any(axis=1)]
        at = (rows == ron).argmax(axis=1)[:, None]
        later = np.take_along_axis(rows, np.maximum(places - further, 0)[None, :], axis=1)
        rows = np.where(
            places <= at, rows, np.where(places <= at + further, ron + places - at, later)
        )
        part[(part == ron).any(axis=1)] = rows
    return replace(profile, candidates=tuple(names), rankings=rankings)


def every_name(names: Sequence[str], columns: int) -> list[str]:
    """Names for all columns of a count: those of the candidates, then each further RON's."""
    further = range(2, columns - len(names) + 2)
    return [*names, *(f"{names[-1]} ({seat})" for seat in further)]


def lots_with_every_ron(
    lots: tuple[int, ...] | None, ron: int, seats: int
) -> tuple[int, ...] | None:
    """The lots with each further RON directly after RON."""
    if lots is None or ron not in lots:
        return lots
    at = lots.index(ron) + 1
    return (*lots[:at], *range(ron + 1, ron + seats), *lots[at:])
