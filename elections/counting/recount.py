"""Recount a published bundle and compare it byte for byte.

A bundle is a zip file or a folder. Each contest is a folder ``contests/<number>/`` of

- ``papers.blt``: the rankings; absent where too few papers were cast to publish them;
- ``minima.json``: the minima, if there were any;
- ``count.json``: ``{"rule", "seats", "withdrawn", "lots", "options"}``;
- ``result.json``: the declared result, exactly as `Result.to_json` wrote it.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elections import counting
from elections.counting import blt
from elections.counting.errors import BundleError, CountingError, InputError
from elections.counting.minima import Minima

__all__ = ["Recounted", "recount"]

Folder = Path | zipfile.Path

# What zipfile raises for a file that is none or damaged; RuntimeError where an entry says that it
# is encrypted, or compressed in a way that zipfile does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
_COUNT_KEYS = {"rule", "seats", "withdrawn", "lots", "options"}


@dataclass(frozen=True)
class Recounted:
    """One contest of a bundle: ``same`` is None where its rankings are not published."""

    number: int
    same: bool | None
    papers: int = 0

    def __str__(self) -> str:
        if self.same is None:
            return f"contest {self.number}: rankings are not published, nothing to recount"
        outcome = "same result" if self.same else "DIFFERENT from result.json"
        return f"contest {self.number}: {outcome} ({self.papers} papers)"


def recount(bundle: Path) -> Iterator[Recounted]:
    """Recount every contest in order of number. Raises `CountingError` naming the bad file."""
    if bundle.is_dir():
        yield from _contests(bundle, bundle)
        return
    try:
        with zipfile.ZipFile(bundle) as archive:
            yield from _contests(bundle, zipfile.Path(archive))
    except (OSError, *DAMAGED) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not a zip file, or damaged"
        raise BundleError(f"{bundle}: {reason}") from None


def _contests(bundle: Path, root: Folder) -> Iterator[Recounted]:
    folder = root / "contests"
    found: list[Folder] = [*folder.iterdir()] if folder.is_dir() else []
    for contest in found:
        if not (contest.name.isascii() and contest.name.isdigit()):
            raise BundleError(f"{bundle}: contests/{contest.name} is not the number of a contest")
    if not found:
        raise BundleError(f"{bundle}: holds no contests")
    for contest in sorted(found, key=lambda contest: int(contest.name)):
        yield _Contest(f"{bundle}: contests/{contest.name}", contest).recounted()


@dataclass(frozen=True)
class _Contest:
    name: str
    folder: Folder

    def recounted(self) -> Recounted:
        number = int(self.folder.name)
        expected = self.bytes("result.json")
        if not (self.folder / "papers.blt").is_file():
            return Recounted(number, same=None)
        how = self.how()
        profile = blt.read(self.bytes("papers.blt"), f"{self.name}/papers.blt")
        try:
            result = counting.count(profile, minima=self.minima(), **how)
        except InputError as error:
            raise BundleError(f"{self.name}: {error}") from None
        except CountingError:
            # Papers that need a lot or cannot conform did not give the result declared.
            return Recounted(number, same=False, papers=profile.total)
        return Recounted(number, result.to_json().encode() == expected, profile.total)

    def bytes(self, file: str) -> bytes:
        try:
            return (self.folder / file).read_bytes()
        except (OSError, KeyError):
            raise BundleError(f"{self.name}/{file}: is missing") from None

    def text(self, file: str) -> str:
        try:
            return self.bytes(file).decode()
        except UnicodeDecodeError:
            raise BundleError(f"{self.name}/{file}: is not text in UTF-8") from None

    def minima(self) -> Minima | None:
        if not (self.folder / "minima.json").is_file():
            return None
        return Minima.from_text(self.text("minima.json"), f"{self.name}/minima.json")

    def how(self) -> dict[str, Any]:
        """The arguments of `counting.count` from count.json."""
        name = f"{self.name}/count.json"
        try:
            how = json.loads(self.text("count.json"))
        except json.JSONDecodeError as error:
            raise BundleError(f"{name}, line {error.lineno}: {error.msg}") from None
        if not isinstance(how, dict) or "rule" not in how or not set(how) <= _COUNT_KEYS:
            raise BundleError(f'{name}: must have "rule" and no keys but {sorted(_COUNT_KEYS)}')
        how = {"seats": None, "withdrawn": [], "lots": None, "options": {}} | how
        if not _well_typed(how):
            raise BundleError(f"{name}: a value is not of the kind it should be")
        return how


def _well_typed(how: Mapping[str, Any]) -> bool:
    lots, options = how["lots"], how["options"]
    return (
        isinstance(how["rule"], str)
        and (how["seats"] is None or _all_numbers([how["seats"]]))
        and _all_numbers(how["withdrawn"])
        and (lots is None or _all_numbers(lots))
        and isinstance(options, dict)
        and _all_numbers(list(options.values()))
    )


def _all_numbers(values: object) -> bool:
    return isinstance(values, list) and all(type(value) is int for value in values)
