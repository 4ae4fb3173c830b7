"""Ties: look at earlier stages, then the lot. The engine never draws.

A lot is an order of the candidates made elsewhere, before the count. It *falls on* the one of the
tied who comes first in it: that candidate is the one elected, transferred or excluded.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from elections.counting.errors import InputError, LotNeeded
from elections.counting.result import Tie

__all__ = ["Ties", "extreme", "look_back", "look_forward"]

End = Literal["most", "fewest"]
Look = Literal["look-back", "look-forward"]


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
        self,
        tied: Sequence[int],
        stage: int,
        history: Sequence[Sequence[int]],
        end: End,
        *,
        look: Look = "look-back",
    ) -> int:
        """The one of ``tied`` to be acted upon in ``stage``.

        ``history`` holds the votes of every candidate at the end of each earlier stage, oldest
        first, and may be empty: then the lot decides. Raises `LotNeeded`.
        """
        if len(tied) == 1:
            return tied[0]
        left = (look_back if look == "look-back" else look_forward)(tied, history, end)
        chosen = left[0] if len(left) == 1 else self._lot(left, stage)
        self.decided.append(
            Tie(stage, tuple(sorted(tied)), look if len(left) == 1 else "lot", chosen)
        )
        return chosen

    def take(self, several: Sequence[int], tied: Sequence[int], stage: int, look: Look) -> None:
        """Remember that these of the tied are all acted upon, since earlier stages set them apart."""
        self.decided += [Tie(stage, tuple(sorted(tied)), look, chosen) for chosen in several]

    def leave(self, tied: Sequence[int], stage: int) -> None:
        """Remember that nobody of the tied is acted upon yet; once in a stage."""
        undecided = Tie(stage, tuple(sorted(tied)), None, None)
        if undecided not in self.decided:
            self.decided.append(undecided)

    def move(self, since: int, stage: int) -> None:
        """Put what was decided ``since`` so many ties into an earlier stage: no other one came."""
        late = self.decided[since:]
        self.decided[since:] = [replace(tie, stage=stage) for tie in late]

    def _lot(self, tied: Sequence[int], stage: int) -> int:
        if self.lots is None or not set(tied) <= set(self.lots):
            raise LotNeeded(sorted(tied), stage, self.names)
        return min(tied, key=self.lots.index)


def extreme(among: Iterable[int], votes: Mapping[int, int], end: End) -> list[int]:
    """Those of ``among`` (at least one) with the most or the fewest votes."""
    among = list(among)
    reached = (max if end == "most" else min)(votes[number] for number in among)
    return [number for number in among if votes[number] == reached]


def look_back(tied: Sequence[int], history: Sequence[Sequence[int]], end: End) -> tuple[int, ...]:
    """Those of ``tied`` who stay tied after looking back from the most recent stage.

    At each stage where they are not all equal, only those with the most (or fewest) votes are
    kept (SSI 2007/42, rules 49(2) and 51).
    """
    return _left(tied, reversed(history), end)


def look_forward(
    tied: Sequence[int], history: Sequence[Sequence[int]], end: End
) -> tuple[int, ...]:
    """As `look_back`, from the first stage on (Newland and Britton, 5.2.3, 5.2.5 and 5.6.2)."""
    return _left(tied, history, end)


def _left(tied: Sequence[int], stages: Iterable[Sequence[int]], end: End) -> tuple[int, ...]:
    left = list(tied)
    for votes in stages:
        if len(left) == 1:
            break
        left = extreme(left, {number: votes[number - 1] for number in left}, end)
    return tuple(left)
