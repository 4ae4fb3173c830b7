"""Where the lines of a picture end: several candidates with the same votes, and those who are excluded."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from elections.counting import Profile, Result, count
from elections.results.pictures import Figures, draw

from .pictured import RADIUS, Pictured, hold_against_the_pictures

NAMES = ["Asha", "Ben", "Cerys", "Dilys"]
TIED = [(1,)] * 20 + [(2,)] * 14 + [(3,)] * 14 + [(4,)] * 2


def drawn(
    names: list[str], seats: int, rankings: Sequence[tuple[int, ...]], rule: str
) -> tuple[Result, list[Pictured]]:
    """The lines wide and narrow: each held against the record, whose sentences and table they share."""
    profile = Profile.from_rankings(names, seats, rankings)
    result = count(profile, rule, lots=list(range(1, len(names) + 1)))
    pictures = draw(Figures("Wales", names, result, result.elected))
    hold_against_the_pictures(result, names, pictures, left=())
    return result, [Pictured(pictures[1].svg), Pictured(pictures[1].narrow)]


def points(shown: Pictured) -> dict[str, tuple[float, float]]:
    """Where the point of each candidate is."""
    return {
        one.told: (one.number("cx"), one.number("cy"))
        for one in shown.of("disc-elected", "disc-other")
        if one.number("r") == RADIUS
    }


def test_two_with_the_same_votes_have_their_points_at_the_same_height() -> None:
    _result, both = drawn(NAMES, 1, TIED, "scottish")
    for shown in both:
        place = points(shown)
        assert place["Ben"][1] == place["Cerys"][1]
        assert place["Ben"][0] < place["Cerys"][0], "Ben is excluded a stage before Cerys"


def test_the_line_of_who_is_excluded_falls_to_nothing_at_the_stage_that_the_list_says() -> None:
    result, both = drawn(NAMES, 1, TIED, "scottish")
    assert [stage.action.candidates for stage in result.stages[1:]] == [(4,), (2,), (3,)]
    for shown in both:
        said = [words for words, *_ in shown.words]
        for name, stage in (("Dilys", 2), ("Ben", 3), ("Cerys", 4)):
            [line] = [one for one in shown.of("line-other") if one.told.startswith(f"{name}: ")]
            *_before, last = line.attributes["points"].split()
            [(x, foot)] = [
                (x, y - 18) for text, x, y, _ in shown.words if text == str(stage) and y > 300
            ]
            assert last == f"{x:g},{foot:g}"
            assert line.told.endswith(f", excluded at stage {stage}")
            assert f"✕ {name}, stage {stage}" in said


@pytest.mark.parametrize("rule", ["scottish", "ers97", "meek"])
def test_six_who_end_in_one_place_have_a_disc_each_around_it(rule: str) -> None:
    names = [f"Candidate {number}" for number in range(1, 13)]
    alike = [(number,) for number in range(1, 13) for _ in range(5)]
    result, both = drawn(names, 6, alike, rule)
    for shown in both:
        place = points(shown)
        assert len({place[names[number - 1]] for number in result.elected}) == 1
