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
    flow, lines = map(Pictured, pictures)
    assert pictures[0].left_out > 0
    assert "All & sundry" in str(flow.title)
    # Nothing is scaled: what is wide is scrolled.
    assert flow.width > 90 * len(result.stages)
    assert max(len(picture.svg) for picture in pictures) < 180_000
    assert len(flow.of("elected")) == len(lines.of("line-elected")) == 9


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
    assert table.count("<td>") == 60 * len(stages), "every figure is there"
    assert len(table) < 5 * figures


def test_every_candidate_is_named_in_the_flow_and_no_name_covers_another() -> None:
    _result, (flow, lines) = large()
    named = [words for words, *_ in Pictured(flow).words]
    assert all(any(words.startswith(name) for words in named) for name in NAMES)
    for picture in (flow, lines):
        rows: dict[float, list[tuple[float, float]]] = {}
        for words, x, y, kind in Pictured(picture).words:
            if kind != "words-quiet" or words in NAMES:
                rows.setdefault(round(y), []).append((x, x + len(words) * LETTER * 0.8))
        for row in rows.values():
            row.sort()
            for (_, right), (left, _) in pairwise(row):
                assert right <= left + 2


def test_a_picture_needs_no_style_and_no_script() -> None:
    for picture in large()[1]:
        assert "style" not in picture.svg
        assert "script" not in picture.svg
        assert "<title" in picture.svg
        assert "&lt;1&gt; &amp; Co" in picture.svg
