"""A language in which every message stands between ⟦ and ⟧: what does not, no catalogue reaches.

    with pseudo_language() as data:
        page = client.get("/elections/?lang=cy")
    assert unmarked_texts(page.content.decode(), data) == []

It takes the place of Welsh, so pages are asked for in Welsh, of elections that offer it (or, in a
page that needs no request, under `translation.override("cy")`). `data` fills with the words of every
row that was loaded meanwhile: names and titles, which nobody translates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init
from django.utils.translation import trans_real

BEGIN, END = "⟦", "⟧"
HUMAN = ("alt", "title", "aria-label", "aria-description", "placeholder", "summary", "label")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_SILENT = ("script", "style", "code", "kbd")
# The same in every language: zones of time, names of formats, of organisations and of this site.
_NAMES = {"GMT", "BST", "CSV", "XLSX", "JSON", "BLT", "Momentum", "English", "Cymraeg"}


class Pseudo:
    """What Django asks of a catalogue."""

    def gettext(self, message: str) -> str:
        words = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        return f"{BEGIN}{words}{END}" if words else words

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def language(self) -> str:
        return "cy"

    def to_language(self) -> str:
        return "cy"


@contextmanager
def pseudo_language() -> Iterator[set[str]]:
    """Welsh is the pseudo-language meanwhile; yields the words of rows loaded since."""
    data: set[str] = set()

    def collect(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
        for field in instance._meta.concrete_fields:
            if not field.choices:  # of those the labels are shown, and they are messages
                data.update(_words_of(vars(instance).get(field.attname)))

    catalogues: dict[str, object] = trans_real._translations  # type: ignore[attr-defined]
    missing = object()
    before = catalogues.get("cy", missing)
    catalogues["cy"] = Pseudo()
    post_init.connect(collect, weak=False)
    try:
        yield data
    finally:
        post_init.disconnect(collect)
        if before is missing:
            del catalogues["cy"]
        else:
            catalogues["cy"] = before


def _words_of(value: object) -> Iterator[str]:
    if isinstance(value, str) and _LETTERS.search(value):
        yield from (value, *value.splitlines())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words_of(one)


def unmarked_texts(html: str, data: Collection[str] = ()) -> list[str]:
    """The texts and the spoken attributes of a page that hold words outside the marks.

    Words of `data` do not count, nor does what says its language by a `lang` of its own.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    known = sorted({" ".join(one.split()) for one in data}, key=len, reverse=True)
    return [text for text in reader.found if _has_words(text, known)]


def _has_words(text: str, known: list[str]) -> bool:
    """Whether anything is left of the text without what is known, the longest first."""
    for one in known:
        text = text.replace(one, " ")
    return any(_WORD.match(word) for word in _LETTERS.findall(text) if word not in _NAMES)


class _Reader(HTMLParser):
    """Marks may begin in one text and end in another: messages hold inline elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in HUMAN:
            outside, _depth = _outside(given.get(name, ""), 0)
            self._note(outside)
        # What says its own language is data, or the name of a language.
        is_exempt = tag in _SILENT or (tag != "html" and "lang" in given)
        self._open.append((tag, is_exempt))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        outside, self._depth = _outside(data, self._depth)
        if not any(is_exempt for _tag, is_exempt in self._open):
            self._note(outside)

    def _note(self, text: str) -> None:
        if _WORD.search(text):
            self.found.append(" ".join(text.split()))


def _outside(text: str, depth: int) -> tuple[str, int]:
    """What stands outside all marks, and how deep the marks are at the end of the text."""
    kept = []
    for letter in text:
        if letter == BEGIN:
            depth += 1
        elif letter == END:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept), depth
