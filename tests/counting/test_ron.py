"""Re-open nominations: seats that stay vacant, further RON, and what minima have to do with it."""

import json
import random
from collections.abc import Sequence

import pytest

from elections.counting import (
    RULES,
    Attribute,
    InputError,
    Minima,
    Profile,
    Result,
    count,
    report,
)
from elections.counting.__main__ import main
from elections.counting.result import Action
from elections.counting.ron import with_every_ron

STV = ("scottish", "meek", "ers97")


def papers(names: str, seats: int, *marks: tuple[int, Sequence[int]]) -> Profile:
    """Names by letter, then RON; each of `marks` is how many papers bear which ranking."""
    rankings = [ranking for number, ranking in marks for _ in range(number)]
    return Profile.from_rankings([*names, "RON"], seats, rankings)


def counted(profile: Profile, rule: str = "scottish", **how: object) -> Result:
    lots = list(range(1, len(profile.candidates) + 1))
    return count(profile, rule, lots=lots, ron=len(profile.candidates), **how)  # type: ignore[arg-type]


def stages(result: Result) -> list[tuple[str, int | None, list[str], tuple[int, ...]]]:
    return [
        (
            stage.action.kind,
            stage.action.candidate,
            [stage.figure(votes) for votes in stage.votes],
            stage.elected,
        )
        for stage in result.stages
    ]


def test_the_example_of_the_readme() -> None:
    marks = (40, [1, 2]), (10, [2]), (50, [3])
    two = counted(papers("AB", 2, *marks))
    assert (two.elected, two.vacant) == ((1,), 1)
    three = counted(papers("AB", 3, *marks))
    # Quota 26. Ann 40 and RON 50 have it; RON's surplus of 24 is the largest and goes to RON 2;
    # Ann's 14 go to Ben, who then has 24 as well. Nobody has the quota: the fewest are excluded.
    assert stages(three)[:3] == [
        ("first", None, ["40.00000", "10.00000", "50.00000", "0.00000"], (3, 1)),
        ("surplus", 3, ["40.00000", "10.00000", "26.00000", "24.00000"], ()),
        ("surplus", 1, ["26.00000", "24.00000", "26.00000", "24.00000"], ()),
    ]
    assert three.stages[3].action.kind == "exclude"
    assert len(three.elected) + three.vacant == 3


@pytest.mark.parametrize("rule", STV)
def test_whom_everybody_wants_to_reopen_wins_no_seat(rule: str) -> None:
    result = counted(papers("A", 3, (5, [1]), (95, [2])), rule)
    assert (result.elected, result.vacant) == ((), 3)
    assert [stage.elected for stage in result.stages] == [(2,), (3,), (4,)]


@pytest.mark.parametrize("rule", ["scottish", "meek"])
def test_an_excluded_ron_passes_its_papers_on_and_does_not_come_back(rule: str) -> None:
    result = counted(papers("AB", 1, (4, [1]), (3, [2]), (2, [3, 2])), rule)
    assert (result.elected, result.vacant) == ((2,), 0)
    vote = 10 ** result.stages[1].places
    assert result.stages[1].action == Action("exclude", 3)
    assert result.stages[1].votes == (4 * vote, 5 * vote, 0)


@pytest.mark.parametrize("rule", ["scottish", "ers97"])
def test_a_further_ron_is_not_excluded_before_papers_can_reach_it(rule: str) -> None:
    result = counted(papers("ABC", 2, (30, [1]), (20, [2]), (10, [3]), (70, [4])), rule)
    assert (result.elected, result.vacant) == ((1,), 1)


def test_the_surplus_of_ron_goes_to_a_further_ron() -> None:
    result = counted(papers("ABC", 2, (30, [1]), (20, [2]), (10, [3]), (70, [4])))
    # Quota 44: RON's surplus of 26 (less what truncation loses) goes to RON 2, ahead of Ben's 20.
    assert stages(result)[1][2] == ["30.00000", "20.00000", "10.00000", "44.00000", "25.99940"]


