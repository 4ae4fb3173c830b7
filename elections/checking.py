"""Passages of a candidate's text that an officer should look at. Pure; nothing is refused for them.

What is looked for: what would tell strangers where somebody lives or how to reach them, and words
that the office has flagged. Patterns are wide rather than narrow: an officer sees at a glance what
is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    ADDRESS = "address"
    FLAGGED = "flagged"


@dataclass(frozen=True)
class Passage:
    """`text[start:end]` of what was looked through."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A part of the text; `kind` is None where there is nothing to look at."""

    text: str
    kind: Kind | None = None


_AT = r"(?:\s*@\s*|\s*[(\[]\s*at\s*[)\]]\s*)"
_DOT = r"(?:\.|\s*[(\[]\s*dot\s*[)\]]\s*)"
_EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,4}}", re.IGNORECASE
)

# Digits as people group them; how many there are is counted afterwards.
_PHONE = re.compile(r"(?<![\w])(?:\+|00|\(?0)\d(?:[\s().\-/]{0,3}\d){7,14}(?!\d)")
_PHONE_DIGITS = range(9, 16)

# The forms of a British postcode: A9 9AA, A99, AA9, AA99, A9A and AA9A before the space, and GIR.
_POSTCODE = re.compile(
    r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)

_WAYS = (
    "street|road|avenue|lane|close|drive|way|court|crescent|terrace|place|gardens|square|grove|"
    "hill|walk|mews|row|park|rise|parade|st|rd|ave"
)
_ADDRESS = re.compile(
    rf"\b(?:(?:flat|unit|apartment)\s+\d{{1,4}}[a-z]?\b"
    rf"|\d{{1,4}}[a-z]?,?\s+(?:[a-z][\w'’\-]*\s+){{1,3}}?(?:{_WAYS})\b)",
    re.IGNORECASE,
)


def passages_in(text: str, flagged: Iterable[str] = ()) -> list[Passage]:
    """What an officer should look at, in the order of the text; no two overlap.

    Where two kinds meet, the one that begins first is named, and of those the longest.
    """
    found = sorted(_found(text, flagged), key=lambda one: (one.start, -one.end))
    kept: list[Passage] = []
    for passage in found:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return kept


def _found(text: str, flagged: Iterable[str]) -> Iterator[Passage]:
    for kind, pattern in (
        (Kind.EMAIL, _EMAIL),
        (Kind.POSTCODE, _POSTCODE),
        (Kind.ADDRESS, _ADDRESS),
        *((Kind.FLAGGED, pattern) for pattern in map(_pattern_of, flagged) if pattern),
    ):
        for match in pattern.finditer(text):
            yield Passage(kind, *match.span())
    for match in _PHONE.finditer(text):
        if sum(one.isdigit() for one in match[0]) in _PHONE_DIGITS:
            yield Passage(Kind.PHONE, *match.span())


def _pattern_of(word: str) -> re.Pattern[str] | None:
    """A flagged word or phrase, in any case and across line breaks, but not inside another word."""
    phrase = r"\s+".join(re.escape(part) for part in word.split())
    return re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE) if phrase else None


def pieces_of(text: str, flagged: Iterable[str] = ()) -> list[Piece]:
    """The whole text in pieces, with the passages to look at marked by their kind."""
    pieces, at = [], 0
    for passage in passages_in(text, flagged):
        pieces.append(Piece(text[at : passage.start]))
        pieces.append(Piece(text[passage.start : passage.end], passage.kind))
        at = passage.end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text]
