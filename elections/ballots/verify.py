"""Verify the public record of an election, without Django, a database or any setting.

    python -m elections.ballots.verify BUNDLE.zip [--digest E] [--receipt FILE.json]… [--tracker T]…

BUNDLE.zip holds `manifest.json`, `checkpoints.json` and `batches/SHEET-INDEX.bin`. After the count it
holds `lot_seed.txt` (64 hexadecimal digits) as well, which must be the seed committed in the
manifest, and in `contests/NUMBER/` of every contest

- `count.json`, whose rule, seats and lots must be those fixed and drawn,
- `minima.json`, whose reserved seats must be those fixed; not there if there are none,
- `result.json`, which must not count more papers than the box holds of the sheet,
- `papers.blt`, which must be there unless so few papers were counted as the manifest keeps secret.

Other entries are not looked at. `--digest` compares the manifest with the E that was announced
before voting opened. A receipt is `{"e","s","signature","tracker"}`, in hexadecimal but for the
sheet.

Exit 0: all of it holds. 1: it does not, and one line says what. 2: it could not be read.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from elections.ballots import formats, manifest, record, signing
from elections.ballots.errors import FormatError, RecordBroken
from elections.ballots.manifest import Manifest

# What zipfile raises for a file that is none or damaged; RuntimeError where an entry says that it
# is encrypted, or compressed in a way that zipfile does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
HOLDS, BROKEN, UNREADABLE = 0, 1, 2


class Unreadable(Exception):
    """The bundle, or what goes with it, is not there or not what it should be."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        with zipfile.ZipFile(asked.bundle) as archive:
            for line in verify(archive, asked.digest, asked.receipt, asked.tracker):
                sys.stdout.write(f"{line}\n")
    except RecordBroken as error:
        sys.stderr.write(f"{asked.bundle}: NOT VERIFIED: {error}\n")
        return BROKEN
    except (Unreadable, FormatError, OSError) as error:
        sys.stderr.write(f"{asked.bundle}: {error}\n")
        return UNREADABLE
    except DAMAGED as error:
        sys.stderr.write(f"{asked.bundle}: is not a zip file, or damaged: {error}\n")
        return UNREADABLE
    return HOLDS


def verify(
    archive: zipfile.ZipFile,
    digest: str | None = None,
    receipts: Sequence[Path] = (),
    trackers: Sequence[str] = (),
) -> Iterator[str]:
    """One line for each thing that holds; RecordBroken, Unreadable or FormatError otherwise."""
    fixed = manifest.read(_entry(archive, "manifest.json"))
    if digest is not None and digest.strip().lower() != fixed.digest.hex():
        raise RecordBroken(f"the manifest's digest is {fixed.digest.hex()}, not {digest}")
    yield f"manifest {fixed.digest.hex()} of election {fixed.election}"
    checkpoints = _checkpoints(archive)
    found = {
        one.tracker: one.sheet
        for one in record.verified(
            fixed, checkpoints, lambda sheet, index: _entry(archive, f"batches/{sheet}-{index}.bin")
        )
    }
    _no_other_batches(archive, checkpoints)
    papers = Counter(found.values())
    for number, chain in record.by_sheet(fixed, checkpoints).items():
        yield (
            f"sheet {number}: {papers[number]} papers in {len(chain)} batches, "
            f"final checkpoint {chain[-1].hash.hex()}"
        )
    names = archive.namelist()
    is_counted = any(name.startswith("contests/") for name in names)
    if is_counted or "lot_seed.txt" in names:
        seed = _seed(fixed, _entry(archive, "lot_seed.txt"))
        yield "the lot seed is the one committed with the papers"
        if is_counted:
            yield from _check_counts(archive, fixed, checkpoints, papers, seed)
    for path in receipts:
        yield f"{path}: {_check_receipt(fixed, found, path)}"
    for typed in trackers:
        tracker = formats.read_tracker(typed)
        if tracker not in found:
            raise RecordBroken(f"no paper has the tracker {formats.shown(tracker)}")
        yield f"{formats.shown(tracker)}: in the box, sheet {found[tracker]}"


def _checkpoints(archive: zipfile.ZipFile) -> list[record.Checkpoint]:
    value = _json("checkpoints.json", _entry(archive, "checkpoints.json"))
    if not isinstance(value, list):
        raise Unreadable("checkpoints.json is not a list")
    return [record.Checkpoint.from_json(one) for one in value]


def _no_other_batches(archive: zipfile.ZipFile, checkpoints: Sequence[record.Checkpoint]) -> None:
    expected = {f"batches/{one.sheet}-{one.index}.bin" for one in checkpoints}
    names = [name for name in archive.namelist() if name.startswith("batches/")]
    if others := sorted(name for name in set(names) - expected if not name.endswith("/")):
        raise RecordBroken(f"{others[0]} has no checkpoint")
    if len(names) != len(set(names)):
        raise RecordBroken("a batch file is in the bundle twice")


