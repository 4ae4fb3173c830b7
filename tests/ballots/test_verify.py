"""`python -m elections.ballots.verify`: the public record holds, or one line says what does not."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from elections.ballots import board, box, canonical, formats, lots, record, signing, verify
from elections.ballots.box import Receipt
from tests.ballots.polls import LONDON, MIN_BATCH, OUTLINE, Poll, casting_keys

Files = dict[str, bytes]


@pytest.fixture
def receipts(poll: Poll) -> list[Receipt]:
    """Of eight papers of London's sheet, in two batches of a closed box; none of the members'."""
    cast = poll.cast(2 * MIN_BATCH)
    box.move_due()
    cast += poll.cast(2)
    poll.finish()
    return cast


def _counts(poll: Poll) -> Files:
    """What each contest's count was given, and what came of it, as the site writes it."""
    found = {}
    papers = {one["sheet"]: one["total"] for one in board.checkpoints(poll.election)}
    for sheet in json.loads(poll.manifest.text)["sheets"]:
        for contest in sheet["contests"]:
            numbers = [one["number"] for one in contest["candidates"]]
            order = lots.lot_order(poll.election, sheet["sheet"], contest["contest"], numbers)
            given = {"rule": contest["rule"], "seats": contest["seats"], "lots": order}
            result = {"valid": papers[sheet["sheet"]], "invalid": 0}
            folder = f"contests/{contest['contest']}"
            found[f"{folder}/count.json"] = json.dumps(given).encode()
            found[f"{folder}/result.json"] = json.dumps(result).encode()
            if result["valid"] >= OUTLINE["small_contest"]:
                found[f"{folder}/papers.blt"] = b""
            if "minima" in contest:
                minima = {name: {"min": least} for name, least in contest["minima"].items()}
                found[f"{folder}/minima.json"] = json.dumps({"attributes": minima}).encode()
    return found


