"""A ballot paper v1: one member's rankings in every contest of one sheet. Pure.

    {"b":[[contest,[candidate,…]],…],"e":"hex of E","s":sheet,"v":1}

is canonical JSON, padded with spaces to the length P of its sheet, so that a sealed paper's length
says nothing. Every contest of the sheet is in it, in the manifest's order, `[]` where it is blank.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from elections.ballots.errors import FormatError

VERSION = 1
BLOCK = 512  # P is a multiple of it


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest as a paper sees it: who stands, and how many of them a member may mark."""

    number: int
    candidates: frozenset[int]
    marks: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All contests of one electorate. ``length`` is P in bytes; ``issuing`` a DER public key."""

    number: int
    contests: tuple[Contest, ...]
    length: int
    issuing: bytes


class Fault(StrEnum):
    """Why a paper in the box is not counted. Published as numbers, never with a tracker."""

    UNSEALABLE = "unsealable"  # the sealing key does not open it
    LENGTH = "length"  # not padded to the sheet's length P
    FORMAT = "format"  # not a paper v1, or not the bytes that re-serialising gives
    OTHER_ELECTION = "other-election"
    OTHER_SHEET = "other-sheet"
    CONTESTS = "contests"  # not exactly the sheet's contests in the manifest's order
    CANDIDATES = "candidates"  # a number nobody stands under, one twice, or too many marks


class MalformedPaper(FormatError):
    """An opened paper that cannot be counted; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def body(digest: str, sheet: int, rankings: Iterable[tuple[int, Sequence[int]]]) -> bytes:
    """The bytes of a paper before padding; ``digest`` is E in hexadecimal."""
    pairs = [[contest, list(ranking)] for contest, ranking in rankings]
    return _serialise({"b": pairs, "e": digest, "s": sheet, "v": VERSION})


def length_of(sheet: int, contests: Iterable[Contest]) -> int:
    """P: the longest paper that the sheet's contests allow, rounded up to whole blocks of 512."""
    longest = body(
        "0" * 64,
        sheet,
        # The longest numbers, as many as there may be marks.
        [(c.number, sorted(c.candidates, reverse=True)[: c.marks]) for c in contests],
    )
    return BLOCK * -(-len(longest) // BLOCK)


def encode(digest: bytes, sheet: Sheet, rankings: Iterable[tuple[int, Sequence[int]]]) -> bytes:
    """The padded bytes of a paper, exactly P of them; ``digest`` is E.

    ``rankings`` names every contest of the sheet once, in any order, with candidate numbers in
    order of preference, `[]` where it is blank. FormatError with a sentence otherwise.
    """
    pairs = [(contest, list(ranking)) for contest, ranking in rankings]
    given = dict(pairs)
    if len(pairs) != len(given) or given.keys() != {c.number for c in sheet.contests}:
        raise FormatError(f"A paper of sheet {sheet.number} names each of its contests once.")
    for contest in sheet.contests:
        if not _is_marked_well(contest, given[contest.number]):
            raise FormatError(
                f"A paper marks at most {contest.marks} different candidates of contest "
                f"{contest.number}, and only those who stand in it."
            )
    ordered = [(contest.number, given[contest.number]) for contest in sheet.contests]
    return body(digest.hex(), sheet.number, ordered).ljust(sheet.length, b" ")


def decode(digest: bytes, sheet: Sheet, paper: bytes) -> dict[int, tuple[int, ...]]:
    """Contest number to candidate numbers in order of preference; MalformedPaper otherwise."""
    if len(paper) != sheet.length:
        raise MalformedPaper(Fault.LENGTH)
    value = _parse(paper.rstrip(b" "))
    if value["e"] != digest.hex():
        raise MalformedPaper(Fault.OTHER_ELECTION)
    if value["s"] != sheet.number:
        raise MalformedPaper(Fault.OTHER_SHEET)
    if [contest for contest, _ in value["b"]] != [contest.number for contest in sheet.contests]:
        raise MalformedPaper(Fault.CONTESTS)
    for contest, (_, ranking) in zip(sheet.contests, value["b"], strict=True):
        if not _is_marked_well(contest, ranking):
            raise MalformedPaper(Fault.CANDIDATES)
    return {contest: tuple(ranking) for contest, ranking in value["b"]}


def _parse(text: bytes) -> dict[str, Any]:
    """A paper's value, every part of the right type. Its numbers may still be wrong."""
    try:
        value = json.loads(text.decode("ascii"))
        again = _serialise(value)
    except (ValueError, RecursionError) as error:
        raise MalformedPaper(Fault.FORMAT) from error
    # Spaces, escapes, leading zeros, keys out of order or twice: all change the bytes.
    if again != text or not _is_paper(value):
        raise MalformedPaper(Fault.FORMAT)
    parsed: dict[str, Any] = value
    return parsed


def _is_paper(value: Any) -> bool:
    # `type(…) is int`, because True equals 1, and 1.0 does too.
    return (
        isinstance(value, dict)
        and value.keys() == {"b", "e", "s", "v"}
        and isinstance(value["e"], str)
        and type(value["s"]) is int
        and type(value["v"]) is int
        and value["v"] == VERSION
        and isinstance(value["b"], list)
        and all(
            isinstance(pair, list)
            and len(pair) == 2
            and type(pair[0]) is int
            and isinstance(pair[1], list)
            and all(type(number) is int for number in pair[1])
            for pair in value["b"]
        )
    )


def _is_marked_well(contest: Contest, ranking: Sequence[int]) -> bool:
    return (
        len(ranking) == len(set(ranking))
        and len(ranking) <= contest.marks
        and contest.candidates.issuperset(ranking)
    )


def _serialise(value: Any) -> bytes:
    """Canonical JSON of a value whose strings and keys are ASCII and whose numbers are integers."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode("ascii")