def test_under_meek_too_a_surplus_of_ron_passes_on_before_seats_left_are_filled() -> None:
    marks = (2, [1]), (5, [2]), (12, [3, 2]), (6, [3, 4]), (9, [4])
    result = counted(papers("ABC", 5, *marks), "meek")
    # Ben has the quota while RON, with 7.6 votes to a quota of 5.0, has not passed all on to RON 2.
    assert [stage.elected for stage in result.stages] == [(3, 4), (2,), (5,), (6,)]
    assert (result.elected, result.vacant) == ((3, 2), 3)


def test_as_many_as_seats_stand_on_each_paper_in_place_of_one() -> None:
    profile = with_every_ron(papers("AB", 3, (1, [1, 3, 2]), (1, [3]), (1, [2]), (1, [])), 3)
    assert profile.candidates == ("A", "B", "RON", "RON (2)", "RON (3)")
    assert sorted(map(tuple, profile.rankings.tolist())) == [
        (0, 0, 0, 0, 0),
        (1, 3, 4, 5, 2),
        (2, 0, 0, 0, 0),
        (3, 4, 5, 0, 0),
    ]


@pytest.mark.parametrize("rule", STV)
def test_fewer_stand_than_there_are_seats(rule: str) -> None:
    result = counted(papers("AB", 4, (40, [1]), (40, [2]), (20, [3])), rule)
    assert (set(result.elected), result.vacant) == ({1, 2}, 2)


def test_where_most_votes_win_nobody_with_fewer_than_ron_is_elected() -> None:
    result = counted(papers("ABC", 3, (9, [1]), (5, [4]), (3, [2])), "plurality")
    assert (result.elected, result.vacant) == ((1,), 2)
    assert result.stages[0].elected == (1, 4)
    equal = counted(papers("AB", 1, (5, [1]), (5, [3])), "approval")
    assert (equal.elected, equal.vacant, equal.ties[0].decided_by) == ((1,), 0, "lot")


@pytest.mark.parametrize("rule", ["plurality", "approval"])
def test_whoever_has_as_many_votes_as_ron_is_elected_while_there_is_a_seat_for_both(
    rule: str,
) -> None:
    marks = (5, [1]), (5, [3]), (4, [2])
    assert counted(papers("AB", 2, *marks), rule).elected == (1,)
    result = counted(papers("AB", 3, *marks), rule)
    assert (result.elected, result.vacant, result.ties) == ((1,), 2, ())
    one = count(papers("AB", 1, *marks), rule, ron=3, lots=[3, 2, 1])
    assert (one.elected, one.vacant, one.ties[0].candidates) == ((), 1, (1, 3))


@pytest.mark.parametrize("rule", STV)
def test_no_more_than_seats_may_still_be_too_many_for_a_maximum(rule: str) -> None:
    most = Minima((Attribute("region", (1, 2), 0, 1),))
    result = counted(papers("AB", 3), rule, minima=most)
    assert (result.elected, result.vacant) == ((2,), 2)


def test_the_report_says_that_ron_is_guarded_where_too_few_stand() -> None:
    women = Minima((Attribute("women", (1,), 1),))
    profile = papers("AB", 3, (40, [1]), (5, [2]), (4, [3]))
    told = report.text(counted(profile, "plurality", minima=women), profile.candidates)
    assert "RON is guarded: without RON too few are left for the seats." in told
    assert 'A is guarded: without A the seats could not meet "women" at least 1.' in told


def test_ron_is_no_reason_to_exclude_whom_a_minimum_needs() -> None:
    women = Minima((Attribute("women", (3,), 1),))
    result = counted(papers("ABC", 2, (40, [1]), (30, [2]), (5, [3]), (10, [4])), minima=women)
    assert (set(result.elected), result.vacant) == ({1, 3}, 0)
    assert 3 in result.stages[0].guarded
    assert all(4 not in (*stage.guarded, *stage.doomed) for stage in result.stages)


