"""The engine and the second counters agree on every figure of every stage."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from elections.counting import Result, Stage

from .cases import (
    Election,
    random_election,
    random_election_of_equals,
    random_election_with_ron,
    random_question,
)
from .naive import Field
from .naive_ers97 import NaiveErs97
from .naive_marks import NaiveApproval, NaivePlurality, NaiveQuestion
from .naive_meek import NaiveMeek
from .naive_scottish import NaiveScottish

BATCHES = 20
ELECTIONS = 10_000 if os.environ.get("SOAK") == "1" else 200
RULES: dict[str, type[Any]] = {
    "scottish": NaiveScottish,
    "meek": NaiveMeek,
    "ers97": NaiveErs97,
    "plurality": NaivePlurality,
    "approval": NaiveApproval,
}


def _padded(votes: Sequence[int], columns: int) -> list[int]:
    """The votes, with columns for each RON that never came to anything."""
    return [*votes, *[0] * (columns - len(votes))]


def _as_compared(stage: Stage, expected: dict[str, Any]) -> dict[str, Any]:
    """What the second counter tells of a stage."""
    columns = len(expected["votes"])
    counted = {
        "kind": stage.action.kind,
        "candidate": stage.action.candidate,
        "votes": _padded(stage.votes, columns),
        "non_transferable": stage.non_transferable,
        "quota": stage.quota,
        "elected": list(stage.elected),
        "filled": list(stage.filled),
        "proposed": list(stage.proposed.candidates) if stage.proposed else [],
        "guarded": list(stage.guarded),
        "doomed": list(stage.doomed),
        "batches": [
            {
                "value": batch.value,
                "papers": batch.papers,
                "votes": _padded(batch.votes, columns),
                "non_transferable": batch.non_transferable,
                "quota": batch.quota,
                "elected": list(batch.elected),
            }
            for batch in stage.batches
        ],
    }
    return {name: counted[name] for name in expected}


def _agree(election: Election, rule: str, seed: int, **options: int) -> None:
    naive: Field = RULES[rule](
        election.candidates,
        election.seats,
        election.rankings,
        election.minima,
        election.withdrawn,
        election.lots,
        election.ron,
        **({"options": options} if options else {}),
    )
    expected = naive.run()
    result = election.count(rule, options)
    counted = [_as_compared(*both) for both in zip(result.stages, expected, strict=True)]
    assert counted == expected, f"seed {seed}"
    ties = [(tie.stage, tie.candidates, tie.decided_by, tie.chosen) for tie in result.ties]
    assert ties == naive.ties, f"seed {seed}"
    assert list(result.elected) == naive.people, f"seed {seed}"
    if election.ron is not None:
        assert result.vacant == naive.places - len(naive.people), f"seed {seed}"
    if isinstance(naive, NaivePlurality):
        assert (result.valid, result.invalid) == (
            naive.valid,
            len(election.rankings) - naive.valid,
        ), f"seed {seed}"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_stages_as_the_second_counter(batch: int, rule: str) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        election = random_election(seed)
        marks = {"marks": 1 + seed % election.candidates} if seed % 2 else {}
        _agree(election, rule, seed, **(marks if rule == "plurality" else {}))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_stages_where_equals_reach_the_quota(batch: int, rule: str) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        _agree(random_election_of_equals(seed), rule, seed)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_stages_with_re_open_nominations(batch: int, rule: str) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        _agree(random_election_with_ron(seed), rule, seed)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_questions_are_carried_as_the_second_counter_says(batch: int) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        question, options = random_question(seed)
        shares = {
            name: Fraction(options[name], options.get(f"{name}_of", 100))
            if name in options
            else None
            for name in ("majority", "turnout")
        }
        naive = NaiveQuestion(question.rankings, **shares, entitled=options.get("entitled", 0))
        carried = naive.run()
        result = question.count("yes-no", options)
        assert result.elected == ((1,) if carried else ()), f"seed {seed}"
        assert result.stages[0].votes == (naive.yes, naive.no), f"seed {seed}"
        assert result.valid == naive.yes + naive.no, f"seed {seed}"
        assert result.invalid == len(question.rankings) - result.valid, f"seed {seed}"
        met = {threshold.name: threshold.met for threshold in result.thresholds}
        assert met == naive.met, f"seed {seed}"


@pytest.mark.parametrize(
    ("rule", "decided_by"),
    [
        ("scottish", {"look-back", "lot"}),
        ("meek", {"lot"}),
        ("ers97", {"look-forward", "lot", None}),
    ],
)
def test_the_random_elections_hold_what_they_are_for(
    rule: str, decided_by: set[str | None]
) -> None:
    results: list[Result] = [random_election(seed).count(rule) for seed in range(400)]
    stages = [stage for result in results for stage in result.stages]
    kinds = {"first", "surplus", "exclude", "exclude-doomed"}
    assert {stage.action.kind for stage in stages} == kinds
    assert {tie.decided_by for result in results for tie in result.ties} == decided_by
    assert any(stage.guarded for stage in stages)
    assert any(stage.action.together for stage in stages) == (rule == "ers97")


@pytest.mark.parametrize("rule", ["scottish", "meek", "ers97"])
def test_so_do_those_of_equals(rule: str) -> None:
    results: list[Result] = [random_election_of_equals(seed).count(rule) for seed in range(200)]
    at_quota = [
        (result.stages[tie.stage - 1], set(tie.candidates) - {tie.chosen})
        for result in results
        for tie in result.ties
        if tie.chosen in result.stages[tie.stage - 1].elected
    ]
    # There were places for the others; a maximum stood in their way
    assert sum(others <= set(stage.doomed) for stage, others in at_quota) > 10
    if rule == "ers97":
        ties = [[(tie.stage, tie.candidates) for tie in result.ties] for result in results]
        assert any(len(set(several)) < len(several) for several in ties)
        assert any(tie.chosen is None for result in results for tie in result.ties)


@pytest.mark.parametrize("rule", RULES)
def test_so_do_those_with_re_open_nominations(rule: str) -> None:
    cases = [random_election_with_ron(seed) for seed in range(200)]
    counted = [(election, election.count(rule)) for election in cases]
    assert {0, 1, 2} <= {result.vacant for _, result in counted}
    assert any(tie for _, result in counted for tie in result.ties if result.ron in tie.candidates)
    if rule in ("scottish", "meek", "ers97"):
        actions = [(one.ron, stage.action) for one, result in counted for stage in result.stages]
        excluded = {(ron, n) for ron, one in actions for n in one.candidates if "ex" in one.kind}
        assert any(ron == n for ron, n in excluded)
        assert any(ron is not None and n > ron for ron, n in excluded)
    else:
        assert any(one.ron in result.stages[0].guarded for one, result in counted)


def test_the_random_questions_hold_what_they_are_for() -> None:
    results = [
        question.count("yes-no", options) for question, options in map(random_question, range(200))
    ]
    said = {(one.name, one.met) for result in results for one in result.thresholds}
    assert said == {(name, met) for name in ("majority", "turnout") for met in (True, False)}
    exact = [one for result in results for one in result.thresholds]
    assert any(one.figure * one.denominator == one.numerator * one.of for one in exact)
    assert any(result.stages[0].votes[0] == result.stages[0].votes[1] > 0 for result in results)
    assert {bool(result.elected) for result in results} == {True, False}
