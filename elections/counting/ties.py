"""Ties: look back at earlier stages, then the lot. The engine never draws.

A lot is an order of the candidates made elsewhere, before the count. It *falls on* the one of the
tied who comes first in it: that candidate is the one elected, transferred or excluded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from elections.counting.errors import InputError, LotNeeded
from elections.counting.result import Tie

__all__ = ["Ties", "look_back"]

End = Literal["most", "fewest"]


@dataclass
class Ties:
    """Decides the ties of one count and remembers how.

    ``lots`` is the order of candidate numbers, or None where no lot was made; ``names`` are only
    for the sentence that asks for a lot.
    """

    lots: tuple[int, ...] | None
    names: Sequence[str]
    decided: list[Tie] = field(default_factory=list)

    def __post_init__(self) -> None:
        lots = self.lots or ()
        if len(set(lots)) < len(lots):
            raise InputError("the lots name a candidate twice")
        for number in lots:
            if not 1 <= number <= len(self.names):
                raise InputError(f"the lots name candidate {number}, who does not exist")

    def choose(
        self, tied: Sequence[int], stage: int, history: Sequence[Sequence[int]], end: End
    ) -> int:
        """The one of ``tied`` to be acted upon in ``stage``.

        ``history`` holds the votes of every candidate at the end of each earlier stage, oldest
        first, and may be empty. Raises `LotNeeded`.
        """
        if len(tied) == 1:
            return tied[0]
        left = look_back(tied, history, end)
        chosen = left[0] if len(left) == 1 else self._lot(left, stage)
        by: Literal["look-back", "lot"] = "look-back" if len(left) == 1 else "lot"
        self.decided.append(Tie(stage, tuple(sorted(tied)), by, chosen))
        return chosen

    def _lot(self, tied: Sequence[int], stage: int) -> int:
        if self.lots is None or not set(tied) <= set(self.lots):
            raise LotNeeded(sorted(tied), stage, self.names)
        return min(tied, key=self.lots.index)


def look_back(tied: Sequence[int], history: Sequence[Sequence[int]], end: End) -> tuple[int, ...]:
    """Those of ``tied`` who stay tied after looking back from the most recent stage.

    At each stage where they are not all equal, only those with the most (or fewest) votes are
    kept (SSI 2007/42, rules 49(2) and 51).
    """
    extreme = max if end == "most" else min
    left = tuple(tied)
    for votes in reversed(history):
        reached = extreme(votes[number - 1] for number in left)
        left = tuple(number for number in left if votes[number - 1] == reached)
    return left
