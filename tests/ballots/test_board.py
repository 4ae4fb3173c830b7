"""The public board: every paper of the box by its tracker, none of the inbox."""

from __future__ import annotations

import pytest

from elections.ballots import board, box, formats
from elections.ballots.errors import FormatError
from elections.ballots.models import Box
from tests.ballots import polls
from tests.ballots.polls import MIN_BATCH, Poll


def test_every_paper_of_the_box_is_on_the_page_of_its_prefix(poll: Poll) -> None:
    shown = {receipt.tracker for receipt in poll.cast(30)}
    assert not any(board.trackers(poll.election, tracker[:2]) for tracker in shown)
    box.move_due()
    prefixes = sorted({tracker[:2] for tracker in shown}, key=board.PREFIXES.index)
    found = [t for prefix in prefixes for t in board.trackers(poll.election, prefix)]
    assert len(found) == 30 - MIN_BATCH
    assert set(found) < shown
    assert found == sorted(found, key=formats.read_tracker)
    assert all(t in board.trackers(poll.election, t[:2]) for t in found)


def test_other_elections_are_on_their_own_board(poll: Poll) -> None:
    receipt = poll.cast()[0]
    other = polls.fixed()
    other.cast(2)
    poll.finish()
    assert board.trackers(poll.election, receipt.tracker[:2]) == [receipt.tracker]
    assert board.trackers(other.election, receipt.tracker[:2]) == []


def test_there_are_a_thousand_pages() -> None:
    assert len(board.PREFIXES) == 1024
    assert board.PREFIXES[0] == "AA"
    assert board.PREFIXES[-1] == "77"


@pytest.mark.parametrize("prefix", ["", "A", "a2", "00", "AAA", "A "])
def test_what_is_no_prefix_is_refused(poll: Poll, prefix: str) -> None:
    with pytest.raises(FormatError):
        board.trackers(poll.election, prefix)


@pytest.mark.parametrize("typed", ["OI", "oi", " 0-1 ", "o 1\n"])
def test_a_page_is_found_however_its_two_characters_are_typed(typed: str) -> None:
    assert board.page_of(typed) == "OI"


@pytest.mark.parametrize("typed", ["", "A", "AAA", "A9", "É2"])
def test_no_page_begins_with_anything_else(typed: str) -> None:
    with pytest.raises(FormatError, match="A tracker begins with two"):
        board.page_of(typed)


def test_the_record_for_the_bundle(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    poll.finish()
    assert board.manifest(poll.election) == poll.manifest.text
    checkpoints = board.checkpoints(poll.election)
    assert [(c["sheet"], c["index"], c["total"]) for c in checkpoints] == [
        (1, 1, 3),
        (1, 2, 6),
        (2, 1, 0),
    ]
    files = dict(board.batches(poll.election))
    assert list(files) == ["1-1", "1-2", "2-1"]
    assert files["2-1"] == b""
    records = [*formats.read_batch(files["1-1"]), *formats.read_batch(files["1-2"])]
    assert {one.tracker for one in records} == set(Box.objects.values_list("tracker", flat=True))
    assert [bytes.fromhex(str(checkpoints[n]["hash"])) for n in (1, 2)] == board.final_checkpoints(
        poll.election
    )
