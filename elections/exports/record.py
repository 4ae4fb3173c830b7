"""What files tell of an election's record besides its counts: the same in the bundle and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from elections.models import Election
from elections.results import ContestResult, DecidedContest, declarations_of, turnout


def declarations(
    election: Election, found: Iterable[ContestResult | DecidedContest]
) -> list[dict[str, Any]]:
    """Every declaration, oldest first; `elected` are candidate numbers where it amends a result."""
    return [
        {
            "number": one.declaration.number,
            "kind": one.declaration.kind,
            "at": one.declaration.made_at.isoformat(),
            "by": "officer" if one.declaration.made_by_id else "timetable",
            "contest": one.declaration.contest and one.declaration.contest.number,
            "elected": one.declaration.elected,
            "reason": one.declaration.reason,
        }
        for one in declarations_of(election, found)
    ]


def sheet_numbers(election: Election) -> list[dict[str, int]]:
    """For each paper (sheet): members entitled at the close, and votes cast."""
    return [
        {"sheet": one.sheet.number, "entitled": one.entitled, "cast": one.cast}
        for one in turnout(election)
    ]


def without_a_poll(decided: Iterable[DecidedContest]) -> list[dict[str, Any]]:
    """Who was elected where no poll was needed, and who was counted towards which reserved seats."""
    return [
        {
            "contest": one.contest.number,
            "title": one.contest.title,
            "candidates": one.names,
            "elected": one.plan.elected,
            "vacant": one.plan.vacant,
            "minima": json.loads(one.plan.minima_file) if one.plan.minima_file else {},
        }
        for one in decided
    ]