def _seed(fixed: Manifest, text: bytes) -> bytes:
    try:
        seed = bytes.fromhex(text.decode("ascii").strip())
    except ValueError as error:
        raise Unreadable("lot_seed.txt is not hexadecimal") from error
    if sha256(seed).digest() != fixed.seed_hash:
        raise RecordBroken("the lot seed is not the one committed with the papers")
    return seed


def _check_counts(
    archive: zipfile.ZipFile,
    fixed: Manifest,
    checkpoints: Sequence[record.Checkpoint],
    papers: Mapping[int, int],
    seed: bytes,
) -> Iterator[str]:
    """That every contest was counted as fixed, on no more papers than the box holds of its sheet."""
    names = archive.namelist()
    final = record.final_checkpoints(fixed, checkpoints)
    described = json.loads(fixed.text)
    smallest = _whole(described, "small_contest", "manifest.json", default=0)
    for sheet in described["sheets"]:
        number = sheet["sheet"]
        for contest in sheet["contests"]:
            folder = f"contests/{contest['contest']}"
            candidates = [candidate["number"] for candidate in contest["candidates"]]
            lots = formats.lot_order(seed, final, number, contest["contest"], candidates)
            _check_given(folder, _object(archive, f"{folder}/count.json"), contest, lots)
            fixed_seats = _reserved(contest.get("minima", {}), "manifest.json")
            if _minima(archive, f"{folder}/minima.json") != fixed_seats:
                raise RecordBroken(f"{folder}/minima.json: not the reserved seats fixed")
            counted = _papers_counted(archive, f"{folder}/result.json")
            if counted > papers[number]:
                raise RecordBroken(
                    f"{folder}: {counted} papers were counted, and the box holds {papers[number]}"
                )
            if counted >= smallest and f"{folder}/papers.blt" not in names:
                raise RecordBroken(f"{folder}: its rankings are to be published, and are missing")
            yield (
                f"contest {contest['contest']}: counted as fixed, {counted} of the "
                f"{papers[number]} papers of sheet {number}"
            )


def _check_given(
    folder: str, given: Mapping[str, Any], contest: Mapping[str, Any], lots: Sequence[int]
) -> None:
    for what in ("rule", "seats"):
        if given.get(what) != contest.get(what):
            raise RecordBroken(f"{folder}: “{what}” is not what was fixed with the papers")
    if given.get("lots") != list(lots):
        raise RecordBroken(f"{folder}: the lots are not those that follow from the seed")


def _minima(archive: zipfile.ZipFile, name: str) -> dict[str, int]:
    """The reserved seats that a count was given: by attribute, how many at least."""
    if name not in archive.namelist():
        return {}
    attributes = _object(archive, name).get("attributes")
    if not isinstance(attributes, dict):
        raise Unreadable(f"{name} has no attributes")
    if not all(isinstance(bound, dict) for bound in attributes.values()):
        raise Unreadable(f"{name}: an attribute is not an object")
    return _reserved({key: bound.get("min", 0) for key, bound in attributes.items()}, name)


def _reserved(minima: Any, name: str) -> dict[str, int]:
    if not isinstance(minima, dict):
        raise Unreadable(f"{name}: the reserved seats are not an object")
    return {key: least for key in minima if (least := _whole(minima, key, name))}


def _papers_counted(archive: zipfile.ZipFile, name: str) -> int:
    result = _object(archive, name)
    return _whole(result, "valid", name) + _whole(result, "invalid", name)


def _whole(value: Mapping[str, Any], what: str, name: str, default: int | None = None) -> int:
    """The number called ``what`` of the object in the file called ``name``."""
    found = value.get(what, default)
    if type(found) is not int or found < 0:
        raise Unreadable(f"{name}: “{what}” is not a whole number from 0")
    return found


def _object(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    value = _json(name, _entry(archive, name))
    if not isinstance(value, dict):
        raise Unreadable(f"{name} is not an object")
    return value


def _check_receipt(fixed: Manifest, found: dict[str, int], path: Path) -> str:
    value = _json(str(path), path.read_bytes())
    try:
        digest, sheet, tracker = value["e"], value["s"], formats.read_tracker(value["tracker"])
        signature = bytes.fromhex(value["signature"])
        message = formats.receipt_message(bytes.fromhex(digest), sheet, tracker)
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable(f"{path} is not a receipt") from error
    if digest != fixed.digest.hex():
        raise RecordBroken(f"{path}: the receipt is of another election")
    if not signing.is_board(fixed.board, signature, message):
        raise RecordBroken(f"{path}: the board did not sign this receipt")
    if found.get(tracker) != sheet:
        raise RecordBroken(f"{path}: the receipt is genuine, and its paper is not in the box")
    return "the receipt is genuine, and its paper is in the box"


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except KeyError:
        raise Unreadable(f"the bundle has no {name}") from None


def _json(name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is not JSON") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m elections.ballots.verify",
        description="Verify the public record of an election.",
    )
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--digest", help="the manifest's digest E, as it was announced")
    parser.add_argument("--receipt", type=Path, action="append", default=[])
    parser.add_argument("--tracker", action="append", default=[])
    return parser


if __name__ == "__main__":
    sys.exit(main())
