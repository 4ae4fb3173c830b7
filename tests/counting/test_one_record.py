"""Of random elections: page, spreadsheet and text report are drawn from one stored count and agree.

What they are held against is the stored result itself, figure by figure: nothing of it may be left out.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from elections import models
from elections.counting import Minima, Result, Stage, count, report
from elections.counting.errors import listed
from elections.counting.result import canonical_json, decimal
from elections.exports import counts
from elections.results import ContestResult

from .cases import Election, random_election, random_election_with_ron, random_question
from .drawn import Cell, Drawn, Row
from .pictured import hold_against_the_pictures

BATCHES = 10
ELECTIONS = 2000 if os.environ.get("SOAK") == "1" else 100
RULES = ("scottish", "meek", "ers97", "plurality", "approval")
# Two of one name, one that HTML would take for a tag, and one that a spreadsheet would run.
NAMES = ("Sam Lee", "Sam Lee", "Ann <O'Hara> & Co", "=1+1", "Dee", "Eve", "Fay")
RON = "Re-open nominations"
OPEN_ONE = "Each stage in short. Open one for its figures."
SWIPE = "Swipe sideways for the stages that follow."
WORDS = {"elected": "Elected", "excluded": "Excluded", "vacant": "Vacant", "left": "Left", "": ""}


class Counted:
    """A count of any rule as it is stored, of a contest that is in no database."""

    def __init__(
        self, election: Election, rule: str, options: Mapping[str, int] | None = None
    ) -> None:
        self.election = election
        standing = election.candidates - (election.ron is not None)
        self.people = ["Yes", "No"] if rule == "yes-no" else list(NAMES[:standing])
        candidates = [*self.people, *([RON] if election.ron else [])]
        profile = replace(election.profile(), candidates=tuple(candidates))
        stored = count(
            profile,
            rule,
            minima=election.minima,
            withdrawn=election.withdrawn,
            lots=election.lots,
            options=options,
            ron=election.ron,
        ).to_json()
        self.result = Result.from_json(stored)
        further = range(2, len(self.result.stages[0].votes) - len(candidates) + 2)
        self.candidates = candidates
        self.names = [*candidates, *(f"{RON} ({seat})" for seat in further)]
        contest = SimpleNamespace(
            candidates=SimpleNamespace(all=self._stored_candidates),
            seats=election.seats,
            is_question=rule == "yes-no",
            title="Small",
            title_here="Small",
        )
        record: Any = SimpleNamespace(
            contest=contest,
            kind="result",
            number=1,
            is_small=False,
            result=stored,
            minima=canonical_json(election.minima.as_json()) if election.minima.attributes else "",
            count=canonical_json({"withdrawn": list(election.withdrawn), "seats": election.seats}),
        )
        self.view = ContestResult(record)

    def _stored_candidates(self) -> Iterator[SimpleNamespace]:
        for number, name in enumerate(self.candidates, start=1):
            one = SimpleNamespace(number=number, ballot_name=name, name_here=name)
            if number in self.election.withdrawn:
                one.left, one.why_left = "a row", "withdrew"
            yield one

    @property
    def elected(self) -> list[str]:
        return [self.names[number - 1] for number in self.result.elected]

    @property
    def left(self) -> list[str]:
        return [self.names[number - 1] for number in sorted(self.election.withdrawn)]

    def statuses(self) -> list[list[str]]:
        """What each candidate is at the end of every stage."""
        now = dict.fromkeys(self.election.withdrawn, "left")
        found = []
        for stage in self.result.stages:
            for number in stage.action.candidates if "exclude" in stage.action.kind else ():
                now[number] = "excluded"
            for number in stage.elected:
                ron = self.result.ron
                now[number] = "vacant" if ron is not None and number >= ron else "elected"
            found.append([now.get(number, "") for number in range(1, len(self.names) + 1)])
        return found

    def sentence(self, stage: Stage) -> str:
        return report.stage_sentence(stage, self.candidates, self.result.ron)

    def sentence_on_page(self, stage: Stage) -> str:
        if self.result.rule == "yes-no":
            is_carried = "is carried" if self.result.elected else "is not carried"
            return f"The votes are counted. The question {is_carried}."
        said = self.sentence(stage)
        for attribute in models.Attribute:
            said = said.replace(f'"{attribute.value}"', f"“{attribute.label}”")
        return said

    def columns(self) -> list[list[str]]:
        """The figures of each candidate, stage by stage."""
        stages = self.result.stages
        by_stage = [[stage.figure(votes) for votes in stage.votes] for stage in stages]
        return [list(figures) for figures in zip(*by_stage, strict=True)]

    def left_over(self) -> list[str]:
        return [stage.figure(stage.non_transferable) for stage in self.result.stages]

    def quotas(self) -> list[str]:
        """By stage; empty where the rule has none."""
        stages = self.result.stages
        return [stage.figure(stage.quota) for stage in stages if stage.quota is not None]


def changes(result: Result) -> list[list[str]]:
    """By stage, how the votes of each candidate changed; nothing where they did not."""
    found = [["" for _ in result.stages[0].votes]]
    for before, stage in zip(result.stages, result.stages[1:], strict=False):
        units = [now - then for now, then in zip(stage.votes, before.votes, strict=True)]
        found.append(
            [
                f"{'+' if one > 0 else ''}{decimal(one, stage.places)}" if one else ""
                for one in units
            ]
        )
    return found


def thousands(figure: str) -> str:
    return f"{Decimal(figure):,f}"


def drawn(template: str, counted: Counted) -> Drawn:
    return Drawn(render_to_string(template, {"result": counted.view}))


def hold_against_the_table(counted: Counted, page: Drawn) -> None:
    """In parts of at most six stages, of nearly one size; whoever is out of the count before a part
    begins, and has no vote in it, has no row there.
    """
    stages, moved, statuses = counted.result.stages, changes(counted.result), counted.statuses()
    expected, begin = [], 0
    parts = -(-len(stages) // 6)
    size = -(-len(stages) // parts)
    while begin < len(stages):
        here = range(begin, min(begin + size, len(stages)))
        first = "Answer" if counted.result.rule == "yes-no" else "Candidate"
        rows = [Row("", [Cell(first), *(Cell(f"Stage {one + 1}") for one in here)])]
        for place, (name, figures) in enumerate(zip(counted.names, counted.columns(), strict=True)):
            before = statuses[begin - 1][place] if begin else ""
            if before in ("excluded", "left") and not any(Decimal(figures[one]) for one in here):
                continue
            cells = [Cell(thousands(figures[one]), moved[one][place]) for one in here]
            status = "" if first == "Answer" else statuses[here[-1]][place]
            rows.append(Row(status, [Cell(name, WORDS[status]), *cells]))
        left, quotas = counted.left_over(), counted.quotas()
        for told, figures, is_shown in (
            ("Not transferable", left, len(stages) > 1 or any(map(Decimal, left))),
            ("Quota", quotas, bool(quotas)),
        ):
            if is_shown:
                shown = [Cell(thousands(figures[one])) for one in here]
                rows.append(Row("", [Cell(told), *shown]))
        expected.append(rows)
        begin += size
    assert page.tables["stage-table"] == expected


def hold_against_the_page(counted: Counted) -> None:
    result, page = counted.result, drawn("elections/results/_stages.html", counted)
    hold_against_the_table(counted, page)
    sentences = [counted.sentence_on_page(stage) for stage in result.stages]
    told = [stage.told for stage in counted.view.stages]
    assert page.items == [
        sentence if short == sentence else f"{short} {sentence}"
        for short, sentence in zip(told, sentences, strict=True)
    ]
    assert page.paragraphs == [
        _papers_and_quota(result),
        *map(report.threshold_sentence, result.thresholds),
        *counted.view.minima_told,
        *([OPEN_ONE] if len(result.stages) > 1 else []),
        *(report.tie_sentence(tie, counted.names) for tie in result.ties),
        *_without_rows(page),
        *([SWIPE] if len(result.stages) > 1 and counted.view.pictures else []),
    ]


def _without_rows(page: Drawn) -> list[str]:
    """What is said below each part of the table that has fewer rows than there are candidates."""
    whole, *parts = map(len, page.tables["stage-table"])
    return ["Whoever was excluded before these stages has no row here."] * sum(
        rows < whole for rows in parts
    )


def _papers_and_quota(result: Result) -> str:
    said = [f"{result.valid:,} valid {'paper' if result.valid == 1 else 'papers'}."]
    if result.invalid:
        papers = "paper was" if result.invalid == 1 else "papers were"
        said.append(f"{result.invalid:,} {papers} blank or could not be counted.")
    if result.quota is not None:
        quota = f"{Decimal(result.stages[-1].figure(result.quota)).normalize():,f}"
        said.append(
            f"The quota falls as papers run out of choices: it is {quota} votes at the end."
            if result.has_several_quotas
            else f"The quota is {quota} votes: whoever reaches it is elected."
        )
    return " ".join(said)


def hold_against_who_is_elected(counted: Counted) -> None:
    result, page = counted.result, drawn("elections/results/_elected.html", counted)
    if result.rule == "yes-no":
        assert page.paragraphs == ["Carried" if result.elected == (1,) else "Not carried"]
        return
    reserved = [
        f"At least {one.minimum}: {models.Attribute(one.name).label} – "
        f"{len(set(result.elected) & set(one.candidates))} elected"
        for one in counted.election.minima.attributes
        if one.minimum
    ]
    assert page.items == [*counted.elected, *reserved]
    said = [] if result.elected else ["Nobody is elected."]
    if vacant := counted.election.seats - len(result.elected):
        won = f" Won by “{RON}”: {result.vacant}." if result.vacant else ""
        said.append(f"{vacant} {'seat stays' if vacant == 1 else 'seats stay'} vacant.{won}")
    said += [
        f"{name} withdrew after the papers were fixed: the count passes over the name."
        for name in counted.left
    ]
    assert page.paragraphs == said


def hold_against_the_spreadsheet(counted: Counted) -> None:
    stages = counted.result.stages
    numbered = [f"Stage {stage.number}" for stage in stages]
    assert counts.header(counted.view) == ["Number", "Candidate", *numbered, "Elected"]
    sentences = [counted.sentence_on_page(stage) for stage in stages]
    expected = [*_rows(counted, counted.names, "Not transferable")]
    expected.append(["", "What happened", *sentences, ""])
    ties = [report.tie_sentence(tie, counted.names) for tie in counted.result.ties]
    said = [("Tie", sentence) for sentence in ties]
    said += [(name, "withdrew: not counted") for name in counted.left]
    expected += [["", label, words, *[""] * len(stages)] for label, words in said]
    assert [list(row) for row in counts.rows(counted.view)] == expected


def _rows(counted: Counted, names: Sequence[str], left_over: str) -> Iterator[list[str | int]]:
    """A row for each candidate, and those of votes that are nobody's."""
    elected = counted.result.elected
    for number, (name, figures) in enumerate(zip(names, counted.columns(), strict=True), start=1):
        place = elected.index(number) + 1 if number in elected else ""
        yield [number, name, *figures, place]
    yield ["", left_over, *counted.left_over(), ""]
    if quotas := counted.quotas():
        yield ["", "Quota", *quotas, ""]


