"""The stages of a count turned on their side, for tables that are read along the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class StageVotes(Protocol):
    """One candidate at the end of one stage."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...


class StageOfVotes(Protocol):
    @property
    def votes(self) -> Sequence[StageVotes]: ...


@dataclass
class StageRow:
    """One candidate through all stages; a stage the candidate is not named in is None."""

    name: str
    cells: list[StageVotes | None]
    status: str = ""


def stage_rows(stages: Sequence[StageOfVotes]) -> list[StageRow]:
    """Stages turned on their side: one row per candidate with a cell per stage, for wide screens.

    The status of a row is the last one its candidate reached. Two candidates may have one name, so
    they are told apart by their numbers.
    """
    rows: dict[int, StageRow] = {}
    for position, stage in enumerate(stages):
        for votes in stage.votes:
            row = rows.setdefault(votes.number, StageRow(votes.name, [None] * len(stages)))
            row.cells[position] = votes
            row.status = votes.status or row.status
    return list(rows.values())
