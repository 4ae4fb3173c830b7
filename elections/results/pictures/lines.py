"""Each candidate's votes at the end of every stage, as a line against the quota.

A line ends in a point where its candidate is elected: whoever is elected has the quota from there on, and
all those lines would lie on one another. The line of whoever is excluded has its point at their last votes,
and falls to nothing at the stage that excludes them. A disc beside the point has a number, and the list
below says who the numbers are. Of many candidates those who came furthest have a number; the rest are
grey, and not on a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.results.pictures.figures import Figures
from elections.results.pictures.room import Room, around, beside
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

NUMBERED = 12  # that many lines have a number, more only where more are elected
TOP, AXIS = 16, 48
LINE = 16  # the height of a line of words
ROW, COLUMN = 24, 288  # of the list
DISC, POINT = 9, 3  # the radius of a disc, and of the point that it tells of
APART = 0.5  # on each side of a disc, so that no two touch
FAN = 4  # discs around one place are so much further away for each of them
# Lines that cross are told apart by how they are broken too.
_DASHES = ("", "8 4", "2 4", "10 4 2 4", "5 3", "14 4")


@dataclass(frozen=True)
class _Paper:
    """What a picture is drawn on. A large one has room for names beside the discs, and for those lines
    that have no number."""

    width: float
    left: float
    right: float  # of the lines; what is beyond is for the quota's name, and for discs
    tall: float  # of the lines
    numbers: int  # of stages below the lines, at most
    is_large: bool

    @property
    def columns(self) -> int:
        return int(self.width // COLUMN)


WIDE = _Paper(width=700, left=56, right=620, tall=380, numbers=15, is_large=True)
NARROW = _Paper(width=288, left=48, right=228, tall=300, numbers=7, is_large=False)


class _Lines:
    def __init__(self, figures: Figures, paper: _Paper) -> None:
        self.figures, self.paper = figures, paper
        drawn = [one for one in figures.in_order if one not in figures.left]
        numbered = drawn[: max(NUMBERED, len(figures.elected) + 3)]
        self.number = {one: place for place, one in enumerate(numbered, start=1)}
        self.rest = drawn[len(numbered) :]
        self.step = (paper.right - paper.left) / max(len(figures.stages) - 1, 1)
        self.foot = TOP + paper.tall
        rows = -(-len(numbered) // paper.columns) + bool(self.rest)
        self.height = self.foot + AXIS + ROW * rows
        around_disc = DISC + APART
        self.room = Room((paper.left - around_disc, 0.0, paper.width, self.foot + around_disc))

    def x(self, stage: int) -> float:
        return self.paper.left + self.step * stage

    def y(self, units: int) -> float:
        return TOP + self.paper.tall * (1 - units / (self.figures.most * 1.04))

    def last(self, number: int) -> int:
        """The stage at whose end a candidate has the votes that count: elected, or before exclusion."""
        return self.figures.elected_at.get(number, self.figures.lasts(number))

    def end(self, number: int) -> tuple[float, float]:
        last = self.last(number)
        return self.x(last), self.y(self.figures.votes(number, last))

    def kind(self, number: int) -> str:
        return "elected" if number in self.figures.elected else "other"

    def parts(self) -> Iterator[Part]:
        yield from self._axes()
        if self.paper.is_large:
            for number in self.rest:
                yield self._line(number, "line-rest")
        yield from self._quota()
        for number in reversed(self.number):  # the elected on top
            yield self._line(number, f"line-{self.kind(number)}")
        places = self._places()
        yield from self._discs(places)
        if self.paper.is_large:
            yield from self._names(places)
        yield from self._list()

    def _axes(self) -> Iterator[Part]:
        left, right = self.paper.left, self.paper.right
        for units in _round_figures(self.figures):
            y = self.y(units)
            yield shape("path", "guide", d=f"M{pixels(left)} {pixels(y)}H{pixels(right)}")
            told = self.figures.figure(units)
            yield words(told, left - 12, y + 4, kind="words-quiet", anchor="end")
        many = len(self.figures.stages)
        for stage in range(0, many, _step(many, self.paper.numbers)):
            told = str(stage + 1)
            yield words(told, self.x(stage), self.foot + 18, kind="words-quiet", anchor="middle")
        yield words(_("Stage"), left, self.foot + 34, kind="words-quiet")

    def _points(self, number: int) -> list[tuple[float, float]]:
        stages = range(self.figures.excluded_at.get(number, self.last(number)) + 1)
        return [(self.x(one), self.y(self.figures.votes(number, one))) for one in stages]

    def _line(self, number: int, kind: str) -> Part:
        figures, last = self.figures, self.last(number)
        said = {
            "name": figures.name(number),
            "first": figures.figure(figures.votes(number, 0)),
            "last": figures.figure(figures.votes(number, last)),
            "stage": last + 1,
        }
        told = _("%(name)s: %(first)s at stage 1, %(last)s at stage %(stage)s") % said
        if number in figures.excluded_at:
            said["out"] = figures.excluded_at[number] + 1
            told = _(
                "%(name)s: %(first)s at stage 1, %(last)s at stage %(stage)s, excluded at stage %(out)s"
            )
            told %= said
        dashes = _DASHES[(self.number.get(number, 1) - 1) % len(_DASHES)]
        broken = {"stroke-dasharray": dashes} if dashes and number in self.number else {}
        points = _written(self._points(number))
        return shape("polyline", kind, told, points=points, **broken)

    def _quota(self) -> Iterator[Part]:
        """The line of the quota, and where no other line can be, beyond the last stage, its name and what
        it is there. A quota that falls is told from its first figure to its last."""
        quotas = [
            (stage, quota)
            for stage in self.figures.stages
            if (quota := self.figures.quota(stage)) is not None
        ]
        if not quotas:
            return
        points = [(self.x(stage), self.y(quota)) for stage, quota in quotas]
        first, last = (self.figures.figure(quotas[place][1]) for place in (0, -1))
        told = _("Quota: %(votes)s") % {"votes": first if first == last else f"{first} → {last}"}
        yield shape("polyline", "quota", told, points=_written(points))
        self.room.take_line(points)
        x, y = self.paper.right + DISC + 4, points[-1][1]
        room = self.paper.width - x
        self.room.take((x, y - LINE, self.paper.width, y + LINE + 6))
        yield words(shortened(_("Quota"), room), x, y + 4, kind="words-quota")
        if len(last) * LETTER <= room:
            yield words(last, x, y + 4 + LINE, kind="words-quota")

    def _places(self) -> dict[int, tuple[float, float]]:
        """Where the disc of each numbered line stands: beside its point, as near as others let it."""
        ends = [self.end(number) for number in self.number]
        for x, y in ends:
            self.room.take_point((x - POINT, y - POINT, x + POINT, y + POINT))
        for number in self.number:
            self.room.take_line(self._points(number))
        places = {}
        for number in sorted(self.number, key=lambda one: self.end(one)[::-1]):  # the highest first
            here = self.end(number)
            boxes = around(*here, DISC + APART, away=self._away(here, ends))
            places[number] = self.room.stand_by(here, boxes)
        return places

    def _away(self, here: tuple[float, float], ends: list[tuple[float, float]]) -> float:
        """How far from a point its disc is. Several that tell of one place stand around it, so far away
        that all have room; each edge of the picture takes half of that room."""
        x, y = here
        many = sum(max(abs(x - other[0]), abs(y - other[1])) <= POINT for other in ends)
        low, high = y > self.foot - 2 * DISC, y < TOP + 2 * DISC
        edges = (x < self.paper.left + 2 * DISC) + (low or high)
        return float(max(DISC + POINT + 4, FAN * 2**edges * many))

    def _discs(self, places: dict[int, tuple[float, float]]) -> Iterator[Part]:
        for number, (x, y) in places.items():
            way = f"M{_point(*self.end(number))}L{_point(x, y)}"
            yield shape("path", f"line-{self.kind(number)}", d=way, **{"stroke-width": "1"})
        for number, (x, y) in places.items():
            told, kind = self.figures.name(number), f"disc-{self.kind(number)}"
            end_x, end_y = self.end(number)
            yield shape("circle", kind, told, cx=end_x, cy=end_y, r=POINT)
            yield shape("circle", kind, told, cx=x, cy=y, r=DISC)
        for number, (x, y) in places.items():
            yield self._number(number, x, y)

    def _number(self, number: int, x: float, y: float) -> Part:
        written = str(self.number[number])
        return words(written, x, y + 4, kind=f"number-{self.kind(number)}")

    def _names(self, places: dict[int, tuple[float, float]]) -> Iterator[Part]:
        """Beside the disc, where neither a line nor anything else is; the list has every name."""
        for number in self.rest:
            self.room.take_line(self._points(number))
        for number, (x, y) in places.items():
            name = shortened(self.figures.name(number), 170)
            for box in beside(x, y, len(name) * LETTER, LINE, DISC + 4):
                if box[3] <= self.foot and self.room.is_free(box):
                    self.room.take(box)
                    kind = "words-elected" if self.kind(number) == "elected" else "words"
                    yield words(name, box[0], box[3] - 4, kind=kind)
                    break

    # ----- The list -----

    def _list(self) -> Iterator[Part]:
        """Who the numbers are, and what became of each: column by column."""
        top, rows = self.foot + AXIS + ROW / 2, -(-len(self.number) // self.paper.columns)
        wide = self.paper.width / self.paper.columns
        at = {}
        for place, number in enumerate(self.number):
            column, row = divmod(place, rows)
            at[number] = (DISC + 2 + wide * column, top + ROW * row)
        for number, (x, y) in at.items():
            yield shape("circle", f"disc-{self.kind(number)}", cx=x, cy=y, r=DISC)
        for number, (x, y) in at.items():
            yield self._number(number, x, y)
        for number, (x, y) in at.items():
            kind = "words-elected" if self.kind(number) == "elected" else "words"
            rest = self._in_list(number, "")
            name = shortened(self.figures.name(number), wide - 30 - len(rest) * LETTER)
            yield words(self._in_list(number, name), x + DISC + 8, y + 4, kind=kind)
        if self.rest:
            yield from self._rest(top + ROW * rows)

    def _rest(self, y: float) -> Iterator[Part]:
        """How many lines have no number: a phone's picture leaves them out."""
        many = len(self.rest)
        if self.paper.is_large:
            yield shape("path", "line-rest", d=f"M2 {pixels(y)}h{2 * DISC}")
            message = ngettext(
                "Grey: %(count)s other candidate", "Grey: %(count)s other candidates", many
            )
            yield words(message % {"count": many}, 2 * DISC + 10, y + 4, kind="words-quiet")
            return
        message = ngettext(
            "Not drawn: %(count)s other candidate", "Not drawn: %(count)s other candidates", many
        )
        yield words(message % {"count": many}, 2, y + 4, kind="words-quiet")

    def _in_list(self, number: int, name: str) -> str:
        figures = self.figures
        stage = figures.excluded_at.get(number, self.last(number)) + 1
        said = {"name": name, "stage": stage}
        if number in figures.elected_at:
            return _("✓ %(name)s, stage %(stage)s") % said
        if number in figures.elected:
            return _("✓ %(name)s") % said
        if number in figures.excluded_at:
            return _("✕ %(name)s, stage %(stage)s") % said
        if number in figures.won_by_nobody:
            return _("%(name)s: seat stays vacant") % said
        return _("%(name)s: not elected") % said


