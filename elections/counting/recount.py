"""Recount a published bundle and compare it byte for byte.

A bundle is a zip file or a folder. Each contest is a folder ``contests/<number>/`` of

- ``papers.blt``: the rankings; absent where too few papers were cast to publish them;
- ``minima.json``: the minima, if there were any;
- ``count.json``: ``{"rule", "seats", "withdrawn", "lots", "options"}``, ``ron`` where voters could
  re-open nominations, ``kept`` where a seat was counted anew and others were not, ``barred`` where no
  seat was open to those left, because all are reserved and whoever could fill them has left, and
  ``sections`` of an electoral college: a list of ``{"sheet", "contest", "weight", "papers", "valid",
  "factor"}``. The rankings of a section are in ``sections/<contest>.blt`` instead of ``papers.blt``;
  absent as that one is;
- ``result.json``: the result, exactly as `Result.to_json` wrote it.

Other counts of the same papers, published as information, are in ``counts/<name>/`` of the contest's
folder: ``count.json``, ``result.json`` and ``minima.json`` of each.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elections import counting
from elections.counting import blt, college
from elections.counting.errors import BundleError, CountingError, InputError
from elections.counting.minima import Minima
from elections.counting.papers import Profile

__all__ = ["Recounted", "recount"]

Folder = Path | zipfile.Path

# What zipfile raises for a file that is none or damaged; RuntimeError where an entry says that it
# is encrypted, or compressed in a way that zipfile does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
COUNT_KEYS = {"rule", "seats", "withdrawn", "lots", "options", "ron", "kept", "barred", "sections"}
_SECTION_KEYS = {"sheet", "contest", "weight", "papers", "valid", "factor"}


@dataclass(frozen=True)
class Recounted:
    """One count of a contest: ``same`` is None where its rankings are not published.

    ``name`` is that of a count published as information, empty for the result.
    """

    number: int
    same: bool | None
    papers: int = 0
    name: str = ""

    def __str__(self) -> str:
        count = f"contest {self.number}" + (f", count {self.name}" if self.name else "")
        if self.same is None:
            return f"{count}: rankings are not published, nothing to recount"
        outcome = "same result" if self.same else "DIFFERENT from result.json"
        return f"{count}: {outcome} ({self.papers} papers)"


def recount(bundle: Path) -> Iterator[Recounted]:
    """Recount every contest in order of number, its result first. Raises `CountingError` naming the bad file."""
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
        name = f"{bundle}: contests/{contest.name}"
        yield _Count(name, contest, contest, name).recounted()
        others = contest / "counts"
        counts: list[Folder] = [*others.iterdir()] if others.is_dir() else []
        for other in sorted(counts, key=lambda folder: folder.name):
            yield _Count(f"{name}/counts/{other.name}", other, contest, name).recounted()


@dataclass(frozen=True)
class _Count:
    """A count in ``folder`` of the papers in ``contest``: the same folder, or one that holds it."""

    name: str
    folder: Folder
    contest: Folder
    contest_name: str

    def recounted(self) -> Recounted:
        number = int(self.contest.name)
        name = "" if self.folder is self.contest else self.folder.name
        expected = self.bytes("result.json")
        how = self.how()
        sections = how.pop("sections")
        profiles = self.profiles([section["contest"] for section in sections])
        if not profiles:
            return Recounted(number, same=None, name=name)
        papers = sum(profile.total for profile in profiles)
        try:
            profile = _merged(profiles, sections, how) if sections else profiles[0]
            same = (
                profile is not None
                and counting.count(profile, minima=self.minima(), **how).to_json().encode()
                == expected
            )
        except InputError as error:
            raise BundleError(f"{self.name}: {error}") from None
        except CountingError:
            # Papers that need a lot or cannot conform did not give the result declared.
            same = False
        return Recounted(number, same, papers, name)

    def profiles(self, sections: Sequence[int]) -> list[Profile]:
        """The published papers, of each section if there are some; none where any is secret."""
        files = [f"sections/{number}.blt" for number in sections] or ["papers.blt"]
        found = []
        for file in files:
            if not (self.contest / file).is_file():
                return []
            name = f"{self.contest_name}/{file}"
            found.append(blt.read(_bytes(self.contest / file, name), name))
        return found

    def bytes(self, file: str) -> bytes:
        return _bytes(self.folder / file, f"{self.name}/{file}")

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
            said = json.loads(self.text("count.json"))
        except json.JSONDecodeError as error:
            raise BundleError(f"{name}, line {error.lineno}: {error.msg}") from None
        if not isinstance(said, dict) or "rule" not in said or not set(said) <= COUNT_KEYS:
            raise BundleError(f'{name}: must have "rule" and no keys but {sorted(COUNT_KEYS)}')
        how: dict[str, Any] = {
            "seats": None,
            "withdrawn": [],
            "lots": None,
            "options": {},
            "ron": None,
            "kept": [],
            "barred": [],
            "sections": [],
        } | said
        if not _well_typed(how):
            raise BundleError(f"{name}: a value is not of the kind it should be")
        barred = how.pop("barred")
        return {**how, "withdrawn": [*how["withdrawn"], *barred]}  # papers pass over both alike


def _bytes(file: Folder, name: str) -> bytes:
    try:
        return file.read_bytes()
    except (OSError, KeyError):
        raise BundleError(f"{name}: is missing") from None


def _merged(
    profiles: Sequence[Profile], sections: Sequence[Mapping[str, int]], how: Mapping[str, Any]
) -> Profile | None:
    """The papers of a college as they were counted; None if the sections were scaled otherwise."""
    found = college.merged(
        [
            college.Section(profile, section["weight"])
            for profile, section in zip(profiles, sections, strict=True)
        ],
        how["rule"],
        withdrawn=how["withdrawn"],
        options=how["options"],
        ron=how["ron"],
    )
    for scaled, said in zip(found.sections, sections, strict=True):
        if any(getattr(scaled, name) != said[name] for name in ("papers", "valid", "factor")):
            return None
    return found.profile


def _well_typed(how: Mapping[str, Any]) -> bool:
    lots, options, sections = how["lots"], how["options"], how["sections"]
    return (
        isinstance(how["rule"], str)
        and all(how[one] is None or _all_numbers([how[one]]) for one in ("seats", "ron"))
        and _all_numbers(how["withdrawn"])
        and _all_numbers(how["kept"])
        and _all_numbers(how["barred"])
        and (lots is None or _all_numbers(lots))
        and isinstance(options, dict)
        and _all_numbers(list(options.values()))
        and isinstance(sections, list)
        and all(
            isinstance(section, dict)
            and set(section) == _SECTION_KEYS
            and _all_numbers(list(section.values()))
            for section in sections
        )
    )


def _all_numbers(values: object) -> bool:
    return isinstance(values, list) and all(type(value) is int for value in values)
