"""Votes as bars, for a count of one stage."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from elections.results.pictures.figures import Figures
from elections.results.pictures.svg import Part, Picture, drawing, shape, shortened, words

WIDTH = 288  # what a phone has room for
ROW, BAR, TOP = 44, 18, 6


def draw_bars(figures: Figures) -> Picture:
    """A bar for each candidate or answer, most votes first."""
    numbers = [one for one in figures.numbers if one not in figures.left]
    numbers.sort(key=lambda one: (-figures.votes(one, 0), one))
    svg = drawing(
        "votes",
        title=_("%(contest)s: votes") % {"contest": figures.title},
        text=_("A bar for each candidate or answer. The table has the same figures."),
        width=WIDTH,
        height=TOP + ROW * len(numbers),
        parts=[part for row, number in enumerate(numbers) for part in _bar(figures, number, row)],
    )
    return Picture("votes", svg)


def _bar(figures: Figures, number: int, row: int) -> Iterator[Part]:
    votes, name = figures.votes(number, 0), figures.name(number)
    is_elected = number in figures.elected
    shown = f"✓ {name}" if is_elected else name
    figure = figures.figure(votes)
    y = TOP + ROW * row
    kind = "words-elected" if is_elected else "words"
    room = WIDTH - 16 - len(figure) * 8
    yield words(shortened(shown, room), 1, y + 14, kind=kind)
    yield words(figure, WIDTH - 1, y + 14, kind=kind, anchor="end")
    wide = (WIDTH - 2) * votes / figures.most
    told = f"{name}: {figure}"
    kind = "elected" if is_elected else "other"
    yield shape("rect", kind, told, x=1, y=y + 19, width=wide, height=BAR)
