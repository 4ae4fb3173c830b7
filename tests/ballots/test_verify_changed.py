"""A record that was changed, or that a dishonest board signed, does not hold: one line says why."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

from elections.ballots import canonical, formats, record, signing, verify
from elections.ballots.box import Receipt
from tests.ballots.bundles import Files, checkpoints_of, leave_out
from tests.ballots.polls import LONDON, Poll, casting_keys


def _change_checkpoint(index: int, **changes: object) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        checkpoints = checkpoints_of(files)
        checkpoints[index] |= changes
        files["checkpoints.json"] = json.dumps(checkpoints).encode()

    return change


def _drop_checkpoint(index: int) -> Callable[[Files], None]:
    def drop(files: Files) -> None:
        checkpoints = checkpoints_of(files)
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
        (leave_out("contests/1/minima.json"), "not the reserved seats fixed"),
        (
            _change("contests/1/result.json", invalid=1),
            "9 papers were counted, and the box holds 8",
        ),
        (leave_out("contests/1/papers.blt"), "its rankings are to be published, and are missing"),
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
    previous, total, checkpoints = formats.NO_CHECKPOINT, 0, checkpoints_of(files)[2:]
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
    leave_out("contests/")(files)
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
