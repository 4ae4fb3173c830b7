"""Everything the engine refuses, each in one sentence a returning officer can act on."""

import unicodedata
from collections.abc import Sequence

__all__ = [
    "BallotFileError",
    "BundleError",
    "CountingError",
    "InputError",
    "LotNeeded",
    "MinimaImpossible",
    "is_one_line",
    "listed",
    "shown",
    "visible",
]

_MOST_SHOWN = 60
# Control characters, line and paragraph separators, and what is no character at all
_NOT_IN_A_LINE = frozenset({"Cc", "Zl", "Zp", "Cs"})


class CountingError(Exception):
    """A count that cannot go on. ``str()`` is one plain sentence without a line break.

    Whatever it names was written by others: a file, an option, a folder of a bundle.
    """

    def __init__(self, said: str) -> None:
        super().__init__(visible(said))


class InputError(CountingError):
    """An argument, minima file or option that does not fit the ballot papers."""


class BundleError(CountingError):
    """A published bundle that cannot be recounted because a part is missing or broken."""


class BallotFileError(CountingError):
    """A ballot file that is not well formed.

    ``name`` is the file, ``line`` its line counted from 1, ``fault`` what is wrong there.
    """

    def __init__(self, name: str, line: int, fault: str) -> None:
        super().__init__(f"{name}, line {line}: {fault}")
        self.name = name
        self.line = line
        self.fault = fault


class LotNeeded(CountingError):
    """A tie that only a lot can decide, where none was given. The engine never draws one.

    ``candidates`` are the numbers of the tied, ``stage`` the stage that waits for the lot.
    """

    def __init__(self, candidates: Sequence[int], stage: int, names: Sequence[str]) -> None:
        tied = listed([f"{number} ({shown(names[number - 1])})" for number in candidates])
        super().__init__(f"stage {stage}: candidates {tied} are tied and no lot decides them")
        self.candidates = tuple(candidates)
        self.stage = stage


class MinimaImpossible(CountingError):
    """No set of winners meets the minima. ``bounds`` say which: '"women" at least 2'."""

    def __init__(self, seats: int, bounds: Sequence[str]) -> None:
        super().__init__(
            f"no {seats} of those who stand can meet the minima: {listed(bounds) or 'too few stand'}"
        )
        self.bounds = tuple(bounds)


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def is_one_line(text: str) -> bool:
    """Whether the text can stand in a line and be printed; a tab can."""
    return not any(unicodedata.category(one) in _NOT_IN_A_LINE for one in text.replace("\t", " "))


def visible(text: str) -> str:
    """The text as it can stand in a line: what ends lines or steers a terminal is spelt out."""
    if is_one_line(text):
        return text
    return "".join(one if is_one_line(one) else _spelt_out(one) for one in text)


def shown(text: str) -> str:
    """Text from a file as a message quotes it: all of it seen, and not longer than a line."""
    if len(text) > _MOST_SHOWN:
        text = f"{text[:_MOST_SHOWN]}…"
    return "".join(one if one.isprintable() else _spelt_out(one) for one in text)


def _spelt_out(character: str) -> str:
    return character.encode("unicode_escape").decode()
