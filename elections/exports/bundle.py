"""The public record of an election in one file, from which a stranger recounts and verifies."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

from elections.ballots import board, lots
from elections.exports import record
from elections.models import CountRecord, Election, ScrutineerReport, Turnout
from elections.results import (
    ContestResult,
    contest_results,
    decided_contests,
    report_of,
)

_README = """\
The public record of "{title}".

contests/NUMBER/papers.blt   the rankings of the contest, in no order of arrival
contests/NUMBER/minima.json  its minima, where seats are reserved
contests/NUMBER/count.json   what the count was given: rule, seats, lots, options, who had left
contests/NUMBER/result.json  the result as it was counted last
contests/NUMBER/sections/    of an electoral college: the rankings of each section
contests/NUMBER/counts/      other counts of the same papers: as cast, before somebody left, and
                             results that a later count superseded
declarations.json            every declaration, and who is elected by it where it amends the count
report.json                  what the scrutineer reported and signed, if they have, about which
                             declaration, and whether after the result was declared
manifest.json                rules, keys and candidates, fixed before voting opened
checkpoints.json             the ballot box's checkpoints, each signed
turnout.json                 for each paper (sheet): members entitled at the close, and votes cast
lot_seed.txt                 the seed that manifest.json committed to, from which the lots follow
batches/                     the sealed papers, as recorded
without_a_poll.json          the contests that needed none: who is elected, what stays vacant, and who
                             was counted towards which reserved seats

To count it yourself (Python 3.11 or newer with numpy 2.0 or newer):

    python -m elections.counting recount THIS_FILE.zip

The lots of ties, as an order of the candidates: docs/rules/ties.md of the program says how it follows from
lot_seed.txt and checkpoints.json, with ten lines of Python that draw it again.

To check signatures and checkpoints (Python with the package cryptography besides):

    python -m elections.ballots.verify THIS_FILE.zip

A contest with fewer than 20 papers has no papers.blt: its rankings could tell how somebody voted.
The recount then looks whether the figures of its result agree with each other.
"""

_WITHOUT_PAPERS = 50_000  # about: manifest, checkpoints and counts, packed

_ERASED = """
The sealed papers (batches/) were erased on {on}, twelve months after the declaration, as the retention
schedule says. The counts can still be repeated; the signatures of papers can no longer be checked.
"""


def write_bundle(election: Election) -> IO[bytes]:
    """The bundle as an open temporary file, at its start. Entries carry no time of making."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        readme = _README.format(title=election.title)
        if election.papers_erased_at:
            readme += _ERASED.format(on=election.papers_erased_at.date())
        _add(archive, "README.txt", readme)
        found, decided = contest_results(election), decided_contests(election)
        for result in found:
            folder = f"contests/{result.contest.number}"
            _add_count(archive, folder, result)
            for one in result.others:
                other = ContestResult(one)
                _add_count(archive, f"{folder}/counts/{other.name}", other)
            _add_papers(archive, folder, result.record)
        if decided:
            _add(
                archive,
                "without_a_poll.json",
                json.dumps(
                    record.without_a_poll(decided), indent=1, sort_keys=True, ensure_ascii=False
                ),
            )
        declarations = record.declarations(election, [*found, *decided])
        _add(archive, "declarations.json", json.dumps(declarations, indent=1, ensure_ascii=False))
        if report := report_of(election):
            _add(archive, "report.json", _report(report))
        turnout = record.sheet_numbers(election)
        _add(archive, "turnout.json", json.dumps(turnout, indent=1, sort_keys=True))
        _add(archive, "manifest.json", board.manifest(election.pk))
        _add(archive, "lot_seed.txt", lots.revealed_seed(election.pk).hex() + "\n")
        checkpoints = board.checkpoints(election.pk)
        _add(archive, "checkpoints.json", json.dumps(checkpoints, indent=1, sort_keys=True))
        if election.papers_erased_at is None:
            for name, batch in board.batches(election.pk):
                _add(archive, f"batches/{name}.bin", batch)
    file.seek(0)
    return file


def bundle_size(election: Election, voted: Iterable[Turnout]) -> int | None:
    """About how many bytes the bundle has: nearly all are sealed papers, which cannot be packed.

    `voted` are the numbers of every sheet. None where the papers were never fixed.
    """
    if election.papers_fixed_at is None:
        return None
    if election.papers_erased_at is not None:
        return _WITHOUT_PAPERS
    return _WITHOUT_PAPERS + board.bytes_of_papers(
        election.pk, {one.sheet.number: one.cast for one in voted}
    )


def _add_count(archive: zipfile.ZipFile, folder: str, result: ContestResult) -> None:
    _add(archive, f"{folder}/count.json", result.record.count)
    _add(archive, f"{folder}/result.json", result.published)
    if result.record.minima:
        _add(archive, f"{folder}/minima.json", result.record.minima)


def _add_papers(archive: zipfile.ZipFile, folder: str, counted: CountRecord) -> None:
    """The rankings; of a college by section, each but those of which there are too few."""
    for section in counted.sections:
        if not section["is_small"]:
            name = f"{folder}/sections/{section['contest']}.blt"
            _add(archive, name, section["ballots"])
    if not counted.sections and not counted.is_small:
        _add(archive, f"{folder}/papers.blt", counted.papers)


def _report(report: ScrutineerReport) -> str:
    signed = {
        "declaration": report.about,
        "signed_at": report.signed_at.isoformat(),
        "after_declaration": report.after_declaration,
        "text": report.text,
    }
    return json.dumps(signed, indent=1, ensure_ascii=False)


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
