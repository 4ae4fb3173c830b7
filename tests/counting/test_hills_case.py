"""The case of I. D. Hill, STV with constraints, Voting matters 9, 1998, under every rule.

Three places, at least two for women and at least two for Black candidates. Two Black men stand, two
white women, and a Black woman whom the fewest put first. The figures are our own: Hill has none.
"""

import pytest

from elections.counting import Attribute, Minima, Profile, Result, count

ANN, BEN, CAT, DAN, EVE = 1, 2, 3, 4, 5
STV = ("scottish", "meek", "ers97")
EVERY_RULE = (*STV, "plurality", "approval")
BLACK, WOMEN = Attribute("black", (ANN, BEN, EVE), 2), Attribute("women", (CAT, DAN, EVE), 2)

every_rule = pytest.mark.parametrize("rule", EVERY_RULE)
each_stv = pytest.mark.parametrize("rule", STV)


def counted(rule: str, *minima: Attribute, votes: tuple[int, ...] = (10, 8, 7, 6, 1)) -> Result:
    """As many papers for each as ``votes`` says."""
    rankings = [[number] for number, many in enumerate(votes, start=1) for _ in range(many)]
    profile = Profile.from_rankings(["Ann", "Ben", "Cat", "Dan", "Eve"], 3, rankings)
    return count(profile, rule, minima=Minima(minima))


@every_rule
def test_the_lowest_is_guarded_by_both_bounds_together(rule: str) -> None:
    first = counted(rule, BLACK, WOMEN).stages[0]
    assert first.votes[EVE - 1] == min(first.votes)
    assert first.guarded == (EVE,)
    (reason,) = [reason for reason in first.reasons if reason.candidate == EVE]
    assert [str(bound) for bound in reason.bounds] == ['"black" at least 2', '"women" at least 2']


@every_rule
@pytest.mark.parametrize("bound", [BLACK, WOMEN], ids=lambda bound: bound.name)
def test_neither_bound_alone_guards_her(rule: str, bound: Attribute) -> None:
    result = counted(rule, bound)
    assert EVE not in result.stages[0].guarded
    assert EVE not in result.elected


@every_rule
def test_she_is_elected_with_one_of_each_other_group(rule: str) -> None:
    assert set(counted(rule).elected) == {ANN, BEN, CAT}
    assert set(counted(rule, BLACK, WOMEN).elected) == {ANN, CAT, EVE}


@each_stv
def test_the_second_black_man_is_doomed_once_the_first_is_in(rule: str) -> None:
    first, second = counted(rule, BLACK, WOMEN).stages[:2]
    assert (first.elected, first.doomed) == ((ANN,), (BEN,))
    assert (second.action.kind, second.action.candidate) == ("exclude-doomed", BEN)


@each_stv
def test_guarded_she_waits_and_fills_a_place_at_the_end(rule: str) -> None:
    *before, last = counted(rule, BLACK, WOMEN).stages
    assert EVE in last.filled
    assert all(EVE not in stage.elected for stage in before)


@each_stv
def test_where_nobody_has_the_quota_another_than_the_lowest_is_excluded(rule: str) -> None:
    result = counted(rule, BLACK, WOMEN, votes=(10, 9, 9, 8, 5))
    first, second = result.stages[:2]
    assert (first.elected, first.guarded, first.doomed) == ((), (EVE,), ())
    assert (second.action.kind, second.action.candidate) == ("exclude", DAN)
    assert set(result.elected) == {ANN, CAT, EVE}
    assert all(EVE not in stage.action.candidates for stage in result.stages)
