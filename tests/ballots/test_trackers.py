"""Trackers: how they are shown, and how they may be typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.ballots import formats
from elections.ballots.errors import FormatError

TRACKER = formats.tracker_of(b"a sealed paper")


def test_a_tracker_is_shown_as_thirteen_groups_of_four() -> None:
    groups = formats.shown(TRACKER).split(" ")
    assert [len(group) for group in groups] == [4] * 13
    assert formats.shown("00" * 32) == " ".join(["AAAA"] * 13)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_what_is_shown_is_read_back(digest: bytes) -> None:
    assert formats.read_tracker(formats.shown(digest.hex())) == digest.hex()


def test_case_spaces_hyphens_and_lookalikes_do_not_matter() -> None:
    shown = formats.shown(TRACKER)
    assert formats.read_tracker(shown.lower().replace(" ", "-")) == TRACKER
    assert formats.read_tracker(f" {shown.replace(' ', '')}\n") == TRACKER
    misread = shown.replace("O", "0").replace("I", "1").replace("B", "8")
    assert formats.read_tracker(misread) == TRACKER


def test_hexadecimal_is_read_too() -> None:
    assert formats.read_tracker(TRACKER.upper()) == TRACKER


@pytest.mark.parametrize(
    "typed", ["", "AAAA", "A" * 51, "A" * 53, "A" * 51 + "B", "9" * 52, "É" * 52, "=" * 52]
)
def test_what_cannot_be_a_tracker_is_refused(typed: str) -> None:
    with pytest.raises(FormatError, match="thirteen groups"):
        formats.read_tracker(typed)


def test_batch_files_are_read_back_in_order_of_the_trackers() -> None:
    records = [
        formats.Record(1, formats.tracker_of(sealed), sealed, bytes(32), bytes(384))
        for sealed in (b"one", b"two", b"three")
    ]
    read = list(formats.read_batch(formats.batch_file(records)))
    assert read == sorted(records, key=lambda record: record.tracker)


@pytest.mark.parametrize("missing", [1, 400, 420])
def test_a_batch_file_cut_short_is_refused(missing: int) -> None:
    record = formats.Record(1, formats.tracker_of(b"one"), b"one", bytes(32), bytes(384))
    data = formats.batch_file([record])
    with pytest.raises(FormatError, match="in the middle"):
        list(formats.read_batch(data[:-missing]))
