"""Meek's method elects whom it would elect if nothing were rounded."""

import os
import random

import pytest

from elections.counting import Profile, count

from .exact_meek import ExactMeek, TooCloseError

BATCHES = 20
ELECTIONS = 10_000 if os.environ.get("SOAK") == "1" else 200


def _winners(seed: int) -> tuple[set[int], set[int]] | None:
    """Those whom the engine elects, and whom exact fractions elect; None if that is too close."""
    draw = random.Random(seed)
    candidates = draw.randint(3, 7)
    seats = draw.randint(1, min(4, candidates - 1))
    papers = [
        (draw.randint(1, 60), draw.sample(range(1, candidates + 1), draw.randint(1, candidates)))
        for _ in range(draw.randint(3, 14))
    ]
    try:
        exact = ExactMeek(candidates, seats, papers).winners()
    except TooCloseError:
        return None
    names = [f"Candidate {number}" for number in range(1, candidates + 1)]
    rankings = [ranking for many, ranking in papers for _ in range(many)]
    # Without lots: no tie is within reach.
    return set(count(Profile.from_rankings(names, seats, rankings), "meek").elected), exact


@pytest.mark.parametrize("batch", range(BATCHES))
def test_same_winners_as_without_rounding(batch: int) -> None:
    seeds = range(batch, ELECTIONS, BATCHES)
    compared = {seed: found for seed in seeds if (found := _winners(seed))}
    assert len(compared) > len(seeds) // 2
    for seed, (counted, exact) in compared.items():
        assert counted == exact, f"seed {seed}"
