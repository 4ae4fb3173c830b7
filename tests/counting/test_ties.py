"""Ties: back to the most recent stage where the tied differed, then the lot."""

import pytest

from elections.counting import LotNeeded, Profile, count
from elections.counting.ties import Ties, look_back

NAMES = ["Ann", "Ben", "Cat", "Dan"]


def test_the_most_recent_unequal_stage_decides() -> None:
    history = [(9, 1, 5), (2, 3, 5), (4, 4, 5)]
    assert look_back([1, 2], history, "most") == (2,)
    assert look_back([1, 2], history, "fewest") == (1,)


def test_only_those_at_the_extreme_are_looked_at_further_back() -> None:
    history = [(1, 2, 9), (5, 5, 6), (7, 7, 7)]
    assert look_back([1, 2, 3], history, "fewest") == (1,)
    assert look_back([1, 2, 3], history, "most") == (3,)


def test_never_unequal_leaves_all() -> None:
    assert look_back([1, 3], [(1, 0, 1), (2, 0, 2)], "most") == (1, 3)
    assert look_back([1, 3], [], "most") == (1, 3)


def test_the_lot_falls_on_the_first_of_the_tied() -> None:
    ties = Ties((4, 3, 2, 1), NAMES)
    assert ties.choose([1, 2], 3, [(5, 5, 0, 0)], "most") == 2
    assert [(tie.stage, tie.candidates, tie.decided_by) for tie in ties.decided] == [
        (3, (1, 2), "lot")
    ]


def test_one_alone_is_no_tie() -> None:
    ties = Ties(None, NAMES)
    assert ties.choose([3], 1, [], "most") == 3
    assert ties.decided == []


@pytest.mark.parametrize("lots", [None, [3, 1]])
def test_a_missing_lot_stops_the_count_and_names_the_tied(lots: list[int] | None) -> None:
    profile = Profile.from_rankings(NAMES, 1, [[1], [1], [2], [2], [3], [4], [4]])
    with pytest.raises(LotNeeded) as stopped:
        count(profile, "scottish", lots=lots)
    assert stopped.value.candidates == (1, 2, 4)
    assert stopped.value.stage == 3
    assert str(stopped.value) == (
        "stage 3: candidates 1 (Ann), 2 (Ben) and 4 (Dan) are tied and no lot decides them"
    )


# Ben and Cat are level after Dan's paper has gone to Cat; Cat had fewer at the first stage.
def test_an_exclusion_is_decided_by_looking_back() -> None:
    rankings = [[1]] * 4 + [[2]] * 3 + [[3]] * 2 + [[4, 3]]
    result = count(Profile.from_rankings(NAMES, 1, rankings), "scottish")
    assert result.stages[2].action.candidate == 3
    assert [(tie.stage, tie.candidates, tie.decided_by, tie.chosen) for tie in result.ties] == [
        (3, (2, 3), "look-back", 3)
    ]


def test_equal_surpluses_are_decided_by_looking_back_or_by_lot() -> None:
    level = [[1, 3]] * 6 + [[2, 4]] * 6 + [[3]] * 2 + [[4]]
    result = count(Profile.from_rankings(NAMES, 3, level), "scottish", lots=[2, 1, 3, 4])
    assert [stage.action.candidate for stage in result.stages[:3]] == [None, 2, 1]
    assert result.ties[0].decided_by == "lot"
