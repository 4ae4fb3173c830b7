"""A ward under ERS97, as another program (OpenSTV 1.7) reported it: every stage and every batch.

Its threshold is the quota as long as nobody is elected, and then what makes somebody safe without
one: the total active vote divided by one more than the places left, rounded up (5.6.1).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from elections.counting import Profile, Result, blt, count
from elections.counting.result import Batch, decimal

from .wards import ERS97_REPORTS


@dataclass
class Reported:
    """One row of figures and what is said below it; a candidate out of the count has no figure."""

    stage: int
    figures: list[str | None]
    told: str = ""


def reported(file: Path) -> list[Reported]:
    rows: list[Reported] = []
    for line in file.read_text().splitlines():
        number, bar, rest = line.partition("|")
        if not bar or rest.startswith("-"):
            continue
        cells = [cell.strip() for cell in rest.split("|")]
        if number.strip().isdigit():
            rows.append(Reported(int(number), []))
        elif not rows:
            continue  # names, above the first row
        if rows[-1].told or not re.fullmatch(r"[\d.]*", "".join(cells)):
            rows[-1].told += f" {rest.strip()}"
        else:
            rows[-1].figures += [cell or None for cell in cells]
    return rows


def ours(result: Result) -> Iterator[tuple[int, Batch]]:
    """The first stage, then each batch of the others."""
    first = result.stages[0]
    assert first.quota is not None
    yield 1, Batch(100, result.valid, first.votes, 0, first.quota, first.elected)
    for stage in result.stages[1:]:
        for batch in stage.batches:
            yield stage.number, batch


def read(file: Path) -> tuple[Profile, list[Reported], Result]:
    ballots = file.with_name(file.name.replace(".ers97.txt", ".blt"))
    profile = blt.read(ballots.read_bytes(), ballots.name)
    return profile, reported(file), count(profile, "ers97")


each_report = pytest.mark.parametrize("file", ERS97_REPORTS, ids=lambda file: file.name)


@each_report
def test_every_stage_and_batch_has_the_figures_reported(file: Path) -> None:
    profile, rows, result = read(file)
    counted = list(ours(result))
    assert [row.stage for row in rows] == [stage for stage, _batch in counted]
    won: list[int] = []
    for row, (_stage, batch) in zip(rows, counted, strict=True):
        *votes, exhausted, surplus, threshold = row.figures
        assert len(votes) == len(profile.candidates)
        assert [figure or "0.00" for figure in votes] == [decimal(v, 2) for v in batch.votes]
        assert exhausted == decimal(batch.non_transferable, 2)
        won += batch.elected
        over = sum(max(0, batch.votes[number - 1] - batch.quota) for number in won)
        assert surplus == decimal(over, 2)
        assert threshold == decimal(safe(result, batch, won), 2)


def safe(result: Result, batch: Batch, won: list[int]) -> int:
    """How many votes made somebody safe when the last but one place was won, or still do."""
    before = won[: result.seats - 1]
    kept = sum(min(batch.votes[number - 1], batch.quota) for number in before)
    active = result.valid * 100 - batch.non_transferable - kept
    return -(-active // (result.seats - len(before) + 1))


@each_report
def test_who_is_elected_and_excluded_and_at_what_value_is_as_reported(file: Path) -> None:
    profile, rows, result = read(file)
    for row, (_stage, batch) in zip(rows, ours(result), strict=True):
        elected = re.findall(r"Candidate (.*?) has reached the threshold", row.told)
        assert elected == [profile.candidates[number - 1] for number in batch.elected]
        if value := re.search(r"Transferred votes with value ([\d.]+\d)", row.told):
            assert value[1] == decimal(batch.value, 2)
    for stage in result.stages[1:]:
        told = next(row.told for row in rows if row.stage == stage.number)
        named = {n for n, name in enumerate(profile.candidates, 1) if name in told}
        assert named - set(stage.elected) == set(stage.action.candidates)
    winners = file.read_text().replace("\n", " ").partition("Winners are ")[2]
    assert [n for n, name in enumerate(profile.candidates, 1) if name in winners] == sorted(
        result.elected
    )
