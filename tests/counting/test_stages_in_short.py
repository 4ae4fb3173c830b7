"""A stage in a few plain words: who is elected or excluded, and where most of the votes went."""

from __future__ import annotations

from itertools import pairwise

from elections.counting import Attribute, Minima, Profile, Result, count
from elections.results.stage_told import stage_told

NAMES = ["Ann", "Ben", "Cat", "Dan", "Eve"]


def told(result: Result, names: list[str]) -> list[str]:
    stages = [None, *result.stages]
    return [
        stage_told(stage, before, names, result)
        for before, stage in pairwise(stages)
        if stage is not None
    ]


def counted(*papers: tuple[int, tuple[int, ...]], seats: int = 1, rule: str = "scottish") -> Result:
    """So many papers of each order."""
    rankings = [list(order) for many, order in papers for _paper in range(many)]
    return count(Profile.from_rankings(NAMES, seats, rankings), rule, lots=[1, 2, 3, 4, 5])


def test_a_surplus_and_two_exclusions() -> None:
    names = ["Apple", "Pear", "Cherry", "Date"]
    papers = [[1, 2]] * 6 + [[1]] * 2 + [[3, 2]] * 2 + [[4, 3, 2]] * 2
    assert told(
        count(Profile.from_rankings(names, 2, papers), "scottish", lots=[4, 3, 2, 1]), names
    ) == [
        "First choices are counted. Apple is elected.",
        "Apple passes on the votes above the quota. Most of the votes go to Pear.",
        "Date has the fewest votes and is excluded. All the votes go to Cherry.",
        "Pear has the fewest votes and is excluded. The papers name nobody else who is left. "
        "Cherry is elected.",
    ]


def test_where_most_of_the_votes_went() -> None:
    """Eve is excluded first, with eight papers: only what became of these differs."""

    def after(*eves: tuple[int, tuple[int, ...]]) -> str:
        others = ((9, (1,)), (10, (2,)), (11, (3,)), (12, (4,)))
        said = told(counted(*others, *eves), NAMES)[1]
        assert said.startswith("Eve has the fewest votes and is excluded.")
        return said.removeprefix("Eve has the fewest votes and is excluded.").strip()

    assert after((8, (5, 1))) == "All the votes go to Ann."
    assert after((5, (5, 1)), (3, (5, 2))) == "Most of the votes go to Ann."
    assert after((4, (5, 1)), (2, (5, 2)), (2, (5, 3))) == (
        "Ann gets more of the votes than anybody else."
    )
    assert after((4, (5, 1)), (4, (5, 2))) == "Ann and Ben get more of the votes than anybody else."
    assert after((2, (5, 1)), (2, (5, 2)), (2, (5, 3)), (2, (5, 4))) == ""
    assert after((8, (5,))) == "The papers name nobody else who is left."
    assert after((5, (5,)), (3, (5, 1))) == (
        "Most of the votes go to nobody: the papers name no one else who is left."
    )


def test_whom_reserved_seats_kept_in_and_out() -> None:
    needed = Minima((Attribute("black", (1, 2, 5), 2), Attribute("women", (3, 4, 5), 2)))
    marks = [[1]] * 10 + [[2]] * 8 + [[3]] * 7 + [[4]] * 6 + [[5]]
    said = told(count(Profile.from_rankings(NAMES, 3, marks), "scottish", minima=needed), NAMES)
    assert said[1].startswith("Ben is excluded: only reserved seats are left.")
    assert said[3].startswith(
        "Eve is kept in for the reserved seats. "
        "Dan has the fewest votes of the rest and is excluded."
    )


def test_whom_the_only_seat_kept_out_when_it_is_reserved() -> None:
    women = Minima((Attribute("women", (2, 3), 1),))
    papers = Profile.from_rankings(NAMES[:3], 1, [[1, 2]] * 6 + [[2]] * 2 + [[3]] * 2)
    said = told(count(papers, "scottish", minima=women, lots=[1, 2, 3]), NAMES[:3])
    assert said[1].startswith("Ann is excluded: the only seat is reserved.")


def test_an_exclusion_that_ends_the_count() -> None:
    papers = Profile.from_rankings(NAMES[:3], 2, [[1]] * 3 + [[2]] * 3 + [[3]] * 3)
    assert told(count(papers, "ers97", lots=[1, 2, 3]), NAMES[:3]) == [
        "First choices are counted. Without Ann, only as many are left as there are seats to fill. "
        "Ben and Cat are elected."
    ]


def test_surpluses_that_shrink_at_once_and_a_seat_that_stays_vacant() -> None:
    """Meek names nobody's surplus; re-open nominations wins the second seat."""
    meek = counted((8, (1, 2)), (3, (2,)), (2, (3,)), seats=2, rule="meek")
    assert any(
        one.startswith("The elected pass on votes that they do not need.")
        for one in told(meek, NAMES)
    )
    names = ["Ann", "Ben", "Re-open nominations"]
    papers = Profile.from_rankings(names, 2, [[1]] * 6 + [[3]] * 5 + [[2]])
    vacant = count(papers, "scottish", lots=[1, 2, 3], ron=3)
    columns = [*names, "Re-open nominations (2)"][: len(vacant.stages[0].votes)]
    said = " ".join(told(vacant, columns))
    assert "Ann is elected." in said
    assert "1 seat stays vacant." in said
    assert "Re-open nominations is elected" not in said


def test_a_question_is_carried_or_not_and_elects_nobody() -> None:
    for yes, said in ((3, "The question is carried."), (1, "The question is not carried.")):
        papers = Profile.from_rankings(["Yes", "No"], 1, [[1]] * yes + [[2]] * 2)
        assert told(count(papers, "yes-no"), ["Yes", "No"]) == [f"The votes are counted. {said}"]


def test_a_count_of_one_stage_that_elects_nobody_does_not_say_yet() -> None:
    papers = Profile.from_rankings(NAMES[:1], 1, [[1]])
    nobody = count(papers, "plurality", withdrawn=[1])
    assert told(nobody, NAMES[:1]) == ["The votes are counted. Nobody is elected."]
