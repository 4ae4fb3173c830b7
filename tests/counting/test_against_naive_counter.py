"""The engine and the second counters agree on every figure of every stage."""

from __future__ import annotations

import os
from typing import Any

import pytest

from elections.counting import Result, Stage

from .cases import random_election
from .naive import Field
from .naive_ers97 import NaiveErs97
from .naive_meek import NaiveMeek
from .naive_scottish import NaiveScottish

BATCHES = 20
ELECTIONS = 10_000 if os.environ.get("SOAK") == "1" else 200
RULES: dict[str, type[Any]] = {
    "scottish": NaiveScottish,
    "meek": NaiveMeek,
    "ers97": NaiveErs97,
}


def _as_compared(stage: Stage, expected: dict[str, Any]) -> dict[str, Any]:
    """What the second counter tells of a stage."""
    counted = {
        "kind": stage.action.kind,
        "candidate": stage.action.candidate,
        "votes": list(stage.votes),
        "non_transferable": stage.non_transferable,
        "quota": stage.quota,
        "elected": list(stage.elected),
        "filled": list(stage.filled),
        "guarded": list(stage.guarded),
        "doomed": list(stage.doomed),
        "batches": [
            {
                "value": batch.value,
                "papers": batch.papers,
                "votes": list(batch.votes),
                "non_transferable": batch.non_transferable,
                "quota": batch.quota,
                "elected": list(batch.elected),
            }
            for batch in stage.batches
        ],
    }
    return {name: counted[name] for name in expected}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_stages_as_the_second_counter(batch: int, rule: str) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        election = random_election(seed)
        naive: Field = RULES[rule](
            election.candidates,
            election.seats,
            election.rankings,
            election.minima,
            election.withdrawn,
            election.lots,
        )
        expected = naive.run()
        result = election.count(rule)
        counted = [_as_compared(*both) for both in zip(result.stages, expected, strict=True)]
        assert counted == expected, f"seed {seed}"
        ties = [(tie.stage, tie.candidates, tie.decided_by, tie.chosen) for tie in result.ties]
        assert ties == naive.ties, f"seed {seed}"
        assert list(result.elected) == naive.elected, f"seed {seed}"


@pytest.mark.parametrize(
    ("rule", "decided_by"),
    [("scottish", {"look-back", "lot"}), ("meek", {"lot"}), ("ers97", {"look-forward", "lot"})],
)
def test_the_random_elections_hold_what_they_are_for(rule: str, decided_by: set[str]) -> None:
    results: list[Result] = [random_election(seed).count(rule) for seed in range(400)]
    stages = [stage for result in results for stage in result.stages]
    kinds = {"first", "surplus", "exclude", "exclude-doomed"}
    assert {stage.action.kind for stage in stages} == kinds
    assert {tie.decided_by for result in results for tie in result.ties} == decided_by
    assert any(stage.guarded for stage in stages)
    assert any(stage.action.together for stage in stages) == (rule == "ers97")
