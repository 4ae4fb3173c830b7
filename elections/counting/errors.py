"""Everything the engine refuses, each in one sentence a returning officer can act on."""

from collections.abc import Sequence

__all__ = [
    "BallotFileError",
    "BundleError",
    "CountingError",
    "InputError",
    "LotNeeded",
    "MinimaImpossible",
    "listed",
]


class CountingError(Exception):
    """A count that cannot go on. ``str()`` is one plain sentence without a line break."""


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
        tied = listed([f"{number} ({names[number - 1]})" for number in candidates])
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
