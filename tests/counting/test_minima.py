"""Which sets of winners conform, against a list of every set; and what follows before a count."""

import os
import random

import pytest

from elections.counting import (
    Attribute,
    InputError,
    Minima,
    MinimaImpossible,
    Profile,
    assess,
    count,
    feasible,
    uncontested,
)
from elections.counting.minima import Conformance
from elections.counting.result import Bound

from .cases import random_minima
from .naive import Field

BATCHES = 20
CASES = 10_000 if os.environ.get("SOAK") == "1" else 200


@pytest.mark.parametrize("has_ron", [False, True])
@pytest.mark.parametrize("batch", range(BATCHES))
def test_possible_guarded_and_doomed_as_a_list_of_all_sets_says(
    batch: int, has_ron: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(batch, CASES, BATCHES):
        # By the search alone, by it after a guess, and as it is done.
        monkeypatch.setattr(feasible, "_ROUNDS", (0, 1, 60)[seed % 3])
        field = _part_way(random.Random(seed), has_ron)
        left = field.still_possible()
        conformance = Conformance(field.minima, field.places, field.ron)
        assert conformance.possible(field.elected, field.hopefuls) == bool(left), f"seed {seed}"
        if left:
            found = conformance.settled(field.elected, field.hopefuls)
            guarded = {n for n in field.hopefuls if all(n in one for one in left)}
            doomed = {n for n in field.hopefuls if not any(n in one for one in left)}
            assert set(found.guarded) == guarded, f"seed {seed}"
            # RON stands in nobody's way.
            assert set(found.doomed) == {n for n in doomed if not field.is_ron(n)}, f"seed {seed}"


def _part_way(draw: random.Random, has_ron: bool) -> Field:
    """A contest with some elected and some out, and up to five overlapping attributes."""
    candidates = draw.randint(2, 8)
    places = draw.randint(1, candidates)
    ron = candidates if has_ron else None
    minima = random_minima(draw, candidates - has_ron, places, draw.randint(1, 5))
    field = Field(candidates, places, (), minima, ron=ron)
    field.begin()
    for _ in range(draw.randint(0, places - 1)):
        field.elect([draw.choice(field.hopefuls)])
    field.hopefuls = [n for n in field.hopefuls if draw.random() < 0.8]
    return field


def test_the_contests_part_way_hold_what_they_are_for() -> None:
    fields = [_part_way(random.Random(seed), True) for seed in range(200)]
    assert {bool(field.still_possible()) for field in fields} == {True, False}
    attributes = [one for field in fields for one in field.minima.attributes]
    assert any(one.minimum for one in attributes)
    assert any(one.maximum for one in attributes)
    won = [sum(map(field.is_ron, field.elected)) for field in fields]
    assert {0, 1, 2} <= set(won)
    assert any(field.elected and not ron for field, ron in zip(fields, won, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_reasons_hold_alone_and_none_is_superfluous(seed: int) -> None:
    draw = random.Random(seed)
    standing = list(range(1, draw.randint(3, 8) + 1))
    places = draw.randint(1, len(standing) - 1)
    minima = random_minima(draw, len(standing), places)
    conformance = Conformance(minima, places)
    if not conformance.possible((), standing):
        return
    found = conformance.assess((), standing)
    assert {reason.candidate for reason in found.reasons} == {*found.guarded, *found.doomed}
    for reason in found.reasons:
        one, others = reason.candidate, [n for n in standing if n != reason.candidate]
        winners = () if one in found.guarded else (one,)
        assert not conformance.possible(winners, others, reason.bounds)
        for bound in reason.bounds:
            fewer = [other for other in reason.bounds if other != bound]
            assert conformance.possible(winners, others, fewer)


def _in_many_groups(least: int, most: int | None = None, groups: int = 5) -> Minima:
    draw = random.Random(7)
    having = [tuple(n for n in range(1, 61) if draw.random() < 0.4) for _ in range(groups)]
    return Minima(tuple(Attribute(f"group {n}", one, least, most) for n, one in enumerate(having)))


@pytest.mark.parametrize("minima", [_in_many_groups(6), _in_many_groups(2, 6, groups=12)])
def test_many_seats_and_groups_take_no_search(
    minima: Minima, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every stage is settled by the quick steps alone."""
    monkeypatch.setattr(feasible, "_MOST_STATES", 0)
    papers = random.Random(3)
    everybody = range(1, 61)
    rankings = [papers.sample(everybody, papers.randint(1, 60)) for _ in range(200)]
    profile = Profile.from_rankings([f"Candidate {n}" for n in everybody], 12, rankings)
    result = count(profile, "scottish", minima=minima, lots=everybody)
    assert any(stage.guarded or stage.doomed for stage in result.stages)


def test_what_is_too_much_to_look_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feasible, "_ROUNDS", 0)
    monkeypatch.setattr(feasible, "_MOST_STATES", 3)
    with pytest.raises(InputError, match="too many reserved seats or groups"):
        assess(range(1, 61), 12, _in_many_groups(3))


# One reserved seat, one who qualifies and three who do not: no poll.
def test_a_seat_only_one_can_fill_is_uncontested_however_many_stand() -> None:
    assert uncontested([1, 2, 3, 4], 1, Minima((Attribute("women", (3,), 1),))) == (3,)


def test_seats_that_different_sets_could_fill_are_contested() -> None:
    assert uncontested([1, 2, 3], 2, Minima((Attribute("women", (3,), 1),))) is None
    assert uncontested([1, 2, 3], 2, None) is None


def test_as_many_candidates_as_seats_are_uncontested() -> None:
    assert uncontested([2, 5], 2, None) == (2, 5)
    assert uncontested([2], 3, None) == (2,)
    assert uncontested([], 3, None) == ()


def test_no_conforming_set_is_refused_naming_each_bound_that_clashes() -> None:
    with pytest.raises(MinimaImpossible) as refused:
        uncontested([1, 2, 3], 1, Minima((Attribute("bame", (1,), 1), Attribute("women", (2,), 1))))
    assert refused.value.bounds == ('"bame" at least 1', '"women" at least 1')
    assert str(refused.value) == (
        'no 1 of those who stand can meet the minima: "bame" at least 1 and "women" at least 1'
    )


def test_a_minima_file_is_read_and_written() -> None:
    text = '{"attributes": {"women": {"candidates": [4, 1], "min": 2}, "bame": {"candidates": [5], "max": 3}}}'
    minima = Minima.from_text(text, "minima.json")
    assert minima == Minima((Attribute("bame", (5,), 0, 3), Attribute("women", (1, 4), 2)))
    assert minima.bounds == (Bound("bame", "max", 3), Bound("women", "min", 2))
    assert Minima.from_json(minima.as_json()) == minima


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{\n  nonsense", "m.json, line 2: "),
        ("[]", "must be an object"),
        ('{"women": {}}', "must be an object with the one key"),
        ('{"attributes": []}', '"attributes" must be an object'),
        ('{"attributes": {"women": 3}}', 'attribute "women" must have "candidates"'),
        ('{"attributes": {"women": {"min": 3}}}', 'attribute "women" must have "candidates"'),
        ('{"attributes": {"women": {"candidates": [1], "least": 1}}}', 'attribute "women"'),
        ('{"attributes": {"elected before": {"candidates": [1]}}}', "no attribute may be called"),
        ('{"attributes": {"women": {"candidates": ["1"]}}}', "must be a list of numbers"),
        ('{"attributes": {"women": {"candidates": 1}}}', "must be a list of numbers"),
        ('{"attributes": {"women": {"candidates": [1], "min": -1}}}', "whole numbers from 0"),
        ('{"attributes": {"women": {"candidates": [1], "min": true}}}', "whole numbers from 0"),
        ('{"attributes": {"women": {"candidates": [1], "max": 1.5}}}', "whole numbers from 0"),
        ('{"attributes": {"women": {"candidates": [1], "min": 2, "max": 1}}}', '"max" is below'),
    ],
)
def test_a_faulty_minima_file_is_refused_naming_file_and_fault(text: str, fault: str) -> None:
    with pytest.raises(InputError, match=r"^m[.]json") as refused:
        Minima.from_text(text, "m.json")
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)
