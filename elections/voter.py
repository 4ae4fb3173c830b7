"""Who is voting."""

from __future__ import annotations

from dataclasses import dataclass

from elections.models import RollEntry


@dataclass(frozen=True)
class Voter:
    """An entry of the roll and the generation of the code it came by.

    Casting checks the generation, so that a code that an officer replaced opens nothing.
    """

    entry: RollEntry
    generation: int
    by_link: bool

    @property
    def name(self) -> str:
        return self.entry.member.name
