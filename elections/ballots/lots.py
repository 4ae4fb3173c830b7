"""The lot that decides ties: committed with the papers, drawn from the closed box."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from elections.ballots import board, formats, keys, window


def lot_order(election: UUID, sheet: int, contest: int, candidates: Iterable[int]) -> list[int]:
    """The candidates of a contest, the one whom the lot falls on first: see `formats.lot_order`.

    PollStillOpen before the box is closed: until then its checkpoints are not the final ones.
    """
    seed = revealed_seed(election)
    return formats.lot_order(seed, board.final_checkpoints(election), sheet, contest, candidates)


def revealed_seed(election: UUID) -> bytes:
    """The 32 bytes behind the manifest's seed hash, public once the box is closed."""
    window.require_closed(election)
    return keys.lot_seed(election)
