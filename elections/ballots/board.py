"""The public board: what anybody may see of the box, and nothing of the inbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from uuid import UUID

from elections.ballots import fixing, formats, record
from elections.ballots.errors import FormatError
from elections.ballots.models import Box, Checkpoint

PREFIX_LENGTH = 2
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Whoever looks a tracker up asks for a page, and with it for a thousandth of all papers.
PREFIXES = ["".join(pair) for pair in product(_ALPHABET, repeat=PREFIX_LENGTH)]


def trackers(election: UUID, prefix: str) -> list[str]:
    """The trackers on the board that begin with ``prefix``, one of PREFIXES; else FormatError.

    Each has 52 characters of base32, as people read it.
    """
    if prefix not in PREFIXES:
        raise FormatError("A page of the board is named by two letters or digits of a tracker.")
    # Two characters are ten bits, which four values of the third hexadecimal digit share.
    first = PREFIXES.index(prefix) << 2
    found = Box.objects.filter(
        election=election, tracker__gte=f"{first:03x}", tracker__lte=f"{first + 3:03x}" + "f" * 61
    )
    ordered = found.order_by("tracker").values_list("tracker", flat=True)
    return [formats.base32(bytes.fromhex(tracker)) for tracker in ordered]


def page_of(typed: str) -> str:
    """The one of PREFIXES that somebody typed, in whatever case; FormatError if it is none."""
    prefix = formats.letters_of(typed)
    if prefix not in PREFIXES:
        raise FormatError("A tracker begins with two of the letters A to Z and the digits 2 to 7.")
    return prefix


def manifest(election: UUID) -> bytes:
    """The manifest's exact bytes: `manifest.json` of the bundle. PollNotOpen before it is fixed."""
    return fixing.manifest_of(election).text


def checkpoints(election: UUID) -> list[dict[str, int | str]]:
    """Every checkpoint, by sheet and index: `checkpoints.json` of the bundle."""
    return [checkpoint.as_json() for checkpoint in signed_checkpoints(election)]


def signed_checkpoints(election: UUID) -> list[record.Checkpoint]:
    rows = Checkpoint.objects.filter(election=election).order_by("sheet", "index")
    return [
        record.Checkpoint(row.sheet, row.index, row.total, bytes(row.hash), bytes(row.signature))
        for row in rows
    ]


def final_checkpoints(election: UUID) -> list[bytes]:
    """The last checkpoint of every sheet, by sheet number; RecordBroken if a sheet has none."""
    return record.final_checkpoints(fixing.manifest_of(election), signed_checkpoints(election))


def batch_file(election: UUID, sheet: int, index: int) -> bytes:
    """The papers of one batch in format v1; empty where there are none."""
    rows = Box.objects.filter(election=election, sheet=sheet, batch=index)
    return formats.batch_file(
        formats.Record(sheet, tracker, bytes(sealed), bytes(token_random), bytes(signature))
        for tracker, sealed, token_random, signature in rows.values_list(
            "tracker", "sealed", "token_random", "signature"
        )
    )


def bytes_of_papers(election: UUID, papers: Mapping[int, int]) -> int:
    """The size of the batch files of an election that has so many papers of each sheet."""
    manifest = fixing.manifest_of(election)
    around = formats.OVERHEAD + formats.RANDOM + formats.SIGNATURE + formats.RECORD_HEAD
    return sum(number * (manifest.sheet(sheet).length + around) for sheet, number in papers.items())


def batches(election: UUID) -> Iterator[tuple[str, bytes]]:
    """Every batch that has its checkpoint: its name in the bundle, `sheet-index`, and its file."""
    for checkpoint in signed_checkpoints(election):
        sheet, index = checkpoint.sheet, checkpoint.index
        yield f"{sheet}-{index}", batch_file(election, sheet, index)
