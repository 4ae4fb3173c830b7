"""Plurality, approval and questions."""

import pytest

from elections.counting import Attribute, InputError, LotNeeded, Minima, Profile, Result, count
from elections.counting.result import Threshold

ANN, BEN, CAT, DAN = 1, 2, 3, 4
NAMES = ["Ann", "Ben", "Cat", "Dan"]
MARKS = [[ANN, BEN]] * 4 + [[BEN]] * 3 + [[CAT, ANN]] * 2 + [[DAN]] + [[]]


def profile(rankings: list[list[int]], seats: int = 2) -> Profile:
    return Profile.from_rankings(NAMES, seats, rankings)


def test_plurality_gives_each_mark_one_vote_in_any_order() -> None:
    result = count(profile(MARKS), "plurality")
    assert result.stages[0].votes == (6, 7, 2, 1)
    assert result.elected == (BEN, ANN)
    assert (result.valid, result.invalid, result.quota) == (10, 1, None)


def test_a_paper_with_too_many_marks_is_spoilt() -> None:
    result = count(profile([[1, 2, 3], [1, 2], [1]]), "plurality")
    assert (result.valid, result.invalid) == (2, 1)
    assert count(profile([[1, 2, 3], [1, 2]]), "plurality", options={"marks": 3}).invalid == 0
    assert count(profile([[1, 2], [1], [2]], 4), "plurality", options={"marks": 1}).invalid == 1


def test_approval_takes_any_number_of_marks() -> None:
    result = count(profile([[1, 2, 3, 4], [4], [4, 1]]), "approval")
    assert (result.rule, result.valid, result.elected) == ("approval", 3, (DAN, ANN))


def test_withdrawn_candidates_get_nothing() -> None:
    result = count(profile(MARKS), "plurality", withdrawn=[BEN])
    assert result.stages[0].votes == (6, 0, 2, 1)
    assert result.elected == (ANN, CAT)
    assert (result.valid, result.invalid) == (7, 4)


def test_plurality_passes_over_whom_the_minima_doom() -> None:
    result = count(profile(MARKS), "plurality", minima=Minima((Attribute("women", (CAT,), 1),)))
    stage = result.stages[0]
    assert result.elected == (BEN, CAT)
    assert (stage.guarded, stage.doomed) == ((CAT,), (ANN, DAN))
    assert [reason.candidate for reason in stage.reasons] == [ANN, CAT, DAN]


def test_a_tie_for_the_last_place_needs_the_lot() -> None:
    tied = profile([[1], [1], [2], [3], [4]])
    with pytest.raises(LotNeeded) as stopped:
        count(tied, "plurality")
    assert stopped.value.candidates == (BEN, CAT, DAN)
    result = count(tied, "plurality", lots=[4, 3, 2, 1])
    assert result.elected == (ANN, DAN)
    assert result.ties[0].decided_by == "lot"


def test_a_tie_of_winners_needs_none() -> None:
    assert count(profile([[3], [1], [3], [1], [2]]), "plurality").elected == (ANN, CAT)


def test_fewer_candidates_than_seats() -> None:
    assert count(profile([[3]], seats=6), "approval").elected == (CAT, ANN, BEN, DAN)


def test_no_marks_allowed_is_refused() -> None:
    with pytest.raises(InputError, match="at least one mark"):
        count(profile(MARKS), "plurality", options={"marks": 0})


def ask(yes: int, no: int, blank: int = 0, **options: int) -> Result:
    question = Profile.from_rankings(["Yes", "No"], 1, [[1]] * yes + [[2]] * no + [[]] * blank)
    return count(question, "yes-no", options=options)


@pytest.mark.parametrize(
    ("yes", "no", "carried"), [(2, 1, True), (1, 2, False), (2, 2, False), (0, 0, False)]
)
def test_more_yes_than_no_carries(yes: int, no: int, carried: bool) -> None:
    assert ask(yes, no, 5).elected == ((1,) if carried else ())


def test_abstentions_are_outside_the_denominator_of_a_majority() -> None:
    result = ask(2, 1, 9, majority=2, majority_of=3)
    assert result.elected == (1,)
    assert (result.valid, result.invalid, result.stages[0].votes) == (3, 9, (2, 1))
    assert result.thresholds == (
        Threshold("majority", 2, 3, "papers that say yes or no", 2, 3, met=True),
    )


def test_a_majority_that_is_missed_by_one() -> None:
    assert ask(66, 34, majority=2, majority_of=3).elected == ()
    assert ask(60, 40, majority=60).elected == (1,)


def test_turnout_counts_abstentions_and_is_of_those_entitled() -> None:
    result = ask(2, 0, 1, turnout=30, entitled=10)
    assert result.elected == (1,)
    assert result.thresholds == (
        Threshold("turnout", 3, 10, "members entitled to vote", 30, 100, met=True),
    )
    assert ask(2, 0, 0, turnout=30, entitled=10).elected == ()


def test_both_marks_are_neither_yes_nor_no() -> None:
    both = Profile.from_rankings(["Yes", "No"], 1, [[1, 2], [2, 1], [1]])
    result = count(both, "yes-no")
    assert (result.valid, result.invalid, result.elected) == (1, 2, (1,))


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"turnout": 30}, 'needs "entitled"'),
        ({"turnout": 30, "entitled": 2}, 'needs "entitled", at least as many'),
        ({"majority": 101}, '"majority" must be a share of "majority_of"'),
        ({"majority": 0, "majority_of": 0}, '"majority" must be a share'),
        ({"turnout": -1, "entitled": 9}, '"turnout" must be a share'),
        ({"quorum": 1}, 'has no option "quorum"'),
        ({"majority_of": 3}, '"majority_of" needs "majority"'),
        ({"turnout_of": 3, "entitled": 9}, '"turnout_of" needs "turnout"'),
        ({"entitled": 9}, '"entitled" needs "turnout"'),
    ],
)
def test_thresholds_that_are_no_share_are_refused(options: dict[str, int], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        ask(2, 1, **options)


def test_a_question_has_two_answers_and_no_minima() -> None:
    with pytest.raises(InputError, match="exactly two answers"):
        count(profile(MARKS), "yes-no")
    question = Profile.from_rankings(["Yes", "No"], 1, [[1]])
    with pytest.raises(InputError, match="exactly two answers"):
        count(question, "yes-no", withdrawn=[2])
    with pytest.raises(InputError, match="cannot have minima"):
        count(question, "yes-no", minima=Minima((Attribute("women", (1,), 1),)))
    with pytest.raises(InputError, match="nor keep anybody"):
        count(question, "yes-no", kept=[1])
    with pytest.raises(InputError, match="has one seat"):
        count(question, "yes-no", seats=2)
