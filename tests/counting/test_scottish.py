"""Scottish STV: order of election, last vacancies, withdrawals, minima, large numbers.

Hill's case is in `test_hills_case`.
"""

import pytest

from elections.counting import (
    Attribute,
    InputError,
    Minima,
    MinimaImpossible,
    Profile,
    Result,
    count,
)

ANN, BEN, CAT, DAN, EVE = 1, 2, 3, 4, 5
NAMES = ["Ann", "Ben", "Cat", "Dan", "Eve"]


def papers(*groups: tuple[int, list[int]]) -> list[list[int]]:
    return [ranking for number, ranking in groups for _ in range(number)]


def stv(seats: int, rankings: list[list[int]], minima: Minima | None = None) -> Result:
    return count(
        Profile.from_rankings(NAMES, seats, rankings), "scottish", minima=minima, lots=range(1, 6)
    )


def test_a_doomed_candidate_is_not_elected_even_with_a_quota() -> None:
    one_man = Minima((Attribute("women", (CAT, DAN, EVE), 1),))
    result = stv(2, papers((10, [ANN]), (9, [BEN, CAT]), (2, [CAT]), (1, [DAN])), one_man)
    assert result.stages[0].votes[BEN - 1] > (result.quota or 0)
    assert result.stages[0].elected == (ANN,)
    assert result.stages[0].doomed == (BEN,)
    assert result.elected == (ANN, CAT)
    assert result.stages[1].votes[CAT - 1] == 1_100_000  # Ben's nine papers at full value


def test_a_maximum_dooms_as_a_minimum_does() -> None:
    result = stv(
        2,
        papers((10, [ANN]), (9, [BEN]), (1, [CAT])),
        Minima((Attribute("officers", (ANN, BEN), 0, 1),)),
    )
    assert BEN in result.stages[0].doomed
    assert BEN not in result.elected


def test_minima_no_one_can_meet_are_refused_naming_the_bound() -> None:
    with pytest.raises(MinimaImpossible, match='"women" at least 2') as refused:
        stv(3, [[1]], Minima((Attribute("bame", (1,), 1), Attribute("women", (CAT,), 2))))
    assert refused.value.bounds == ('"women" at least 2',)


def test_equals_at_the_quota_who_can_all_win_need_no_lot() -> None:
    profile = Profile.from_rankings(NAMES, 2, papers((5, [ANN]), (5, [BEN])))
    result = count(profile, "scottish")
    assert result.stages[0].elected == (ANN, BEN)
    assert result.ties == ()


def test_equals_at_the_quota_of_whom_one_can_win_are_a_tie() -> None:
    one_man = Minima((Attribute("women", (CAT,), 1),))
    profile = Profile.from_rankings(NAMES, 2, papers((5, [ANN]), (5, [BEN])))
    result = count(profile, "scottish", minima=one_man, lots=[BEN, ANN, CAT, DAN, EVE])
    assert result.elected == (BEN, CAT)
    assert [(tie.stage, tie.candidates, tie.decided_by, tie.chosen) for tie in result.ties] == [
        (1, (ANN, BEN), "lot", BEN)
    ]


def test_as_many_candidates_as_seats_are_all_elected_at_once() -> None:
    result = stv(5, papers((3, [ANN]), (1, [BEN])))
    assert len(result.stages) == 1
    assert result.elected == (ANN, BEN, CAT, DAN, EVE)
    assert result.stages[0].filled == (CAT, DAN, EVE)  # the quota is one vote


def test_fewer_candidates_than_seats_leave_seats_vacant() -> None:
    result = count(Profile.from_rankings(["Ann"], 3, [[1]]), "scottish")
    assert (result.seats, result.elected) == (3, (ANN,))


def test_no_papers_at_all_are_decided_by_lots() -> None:
    result = stv(1, [])
    assert result.elected == (EVE,)
    assert {tie.decided_by for tie in result.ties} == {"lot"}


def test_everyone_withdrawn_elects_nobody() -> None:
    profile = Profile.from_rankings(["Ann", "Ben"], 1, [[1], [2]])
    result = count(profile, "scottish", withdrawn=[1, 2])
    assert (result.elected, result.valid, result.invalid) == ((), 0, 2)


def test_papers_skip_the_withdrawn_and_are_invalid_with_no_one_left() -> None:
    rankings = papers((3, [ANN, BEN]), (2, [ANN]), (1, []), (1, [CAT]))
    result = count(Profile.from_rankings(NAMES, 1, rankings), "scottish", withdrawn=[ANN])
    assert result.stages[0].votes[:3] == (0, 300_000, 100_000)
    assert (result.valid, result.invalid) == (4, 3)
    assert result.elected == (BEN,)


def test_numbers_beyond_64_bits_say_nothing_different() -> None:
    groups = [(40, [ANN, BEN]), (30, [ANN, CAT]), (17, [BEN, DAN]), (9, [CAT]), (5, [EVE, DAN])]
    profile = Profile.from_rankings(NAMES, 3, papers(*groups))
    huge = Profile.from_rows(NAMES, 3, profile.rankings, profile.weights.astype(object) * 10**20)
    small, large = count(profile, "scottish"), count(huge, "scottish")
    assert large.elected == small.elected
    assert large.valid == small.valid * 10**20
    assert [stage.action for stage in large.stages] == [stage.action for stage in small.stages]
    assert all(
        sum(stage.votes) + stage.non_transferable == large.valid * 100_000 for stage in large.stages
    )


def test_sums_near_64_bits_are_exact() -> None:
    weight = 2**61
    text_rows = Profile.from_rankings(["Ann", "Ben"], 1, [[1], [2], [2, 1]])
    profile = Profile.from_rows(
        ["Ann", "Ben"], 1, text_rows.rankings, text_rows.weights * (weight - 1)
    )
    result = count(profile, "scottish")
    assert result.stages[0].votes == ((weight - 1) * 100_000, 2 * (weight - 1) * 100_000)


def test_more_than_255_candidates() -> None:
    names = [f"Candidate {number}" for number in range(1, 301)]
    result = count(Profile.from_rankings(names, 1, [[300, 1], [300], [299]]), "scottish")
    assert result.elected == (300,)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"rule": "borda"}, 'no rule "borda"'),
        ({"seats": 0}, "at least one seat"),
        ({"withdrawn": [9]}, "no candidate 9"),
        ({"lots": [1, 1]}, "twice"),
        ({"lots": [9]}, "the lots name candidate 9"),
        ({"options": {"marks": 1}}, 'no option "marks"'),
        ({"minima": Minima((Attribute("women", (9,), 0),))}, 'attribute "women" names candidate 9'),
    ],
)
def test_arguments_that_fit_nothing_are_refused(arguments: dict[str, object], fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        count(Profile.from_rankings(NAMES, 1, [[1]]), **{"rule": "scottish", **arguments})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("candidates", "rankings", "fault"),
    [
        ([], [], "1 to 9999 candidates"),
        (["Ann"], [[2]], "does not stand"),
        (["Ann"], [[0]], "does not stand"),
        (["Ann"], [[1, 1]], "twice"),
        (["A\nnn"], [], "line break"),
    ],
)
def test_papers_that_fit_nothing_are_refused(
    candidates: list[str], rankings: list[list[int]], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        Profile.from_rankings(candidates, 1, rankings)
