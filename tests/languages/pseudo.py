"""A language in which every message stands between ⟦ and ⟧: what does not, no catalogue reaches.

    with pseudo_language() as data:
        page = client.get("/elections/?lang=cy")
    assert unmarked_texts(page.content.decode(), data) == []

It takes the place of Welsh, so pages are asked for in Welsh, of elections that offer it (or, in a
page that needs no request, under `translation.override("cy")`); or of English, which the pages of
the office are in. `data` fills with the words of every row that was loaded meanwhile: names and
titles, which nobody translates. What is a message of the site is no data, whoever stored it; but
the office reads English, and there what was stored in English is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.core.cache import caches
from django.db.models import Field, Model
from django.db.models.signals import post_init
from django.utils.translation import trans_real

from catalogue import merging
from catalogue.unwrapped import spoken
from momentum_site.templatetags.drawn import drawn

BEGIN, END = "⟦", "⟧"
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_WITHOUT_END = ("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr")
_SILENT = ("script", "style", "code", "kbd")
_GAP = "\ue000"  # stands for what was between two marks
# What people wrote is cut to its first words on some pages, or has words struck out of it.
_CUT = re.compile(rf"…|{_GAP}")
_PART_OF_A_TEXT = 3  # words, from which a part of what somebody wrote is known as that
_IDENTIFIER = re.compile(r"[a-z]+(_[a-z]+)*$")  # of something kept as JSON
_ADDRESS = re.compile(r"https?://\S*|[\w.+-]+@[\w.-]+|\b\w[\w-]*(?:\.\w[\w-]*)+\b")
# The same in every language: zones of time, names of formats, of organisations and of this site.
_NAMES = {"GMT", "BST", "CSV", "XLSX", "JSON", "BLT", "Momentum", "English", "Cymraeg"}


class Pseudo:
    """What Django asks of a catalogue."""

    def __init__(self, language: str) -> None:
        self._language = language

    def gettext(self, message: str) -> str:
        words = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        if words == "yes,no,maybe":  # Django takes it apart at the commas
            return ",".join(f"{BEGIN}{word}{END}" for word in words.split(","))
        return f"{BEGIN}{words}{END}" if words else words

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def language(self) -> str:
        return self._language

    def to_language(self) -> str:
        return self._language


class Data:
    """What people wrote and stored: each text, and each line of it, by its first word.

    `with_messages` where a message of the site may have been stored as it is.
    """

    def __init__(self, texts: Iterable[object] = (), *, with_messages: bool = False) -> None:
        self._by_first_word: dict[str, set[str]] = defaultdict(set)
        self._with_messages = with_messages
        for text in texts:
            self.add(text)

    def add(self, value: object) -> None:
        for text in _texts_of(value):
            line = " ".join(text.split())
            if self._with_messages or (line not in _messages() and not _IDENTIFIER.match(line)):
                self._by_first_word[_LETTERS.findall(line)[0]].add(line)

    def has_all_of(self, text: str) -> bool:
        """Whether no word is left of the text without what is known."""
        return all(self._is_known(part) for part in _CUT.split(text))

    def _is_known(self, part: str) -> bool:
        # An address may be a part of what somebody wrote, and what they wrote a part of an address.
        either = (part, _ADDRESS.sub(" ", part))
        is_taken_out = any(not _has_words(self._taken_out_of(one)) for one in either)
        return is_taken_out or self._has_part(part)

    def _has_part(self, part: str) -> bool:
        words = " ".join(part.split()).strip(" –:,.")
        return len(words.split()) >= _PART_OF_A_TEXT and any(
            words in one for known in self._by_first_word.values() for one in known
        )

    def _taken_out_of(self, text: str) -> str:
        """The longest first."""
        known = {one for word in _LETTERS.findall(text) for one in self._by_first_word[word]}
        for one in sorted(known, key=len, reverse=True):
            if one in text:
                text = re.sub(rf"(?<![^\W\d_]){re.escape(one)}(?![^\W\d_])", " ", text)
        return text


@contextmanager
def pseudo_language(instead_of: str = "cy", data: Data | None = None) -> Iterator[Data]:
    """This language is the pseudo-language meanwhile; yields `data` with the words of rows loaded
    since."""
    data = Data() if data is None else data

    def collect(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
        for field in written_fields(sender):
            data.add(vars(instance).get(field.attname))

    catalogues: dict[str, object] = trans_real._translations  # type: ignore[attr-defined]
    missing = object()
    before = catalogues.get(instead_of, missing)
    catalogues[instead_of] = Pseudo(instead_of)
    post_init.connect(collect, weak=False)
    _forget_what_was_drawn()
    try:
        yield data
    finally:
        _forget_what_was_drawn()
        post_init.disconnect(collect)
        if before is missing:
            del catalogues[instead_of]
        else:
            catalogues[instead_of] = before


@cache
def written_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """Of those with choices the labels are shown, and they are messages."""
    return [field for field in model._meta.concrete_fields if not field.choices]


def _forget_what_was_drawn() -> None:
    """Parts of pages are kept for a language, whichever catalogue it has at the time."""
    caches["drawings"].clear()
    drawn.cache_clear()


@cache
def _messages() -> set[str]:
    """Every message of the site, in English."""
    found: set[str] = set()
    for message in merging.read(merging.PO.read_text()):
        found.update([message.id] if isinstance(message.id, str) else message.id)
    return found


def _texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str) and _LETTERS.search(value):
        yield from (line for line in (value, *value.splitlines()) if _LETTERS.search(line))
    elif isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from _texts_of(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts_of(one)


def unmarked_texts(html: str, data: Data | Iterable[str] = ()) -> list[str]:
    """The texts and the spoken attributes of a page that hold words outside the marks.

    Words of `data` do not count, nor does what says its language by a `lang` of its own.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    known = data if isinstance(data, Data) else Data(data)
    found = [text for text in reader.found if not known.has_all_of(text)]
    return [" ".join(text.replace(_GAP, " ").split()) for text in found]


def _has_words(text: str) -> bool:
    found = _LETTERS.findall(_ADDRESS.sub(" ", text))
    return any(_WORD.match(word) for word in found if word not in _NAMES)


class _Reader(HTMLParser):
    """Marks may begin in one text and end in another: messages hold inline elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._depth = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        # What says its own language is data, or the name of a language.
        is_exempt = tag in _SILENT or (tag != "html" and "lang" in given)
        self._open.append((tag, is_exempt or given.get("translate") == "no"))
        for words in spoken(tag, attrs):
            outside, _depth = _outside(words, 0)
            self._note(outside)
        if tag in _WITHOUT_END:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        outside, self._depth = _outside(data, self._depth)
        self._note(outside)

    def _note(self, text: str) -> None:
        if _WORD.search(text) and not any(is_exempt for _tag, is_exempt in self._open):
            self.found.append(" ".join(text.split()))


def _outside(text: str, depth: int) -> tuple[str, int]:
    """What stands outside all marks, and how deep the marks are at the end of the text."""
    kept = []
    for letter in text:
        if letter == BEGIN:
            depth += 1
            kept.append(_GAP)
        elif letter == END:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return "".join(kept), depth
