"""`python -m elections.ballots.verify`: the public record holds, or one line says what does not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from elections.ballots import board, formats, verify
from elections.ballots.box import Receipt
from tests.ballots.bundles import Files, leave_out
from tests.ballots.polls import Poll


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
    leave_out("contests/", "lot_seed.txt")(files)
    assert verify.main([bundle()]) == verify.HOLDS
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        *("manifest", "sheet", "sheet")
    ]


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
