"""Those who left after the papers were fixed, as pages and files tell of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from elections.models import Candidate


class Fate(StrEnum):
    SKIPPED = "skipped"  # the count passes over the name
    UNSEATED = "unseated"  # was elected, and no count was made without them
    GONE = "gone"  # was not elected, where there was no poll


@dataclass(frozen=True)
class Left:
    """Who left, why, and what the result makes of that."""

    candidate: Candidate
    fate: Fate

    @property
    def name(self) -> str:
        return self.candidate.ballot_name

    @property
    def reason(self) -> str:
        """To follow the name."""
        return self.candidate.why_left


def left_among(
    candidates: Iterable[Candidate],
    *,
    elected: Collection[int],
    skipped: Collection[int],
    seated: Collection[int] | None = None,
) -> list[Left]:
    """Those who left, by the numbers of whom the count `skipped` and who were `seated` before; None
    is all others. Whom a later declaration has `elected` again did not leave any more.
    """
    found = []
    for one in candidates:
        if not hasattr(one, "left") or one.number in elected:
            continue
        if one.number in skipped:
            fate = Fate.SKIPPED
        elif seated is None or one.number in seated:
            fate = Fate.UNSEATED
        else:
            fate = Fate.GONE
        found.append(Left(one, fate))
    return found
