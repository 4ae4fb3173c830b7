"""Opening a closed box, where the sealing key is."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from elections.ballots import board, fixing, keys, paper, record, sealing, window
from elections.ballots.errors import RecordBroken
from elections.ballots.models import Box
from elections.ballots.paper import MalformedPaper


@dataclass(frozen=True)
class Opened:
    """What was in the box. Contests are mixed apart: no paper can be put together again.

    ``rankings``: contest number to one tuple of candidate numbers for each valid paper, `()` where
    it is blank. ``papers``: sheet number to the papers in the box, valid or not. ``malformed``: sheet
    number to how many papers were not counted for each reason (the values of `paper.Fault`).
    """

    rankings: Mapping[int, Sequence[tuple[int, ...]]]
    papers: Mapping[int, int]
    malformed: Mapping[int, Mapping[str, int]]


def open_box(election: UUID) -> Opened:
    """Verify every checkpoint and signature, and only then open every paper.

    PollStillOpen before the box is closed; RecordBroken, and nothing opened, if anything in it does
    not hold; KeyNotGiven in a process without TALLY_KEY.
    """
    window.require_closed(election)
    private = keys.sealing_private(election)
    manifest = fixing.manifest_of(election)
    records = list(
        record.verified(
            manifest,
            board.signed_checkpoints(election),
            lambda sheet, index: board.batch_file(election, sheet, index),
        )
    )
    if len(records) != Box.objects.filter(election=election).count():
        raise RecordBroken("The box holds papers that no checkpoint counts.")
    rankings: dict[int, list[tuple[int, ...]]] = {
        contest.number: [] for sheet in manifest.sheets.values() for contest in sheet.contests
    }
    malformed: dict[int, Counter[str]] = {sheet: Counter() for sheet in manifest.sheets}
    for one in records:
        try:
            opened = sealing.unseal(private, manifest.digest, one.sheet, one.sealed)
            marked = paper.decode(manifest.digest, manifest.sheet(one.sheet), opened)
        except MalformedPaper as wrong:
            malformed[one.sheet][wrong.fault.value] += 1
            continue
        for contest, ranking in marked.items():
            rankings[contest].append(ranking)
    mix = secrets.SystemRandom()
    for papers in rankings.values():
        mix.shuffle(papers)
    counted = Counter(one.sheet for one in records)
    return Opened(
        rankings=rankings,
        papers={sheet: counted[sheet] for sheet in manifest.sheets},
        malformed={sheet: dict(reasons) for sheet, reasons in malformed.items()},
    )
