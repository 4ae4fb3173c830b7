"""Words of a fixed statement that are no longer shown: a dated mark stands in their place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Strike:
    """Words to leave out, exactly as they stand, and what is shown instead of them."""

    passage: str
    mark: str


def passage_in(text: str, wanted: str) -> str:
    """The words as they stand in `text`, whatever the spaces and line breaks between them; or "".

    An officer copies them from a page, where line breaks are not what they were.
    """
    words = wanted.split()
    if not words:
        return ""
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found[0] if found else ""


def left_of(text: str, strikes: Iterable[Strike]) -> list[str]:
    """The pieces of `text` that are still shown, in their order."""
    return [piece for piece, is_mark in _pieces(text, strikes) if not is_mark]


def with_marks(text: str, strikes: Iterable[Strike]) -> str:
    """`text` with every strike in turn replaced by its mark, wherever the words occur.

    A later strike never touches the mark of an earlier one.
    """
    return "".join(piece for piece, _is_mark in _pieces(text, strikes))


def _pieces(text: str, strikes: Iterable[Strike]) -> list[tuple[str, bool]]:
    pieces = [(text, False)]
    for strike in strikes:
        pieces = [
            part
            for piece, is_mark in pieces
            for part in ([(piece, True)] if is_mark else _struck(piece, strike))
        ]
    return pieces


def _struck(text: str, strike: Strike) -> Iterator[tuple[str, bool]]:
    first, *others = text.split(strike.passage) if strike.passage else [text]
    yield first, False
    for part in others:
        yield strike.mark, True
        yield part, False
