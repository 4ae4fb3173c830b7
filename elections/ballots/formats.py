"""Formats v1 of trackers, signed messages, batch files and checkpoints. Pure.

Byte strings are concatenated with ‖; `u16be` and `u32be` are unsigned big-endian integers; E is the
SHA-256 of the manifest. A *tracker* is the SHA-256 of a sealed paper: 64 lower-case hexadecimal
digits in files and tables, 52 characters of base32 in fours where people read it.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from elections.ballots.errors import FormatError

OVERHEAD = 48  # bytes that HPKE with X25519 and AES-128-GCM adds: enc 32, tag 16
RANDOM = 32  # bytes of a token's random prefix
RECORD_HEAD = 6  # bytes before a record of a batch file: its sheet and the length of its paper
SIGNATURE = 384  # bytes of an RSA-3072 signature
NO_CHECKPOINT = bytes(32)  # what stands before the first checkpoint of a sheet

_SEAL, _PAPER = b"momentum/1/seal\0", b"momentum/1/paper\0"
_RECEIPT, _CHECKPOINT = b"momentum/1/receipt\0", b"momentum/1/checkpoint\0"
# What a reader takes for a letter of base32 that has no such digit.
_READ_AS = str.maketrans({"0": "O", "1": "I", "8": "B", " ": "", "-": "", "\t": "", "\n": ""})
_HEX = re.compile(r"[0-9a-f]{64}")
_HEAD = struct.Struct(">HI")


# --- trackers


def tracker_of(sealed: bytes) -> str:
    """The tracker of a sealed paper, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(sealed).hexdigest()


def shown(tracker: str) -> str:
    """A tracker (or a voting code) as people read it: upper case base32 (RFC 4648) in fours."""
    text = base32(bytes.fromhex(tracker))
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_tracker(typed: str) -> str:
    """The tracker somebody typed or pasted, in either form; FormatError if it cannot be one."""
    text = typed.strip().lower()
    if _HEX.fullmatch(text):
        return text
    data = read_base32(typed, 32)
    if data is None:
        raise FormatError("A tracker is 52 letters and digits, in thirteen groups of four.")
    return data.hex()


def base32(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def letters_of(typed: str) -> str:
    """What was typed in the letters of base32: upper case, unspaced; 0, 1 and 8 as O, I and B."""
    return typed.strip().upper().translate(_READ_AS)


def read_base32(typed: str, length: int) -> bytes | None:
    """The ``length`` bytes that somebody typed as base32, or None."""
    text = letters_of(typed)
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        return None
    # The last character carries bits that must be zero: one tracker has one spelling.
    return data if len(data) == length and base32(data) == text else None


# --- signed messages


def seal_info(digest: bytes, sheet: int) -> bytes:
    """HPKE's info: a paper sealed for one sheet of one election opens as nothing else."""
    return _SEAL + digest + _u16(sheet)


def token_message(digest: bytes, sheet: int, tracker: str, random: bytes) -> bytes:
    """What a token signs: random32 ‖ domain ‖ E ‖ u16be sheet ‖ tracker (RFC 9474, Randomized)."""
    return random + _PAPER + digest + _u16(sheet) + bytes.fromhex(tracker)


def receipt_message(digest: bytes, sheet: int, tracker: str) -> bytes:
    """What a receipt signs."""
    return _RECEIPT + digest + _u16(sheet) + bytes.fromhex(tracker)


# --- batch files


@dataclass(frozen=True, slots=True)
class Record:
    """One paper of a batch file: what the box holds of it."""

    sheet: int
    tracker: str
    sealed: bytes
    token_random: bytes
    signature: bytes


def batch_file(records: Iterable[Record]) -> bytes:
    """The records by tracker, each u16be sheet ‖ u32be length ‖ sealed ‖ random32 ‖ signature."""
    return b"".join(
        _HEAD.pack(record.sheet, len(record.sealed))
        + record.sealed
        + record.token_random
        + record.signature
        for record in sorted(records, key=lambda record: record.tracker)
    )


def read_batch(data: bytes) -> Iterator[Record]:
    """The records of a batch file in its order; FormatError where it is cut short."""
    position = 0
    while position < len(data):
        if position + _HEAD.size > len(data):
            raise FormatError("The batch file ends in the middle of a record.")
        sheet, length = _HEAD.unpack_from(data, position)
        start = position + _HEAD.size
        position = start + length + RANDOM + SIGNATURE
        if position > len(data):
            raise FormatError("The batch file ends in the middle of a record.")
        sealed = data[start : start + length]
        token_random = data[start + length : start + length + RANDOM]
        signature = data[start + length + RANDOM : position]
        yield Record(sheet, tracker_of(sealed), sealed, token_random, signature)


# --- checkpoints


def checkpoint(
    digest: bytes, sheet: int, index: int, *, previous: bytes, total: int, file_hash: bytes
) -> bytes:
    """The hash that a checkpoint publishes and signs.

    ``index`` counts a sheet's batches from 1, ``previous`` is the checkpoint before (zeros first),
    ``total`` the papers of the sheet up to here, ``file_hash`` the SHA-256 of the batch file.
    """
    return hashlib.sha256(
        _CHECKPOINT + digest + _u16(sheet) + _u32(index) + previous + _u32(total) + file_hash
    ).digest()


# --- lots


def lot_order(
    seed: bytes, checkpoints: Sequence[bytes], sheet: int, contest: int, candidates: Iterable[int]
) -> list[int]:
    """The candidates of a contest in the order of the lot, the one it falls on first.

    Ascending SHA-256(seed ‖ final checkpoints ‖ u16be sheet ‖ u16be contest ‖ u16be candidate).
    ``seed`` is the 32 bytes whose SHA-256 is in the manifest, ``checkpoints`` the final checkpoint of
    every sheet in ascending order of sheet number, 32 bytes each. So nobody knew the lot before the
    last paper was in, and everybody can draw it again.
    """
    drawn = seed + b"".join(checkpoints) + _u16(sheet) + _u16(contest)
    return sorted(candidates, key=lambda number: hashlib.sha256(drawn + _u16(number)).digest())


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "big")


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "big")
