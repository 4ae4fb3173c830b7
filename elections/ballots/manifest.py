"""The manifest: what was fixed with the papers. Its SHA-256, E, stands in everything else. Pure.

Canonical JSON with at least

    {"custody":"automatic","election":"UUID","keys":{"board":hex,"sealing":hex},"min_batch":10,
     "seed_hash":hex,"sheets":[{"sheet":1,"issuing":hex,"length":512,
        "contests":[{"contest":1,"marks":4,"candidates":[{"number":1,…},…],…},…],…},…],"v":1,…}

`…` is whatever else describes the election (titles, names, rules, seats, minima, and of a question
`thresholds`: `majority` and `turnout` in per cent, which older manifests lack): it is covered by E
and means nothing to the ballot box. `board` is a raw Ed25519 key, `sealing` a raw X25519 key,
`issuing` an RSA key as DER SubjectPublicKeyInfo, `seed_hash` the SHA-256 of the lot seed, `length`
P in bytes, `marks` how many candidates a member may mark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from elections.ballots import canonical
from elections.ballots.errors import FormatError
from elections.ballots.paper import Contest, Sheet, length_of

VERSION = 1
MIN_BATCH = 10
NUMBERS = range(1, 2**15)  # of sheets, contests and candidates: they fit a smallint and a u16be


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as the ballot box uses it; ``text`` holds the bytes whose SHA-256 is E."""

    text: bytes
    digest: bytes
    election: UUID
    min_batch: int
    seed_hash: bytes
    sealing: bytes
    board: bytes
    sheets: Mapping[int, Sheet]

    def sheet(self, number: int) -> Sheet:
        try:
            return self.sheets[number]
        except KeyError:
            raise FormatError(f"This election has no sheet {number}.") from None

    def contest(self, number: int) -> Contest:
        for sheet in self.sheets.values():
            for contest in sheet.contests:
                if contest.number == number:
                    return contest
        raise FormatError(f"This election has no contest {number}.")


def build(
    outline: Mapping[str, Any],
    *,
    election: UUID,
    sealing: bytes,
    board: bytes,
    issuing: Mapping[int, bytes],
    seed_hash: bytes,
) -> Manifest:
    """The manifest of an ``outline``: the public description without keys, lengths and version.

    The outline holds `sheets` as above without `issuing` and `length`; `marks` defaults to all
    candidates, `min_batch` to 10, `custody` to `automatic`. It is copied, not changed. ``issuing``
    has one key for each sheet number. FormatError with a sentence for anything else.
    """
    described = canonical.nfc(outline)
    described = {"custody": "automatic", "min_batch": MIN_BATCH, **described}
    described |= {
        "v": VERSION,
        "election": str(election),
        "keys": {"board": board.hex(), "sealing": sealing.hex()},
        "seed_hash": seed_hash.hex(),
    }
    for sheet in _list(described, "sheets"):
        number = _number(sheet, "sheet")
        contests = _list(sheet, "contests")
        for contest in contests:
            contest.setdefault("marks", len(_list(contest, "candidates")))
        if number not in issuing:
            raise FormatError(f"Sheet {number} has no issuing key.")
        sheet["issuing"] = issuing[number].hex()
        sheet["length"] = length_of(number, [_contest(contest) for contest in contests])
    return read(canonical.dumps(described))


def read(text: bytes) -> Manifest:
    """The manifest in canonical bytes; FormatError with a sentence for anything else."""
    value = canonical.loads(text)
    if not isinstance(value, dict) or value.get("v") != VERSION:
        raise FormatError("This is not a manifest of version 1.")
    sheets = [_sheet(sheet) for sheet in _list(value, "sheets")]
    contests = [contest.number for sheet in sheets for contest in sheet.contests]
    if not sheets or len({sheet.number for sheet in sheets}) != len(sheets):
        raise FormatError("A manifest needs sheets, each with a number of its own.")
    if len(set(contests)) != len(contests):
        raise FormatError("Each contest of a manifest has a number of its own, on one sheet.")
    keys = value.get("keys")
    if not isinstance(keys, dict):
        raise FormatError("The manifest names no keys.")
    return Manifest(
        text=text,
        digest=hashlib.sha256(text).digest(),
        election=_uuid(value),
        min_batch=_number(value, "min_batch"),
        seed_hash=_bytes(value, "seed_hash", 32),
        sealing=_bytes(keys, "sealing", 32),
        board=_bytes(keys, "board", 32),
        sheets={sheet.number: sheet for sheet in sheets},
    )


def _sheet(value: Any) -> Sheet:
    number = _number(value, "sheet")
    contests = tuple(_contest(contest) for contest in _list(value, "contests"))
    length = _number(value, "length", range(2**24))
    if not contests or length != length_of(number, contests):
        raise FormatError(f"Sheet {number} needs contests, and their longest paper as its length.")
    return Sheet(number, contests, length, _bytes(value, "issuing"))


def _contest(value: Any) -> Contest:
    number = _number(value, "contest")
    candidates = [_number(candidate, "number") for candidate in _list(value, "candidates")]
    if not candidates or len(set(candidates)) != len(candidates):
        raise FormatError(f"Contest {number} needs candidates, each with a number of its own.")
    return Contest(number, frozenset(candidates), _number(value, "marks"))


def _field(value: Any, name: str) -> Any:
    if not isinstance(value, dict) or name not in value:
        raise FormatError(f"The manifest lacks “{name}”.")
    return value[name]


def _list(value: Any, name: str) -> list[Any]:
    found = _field(value, name)
    if not isinstance(found, list):
        raise FormatError(f"“{name}” of the manifest must be a list.")
    return found


def _number(value: Any, name: str, allowed: range = NUMBERS) -> int:
    found = _field(value, name)
    if type(found) is not int or found not in allowed:
        raise FormatError(
            f"“{name}” of the manifest must be a whole number from {allowed[0]} to {allowed[-1]}."
        )
    return found


def _bytes(value: Any, name: str, length: int | None = None) -> bytes:
    found = _field(value, name)
    try:
        data = bytes.fromhex(found)
    except (TypeError, ValueError) as error:
        raise FormatError(f"“{name}” of the manifest must be hexadecimal.") from error
    if data.hex() != found or (length is not None and len(data) != length):
        raise FormatError(f"“{name}” of the manifest has the wrong length or upper case.")
    return data


def _uuid(value: Any) -> UUID:
    found = _field(value, "election")
    try:
        election = UUID(found)
    except (ValueError, AttributeError, TypeError) as error:
        raise FormatError("“election” of the manifest must be a UUID.") from error
    if str(election) != found:
        raise FormatError("“election” of the manifest must be a UUID in lower case with hyphens.")
    return election
