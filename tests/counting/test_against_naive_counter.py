"""The engine and the naive counter agree on every figure of every stage."""

import os

import pytest

from .cases import random_election
from .naive import NaiveCount

BATCHES = 20
ELECTIONS = 10_000 if os.environ.get("SOAK") == "1" else 200


@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_stages_as_the_naive_counter(batch: int) -> None:
    for seed in range(batch, ELECTIONS, BATCHES):
        election = random_election(seed)
        naive = NaiveCount(
            election.candidates,
            election.seats,
            election.rankings,
            election.minima,
            election.withdrawn,
            election.lots,
        )
        expected = naive.run()
        result = election.count()
        counted = [
            {
                "kind": stage.action.kind,
                "candidate": stage.action.candidate,
                "votes": list(stage.votes),
                "non_transferable": stage.non_transferable,
                "elected": list(stage.elected),
                "filled": list(stage.filled),
                "guarded": list(stage.guarded),
                "doomed": list(stage.doomed),
            }
            for stage in result.stages
        ]
        assert counted == expected, f"seed {seed}"
        ties = [(tie.stage, tie.candidates, tie.decided_by, tie.chosen) for tie in result.ties]
        assert ties == naive.ties, f"seed {seed}"
        assert list(result.elected) == naive.elected, f"seed {seed}"
        assert result.valid == len(naive.papers), f"seed {seed}"


def test_the_random_elections_hold_what_they_are_for() -> None:
    results = [random_election(seed).count() for seed in range(200)]
    stages = [stage for result in results for stage in result.stages]
    assert {stage.action.kind for stage in stages} == {
        "first",
        "surplus",
        "exclude",
        "exclude-doomed",
    }
    assert {tie.decided_by for result in results for tie in result.ties} == {"look-back", "lot"}
    assert any(stage.guarded for stage in stages)
