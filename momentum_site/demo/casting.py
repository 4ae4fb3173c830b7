"""Papers cast in the demo's elections, out of a seeded generator."""

from __future__ import annotations

import random
from contextlib import suppress

from elections import voting
from elections.models import Election, RollEntry
from elections.paper import PaperContest
from elections.voter import Voter


def cast(election: Election, count: int, draw: random.Random) -> None:
    """So many of those on the roll vote, fewer where the window closes before all have."""
    # Nobody declares membership of the Labour Party for others.
    able = RollEntry.objects.exclude(labour=RollEntry.Labour.UNDECLARED).select_related("member")
    entries = list(able.filter(election=election).order_by("pk"))
    with suppress(voting.NotOpen):
        for entry in draw.sample(entries, min(count, len(entries))):
            _vote(entry, draw)


def _vote(entry: RollEntry, draw: random.Random) -> None:
    voter = Voter(entry, entry.code_generation, by_link=False)
    rankings = [
        (sheet, [(contest.number, _marks(contest, draw)) for contest in sheet.contests])
        for sheet in voting.sheets_for(entry).open
    ]
    for paper in voting.review(voter, rankings):
        voting.cast(voter, paper.sheet, paper.sealed, paper.mac)


def _marks(contest: PaperContest, draw: random.Random) -> list[int]:
    """Some mark as many as they may, most fewer; the first of the record are liked a little more."""
    numbers = sorted(
        (one.number for one in contest.candidates),
        key=lambda number: number * 0.06 + draw.random(),
    )
    return numbers[: draw.randint(1, contest.limit or len(numbers))]
