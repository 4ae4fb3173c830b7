"""The stages of a count turned on their side, for tables that are read along the candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

AT_ONCE = 6  # stages side by side: what fits on a sheet of paper
_OVER = ("excluded", "left")


class StageVotes(Protocol):
    """One candidate at the end of one stage."""

    @property
    def number(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def votes(self) -> str: ...
    @property
    def status(self) -> str: ...


class StageOfVotes(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def votes(self) -> Sequence[StageVotes]: ...


@dataclass
class StageRow:
    """One candidate through some stages; a stage the candidate is not named in is None."""

    name: str
    cells: list[StageVotes | None]
    status: str = ""


@dataclass
class StagePart:
    """Some stages side by side, and a row for each candidate who is still something in them."""

    stages: Sequence[StageOfVotes]
    rows: list[StageRow] = field(default_factory=list)
    is_shortened: bool = False

    @property
    def first(self) -> int:
        return self.stages[0].number

    @property
    def last(self) -> int:
        return self.stages[-1].number


def stage_rows(stages: Sequence[StageOfVotes]) -> list[StageRow]:
    """Stages turned on their side: one row per candidate with a cell per stage.

    The status of a row is the last one its candidate reached. Two candidates may have one name, so
    they are told apart by their numbers.
    """
    return list(_rows(stages).values())


def stage_parts(stages: Sequence[StageOfVotes]) -> list[StagePart]:
    """A count as tables of few stages each, which stand on a sheet of paper and on a phone.

    Whoever was excluded or had left before a part begins, and has no votes in it, has no row there.
    """
    parts: list[StagePart] = []
    over: set[int] = set()
    size = ceil(len(stages) / max(ceil(len(stages) / AT_ONCE), 1))  # parts of nearly one size
    for start in range(0, len(stages), max(size, 1)):
        some = stages[start : start + size]
        rows = _rows(some)
        shown = {
            number: row for number, row in rows.items() if number not in over or _has_votes(row)
        }
        parts.append(StagePart(some, list(shown.values()), len(shown) < len(rows)))
        over = {number for number, row in rows.items() if row.status in _OVER}
    return parts


def _rows(stages: Sequence[StageOfVotes]) -> dict[int, StageRow]:
    rows: dict[int, StageRow] = {}
    for position, stage in enumerate(stages):
        for votes in stage.votes:
            row = rows.setdefault(votes.number, StageRow(votes.name, [None] * len(stages)))
            row.cells[position] = votes
            row.status = votes.status or row.status
    return rows


def _has_votes(row: StageRow) -> bool:
    return row.status not in _OVER or any(
        cell is not None and cell.votes.strip("0.") for cell in row.cells
    )
