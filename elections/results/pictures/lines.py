"""Each candidate's votes at the end of every stage, as a line against the quota."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.utils.translation import gettext as _

from elections.results.pictures.figures import Figures
from elections.results.pictures.svg import (
    LETTER,
    Part,
    Picture,
    drawing,
    pixels,
    shape,
    shortened,
    words,
)

TOP, FOOT, LEFT, RIGHT = 20, 40, 64, 190
LINE = 16  # the height of a line of words
TALL = 340
Box = tuple[float, float, float, float]  # left, top, right, bottom


class _Lines:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.drawn = [one for one in figures.in_order if one not in figures.left]
        self.to_the_end = [one for one in self.drawn if one not in figures.excluded_at]
        gaps = max(len(figures.stages) - 1, 1)
        self.step = max(36.0, 300 / gaps)
        self.tall = max(TALL, LINE * len(self.to_the_end))
        self.width = LEFT + self.step * gaps + RIGHT
        self.height = TOP + self.tall + FOOT
        self.taken: list[Box] = []

    def x(self, stage: int) -> float:
        return LEFT + self.step * stage

    def y(self, units: int) -> float:
        return TOP + self.tall * (1 - units / (self.figures.most * 1.04))

    def parts(self) -> Iterator[Part]:
        yield from self._axes()
        for number in reversed(self.drawn):  # the elected on top
            yield self._line(number)
        yield from self._quota()
        for number in reversed(self.drawn):
            yield from self._mark(number)
        yield from self._names_at_the_end()
        yield from self._names_of_the_excluded()

    def _axes(self) -> Iterator[Part]:
        right = self.x(self.figures.stages[-1])
        for units in _round_figures(self.figures):
            y = self.y(units)
            yield shape("path", "guide", d=f"M{LEFT} {pixels(y)}H{pixels(right)}")
            yield words(
                self.figures.figure(units), LEFT - 8, y + 4, kind="words-quiet", anchor="end"
            )
        y = TOP + self.tall + 18
        for stage in self.figures.stages:
            yield words(str(stage + 1), self.x(stage), y, kind="words-quiet", anchor="middle")
        yield words(_("Stage"), LEFT, y + 17, kind="words-quiet")

    def _line(self, number: int) -> Part:
        figures = self.figures
        stages = range(figures.lasts(number) + 1)
        points = " ".join(
            f"{pixels(self.x(one))},{pixels(self.y(figures.votes(number, one)))}" for one in stages
        )
        said = ", ".join(figures.figure(figures.votes(number, one)) for one in stages)
        kind = "line-elected" if number in figures.elected else "line-other"
        return shape("polyline", kind, f"{figures.name(number)}: {said}", points=points)

    def _quota(self) -> Iterator[Part]:
        quotas = [self.figures.quota(stage) for stage in self.figures.stages]
        points = [
            f"{pixels(self.x(stage))},{pixels(self.y(quota))}"
            for stage, quota in enumerate(quotas)
            if quota is not None
        ]
        if not points or quotas[0] is None:
            return
        figure = self.figures.figure(quotas[0])
        told = _("Quota: %(votes)s") % {"votes": figure}
        yield shape("polyline", "quota", told, points=" ".join(points))
        y = self.y(quotas[0]) - 6
        self.taken.append((LEFT, y - LINE, LEFT + len(told) * LETTER, y))
        yield words(told, LEFT + 2, y, kind="words-quota")

    def _mark(self, number: int) -> Iterator[Part]:
        """A dot where somebody is elected, a cross where somebody is excluded."""
        figures = self.figures
        if number in figures.elected_at:
            stage = figures.elected_at[number]
            y = self.y(figures.votes(number, stage))
            yield shape("circle", "mark-elected", cx=self.x(stage), cy=y, r=5)
        elif number in figures.excluded_at:
            last = figures.lasts(number)
            x, y = self.x(last), self.y(figures.votes(number, last))
            cross = f"M{pixels(x - 4)} {pixels(y - 4)}l8 8M{pixels(x - 4)} {pixels(y + 4)}l8 -8"
            yield shape("path", "mark-other", d=cross)

    def _names_at_the_end(self) -> Iterator[Part]:
        """Beside the last stage, each as near to its line as the others let it be."""
        last = self.figures.stages[-1]
        ends = sorted((self.y(self.figures.votes(one, last)), one) for one in self.to_the_end)
        places: list[float] = []
        for y, _number in ends:
            places.append(max(y, places[-1] + LINE) if places else y)
        over = places[-1] - (TOP + self.tall) if places else 0.0
        for place in reversed(range(len(places))):  # too low: push them up again
            lowest = places[place + 1] - LINE if place + 1 < len(places) else float(TOP + self.tall)
            if over > 0:
                places[place] = min(places[place], lowest)
        x = self.x(last)
        for (y, number), height in zip(ends, places, strict=True):
            is_elected = number in self.figures.elected
            name = f"✓ {self.figures.name(number)}" if is_elected else self.figures.name(number)
            yield shape(
                "path", "guide", d=f"M{pixels(x + 6)} {pixels(y)}L{pixels(x + 18)} {pixels(height)}"
            )
            kind = "words-elected" if is_elected else "words"
            yield words(shortened(name, RIGHT - 30), x + 22, height + 4, kind=kind)

    def _names_of_the_excluded(self) -> Iterator[Part]:
        """Where there is room; whoever points at a line is told its name in any case."""
        excluded = [one for one in self.drawn if one in self.figures.excluded_at]
        ends = {}
        for number in excluded:
            stage = self.figures.lasts(number)
            ends[number] = self.x(stage), self.y(self.figures.votes(number, stage))
        self.taken += [(x - 5, y - 5, x + 5, y + 5) for x, y in ends.values()]
        for number, (x, y) in ends.items():
            name = shortened(self.figures.name(number), 160)
            for box in _places(x, y, len(name) * LETTER):
                if self._is_free(box):
                    self.taken.append(box)
                    yield words(name, box[0], box[3] - 3, kind="words-quiet")
                    break

    def _is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < LEFT or right > self.width - RIGHT + 8 or top < 0 or bottom > TOP + self.tall:
            return False
        return not any(_overlap(box, other) for other in self.taken)


def _places(x: float, y: float, wide: float) -> Iterator[Box]:
    """Where the name of a line that ends at x and y may stand, the best place first."""
    for down in (4, -8, 18):
        yield x + 8, y + down - LINE + 3, x + 8 + wide, y + down + 3
    for down in (-8, 18, -24):
        yield x - wide - 8, y + down - LINE + 3, x - 8, y + down + 3


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_figures(figures: Figures) -> list[int]:
    """Nought and up to five round numbers of votes above it, in units."""
    one = 10 ** figures.result.stages[0].places
    most = figures.most // one
    round_ones = (first * 10**noughts for noughts in count() for first in (1, 2, 5))
    step = next(number for number in round_ones if most // number <= 5)
    return [votes * one for votes in range(0, most + 1, step)]


def draw_lines(figures: Figures) -> Picture:
    """Votes by stage against the quota."""
    lines = _Lines(figures)
    svg = drawing(
        "votes",
        title=_("%(contest)s: each candidate's votes, stage by stage") % {"contest": figures.title},
        text=_(
            "A line for each candidate. A dot is where somebody is elected, a cross where somebody "
            "is excluded. The table of the stages has the same figures."
        ),
        width=lines.width,
        height=lines.height,
        parts=list(lines.parts()),
    )
    return Picture("votes", svg)
