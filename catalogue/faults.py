"""What is wrong with a catalogue, in sentences: each names the message and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|%%|\{[a-z_]*\}")
_TAG = re.compile(r"</?[a-z][^>]*>")
# `translate` writes a message as it is: `"` would end the attribute that it stands in.
_MARK = re.compile(r'["<>]')
_TO_AGREE = {"placeholders": _PLACEHOLDER, "HTML": _TAG, "marks of HTML": _MARK}


def of_messages(stored: Catalog, found: Catalog) -> Iterator[str]:
    """Messages that the catalogue lacks, and those that nothing shows any more."""
    theirs, ours = ({(one.id, one.context) for one in made if one.id} for made in (found, stored))
    for message, _context in sorted(theirs - ours, key=str):
        yield f"{message!r} is not in the catalogue: run `make catalogue`."
    for message, _context in sorted(ours - theirs, key=str):
        yield f"{message!r} is shown nowhere: run `make catalogue`."
    for message in stored.obsolete:
        yield f"{message!r} is obsolete: run `make catalogue`."


def of_translations(stored: Catalog) -> Iterator[str]:
    """Translations that would break a page or say something else."""
    for message in stored:
        if message.id:
            if message.fuzzy:
                yield f"{message.id!r} is fuzzy: check it and take the mark away."
            yield from _of_words(message, stored.num_plurals)


def untranslated(stored: Catalog) -> Iterator[str]:
    for message in stored:
        if message.id and not all(_forms(message)):
            yield f"{message.id!r} has no Welsh yet."


def _forms(message: Message) -> tuple[str, ...]:
    words = message.string
    return tuple(words) if isinstance(words, list | tuple) else (words or "",)


def _of_words(message: Message, plurals: int) -> Iterator[str]:
    forms = [words for words in _forms(message) if words]
    wanted = plurals if isinstance(message.id, list | tuple) else 1
    if forms and len(forms) != wanted:
        yield f"{message.id!r} needs {wanted} forms and has {len(forms)}."
    for words in forms:
        for name, pattern in _TO_AGREE.items():
            if not _agree(pattern, message, words):
                yield f"{message.id!r} and {words!r} differ in their {name}."


def _agree(pattern: re.Pattern[str], message: Message, words: str) -> bool:
    """As the English has them; a plural form as one of the two English ones does."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    theirs = Counter(pattern.findall(words))
    return any(Counter(pattern.findall(one)) == theirs for one in english)