@pytest.mark.parametrize("rule", STV)
def test_a_seat_that_ron_wins_may_be_filled_later_by_whom_the_minimum_needs(rule: str) -> None:
    women = Minima((Attribute("women", (3,), 1),))
    result = counted(
        papers("ABC", 2, (40, [1]), (20, [2]), (5, [3]), (40, [4])), rule, minima=women
    )
    assert (result.elected, result.vacant) == ((1,), 1)


def test_ron_takes_no_seat_by_lasting_longer_than_whom_a_minimum_needs() -> None:
    women = Minima((Attribute("women", (2,), 1),))
    result = counted(papers("AB", 1, (20, [1]), (5, [2]), (15, [3])), minima=women)
    assert result.elected == (2,)


@pytest.mark.parametrize("seed", range(200))
def test_every_seat_is_filled_or_vacant_and_votes_are_kept(seed: int) -> None:
    draw = random.Random(seed)
    people, seats = draw.randint(1, 6), draw.randint(1, 4)
    rankings = [
        draw.sample(range(1, people + 2), draw.randint(0, people + 1))
        for _ in range(draw.randint(0, 40))
    ]
    attribute = tuple(n for n in range(1, people + 1) if draw.random() < 0.5)
    least = draw.randint(0, min(len(attribute), seats))
    minima = Minima((Attribute("women", attribute, least),))
    profile = Profile.from_rankings([*"ABCDEF"[:people], "RON"], seats, rankings)
    for rule in RULES.keys() - {"yes-no"}:
        result = counted(profile, rule, minima=minima)
        assert len(result.elected) + result.vacant == seats
        assert all(number <= people for number in result.elected)
        assert result.vacant + len(set(result.elected) & set(attribute)) >= least
        assert Result.from_json(result.to_json()) == result
        for stage in result.stages if rule in STV else ():
            assert sum(stage.votes) + stage.non_transferable == result.valid * 10**stage.places
            assert len(stage.votes) == len(result.stages[0].votes)
        assert report.text(result, profile.candidates)
        assert report.to_csv(result, profile.candidates)


def test_the_report_says_that_a_seat_stays_vacant() -> None:
    profile = papers("A", 3, (5, [1]), (95, [2]))
    told = report.text(counted(profile), profile.candidates)
    assert "RON has the quota and wins a seat, which stays vacant." in told
    assert "RON (2)" in told
    assert "Elected: nobody. 3 seats stay vacant (re-open nominations)." in told


def test_a_further_ron_that_was_only_tied_has_its_column() -> None:
    names = ["Ann", "Ben", "Cat", "Dee", "RON"]
    profile = Profile.from_rankings(names, 3, [[2]] * 9 + [[5, 2, 3, 1]])
    result = count(profile, "ers97", ron=5, lots=[5, 3, 4, 2, 1])
    columns = len(result.stages[0].votes)
    assert max(number for tie in result.ties for number in tie.candidates) <= columns
    assert "RON (2)" in report.text(result, names)


def test_ron_is_the_last_of_the_candidates_and_no_other() -> None:
    profile = papers("AB", 1, (1, [1]))
    for how, fault in (
        ({"ron": 2}, "must be the last"),
        ({"ron": 3, "withdrawn": [3]}, "cannot withdraw"),
        ({"ron": 3, "minima": Minima((Attribute("women", (3,), 1),))}, "names re-open nominations"),
    ):
        with pytest.raises(InputError, match=fault):
            count(profile, "scottish", **how)
    with pytest.raises(InputError, match="no nominations to re-open"):
        count(Profile.from_rankings(["Yes", "No"], 1, []), "yes-no", ron=2)


def test_the_command_knows_it(capsys: pytest.CaptureFixture[str]) -> None:
    from .wards import OWN

    fruit = str(OWN / "fruit.blt")
    arguments = ["--ron", "4", "--lots", "4,3,2,1", "--format", "json"]
    assert main(["count", fruit, "--rule", "plurality", *arguments]) == 0
    assert json.loads(capsys.readouterr().out)["ron"] == 4
