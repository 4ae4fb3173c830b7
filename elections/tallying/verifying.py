"""Whether what is stored of a poll is whole: asked after a database was restored, or at any time.

No paper is opened and nothing is changed; keys are opened, to see that this process can.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings

from elections.ballots import board, fixing, keys, record
from elections.ballots.errors import BallotError, RecordBroken
from elections.ballots.models import Box
from elections.models import Election


@dataclass(frozen=True)
class Verified:
    """What was found of one election; ``fault`` is empty where everything holds."""

    election: Election
    papers: int = 0
    checkpoints: int = 0
    keys: str = ""
    fault: str = ""


def verify_boards() -> Iterator[Verified]:
    """Every election whose papers are fixed and not erased, by the instant they were fixed.

    Checked: each signature of the board and of each paper, each checkpoint against its batch and the
    one before, that the box holds no other paper, and that this process opens the keys it is for.
    """
    fixed = Election.objects.filter(papers_fixed_at__isnull=False, papers_erased_at__isnull=True)
    for election in fixed.order_by("papers_fixed_at"):
        try:
            yield _verified(election)
        except BallotError as broken:
            yield Verified(election, fault=str(broken))


def _verified(election: Election) -> Verified:
    manifest = fixing.manifest_of(election.pk)
    checkpoints = board.signed_checkpoints(election.pk)
    if election.withdrawn_at is not None:
        # Of an abandoned poll the papers are destroyed, and with them what checkpoints counted.
        return Verified(election, checkpoints=len(checkpoints))
    if election.box_closed_at is None:
        # Before the close a sheet has its first checkpoint only when enough papers are in.
        begun = {one.sheet for one in checkpoints}
        sheets = {number: one for number, one in manifest.sheets.items() if number in begun}
        manifest = replace(manifest, sheets=sheets)
    papers = sum(
        1
        for _ in record.verified(
            manifest,
            checkpoints,
            lambda sheet, index: board.batch_file(election.pk, sheet, index),
        )
    )
    if papers != Box.objects.filter(election=election.pk).count():
        raise RecordBroken("The box holds papers that no checkpoint counts.")
    return Verified(election, papers, len(checkpoints), keys=_opened_keys(election))


def _opened_keys(election: Election) -> str:
    """The settings of this process whose keys of the election were opened with them."""
    opened = []
    if settings.BALLOT_KEY is not None:
        keys.lot_seed(election.pk)
        opened.append("BALLOT_KEY")
    if settings.TALLY_KEY is not None and keys.sealing_key_is_ready(election.pk):
        keys.sealing_private(election.pk)
        keys.preflight(election.pk)
        opened += ["TALLY_KEY", "TALLY_ESCROW_DIR"]
    return ", ".join(opened)
