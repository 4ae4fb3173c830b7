"""The public record of an election in one file, from which a stranger recounts and verifies."""

from __future__ import annotations

import json
import tempfile
import zipfile
from typing import IO

from elections.ballots import board, lots
from elections.models import Election
from elections.results import contest_results

_README = """\
The public record of "{title}".

contests/NUMBER/papers.blt   the rankings of the contest, in no order of arrival
contests/NUMBER/minima.json  its minima, where seats are reserved
contests/NUMBER/count.json   what the count was given: rule, seats, lots, options
contests/NUMBER/result.json  the result as declared
manifest.json                rules, keys and candidates, fixed before voting opened
checkpoints.json             the ballot box's checkpoints, each signed
lot_seed.txt                 the seed that manifest.json committed to, from which the lots follow
batches/                     the sealed papers, as recorded

To count it yourself (Python 3.11 or newer with numpy):

    python -m elections.counting recount THIS_FILE.zip

To check signatures and checkpoints (Python with the package cryptography besides):

    python -m elections.ballots.verify THIS_FILE.zip

A contest with fewer than 20 papers has no papers.blt: its rankings could tell how somebody voted.
"""


def write_bundle(election: Election) -> IO[bytes]:
    """The bundle as an open temporary file, at its start. Entries carry no time of making."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "README.txt", _README.format(title=election.title))
        for result in contest_results(election):
            record = result.record
            folder = f"contests/{record.contest.number}"
            _add(archive, f"{folder}/count.json", record.count)
            _add(archive, f"{folder}/result.json", result.published)
            if record.minima:
                _add(archive, f"{folder}/minima.json", record.minima)
            if not record.is_small:
                _add(archive, f"{folder}/papers.blt", record.papers)
        _add(archive, "manifest.json", board.manifest(election.pk))
        _add(archive, "lot_seed.txt", lots.revealed_seed(election.pk).hex() + "\n")
        checkpoints = board.checkpoints(election.pk)
        _add(archive, "checkpoints.json", json.dumps(checkpoints, indent=1, sort_keys=True))
        for name, batch in board.batches(election.pk):
            _add(archive, f"batches/{name}.bin", batch)
    file.seek(0)
    return file


def _add(archive: zipfile.ZipFile, name: str, content: str | bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
