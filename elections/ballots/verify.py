"""Verify the public record of an election, without Django, a database or any setting.

    python -m elections.ballots.verify BUNDLE.zip [--digest E] [--receipt FILE.json]… [--tracker T]…

BUNDLE.zip holds `manifest.json`, `checkpoints.json` and `batches/SHEET-INDEX.bin`. After the count it
holds `lot_seed.txt` (64 hexadecimal digits) as well, which must be the seed committed in the
manifest, and in `contests/NUMBER/` of every contest

- `count.json`, whose rule, seats, marks, thresholds and lots must be those fixed and drawn,
- `minima.json`, whose reserved seats must be those fixed, without any maximum; not there if there are none,
- `result.json`, which must not count more papers than the box holds of the sheet,
- `papers.blt`, which must be there unless so few papers were counted as the manifest keeps secret.

A turnout that a question needed is of as many members as `turnout.json` says were entitled: a list of
`{"sheet","entitled","cast"}`, published at the close. Manifests from before thresholds were fixed in them
are read, and a line says that they are not.

Where `count.json` says that candidates have left, fewer seats may be filled and fewer reserved than were
fixed, and those left may be barred from all seats. Whom it keeps elected must be those whom an earlier
count of the contest, or an amended declaration about it in `declarations.json`, elected, but for one who
has left. An electoral college is one count in the folder of its first contest: each section's sheet and
weight must be those fixed, and `sections/CONTEST.blt` stands for `papers.blt`. The other counts in
`counts/` of the folder are checked alike; where candidates have left, one of them is of all who stood.

Other entries are not looked at. `--digest` compares the manifest with the E that was announced
before voting opened. A receipt is `{"e","s","signature","tracker"}`, in hexadecimal but for the
sheet.

Exit 0: all of it holds. 1: it does not, and one line says what. 2: it could not be read.
"""

from __future__ import annotations

import argparse
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from elections.ballots import counts, formats, manifest, record, signing
from elections.ballots.bundle import Unreadable, entry, read_json
from elections.ballots.errors import FormatError, RecordBroken
from elections.ballots.manifest import Manifest

# What zipfile raises for a file that is none or damaged; RuntimeError where an entry says that it
# is encrypted, or compressed in a way that zipfile does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
HOLDS, BROKEN, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        with zipfile.ZipFile(asked.bundle) as archive:
            for line in verify(archive, asked.digest, asked.receipt, asked.tracker):
                sys.stdout.write(_in_one_line(line))
    except RecordBroken as error:
        sys.stderr.write(_in_one_line(f"{asked.bundle}: NOT VERIFIED: {error}"))
        return BROKEN
    except (Unreadable, FormatError, OSError) as error:
        sys.stderr.write(_in_one_line(f"{asked.bundle}: {error}"))
        return UNREADABLE
    except DAMAGED as error:
        sys.stderr.write(_in_one_line(f"{asked.bundle}: is not a zip file, or damaged: {error}"))
        return UNREADABLE
    return HOLDS


def verify(
    archive: zipfile.ZipFile,
    digest: str | None = None,
    receipts: Sequence[Path] = (),
    trackers: Sequence[str] = (),
) -> Iterator[str]:
    """One line for each thing that holds; RecordBroken, Unreadable or FormatError otherwise."""
    fixed = manifest.read(entry(archive, "manifest.json"))
    if digest is not None and digest.strip().lower() != fixed.digest.hex():
        raise RecordBroken(f"the manifest's digest is {fixed.digest.hex()}, not {digest}")
    yield f"manifest {fixed.digest.hex()} of election {fixed.election}"
    checkpoints = _checkpoints(archive)
    found = {
        one.tracker: one.sheet
        for one in record.verified(
            fixed, checkpoints, lambda sheet, index: entry(archive, f"batches/{sheet}-{index}.bin")
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
        seed = _seed(fixed, entry(archive, "lot_seed.txt"))
        yield "the lot seed is the one committed with the papers"
        if is_counted:
            yield from counts.check(archive, fixed, checkpoints, papers, seed)
    for path in receipts:
        yield f"{path}: {_check_receipt(fixed, found, path)}"
    for typed in trackers:
        tracker = formats.read_tracker(typed)
        if tracker not in found:
            raise RecordBroken(f"no paper has the tracker {formats.shown(tracker)}")
        yield f"{formats.shown(tracker)}: in the box, sheet {found[tracker]}"


def _checkpoints(archive: zipfile.ZipFile) -> list[record.Checkpoint]:
    value = read_json("checkpoints.json", entry(archive, "checkpoints.json"))
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


def _check_receipt(fixed: Manifest, found: dict[str, int], path: Path) -> str:
    value = read_json(str(path), path.read_bytes())
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


def _in_one_line(said: str) -> str:
    """A line of what others may have named: nothing in it ends the line or steers a terminal."""
    return (
        "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in said) + "\n"
    )


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