@pytest.fixture
def files(poll: Poll, receipts: list[Receipt]) -> Files:
    batches = {f"batches/{name}.bin": data for name, data in board.batches(poll.election)}
    return {
        "manifest.json": board.manifest(poll.election),
        "checkpoints.json": json.dumps(board.checkpoints(poll.election), indent=1).encode(),
        "lot_seed.txt": lots.revealed_seed(poll.election).hex().encode(),
        **batches,
        **_counts(poll),
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


def test_a_record_that_holds(
    poll: Poll,
    receipts: list[Receipt],
    bundle: Callable[[], str],
    receipt_file: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    receipt = receipt_file(receipts[0])
    digest = poll.manifest.digest.hex()
    arguments = ["--digest", digest, "--receipt", receipt, "--tracker", receipts[1].tracker]
    assert verify.main([bundle(), *arguments]) == verify.HOLDS
    told = capsys.readouterr()
    assert not told.err
    assert told.out.splitlines() == [
        f"manifest {digest} of election {poll.election}",
        f"sheet 1: 8 papers in 2 batches, final checkpoint {board.checkpoints(poll.election)[1]['hash']}",
        f"sheet 2: 0 papers in 1 batches, final checkpoint {board.checkpoints(poll.election)[2]['hash']}",
        "the lot seed is the one committed with the papers",
        "contest 1: counted as fixed, 8 of the 8 papers of sheet 1",
        "contest 2: counted as fixed, 8 of the 8 papers of sheet 1; its manifest is from before "
        "thresholds were fixed in it",
        "contest 3: counted as fixed, 0 of the 0 papers of sheet 2",
        f"{receipt}: the receipt is genuine, and its paper is in the box",
        f"{formats.shown(formats.read_tracker(receipts[1].tracker))}: in the box, sheet 1",
    ]


def test_a_damaged_bundle_is_no_verdict(bundle: Callable[[], str]) -> None:
    path = Path(bundle())
    whole = path.read_bytes()
    for position in range(0, len(whole), 97):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        verify.main([str(path)])  # whatever it says, it says it in a sentence
    path.write_bytes(whole[: len(whole) // 2])
    assert verify.main([str(path)]) == verify.UNREADABLE


def test_it_runs_without_django_or_any_setting(bundle: Callable[[], str]) -> None:
    code = (
        "import runpy, sys; sys.argv[0] = 'verify';"
        " sys.modules.update(django=None, psycopg2=None, numpy=None);"
        " runpy.run_module('elections.ballots.verify', run_name='__main__')"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, bundle()],
        cwd=root,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 papers in 2 batches" in done.stdout


def test_a_record_of_the_box_alone_says_nothing_of_counts(
    files: Files, bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    _leave_out("contests/", "lot_seed.txt")(files)
    assert verify.main([bundle()]) == verify.HOLDS
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *("manifest", "sheet", "sheet")
    ]


def _checkpoints(files: Files) -> list[dict[str, Any]]:
    checkpoints: list[dict[str, Any]] = json.loads(files["checkpoints.json"])
    return checkpoints


def _change_checkpoint(index: int, **changes: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        checkpoints = _checkpoints(files)
        checkpoints[index] |= changes
        files["checkpoints.json"] = json.dumps(checkpoints).encode()

    return change


def _drop_checkpoint(index: int) -> Callable[[Files], None]:
    def drop(files: Files) -> None:
        checkpoints = _checkpoints(files)
        del checkpoints[index]
        files["checkpoints.json"] = json.dumps(checkpoints).encode()

    return drop


def _drop_last_batch(files: Files) -> None:
    _drop_checkpoint(1)(files)
    del files["batches/1-2.bin"]
    # The shorter chain holds by itself: what reveals it is a receipt, or the announced checkpoint.
    files["batches/1-3.bin"] = b""


def _flip(name: str, position: int) -> Callable[[Files], None]:
    def flip(files: Files) -> None:
        data = bytearray(files[name])
        data[position] ^= 1
        files[name] = bytes(data)

    return flip


def _drop_paper(files: Files) -> None:
    records = list(formats.read_batch(files["batches/1-1.bin"]))
    files["batches/1-1.bin"] = formats.batch_file(records[1:])


def _cut(files: Files) -> None:
    files["batches/1-1.bin"] = files["batches/1-1.bin"][:-1]


def _leave_out(*beginnings: str) -> Callable[[Files], None]:
    def leave_out(files: Files) -> None:
        for name in [name for name in files if name.startswith(beginnings)]:
            del files[name]

    return leave_out


def _change(name: str, **changes: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = json.dumps(json.loads(files[name]) | changes).encode()

    return change


def _another_seed(files: Files) -> None:
    files["lot_seed.txt"] = b"00" * 32


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_flip("batches/1-1.bin", 20), "the papers are not by tracker|not the hash of its batch"),
        (_flip("batches/1-2.bin", -1), "not the hash of its batch"),
        (_flip("batches/1-1.bin", 1), "a paper is of another sheet"),
        (_drop_paper, "counts 3 papers, not 2"),
        (_cut, "in the middle of a record"),
        (_drop_checkpoint(0), "checkpoint 1 is missing"),
        (_drop_checkpoint(2), "Sheet 2 has no checkpoint"),
        (_drop_last_batch, "1-3.bin has no checkpoint"),
        (_change_checkpoint(0, sheet=9), "sheet 9, which is none"),
        (_change_checkpoint(1, total=9), "counts 9 papers, not 8"),
        (_change_checkpoint(1, hash="00" * 32), "not the hash of its batch"),
        (_change_checkpoint(1, signature="00" * 64), "the board did not sign"),
        (_another_seed, "the lot seed is not the one"),
        (_change("contests/1/count.json", rule="plurality"), "“rule” is not what was fixed"),
        (_change("contests/1/count.json", seats=3), "“seats” is not what was fixed"),
        (_change("contests/1/count.json", lots=[1, 2, 3]), "the lots are not those that follow"),
        (_change("contests/1/minima.json", attributes={}), "not the reserved seats fixed"),
        (_leave_out("contests/1/minima.json"), "not the reserved seats fixed"),
        (
            _change("contests/1/result.json", invalid=1),
            "9 papers were counted, and the box holds 8",
        ),
        (_leave_out("contests/1/papers.blt"), "its rankings are to be published, and are missing"),
    ],
)
def test_a_record_that_was_changed(
    files: Files,
    bundle: Callable[[], str],
    spoil: Callable[[Files], None],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(files)
    assert verify.main([bundle()]) == verify.BROKEN
    (line,) = capsys.readouterr().err.splitlines()
    assert "NOT VERIFIED" in line
    assert any(part in line for part in told.split("|")), line


def _signed_anew(files: Files, batches: list[list[formats.Record]]) -> None:
    """What a dishonest board could sign: the checkpoints hold, whatever is in the batches."""
    previous, total, checkpoints = formats.NO_CHECKPOINT, 0, _checkpoints(files)[2:]
    for index, records in enumerate(batches, start=1):
        data = formats.batch_file(records)
        total += len(records)
        digest = formats.checkpoint(
            sha256(files["manifest.json"]).digest(),
            LONDON,
            index,
            previous=previous,
            total=total,
            file_hash=sha256(data).digest(),
        )
        signature = signing.sign_board(casting_keys().board[0], digest)
        checkpoints.append(record.Checkpoint(LONDON, index, total, digest, signature).as_json())
        previous, files[f"batches/1-{index}.bin"] = digest, data
    files["checkpoints.json"] = json.dumps(checkpoints).encode()


def test_a_board_that_adds_a_paper_nobody_was_issued(
    poll: Poll, files: Files, bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = poll.seal()
    added = formats.Record(LONDON, formats.tracker_of(sealed), sealed, bytes(32), bytes(384))
    first = list(formats.read_batch(files["batches/1-1.bin"]))
    second = list(formats.read_batch(files["batches/1-2.bin"]))
    _signed_anew(files, [first, [*second, added]])
    assert verify.main([bundle()]) == verify.BROKEN
    assert "the signature of a paper is wrong" in capsys.readouterr().err


def test_a_board_that_counts_a_paper_twice(
    files: Files, bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    first = list(formats.read_batch(files["batches/1-1.bin"]))
    _signed_anew(files, [first, first])
    assert verify.main([bundle()]) == verify.BROKEN
    assert "a paper is there twice" in capsys.readouterr().err


def test_a_board_that_drops_a_paper_is_betrayed_by_the_receipt(
    receipts: list[Receipt],
    files: Files,
    bundle: Callable[[], str],
    receipt_file: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    _leave_out("contests/")(files)
    tracker = formats.read_tracker(receipts[0].tracker)
    batches = [
        [one for one in formats.read_batch(files[f"batches/1-{n}.bin"]) if one.tracker != tracker]
        for n in (1, 2)
    ]
    _signed_anew(files, batches)
    path = bundle()
    assert verify.main([path]) == verify.HOLDS
    receipt = receipt_file(receipts[0])
    assert verify.main([path, "--receipt", receipt]) == verify.BROKEN
    assert "is genuine, and its paper is not in the box" in capsys.readouterr().err
    assert verify.main([path, "--tracker", receipts[0].tracker]) == verify.BROKEN


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"e": "00" * 32}, verify.BROKEN),
        ({"s": 2}, verify.BROKEN),
        ({"signature": "00" * 64}, verify.BROKEN),
        ({"signature": 7}, verify.UNREADABLE),
        ({"s": -1}, verify.UNREADABLE),
        ({"tracker": "short"}, verify.UNREADABLE),
    ],
)
def test_a_receipt_that_is_none(
    receipts: list[Receipt],
    bundle: Callable[[], str],
    receipt_file: Callable[..., str],
    changes: dict[str, object],
    code: int,
) -> None:
    receipt = receipt_file(receipts[0], **changes)
    assert verify.main([bundle(), "--receipt", receipt]) == code


def test_another_manifest_than_the_one_announced(
    bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify.main([bundle(), "--digest", "00" * 32]) == verify.BROKEN
    assert "the manifest's digest is" in capsys.readouterr().err


def _issuing_key_of_another_kind(files: Files) -> None:
    value = json.loads(files["manifest.json"])
    value["sheets"][0]["issuing"] = value["keys"]["board"]
    files["manifest.json"] = canonical.dumps(value)


def test_a_manifest_with_a_key_that_is_none(
    files: Files, bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    _issuing_key_of_another_kind(files)
    assert verify.main([bundle()]) == verify.BROKEN
    assert "not an RSA-3072 key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", None),
        ("manifest.json", b"{}"),
        ("checkpoints.json", b"{}"),
        ("checkpoints.json", b"[" * 100_000),
        ("checkpoints.json", b"[1]"),
        ("checkpoints.json", b'[{"sheet":1,"index":-1,"total":0,"hash":"","signature":""}]'),
        ("checkpoints.json", b'[{"sheet":1,"index":1,"total":0,"hash":"x","signature":""}]'),
        ("batches/1-2.bin", None),
        ("lot_seed.txt", b"seed"),
        ("lot_seed.txt", None),
        ("contests/2/count.json", None),
        ("contests/2/count.json", b"[]"),
        ("contests/2/result.json", None),
        ("contests/2/result.json", b'{"valid": 8}'),
        ("contests/2/result.json", b'{"valid": "8", "invalid": 0}'),
        ("contests/2/result.json", b'{"valid": 8, "invalid": -1}'),
        ("contests/1/minima.json", b'{"attributes": {"women": {"min": "1"}}}'),
        ("contests/1/minima.json", b'{"attributes": {"women": 1}}'),
        ("contests/1/minima.json", b'{"attributes": []}'),
    ],
)
def test_a_bundle_that_cannot_be_read(
    files: Files,
    bundle: Callable[[], str],
    name: str,
    content: bytes | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    del files[name]
    if content is not None:
        files[name] = content
    assert verify.main([bundle()]) == verify.UNREADABLE
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_what_others_named_cannot_steer_the_terminal(
    files: Files, bundle: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    files["batches/\x1b[2J\nsheet 1.bin"] = b""
    assert verify.main([bundle()]) == verify.BROKEN
    assert (
        r": NOT VERIFIED: batches/\x1b[2J\nsheet 1.bin has no checkpoint" in capsys.readouterr().err
    )
    assert verify.main(["none\n\x1b[2J.zip"]) == verify.UNREADABLE
    assert capsys.readouterr().err.startswith(r"none\n\x1b[2J.zip: ")


def test_a_file_that_is_no_bundle_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("text")
    assert verify.main([str(tmp_path / "text.zip")]) == verify.UNREADABLE
    assert verify.main([str(tmp_path / "none.zip")]) == verify.UNREADABLE
