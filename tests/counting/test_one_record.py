"""Of random elections: page, spreadsheet and text report are drawn from one stored count and agree."""

from __future__ import annotations

import os
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from elections.counting import Result, count, report
from elections.counting.errors import listed
from elections.counting.result import canonical_json
from elections.exports import counts
from elections.results import ContestResult

from .cases import Election, random_election

BATCHES = 10
ELECTIONS = 2000 if os.environ.get("SOAK") == "1" else 100
RULES = ("scottish", "meek", "ers97", "plurality", "approval")
_ROW = re.compile(r'<tr( class="(\w+)")?> <th scope="row">([^<]+)</th>(.*?)</tr>')
_CELL = re.compile(r"<td[^>]*>(.*?)</td>")


def stored(election: Election, rule: str, *, with_ron: bool) -> ContestResult:
    """A count as it is stored, of a contest that is in no database."""
    profile = election.profile()
    ron = election.candidates if with_ron else None
    minima = election.minima
    if ron is not None:
        minima = type(minima)()
    withdrawn = tuple(number for number in election.withdrawn if number != ron)
    result = count(profile, rule, minima=minima, withdrawn=withdrawn, lots=election.lots, ron=ron)
    people = [
        SimpleNamespace(number=number, ballot_name=name)
        for number, name in enumerate(profile.candidates, start=1)
    ]
    contest = SimpleNamespace(
        candidates=SimpleNamespace(all=lambda: people),
        seats=election.seats,
        is_question=False,
        title="Small",
    )
    record: Any = SimpleNamespace(
        contest=contest,
        kind="result",
        number=1,
        is_small=False,
        result=result.to_json(),
        minima=canonical_json(minima.as_json()) if minima.attributes else "",
        count=canonical_json({"withdrawn": list(withdrawn), "seats": election.seats}),
    )
    return ContestResult(record)


def figures_of(row: str) -> list[str]:
    """What the cells of a row show, without separators of thousands."""
    return [re.sub(r"<.*", "", cell).strip().replace(",", "") for cell in _CELL.findall(row)]


def shown(template: str, view: ContestResult) -> str:
    return " ".join(render_to_string(template, {"result": view}).split())


@pytest.mark.parametrize("batch", range(BATCHES))
def test_marks_table_and_report_agree(batch: int) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        rule = RULES[seed // BATCHES % len(RULES)]
        view = stored(random_election(seed), rule, with_ron=seed % 4 == 0)
        result = Result.from_json(view.record.result)
        names = [view.names[number - 1] for number in result.elected]
        # Who is elected, at a glance
        marked = re.findall(
            r"<li> <strong>([^<]+)</strong>", shown("elections/results/_elected.html", view)
        )
        assert marked == names, seed
        # The table of the stages
        page = shown("elections/results/_stages.html", view)
        wide = page.partition('class="stage-wide"')[2]
        rows = {name.strip(): (mark, rest) for _, mark, name, rest in _ROW.findall(wide)}
        assert {name for name, (mark, _) in rows.items() if mark == "elected"} == set(names), seed
        for number, name in enumerate(view.names, start=1):
            for cell, stage in zip(figures_of(rows[name][1]), result.stages, strict=False):
                # nothing: out since an earlier stage
                assert cell in {"", stage.figure(stage.votes[number - 1])}, seed
        assert figures_of(rows["Not transferable"][1])[:-1] == [
            stage.figure(stage.non_transferable) for stage in result.stages
        ], seed
        # The spreadsheet
        sheet = [row for row in counts.rows(view) if row[0]]
        placed = sorted((row[-1], row[1]) for row in sheet if row[-1] != "")
        assert [name for _, name in placed] == names, seed
        for row, votes in zip(
            sheet, zip(*(stage.votes for stage in result.stages), strict=True), strict=True
        ):
            figures = [one.figure(units) for one, units in zip(result.stages, votes, strict=True)]
            assert list(row[2:-1]) == figures, seed
        # The text report, from the same bytes
        told = report.text(result, view.names[: view.result.ron or len(view.names)])
        elected = listed(names) if names else "nobody"
        assert f"Elected: {elected}." in told, seed
        for stage in result.stages:
            sentence = report.stage_sentence(stage, view.names, result.ron)
            assert f"Stage {stage.number}. {sentence}" in told, seed