def hold_against_the_csv_report(counted: Counted) -> None:
    lines = list(csv.reader(io.StringIO(report.to_csv(counted.result, counted.candidates))))
    numbered = [f"stage {stage.number}" for stage in counted.result.stages]
    rows = _rows(counted, list(map(_harmless, counted.names)), "Non-transferable")
    assert lines == [
        ["number", "candidate", *numbered, "elected"],
        *([str(cell) for cell in row] for row in rows),
        *_rows_of_ties(counted),
    ]


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith("=") else cell


def _rows_of_ties(counted: Counted) -> Iterator[list[str]]:
    """How each tie was decided, in the column of its stage."""
    for tie in counted.result.ties:
        cells = [""] * len(counted.result.stages)
        stage, _, told = report.tie_sentence(tie, counted.names).partition(": ")
        assert stage == f"Stage {tie.stage}"
        cells[tie.stage - 1] = _harmless(told)
        yield ["", "Tie", *cells, ""]


_LINE = re.compile(r"  (\S.*?) +(-?[0-9.]+)(?:  (elected|stays vacant))?")


def hold_against_the_text_report(counted: Counted) -> None:
    result = counted.result
    told = report.text(result, counted.candidates, "Small").removesuffix("\n")
    head, *blocks, tail = told.split("\n\n")
    quota = [] if result.quota is None else [result.stages[0].figure(result.quota)]
    at_the_end = " at the end" if result.has_several_quotas else ""
    assert head.splitlines() == [
        "Small",
        f"Rule {result.rule}, seats {result.seats}, valid papers {result.valid}, "
        f"other papers {result.invalid}",
        *(f"Quota{at_the_end} {figure}" for figure in quota),
    ]
    for block, stage, statuses in zip(blocks, result.stages, counted.statuses(), strict=True):
        first, *lines = block.splitlines()
        assert first == f"Stage {stage.number}. {counted.sentence(stage)}"
        marks = {"elected": "elected", "vacant": "stays vacant"}
        expected: list[tuple[str, str, str | None]] = [
            (name, stage.figure(votes), marks.get(status))
            for name, votes, status in zip(counted.names, stage.votes, statuses, strict=True)
        ]
        if stage.quota is not None:
            expected.append(("Non-transferable", stage.figure(stage.non_transferable), None))
            if result.has_several_quotas:
                expected.append(("Quota", stage.figure(stage.quota), None))
        found = [match.groups() for line in lines if (match := _LINE.fullmatch(line))]
        assert len(found) == len(lines)
        assert found == expected
    assert tail.splitlines() == [
        *(report.tie_sentence(tie, counted.names) for tie in result.ties),
        *map(report.threshold_sentence, result.thresholds),
        _outcome(counted),
        f"Digest {result.digest}",
    ]


