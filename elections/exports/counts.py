"""Count records as spreadsheet rows, for CSV and XLSX alike."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import translation

from elections.results import ContestResult
from elections.results.left import Fate
from members.languages import Language
from members.spreadsheets import Cell, csv_lines
from members.workbooks import workbook


@dataclass(frozen=True)
class CountFile:
    """A file of one contest's count: its kind, and its size in bytes."""

    kind: str  # "blt", "csv", "xlsx", "json"
    size: int


def files(result: ContestResult) -> list[CountFile]:
    """What can be downloaded of a count; the ballots not of a small contest."""
    lines = csv_lines(header(result), rows(result))
    with workbook([table(result)]) as book:
        size = book.seek(0, os.SEEK_END)
    found = [
        CountFile("csv", sum(len(line.encode()) for line in lines)),
        CountFile("xlsx", size),
        CountFile("json", len(result.published.encode())),
    ]
    if not result.record.is_small:
        found.insert(0, CountFile("blt", result.record.papers_size))
    return found


def table(result: ContestResult) -> tuple[str, list[str], list[Sequence[Cell]]]:
    """The count as a sheet of a workbook: title, header, rows."""
    return result.contest.title, header(result), rows(result)


def header(result: ContestResult) -> list[str]:
    stages = [f"Stage {stage.number}" for stage in result.stages]
    return ["Number", "Candidate", *stages, "Elected"]


def rows(result: ContestResult) -> list[Sequence[Cell]]:
    """A row for each candidate: votes at the end of every stage, and the order of election.

    Below them a row for what the page says of each stage, of each tie and of the outcome.
    Who is elected is the standing outcome, which an amended declaration may have changed.
    In English, whatever the language of the page: files are the same for everybody.
    """
    with translation.override(Language.ENGLISH):
        # Anew: what was asked of the given one before is in the language of the page.
        told = ContestResult(result.record, result.amendments, result.others, result.candidates)
        return list(_rows(told))


def _rows(result: ContestResult) -> Iterator[Sequence[Cell]]:
    elected = list(result.outcome.elected)
    for number, name in enumerate(result.names, start=1):
        votes = [stage.votes[number - 1].votes for stage in result.stages]
        place = elected.index(number) + 1 if number in elected else ""
        yield [number, name, *votes, place]
    yield ["", "Not transferable", *(stage.non_transferable for stage in result.stages), ""]
    if result.quota:
        yield ["", "Quota", *(stage.quota for stage in result.stages), ""]
    yield ["", "What happened", *(stage.sentence for stage in result.stages), ""]
    for label, said in _said(result):
        yield ["", label, said, *[""] * len(result.stages)]


def _said(result: ContestResult) -> Iterator[tuple[str, str]]:
    """What the page says besides: of whom or what, and the sentence."""
    for sentence in result.ties:
        yield "Tie", sentence
    for section in result.sections:
        said = f"share {section.share}, {section.valid} valid papers, each counted {section.factor}-fold"
        yield f"Section {section.title}", said
    for left in result.left:
        said = "not counted" if left.fate == Fate.SKIPPED else "no longer elected"
        yield left.name, f"{left.reason}: {said}"
    if result.outcome.amendment:
        amendment = result.outcome.amendment
        said = f"{amendment.get_kind_display()}: {amendment.reason}"
        yield f"Declaration {amendment.number}", said
