"""Whether a public record holds: batches, checkpoints and signatures against a manifest. Pure.

The count asks here before it opens a paper, and a stranger's `verify` asks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from elections.ballots import formats, signing
from elections.ballots.errors import FormatError, RecordBroken
from elections.ballots.formats import Record
from elections.ballots.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the board said of one batch: `hash` 32 bytes, `signature` 64."""

    sheet: int
    index: int
    total: int
    hash: bytes
    signature: bytes

    def as_json(self) -> dict[str, int | str]:
        return {
            "sheet": self.sheet,
            "index": self.index,
            "total": self.total,
            "hash": self.hash.hex(),
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, value: Any) -> Checkpoint:
        """FormatError for anything but what `as_json` writes."""
        try:
            sheet, index, total = value["sheet"], value["index"], value["total"]
            if not all(type(n) is int and 0 <= n < 2**31 for n in (sheet, index, total)):
                raise FormatError("A checkpoint's sheet, index and total are whole numbers.")
            signature = bytes.fromhex(value["signature"])
            return cls(sheet, index, total, bytes.fromhex(value["hash"]), signature)
        except (TypeError, KeyError, ValueError) as error:
            raise FormatError("A checkpoint has a sheet, index, total, hash, signature.") from error


def verified(
    manifest: Manifest,
    checkpoints: Iterable[Checkpoint],
    batch_of: Callable[[int, int], bytes],
) -> Iterator[Record]:
    """Every paper of the record, each vouched for; RecordBroken at the first thing that is wrong.

    ``batch_of`` gives the batch file of a sheet and index. Checked: each sheet has its checkpoints
    from 1 without a gap; each is signed by the board and is the hash of its file, its total and the
    one before; each record is of its sheet, by tracker, in no batch twice, and its token is signed
    by the sheet's issuing key.
    """
    seen: set[str] = set()
    for number, chain in by_sheet(manifest, checkpoints).items():
        key = _issuing_key(manifest, number)
        previous, total = formats.NO_CHECKPOINT, 0
        for index, checkpoint in enumerate(chain, start=1):
            if checkpoint.index != index:
                raise RecordBroken(f"Sheet {number}: checkpoint {index} is missing or twice there.")
            data = batch_of(number, index)
            records = _records(number, index, data)
            total += len(records)
            _check(manifest, checkpoint, previous, total, data)
            for record in records:
                if record.tracker in seen:
                    raise RecordBroken(f"Sheet {number}, batch {index}: a paper is there twice.")
                seen.add(record.tracker)
                message = formats.token_message(
                    manifest.digest, number, record.tracker, record.token_random
                )
                if not signing.is_token(key, record.signature, message):
                    raise RecordBroken(
                        f"Sheet {number}, batch {index}: the signature of a paper is wrong."
                    )
                yield record
            previous = checkpoint.hash


def by_sheet(
    manifest: Manifest, checkpoints: Iterable[Checkpoint]
) -> dict[int, Sequence[Checkpoint]]:
    """The checkpoints of each sheet in order; RecordBroken for a sheet that is none of them."""
    chains: dict[int, list[Checkpoint]] = {number: [] for number in sorted(manifest.sheets)}
    for checkpoint in checkpoints:
        if checkpoint.sheet not in chains:
            raise RecordBroken(f"There is a checkpoint of sheet {checkpoint.sheet}, which is none.")
        chains[checkpoint.sheet].append(checkpoint)
    for number, chain in chains.items():
        if not chain:
            raise RecordBroken(f"Sheet {number} has no checkpoint.")
        chain.sort(key=lambda checkpoint: checkpoint.index)
    return dict(chains)


def final_checkpoints(manifest: Manifest, checkpoints: Iterable[Checkpoint]) -> list[bytes]:
    """The hash of the last checkpoint of every sheet, by sheet number: what the lot depends on."""
    return [chain[-1].hash for chain in by_sheet(manifest, checkpoints).values()]


def _issuing_key(manifest: Manifest, sheet: int) -> signing.IssuingPublicKey:
    try:
        return signing.issuing_public(manifest.sheet(sheet).issuing)
    except ValueError as error:
        raise RecordBroken(f"Sheet {sheet}: its issuing key is not an RSA-3072 key.") from error


def _records(sheet: int, index: int, data: bytes) -> list[Record]:
    try:
        records = list(formats.read_batch(data))
    except FormatError as error:
        raise RecordBroken(f"Sheet {sheet}, batch {index}: {error}") from error
    if any(record.sheet != sheet for record in records):
        raise RecordBroken(f"Sheet {sheet}, batch {index}: a paper is of another sheet.")
    trackers = [record.tracker for record in records]
    if trackers != sorted(trackers):
        raise RecordBroken(f"Sheet {sheet}, batch {index}: the papers are not by tracker.")
    return records


def _check(
    manifest: Manifest, checkpoint: Checkpoint, previous: bytes, total: int, data: bytes
) -> None:
    where = f"Sheet {checkpoint.sheet}, batch {checkpoint.index}"
    if checkpoint.total != total:
        raise RecordBroken(
            f"{where}: the checkpoint counts {checkpoint.total} papers, not {total}."
        )
    expected = formats.checkpoint(
        manifest.digest,
        checkpoint.sheet,
        checkpoint.index,
        previous=previous,
        total=total,
        file_hash=sha256(data).digest(),
    )
    if checkpoint.hash != expected:
        raise RecordBroken(f"{where}: the checkpoint is not the hash of its batch.")
    if not signing.is_board(manifest.board, checkpoint.signature, checkpoint.hash):
        raise RecordBroken(f"{where}: the board did not sign the checkpoint.")
