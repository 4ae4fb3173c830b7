"""Papers v1: one length for every paper of a sheet, one spelling for every vote."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.ballots import paper
from elections.ballots.errors import FormatError
from elections.ballots.paper import Contest, Fault, MalformedPaper, Sheet

E = sha256(b"manifest").digest()
COORDINATORS = Contest(1, frozenset({1, 2, 3, 10}), marks=3)
RULE_CHANGE = Contest(2, frozenset({1, 2}), marks=1)
SHEET = Sheet(7, (COORDINATORS, RULE_CHANGE), 512, b"")


def padded(text: str) -> bytes:
    return text.encode().ljust(SHEET.length)


def written(rankings: object = ([1, [10, 1]], [2, []]), **changes: object) -> bytes:
    value = {"b": rankings, "e": E.hex(), "s": 7, "v": 1} | changes
    return padded(json.dumps(value, separators=(",", ":")))


def fault_of(data: bytes) -> Fault:
    with pytest.raises(MalformedPaper) as raised:
        paper.decode(E, SHEET, data)
    return raised.value.fault


def test_a_paper_is_canonical_json_padded_with_spaces() -> None:
    encoded = paper.encode(E, SHEET, [(2, []), (1, [10, 1])])
    assert encoded == padded(f'{{"b":[[1,[10,1]],[2,[]]],"e":"{E.hex()}","s":7,"v":1}}')
    assert encoded == written()
    assert paper.decode(E, SHEET, encoded) == {1: (10, 1), 2: ()}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([1, 2, 3, 10]), unique=True, max_size=3),
    st.lists(st.sampled_from([1, 2]), unique=True, max_size=1),
)
def test_every_vote_is_read_back_from_a_paper_of_the_same_length(
    ranking: list[int], answer: list[int]
) -> None:
    encoded = paper.encode(E, SHEET, [(1, ranking), (2, answer)])
    assert len(encoded) == SHEET.length
    assert paper.decode(E, SHEET, encoded) == {1: tuple(ranking), 2: tuple(answer)}


def test_the_length_of_a_sheet_holds_its_longest_paper_and_is_whole_blocks() -> None:
    crowd = Contest(1, frozenset(range(1, 200)), marks=199)
    length = paper.length_of(7, [crowd])
    sheet = Sheet(7, (crowd,), length, b"")
    longest = paper.encode(E, sheet, [(1, list(range(1, 200)))])
    assert len(longest) == length == 1024
    assert len(longest.rstrip()) > length - paper.BLOCK
    assert paper.length_of(7, [Contest(1, crowd.candidates, marks=1)]) == 512


@pytest.mark.parametrize(
    "rankings",
    [
        [(1, [1])],
        [(1, [1]), (2, []), (3, [])],
        [(1, [1]), (1, [2]), (2, [])],
        [(1, [1, 1]), (2, [])],
        [(1, [4]), (2, [])],
        [(1, [1, 2, 3, 10]), (2, [])],
        [(1, []), (2, [1, 2])],
    ],
)
def test_what_is_no_vote_of_the_sheet_is_not_written(
    rankings: Sequence[tuple[int, list[int]]],
) -> None:
    with pytest.raises(FormatError):
        paper.encode(E, SHEET, rankings)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (written()[:-1], Fault.LENGTH),
        (written() + b" ", Fault.LENGTH),
        (padded(""), Fault.FORMAT),
        (padded("[" * 500), Fault.FORMAT),
        (padded("1" * 500), Fault.FORMAT),
        (padded("[]"), Fault.FORMAT),
        (b" " + written()[:-1], Fault.FORMAT),
        (written()[:-1] + b"\0", Fault.FORMAT),
        (written(x=1), Fault.FORMAT),
        (written(v=2), Fault.FORMAT),
        (written(v=True), Fault.FORMAT),
        (written(s=7.0), Fault.FORMAT),
        (written(e=None), Fault.FORMAT),
        (written(None), Fault.FORMAT),
        (written([1, 2]), Fault.FORMAT),
        (written([[1, [1.0]], [2, []]]), Fault.FORMAT),
        (written([[1, [True]], [2, []]]), Fault.FORMAT),
        (written([[True, []], [2, []]]), Fault.FORMAT),
        (written([[1, [1], 0], [2, []]]), Fault.FORMAT),
        (padded(f'{{"e":"{E.hex()}","b":[],"s":7,"v":1}}'), Fault.FORMAT),
        (written(e=E.hex().upper()), Fault.OTHER_ELECTION),
        (written(e="00" * 32), Fault.OTHER_ELECTION),
        (written(s=8), Fault.OTHER_SHEET),
        (written([[1, []]]), Fault.CONTESTS),
        (written([[2, []], [1, []]]), Fault.CONTESTS),
        (written([[1, []], [2, []], [2, []]]), Fault.CONTESTS),
        (written([[1, [4]], [2, []]]), Fault.CANDIDATES),
        (written([[1, [-1]], [2, []]]), Fault.CANDIDATES),
        (written([[1, [2, 2]], [2, []]]), Fault.CANDIDATES),
        (written([[1, []], [2, [1, 2]]]), Fault.CANDIDATES),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:60]),
)
def test_what_is_no_paper_is_refused_for_a_reason(data: bytes, fault: Fault) -> None:
    assert fault_of(data) == fault


@settings(deadline=None)
@given(st.binary(max_size=512))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert fault_of(data.ljust(512)) in Fault
