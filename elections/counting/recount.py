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

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elections import counting
from elections.counting import blt, college
from elections.counting.errors import BundleError, CountingError, InputError, shown
from elections.counting.minima import Minima
from elections.counting.papers import Profile
from elections.counting.reading import read_json
from elections.counting.unpublished import contradiction

__all__ = ["Recounted", "recount"]

Folder = Path | zipfile.Path

# What zipfile raises for a file that is none or damaged; RuntimeError where an entry says that it
# is encrypted, or compressed in a way that zipfile does not know.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
_TOO_LARGE = 10**100  # as in ballot files
_CONTEST = re.compile("[0-9]{1,9}")
COUNT_KEYS = {"rule", "seats", "withdrawn", "lots", "options", "ron", "kept", "barred", "sections"}
_SECTION_KEYS = {"sheet", "contest", "weight", "papers", "valid", "factor"}


@dataclass(frozen=True)
class Recounted:
    """One count of a contest: ``same`` is None where its rankings are not published and nothing that
    its result says speaks against it.

    ``name`` is that of a count published as information, empty for the result. ``fault`` is what speaks
    against a result without rankings.
    """

    number: int
    same: bool | None
    papers: int = 0
    name: str = ""
    fault: str = ""

    def __str__(self) -> str:
        count = f"contest {self.number}" + (f", count {shown(self.name)}" if self.name else "")
        if self.same is None:
            return f"{count}: rankings are not published, its figures agree with each other"
        if self.fault:
            return f"{count}: rankings are not published, and its result is WRONG: {self.fault}"
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
        if not _CONTEST.fullmatch(contest.name):
            raise BundleError(
                f"{bundle}: contests/{shown(contest.name)} is not the number of a contest"
            )
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
        found = self.profiles([section["contest"] for section in sections])
        profiles = [profile for profile in found if profile is not None]
        if len(profiles) < len(found):
            fault = self.fault(expected, how, sections, found)
            return Recounted(number, False if fault else None, name=name, fault=fault or "")
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

    def fault(
        self,
        result: bytes,
        how: Mapping[str, Any],
        sections: Sequence[Mapping[str, int]],
        found: Sequence[Profile | None],
    ) -> str | None:
        """What speaks against a result of which some or all rankings are secret."""
        if how["rule"] not in counting.RULES:
            raise BundleError(f'{self.name}: there is no rule "{shown(how["rule"])}"')
        try:
            text = result.decode()
        except UnicodeDecodeError:
            return "result.json is not text in UTF-8"
        try:
            profiles = [profile for profile in found if profile is not None]
            of_them = [one for one, profile in zip(sections, found, strict=False) if profile]
            if profiles and not _are_said(_college(profiles, of_them, how), of_them):
                return "a section has other papers than count.json says"
            return contradiction(text, how, sections)
        except InputError as error:
            raise BundleError(f"{self.name}: {error}") from None

    def profiles(self, sections: Sequence[int]) -> list[Profile | None]:
        """The papers, of each section if there are some; None for those that are secret."""
        files = [f"sections/{number}.blt" for number in sections] or ["papers.blt"]
        found: list[Profile | None] = []
        for file in files:
            if not (self.contest / file).is_file():
                found.append(None)
                continue
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
        said = read_json(self.text("count.json"), name, BundleError)
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
    found = _college(profiles, sections, how)
    factors = [scaled.factor for scaled in found.sections]
    is_so = factors == [section["factor"] for section in sections] and _are_said(found, sections)
    return found.profile if is_so else None


def _are_said(found: college.College, sections: Sequence[Mapping[str, int]]) -> bool:
    """Whether the sections have as many papers, and as many that are valid, as count.json says."""
    return all(
        (scaled.papers, scaled.valid) == (said["papers"], said["valid"])
        for scaled, said in zip(found.sections, sections, strict=True)
    )


def _college(
    profiles: Sequence[Profile], sections: Sequence[Mapping[str, int]], how: Mapping[str, Any]
) -> college.College:
    return college.merged(
        [
            college.Section(profile, section["weight"])
            for profile, section in zip(profiles, sections, strict=True)
        ],
        how["rule"],
        withdrawn=how["withdrawn"],
        options=how["options"],
        ron=how["ron"],
    )


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
    return isinstance(values, list) and all(
        type(value) is int and abs(value) < _TOO_LARGE for value in values
    )
