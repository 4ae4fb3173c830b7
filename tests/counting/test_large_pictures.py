"""The largest counts there are, sixty candidates and sixty stages: legible pictures, and a page that is
not heavier for them than it need be."""

from __future__ import annotations

import random
from itertools import pairwise

from django.template.loader import render_to_string

from elections.counting import Profile, Result, count
from elections.results import StageView, VoteCell
from elections.results.pictures import Figures, Picture, draw
from elections.results.pictures.svg import LETTER

from .pictured import Pictured, hold_against_the_pictures

NAMES = [f"Candidate <{number}> & Co" for number in range(1, 61)]


def large(seats: int = 9) -> tuple[Result, list[Picture]]:
    draw_lots = random.Random(5)
    likes = [1 / (place + 2) ** 0.5 for place in range(60)]
    rankings = []
    for _paper in range(4000):
        liked = sorted(range(60), key=lambda one: -likes[one] * draw_lots.random())
        rankings.append(tuple(one + 1 for one in liked[: draw_lots.randint(1, 10)]))
    profile = Profile.from_rankings(NAMES, seats, rankings)
    result = count(profile, "scottish", lots=list(range(1, 61)))
    return result, draw(Figures("All & sundry", NAMES, result, result.elected))


def test_sixty_candidates_are_drawn_as_they_were_counted() -> None:
    result, pictures = large()
    assert len(result.stages) > 45
    hold_against_the_pictures(result, NAMES, pictures, left=())
    flow, lines = (Pictured(one.svg) for one in pictures)
    assert pictures[0].left_out > 0
    assert "All & sundry" in str(flow.title)
    # Nothing is scaled: what is wide is scrolled.
    assert flow.width > 90 * len(result.stages)
    assert sum(len(one.svg) + len(one.narrow) for one in pictures) < 180_000
    ends = [one for one in lines.of("line-elected") if "points" in one.attributes]
    assert len(flow.of("elected")) == len(ends) == 9


def test_the_table_weighs_little_more_than_its_figures() -> None:
    result, _pictures = large()
    stages = [
        StageView(
            stage.number,
            "",
            [
                VoteCell(number, NAMES[number - 1], stage.figure(votes), "+12.34567", "")
                for number, votes in enumerate(stage.votes, start=1)
            ],
            stage.figure(stage.non_transferable),
            "",
        )
        for stage in result.stages
    ]
    table = render_to_string("components/_stage_table.html", {"stages": stages})
    figures = sum(len(f"{cell.votes}{cell.transfer}") for one in stages for cell in one.votes)
    rows = 61  # one is of what is not transferable
    assert table.count("<td data-of=") == rows * len(stages), "every figure is there"
    assert len(table) < 5 * figures


def test_every_candidate_is_named_in_the_flow_and_no_name_covers_another() -> None:
    _result, (flow, lines) = large()
    named = [words for words, *_ in Pictured(flow.svg).words]
    assert all(any(words.startswith(name) for words in named) for name in NAMES)
    for svg in (flow.svg, lines.svg, lines.narrow):
        rows: dict[float, list[tuple[float, float]]] = {}
        for words, x, y, kind in Pictured(svg).words:
            if kind != "words-quiet" or words in NAMES:
                rows.setdefault(round(y), []).append((x, x + len(words) * LETTER * 0.8))
        for row in rows.values():
            row.sort()
            for (_, right), (left, _) in pairwise(row):
                assert right <= left + 2


def test_of_many_lines_those_that_came_furthest_have_numbers_and_the_rest_are_counted() -> None:
    result, (_flow, lines) = large()
    for svg, rest in ((lines.svg, "Grey"), (lines.narrow, "Not drawn")):
        shown = Pictured(svg)
        said = [words for words, *_ in shown.words]
        assert f"{rest}: 48 other candidates" in said
        for number in result.elected:
            assert any(one.startswith("✓ ") and f"<{number}>" in one for one in said)
        # The quota is named where no line is: to the right of the last stage.
        right = max(x for _words, x, _y, kind in shown.words if kind == "words-quota")
        ends = [point for one in shown.of("quota") for point in one.attributes["points"].split()]
        assert right > max(float(point.split(",")[0]) for point in ends)
    assert Pictured(lines.narrow).width == 288, "as wide as a phone of 320 pixels has room for"


def test_below_a_phones_picture_stands_who_is_not_in_it_and_the_link_to_the_whole() -> None:
    _result, (flow, lines) = large()
    three = Profile.from_rankings(NAMES[:3], 1, [(1,)] * 4 + [(2,)] * 3 + [(3, 2)] * 2)
    result = count(three, "scottish")
    few = draw(Figures("Few", NAMES[:3], result, result.elected))
    assert len(few) == 2
    said = [
        " ".join(render_to_string("components/_picture.html", {"picture": one, "url": "#"}).split())
        for one in (lines, flow, *few)
    ]
    whole, *others = said
    words = "This small picture leaves out 48 candidates. The table has their votes."
    assert f'<span class="for-narrow"> {words} </span>' in whole
    assert whole.endswith("Download the whole picture (SVG) </a> </figcaption> </figure>")
    for other in others:
        assert "leaves out" not in other
        assert "Download this picture (SVG)" in other


def test_a_picture_needs_no_style_and_no_script() -> None:
    flow, lines = large()[1]
    for svg in (flow.svg, lines.svg, lines.narrow):
        assert "style" not in svg
        assert "script" not in svg
        assert "<title" in svg
        assert "&lt;1&gt; &amp; Co" in svg
