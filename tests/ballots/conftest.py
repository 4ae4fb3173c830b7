"""Polls for the tests of the ballot box, and the public record of one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from elections.ballots import board, box, formats, lots
from elections.ballots.box import Receipt
from tests.ballots import polls
from tests.ballots.bundles import Files, counts
from tests.ballots.polls import MIN_BATCH, Poll


@pytest.fixture
def poll(db: None) -> Poll:
    """A poll that is open: fixed an hour ago, closing in an hour."""
    return polls.fixed()


@pytest.fixture
def receipts(poll: Poll) -> list[Receipt]:
    """Of eight papers of London's sheet, in two batches of a closed box; none of the members'."""
    cast = poll.cast(2 * MIN_BATCH)
    box.move_due()
    cast += poll.cast(2)
    poll.finish()
    return cast


@pytest.fixture
def files(poll: Poll, receipts: list[Receipt]) -> Files:
    batches = {f"batches/{name}.bin": data for name, data in board.batches(poll.election)}
    return {
        "manifest.json": board.manifest(poll.election),
        "checkpoints.json": json.dumps(board.checkpoints(poll.election), indent=1).encode(),
        "lot_seed.txt": lots.revealed_seed(poll.election).hex().encode(),
        **batches,
        **counts(poll),
        "README.txt": b"not looked at",
    }


@pytest.fixture
def bundle(files: Files, tmp_path: Path) -> Callable[[], str]:
    """Writes the files as they are now, and gives the path."""

    def write() -> str:
        path = tmp_path / "bundle.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return str(path)

    return write


@pytest.fixture
def receipt_file(poll: Poll, tmp_path: Path) -> Callable[..., str]:
    """Writes a receipt, changed or not, and gives the path."""

    def write(receipt: Receipt, **changes: object) -> str:
        value = {
            "e": poll.manifest.digest.hex(),
            "s": receipt.sheet,
            "signature": receipt.signature,
            "tracker": formats.read_tracker(receipt.tracker),
        }
        path = tmp_path / "receipt.json"
        path.write_text(json.dumps(value | changes))
        return str(path)

    return write