def _point(x: float, y: float) -> str:
    return f"{pixels(x)} {pixels(y)}"


def _written(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{pixels(x)},{pixels(y)}" for x, y in points)


def _step(many: int, most: int) -> int:
    """The smallest round number of which there are no more than `most` in so many."""
    round_ones: Iterator[int] = (first * 10**noughts for noughts in count() for first in (1, 2, 5))
    return next(number for number in round_ones if many // number <= most)


def _round_figures(figures: Figures) -> list[int]:
    """Nought and up to five round numbers of votes above it, in units."""
    one = 10 ** figures.result.stages[0].places
    most = figures.most // one
    step = _step(most, 5)
    return [votes * one for votes in range(0, most + 1, step)]


def draw_lines(figures: Figures) -> Picture:
    """Votes by stage against the quota, for a wide page and for a phone."""
    return Picture(
        "votes",
        _draw("votes", figures, WIDE),
        narrow=_draw("narrow", figures, NARROW),
        not_drawn=len(_Lines(figures, NARROW).rest),
    )


def _draw(name: str, figures: Figures, paper: _Paper) -> str:
    lines = _Lines(figures, paper)
    return drawing(
        name,
        title=_("%(contest)s: each candidate's votes, stage by stage") % {"contest": figures.title},
        text=_(
            "A line for each candidate. The dot with a number is where they are elected, or their "
            "last votes. If they are excluded, the line falls to nothing at that stage. The table of "
            "the stages has the same figures."
        ),
        width=paper.width,
        height=lines.height,
        parts=list(lines.parts()),
        fits=True,
    )
