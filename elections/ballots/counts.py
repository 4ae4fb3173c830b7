"""That the counts of a bundle are those of the contests that were fixed, on papers that are in the box.

Whether they come to what they say is for `elections.counting recount`. Pure.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from elections.ballots import formats, record
from elections.ballots.bundle import Unreadable, entry, read_json, read_object, whole
from elections.ballots.errors import RecordBroken
from elections.ballots.manifest import Manifest

PLURALITY, YES_NO = "plurality", "yes-no"  # as `elections.counting` names these rules


def check(
    archive: zipfile.ZipFile,
    fixed: Manifest,
    checkpoints: Sequence[record.Checkpoint],
    papers: Mapping[int, int],
    seed: bytes,
) -> Iterator[str]:
    """One line for each contest that was counted as fixed, on no more papers than the box holds.

    ``papers`` are those in the box by sheet. RecordBroken or Unreadable otherwise.
    """
    final = record.final_checkpoints(fixed, checkpoints)
    described = json.loads(fixed.text)
    smallest = whole(described, "small_contest", "manifest.json", default=0)
    contests = [
        {**contest, "sheet": sheet["sheet"]}
        for sheet in described["sheets"]
        for contest in sheet["contests"]
    ]
    for contest in contests:
        number, sheet = contest["contest"], contest["sheet"]
        if contest.get("college", number) != number:
            continue  # it is counted with the first of its college
        candidates = [candidate["number"] for candidate in contest["candidates"]]
        college = [one for one in contests if one.get("college") == number]
        found = _Contest(
            archive,
            contest,
            college,
            formats.lot_order(seed, final, sheet, number, candidates),
            papers,
            smallest,
        )
        counted = found.check(f"contests/{number}")
        for other in found.others():
            found.check(other)
        found.check_as_cast()
        yield f"contest {number}: counted as fixed, {counted}{found.not_fixed}"


@dataclass(frozen=True)
class _Contest:
    """A contest as it was fixed, with the sections of its electoral college if it heads one."""

    archive: zipfile.ZipFile
    fixed: Mapping[str, Any]
    college: Sequence[Mapping[str, Any]]
    lots: Sequence[int]
    papers: Mapping[int, int]
    smallest: int

    @property
    def folder(self) -> str:
        return f"contests/{self.fixed['contest']}"

    @property
    def not_fixed(self) -> str:
        """What an older manifest did not fix, to be said beside what holds."""
        if self.fixed["rule"] != YES_NO or "thresholds" in self.fixed:
            return ""
        return "; its manifest is from before thresholds were fixed in it"

    def others(self) -> list[str]:
        """The folders of the counts that are published beside the result."""
        inside = re.compile(rf"({re.escape(self.folder)}/counts/[^/]+)/")
        matches = map(inside.match, self.archive.namelist())
        return sorted({match[1] for match in matches if match})

    def check(self, folder: str) -> str:
        """Check one count of the contest; returns how many papers it says it counted, in words."""
        given = read_object(self.archive, f"{folder}/count.json")
        for what in ("rule", "ron"):
            if given.get(what) != self.fixed.get(what):
                raise RecordBroken(f"{folder}: “{what}” is not what was fixed with the papers")
        self.check_options(folder, given.get("options", {}))
        if given.get("lots") != list(self.lots):
            raise RecordBroken(f"{folder}: the lots are not those that follow from the seed")
        # Without those who left, fewer seats may be filled, and fewer of them reserved.
        have_left = bool(self.check_left(folder, given))
        seats = whole(given, "seats", f"{folder}/count.json")
        if seats > self.fixed["seats"] or (seats != self.fixed["seats"] and not have_left):
            raise RecordBroken(f"{folder}: “seats” is not what was fixed with the papers")
        reserved = _reserved(self.fixed.get("minima", {}), "manifest.json")
        minima = _minima(self.archive, f"{folder}/minima.json")
        fewer = all(least <= reserved.get(name, 0) for name, least in minima.items())
        if minima != reserved and not (have_left and fewer):
            raise RecordBroken(f"{folder}/minima.json: not the reserved seats fixed")
        if self.college:
            return self.check_sections(folder, given.get("sections"))
        counted = _papers_counted(self.archive, f"{folder}/result.json")
        return self.check_papers(folder, self.fixed, counted, "papers.blt")

    def check_as_cast(self) -> None:
        """That the papers were counted with everybody on them too, where somebody has left since."""

        def left(folder: str) -> bool:
            return bool(read_object(self.archive, f"{folder}/count.json").get("withdrawn"))

        if left(self.folder) and all(map(left, self.others())):
            raise RecordBroken(
                f"{self.folder}: somebody has left, and the count of the papers as cast is missing"
            )

    def check_left(self, folder: str, given: Mapping[str, Any]) -> set[int]:
        """Whom the count passes over as they have left; for nobody else does it bar or keep anybody.

        Everybody still standing is barred, or nobody. Where one of those elected was unseated and the
        seat filled again, exactly the others are kept.
        """
        name = f"{folder}/count.json"
        left, barred, kept = (
            _numbers(given, what, name) for what in ("withdrawn", "barred", "kept")
        )
        if left and f"{self.folder}/counts/as-cast-" in folder:
            raise RecordBroken(f"{folder}: of papers as cast, it passes over candidates")
        if (barred or kept) and not left:
            done = "barred" if barred else "kept"
            raise RecordBroken(f"{folder}: candidates are {done} though nobody has left")
        people = {one["number"] for one in self.fixed["candidates"]} - {self.fixed.get("ron")}
        if barred and (kept or barred != people - left):
            raise RecordBroken(f"{folder}: some candidates are barred, and others are not")
        if kept and not any(
            kept == elected - {one}
            for elected in self.elected_before(folder)
            for one in left & elected
        ):
            raise RecordBroken(
                f"{folder}: those kept are not those elected before, but for one who has left"
            )
        return left

    def elected_before(self, folder: str) -> Iterator[set[int]]:
        """Who was elected by an earlier count of the contest, or by an amended declaration about it.

        A correction elects whom the officer names: later counts may keep people whom none elected.
        """
        before = _place(folder)
        for other in self.others():
            if 0 < _place(other) < before:
                name = f"{other}/result.json"
                yield _numbers(read_object(self.archive, name), "elected", name)
        for one in _declarations(self.archive):
            if one.get("contest") == self.fixed["contest"]:
                yield _numbers(one, "elected", "declarations.json")

    def check_options(self, folder: str, options: Any) -> None:
        """That papers may have had as many marks, and a question had the thresholds, as fixed.

        A turnout is of as many members as were published at the close to be entitled.
        """
        name = f"{folder}/count.json"
        if not isinstance(options, dict):
            raise Unreadable(f"{name}: “options” is not an object")
        if self.fixed["rule"] == PLURALITY:
            marks = whole(options, "marks", name, default=self.fixed["seats"])
            if min(marks, len(self.fixed["candidates"])) != self.fixed["marks"]:
                raise RecordBroken(f"{folder}: “marks” is not what was fixed with the papers")
        thresholds = self.fixed.get("thresholds")
        if thresholds is None:
            return
        given = {what: share for what, share in options.items() if what != "entitled"}
        if given != thresholds:
            raise RecordBroken(f"{folder}: the thresholds are not those fixed with the papers")
        if "turnout" in thresholds:
            entitled = _entitled(self.archive, self.fixed["sheet"])
            if whole(options, "entitled", name) != entitled:
                raise RecordBroken(
                    f"{folder}: “entitled” is not the number published at the close, {entitled}"
                )

    def check_sections(self, folder: str, sections: Any) -> str:
        """That the sections of the count are those fixed, with their weights."""
        name = f"{folder}/count.json"
        if not isinstance(sections, list) or not all(isinstance(one, dict) for one in sections):
            raise Unreadable(f"{name}: “sections” is not a list of objects")
        said = [[one.get(what) for what in ("contest", "sheet", "weight")] for one in sections]
        fixed = [[one[what] for what in ("contest", "sheet", "weight")] for one in self.college]
        if sorted(said, key=str) != sorted(fixed, key=str):
            raise RecordBroken(f"{folder}: the sections are not those fixed with the papers")
        counted = [
            self.check_papers(
                folder, one, whole(one, "papers", name), f"sections/{one['contest']}.blt"
            )
            for one in sections
        ]
        return "; ".join(counted)

    def check_papers(self, folder: str, section: Mapping[str, Any], counted: int, file: str) -> str:
        """That no more papers were counted than the box holds, and that they are published."""
        held = self.papers[section["sheet"]]
        if counted > held:
            raise RecordBroken(f"{folder}: {counted} papers were counted, and the box holds {held}")
        if counted >= self.smallest and f"{self.folder}/{file}" not in self.archive.namelist():
            raise RecordBroken(
                f"{self.folder}: its rankings are to be published, and are missing ({file})"
            )
        return f"{counted} of the {held} papers of sheet {section['sheet']}"


def _place(folder: str) -> float:
    """The place of a count among the results of its contest: counts/result-1 is the first, and what
    stands, in the folder of the contest itself, the last; 0 of whatever is no result."""
    if "/counts/" not in folder:
        return inf
    numbered = re.fullmatch(r"result-([0-9]{1,9})", folder.rpartition("/")[2])
    return int(numbered[1]) if numbered else 0


def _declarations(archive: zipfile.ZipFile) -> list[dict[str, Any]]:
    """What was declared; nothing in a bundle without it."""
    name = "declarations.json"
    if name not in archive.namelist():
        return []
    return _objects(read_json(name, entry(archive, name)), name)


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Unreadable(f"{name} is not a list of objects")
    return value


def _numbers(value: Mapping[str, Any], what: str, name: str) -> set[int]:
    """The candidate numbers called ``what``; none if it is left out."""
    found = value.get(what, [])
    if not isinstance(found, list) or not all(type(one) is int for one in found):
        raise Unreadable(f"{name}: “{what}” is not a list of numbers")
    return set(found)


def _entitled(archive: zipfile.ZipFile, sheet: int) -> int:
    """How many members were entitled to the sheet when voting closed."""
    name = "turnout.json"
    for one in _objects(read_json(name, entry(archive, name)), name):
        if one.get("sheet") == sheet:
            return whole(one, "entitled", name)
    raise Unreadable(f"{name} lacks sheet {sheet}")


def _minima(archive: zipfile.ZipFile, name: str) -> dict[str, int]:
    """The reserved seats that a count was given: by attribute, how many at least.

    A manifest fixes no maximum, so that a count can have none.
    """
    if name not in archive.namelist():
        return {}
    attributes = read_object(archive, name).get("attributes")
    if not isinstance(attributes, dict):
        raise Unreadable(f"{name} has no attributes")
    if not all(isinstance(bound, dict) for bound in attributes.values()):
        raise Unreadable(f"{name}: an attribute is not an object")
    for key, bound in attributes.items():
        if bound.get("max") is not None:
            raise RecordBroken(f"{name}: the most seats of “{key}” were not fixed with the papers")
    return _reserved({key: bound.get("min", 0) for key, bound in attributes.items()}, name)


def _reserved(minima: Any, name: str) -> dict[str, int]:
    if not isinstance(minima, dict):
        raise Unreadable(f"{name}: the reserved seats are not an object")
    return {key: least for key in minima if (least := whole(minima, key, name))}


def _papers_counted(archive: zipfile.ZipFile, name: str) -> int:
    result = read_object(archive, name)
    return whole(result, "valid", name) + whole(result, "invalid", name)
