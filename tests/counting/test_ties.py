"""Ties: back to the most recent stage where the tied differed, then the lot; and what ERS97 does
where too many have as many votes."""

import pytest

from elections.counting import Attribute, LotNeeded, Minima, Profile, Result, count, report
from elections.counting.result import Action, Tie
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


# Ann and Ben reach the quota with the same votes, and there are places for both; but they are of
# a group of which one at most is elected.
@pytest.mark.parametrize("rule", ["scottish", "meek", "ers97"])
def test_a_maximum_lets_only_one_of_those_at_the_quota_win(rule: str) -> None:
    rankings = [[1, 5]] * 10 + [[2, 5]] * 10 + [[3]] * 4 + [[4]] * 3 + [[5]] * 2
    papers = Profile.from_rankings([*NAMES, "Eve"], 3, rankings)
    officers = Minima((Attribute("officers", (1, 2), 0, 1),))
    result = count(papers, rule, minima=officers, lots=[2, 1, 3, 4, 5])
    assert result.ties == (Tie(1, (1, 2), "lot", 2),)
    assert (result.stages[0].elected, result.stages[0].doomed) == ((2,), (1,))
    assert result.elected == (2, 5, 3)


# 5.6.2: Ann, Ben and Cat come to 5 votes each, and there are two places. Cat had fewer.
def test_those_who_had_more_earlier_take_the_places_left() -> None:
    rankings = [[1]] * 5 + [[2]] * 5 + [[3]] * 3 + [[4, 3]] * 2 + [[5]]
    result = count(Profile.from_rankings([*NAMES, "Eve"], 2, rankings), "ers97")
    assert result.stages[1].elected == (1, 2)
    assert result.ties == tuple(Tie(2, (1, 2, 3), "look-forward", one) for one in (1, 2))


# 5.6.2: only Ann had more; Ben and Cat are equal at every point, and one place is left.
def test_equals_at_every_point_wait_and_it_is_said() -> None:
    rankings = [[1]] * 5 + [[2]] * 4 + [[3]] * 4 + [[4, 2]] + [[5, 3]] + [[6]]
    papers = Profile.from_rankings([*NAMES, "Eve", "Flo"], 2, rankings)
    result = count(papers, "ers97", lots=[3, 2, 1, 5, 4, 6])
    assert result.stages[1].elected[:1] == (1,)
    assert result.elected == (1, 2)
    assert result.ties[:2] == (
        Tie(2, (1, 2, 3), "look-forward", 1),
        Tie(2, (2, 3), None, None),
    )
    assert report.tie_sentence(result.ties[1], papers.candidates) == (
        "Stage 2: Ben and Cat have enough votes and have always had the same, but there are not "
        "seats for them all. None of them is elected yet."
    )


# 5.5.1: without Ann, on whom the lot falls, two are left for two places. There is no second stage.
def test_the_tie_of_an_exclusion_that_ends_the_count_is_told_where_it_ends() -> None:
    papers = Profile.from_rankings(NAMES[:3], 2, [[1]] * 3 + [[2]] * 3 + [[3]] * 3)
    result = count(papers, "ers97", lots=[1, 2, 3])
    (stage,) = result.stages
    assert result.ties == (Tie(1, (1, 2, 3), None, None), Tie(1, (1, 2, 3), "lot", 1))
    assert (stage.elected, stage.filled, stage.proposed) == ((2, 3), (2, 3), Action("exclude", 1))
    assert Result.from_json(result.to_json()) == result
    assert report.stage_sentence(stage, papers.candidates) == (
        "The votes are counted. Ann, with the fewest votes, is out: that leaves only as many as "
        "can fill the seats, and nothing more moves. Ben and Cat are elected to the seats left."
    )


# At least one of Ann; of Ben and Cat; of Ben and Dan. Ann is guarded from the start, and without Ben,
# who has fewest votes of the others, Cat and Dan must win: Eve, who has most, cannot.
def test_who_was_guarded_stays_told_where_an_exclusion_ends_the_count() -> None:
    needed = [Attribute("a", (1,), 1), Attribute("b", (2, 3), 1), Attribute("c", (2, 4), 1)]
    papers = Profile.from_rankings(
        [*NAMES, "Eve"], 3, [[1]] * 7 + [[2]] * 9 + [[3]] * 10 + [[4]] * 11 + [[5]] * 12
    )
    (stage,) = count(papers, "ers97", minima=Minima(tuple(needed))).stages
    assert stage.proposed == Action("exclude", 2, spared=(1,))
    assert (stage.filled, stage.guarded, stage.doomed) == ((4, 3, 1), (1,), (5,))
    assert report.stage_sentence(stage, papers.candidates) == (
        "The votes are counted. "
        'Ann is guarded: without Ann the seats could not meet "a" at least 1. '
        "Ben, with the fewest votes of those not guarded, is out: that leaves only as many as can fill the seats, and "
        "nothing more moves. "
        'Eve cannot be elected: with Eve the seats could not meet "a" at least 1, "b" at least 1 '
        'and "c" at least 1. '
        "Dan, Cat and Ann are elected to the seats left."
    )