def _outcome(counted: Counted) -> str:
    result = counted.result
    if result.rule == "yes-no":
        return "Carried." if result.elected == (1,) else "Not carried."
    said = f"Elected: {listed(counted.elected) if counted.elected else 'nobody'}."
    if result.vacant:
        seats = "1 seat stays" if result.vacant == 1 else f"{result.vacant} seats stay"
        said += f" {seats} vacant (re-open nominations)."
    return said


def hold_against_everything(counted: Counted) -> None:
    hold_against_who_is_elected(counted)
    hold_against_the_pictures(
        counted.result,
        counted.names,
        counted.view.pictures,
        left=counted.election.withdrawn,
    )
    hold_against_the_page(counted)
    hold_against_the_spreadsheet(counted)
    hold_against_the_csv_report(counted)
    hold_against_the_text_report(counted)


def times(seed: int) -> int:
    """Every seventh is as if of a thousand papers and more: figures then have separators."""
    return 80 if seed % 7 == 0 else 1


@pytest.mark.parametrize("batch", range(BATCHES))
def test_page_files_and_report_show_the_stored_figures(batch: int) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        rule = RULES[seed // BATCHES % len(RULES)]
        with_ron = (seed + seed // BATCHES) % 4 == 0
        election = random_election_with_ron(seed) if with_ron else random_election(seed)
        more = replace(election, rankings=election.rankings * times(seed))
        hold_against_everything(Counted(more, rule))


@pytest.mark.parametrize("rule", RULES)
def test_and_so_they_do_where_nobody_voted(rule: str) -> None:
    for seed in range(5):
        hold_against_everything(Counted(replace(random_election(seed), rankings=()), rule))


def test_and_so_they_do_of_a_question() -> None:
    for seed in range(ELECTIONS):
        election, options = random_question(seed)
        if "entitled" in options:
            options["entitled"] *= times(seed)
        more = replace(election, rankings=election.rankings * times(seed))
        counted = Counted(more, "yes-no", options)
        hold_against_everything(counted)
        figures = counted.columns()
        assert counted.view.final_votes == [("Yes", figures[0][-1]), ("No", figures[1][-1])]


def test_the_elections_drawn_have_everything_that_is_held_against_them() -> None:
    """So that nothing above is compared with nothing."""
    found = [Counted(random_election_with_ron(seed), RULES[seed % 3]) for seed in range(60)]
    statuses = {one for counted in found for stage in counted.statuses() for one in stage}
    assert statuses == set(WORDS)
    assert any(counted.result.ties for counted in found)
    assert any(counted.result.has_several_quotas for counted in found)
    assert any(counted.election.minima != Minima() for counted in found)
    assert any(change.startswith("-") for c in found for row in changes(c.result) for change in row)
