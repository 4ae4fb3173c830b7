"""Canonical JSON: two programs that hold the same values write the same bytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.ballots import canonical
from elections.ballots.errors import FormatError


def test_keys_are_sorted_as_rfc_8785_section_3_2_3_shows() -> None:
    unsorted = {
        "€": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "😀": "Emoji: Grinning Face",
        "\u0080": "Control",
        "ö": "Latin Small Letter O With Diaeresis",
    }
    # U+FB33 is no NFC (it decomposes): the order of the others is the RFC's.
    del unsorted["\ufb33"]
    written = canonical.dumps(unsorted).decode()
    places = [
        written.index(value) for value in ("Carriage", "One", "Control", "Latin", "Euro", "Emoji")
    ]
    assert places == sorted(places)


def test_keys_are_sorted_by_utf_16_and_not_by_code_point() -> None:
    assert canonical.dumps({"\uffe0": 1, "😀": 2}) == '{"😀":2,"\uffe0":1}'.encode()


def test_characters_are_escaped_as_rfc_8785_section_3_2_2_2_says() -> None:
    text = '€$\x0f\nA\'B"\\\\"/\x7f'
    assert canonical.dumps(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\x7f"'.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), b"bytes", {1: 2}, "e\u0301", "\ud800", [object()]],
    ids=lambda value: repr(value).partition(" at ")[0],
)
def test_what_could_be_written_in_two_ways_is_refused(value: Any) -> None:
    with pytest.raises(FormatError):
        canonical.dumps(value)


@pytest.mark.parametrize(
    "data",
    [
        *(b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1.0]", b"[01]", b"", b" 1", b"\xff"),
        *(b'"\\u0041"', b'"\\ud800"', b"[NaN]", b"[" * 100_000),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_bytes_that_are_not_canonical_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        canonical.loads(data)


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-canonical.LARGEST, canonical.LARGEST) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@settings(deadline=None)
@given(_values)
def test_what_is_written_is_read_back(value: Any) -> None:
    value = canonical.nfc(value)
    assert canonical.loads(canonical.dumps(value)) == value
