"""How votes moved: a band for each candidate through the stages, and ribbons for what moves.

The height of a band is its votes at the end of a stage. Between two stages the lower part of a band is
what stays; what leaves it goes off its top, and what reaches another arrives on that one's top. What is
said of a band stands beside the stages, where no ribbon is: its first votes on the left, its last on the
right, with what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from elections.results.pictures.figures import Figures
from elections.results.pictures.svg import (
    LETTER,
    Part,
    Picture,
    drawing,
    pixels,
    ribbon,
    shape,
    shortened,
    words,
)

STEPS = (96, 128)  # pixels from one stage to the next: the fewer stages, the more
WIDE = 940  # what a desk has room for
NODE = 12  # the width of a band where a stage ends
WHOLE = 320  # the height of all votes together
LABEL = 17  # above each band, for its name once more
GAP = 6
TOP, LEFT, RIGHT = 28, 170, 290  # at the left a phone has room for one stage besides
BESIDE = 6  # between a band and the words beside it
NAMED = 3  # the name stands again after so many stages: it scrolls out of sight on a phone
THINNEST = 0.4  # what is thinner cannot be seen
UNUSED = 0  # stands for the votes that are nobody's


@dataclass(frozen=True)
class _Moved:
    """Units that leave or reach a lane between two stages, and where on its top they do."""

    lane: int
    units: int
    top: float


class _Flow:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.scale = WHOLE / figures.whole
        self.left_out = 0
        self.lanes = [one for one in figures.in_order if one not in figures.left]
        if any(map(figures.unused, figures.stages)):
            self.lanes.append(UNUSED)
        self.base: dict[int, float] = {}
        below = float(TOP)
        for lane in self.lanes:
            tallest = max(self.tall(lane, stage) for stage in figures.stages)
            below += LABEL + max(tallest, 1)
            self.base[lane] = below
            below += GAP
        self.height = below + (TOP if below > 800 else 0)
        least, most = STEPS
        steps = figures.stages[-1]
        self.step = min(most, max(least, (WIDE - LEFT - NODE - RIGHT) / steps))
        self.width = LEFT + self.step * steps + NODE + RIGHT

    def x(self, stage: int) -> float:
        return LEFT + self.step * stage

    def units(self, lane: int, stage: int) -> int:
        return self.figures.unused(stage) if lane == UNUSED else self.figures.votes(lane, stage)

    def tall(self, lane: int, stage: int) -> float:
        return self.units(lane, stage) * self.scale

    def name(self, lane: int) -> str:
        return _("Not transferable") if lane == UNUSED else self.figures.name(lane)

    def kind(self, lane: int) -> str:
        if lane == UNUSED:
            return "unused"
        return "elected" if lane in self.figures.elected else "other"

    def last(self, lane: int) -> int:
        return self.figures.stages[-1] if lane == UNUSED else self.figures.lasts(lane)

    # ----- Bands -----

    def band(self, lane: int) -> Part:
        """One path for the whole life of a band: up and down in steps, back along its foot."""
        base, last = self.base[lane], self.last(lane)
        path = [f"M{pixels(self.x(0))} {pixels(base)}"]
        for stage in range(last + 1):
            now = self.tall(lane, stage)
            path.append(f"V{pixels(base - now)}H{pixels(self.x(stage) + NODE)}")
            if stage < last:
                kept = min(now, self.tall(lane, stage + 1))
                path.append(f"V{pixels(base - kept)}H{pixels(self.x(stage + 1))}")
        path.append(f"V{pixels(base)}Z")
        said = {
            "name": self.name(lane),
            "first": self.figures.figure(self.units(lane, 0)),
            "last": self.figures.figure(self.units(lane, last)),
            "stage": last + 1,
        }
        told = _("%(name)s: %(first)s at stage 1, %(last)s at stage %(stage)s") % said
        return shape("path", self.kind(lane), told, d="".join(path))

    def labels(self, lane: int) -> Iterator[Part]:
        """The name with the votes: at the left those of stage 1, now and again along a long band, and at
        the right the last ones, with what became of it."""
        last, kind = self.last(lane), "words-elected" if self.kind(lane) == "elected" else "words"
        first = self._named(lane, 0, LEFT - 2 * BESIDE)
        yield words(first, LEFT - BESIDE, self._beside(lane, 0), kind=kind, anchor="end")
        for stage in range(NAMED, last - NAMED + 2, NAMED):
            tall = max(self.tall(lane, one) for one in range(stage, stage + NAMED))
            y = self.base[lane] - max(tall, 1) - 4
            yield words(
                self._named(lane, stage, self.step * (NAMED - 1)), self.x(stage), y, kind=kind
            )
        end, became = self.figures.stages[-1], self._became(lane)
        room = RIGHT - 2 * BESIDE - len(became) * LETTER
        x, y = self.x(end) + NODE + BESIDE, self._beside(lane, end)
        kind = "words-quiet" if lane in self.figures.excluded_at else kind
        yield words(f"{self._named(lane, last, room)} {became}".rstrip(), x, y, kind=kind)

    def _named(self, lane: int, stage: int, room: float) -> str:
        """The name, cut to the room there is, and the votes of the stage."""
        units = self.figures.short(self.units(lane, stage))
        return f"{shortened(self.name(lane), room - (len(units) + 1) * LETTER)} {units}"

    def _beside(self, lane: int, stage: int) -> float:
        """Where words stand so that they are beside the middle of a band."""
        tall = self.tall(lane, stage) if stage <= self.last(lane) else 0
        return self.base[lane] - max(tall / 2 - 4, 1)

    def _became(self, lane: int) -> str:
        if lane in self.figures.elected:
            return _("✓ Elected")
        if lane in self.figures.excluded_at:
            return _("✕ Excluded")
        if lane in self.figures.won_by_nobody:
            return _("Seat stays vacant")
        return "" if lane == UNUSED else _("Not elected")

    # ----- Ribbons -----

    def ribbons(self, stage: int) -> Iterator[Part]:
        """What moves between a stage and the next."""
        leaving, arriving = self._changes(stage)
        if len(leaving) == 1:
            yield from self._from_one(leaving[0], arriving, stage)
        elif leaving:
            yield from self._through_a_pool(leaving, arriving, stage)

    def _changes(self, stage: int) -> tuple[list[_Moved], list[_Moved]]:
        leaving, arriving = [], []
        for lane in self.lanes:
            change = self.units(lane, stage + 1) - self.units(lane, stage)
            if change < 0:
                top = self.base[lane] - self.tall(lane, stage)
                leaving.append(_Moved(lane, -change, top))
            elif change > 0:
                top = self.base[lane] - self.tall(lane, stage + 1)
                arriving.append(_Moved(lane, change, top))
        return leaving, arriving

    def _from_one(self, gone: _Moved, arriving: list[_Moved], stage: int) -> Iterator[Part]:
        top, told = gone.top, _("Stage %(stage)s: %(votes)s from %(giver)s to %(name)s")
        for one in arriving:
            said = {"stage": stage + 2, "giver": self.name(gone.lane), "name": self.name(one.lane)}
            left = (self.x(stage) + NODE, top)
            yield from self._ribbon(left, (self.x(stage + 1), one.top), one.units, told, said)
            top += one.units * self.scale

    def _through_a_pool(
        self, leaving: list[_Moved], arriving: list[_Moved], stage: int
    ) -> Iterator[Part]:
        """Where several give at once, the record does not say which of them gave to whom."""
        middle = self.x(stage) + NODE + (self.step - NODE) / 2
        ends = [one.top for one in (*leaving, *arriving)]
        pool = sum(ends) / len(ends)
        top, told = pool, _("Stage %(stage)s: %(votes)s from %(name)s")
        for one in leaving:
            said = {"stage": stage + 2, "name": self.name(one.lane)}
            left = (self.x(stage) + NODE, one.top)
            yield from self._ribbon(left, (middle, top), one.units, told, said)
            top += one.units * self.scale
        top, told = pool, _("Stage %(stage)s: %(votes)s to %(name)s")
        for one in arriving:
            said = {"stage": stage + 2, "name": self.name(one.lane)}
            right = (self.x(stage + 1), one.top)
            yield from self._ribbon((middle, top), right, one.units, told, said)
            top += one.units * self.scale

    def _ribbon(
        self,
        left: tuple[float, float],
        right: tuple[float, float],
        units: int,
        told: str,
        said: Mapping[str, object],
    ) -> Iterator[Part]:
        """`told` are the words with `said` in them, and the votes."""
        tall = units * self.scale
        if tall < THINNEST:
            self.left_out += 1
            return
        path = ribbon(left, right, tall)
        votes = self.figures.figure(units)
        yield shape("path", "ribbon", told % {**said, "votes": votes}, d=path)

    # ----- The whole -----

    def parts(self) -> Iterator[Part]:
        foot = self.height - TOP + 14
        for stage in self.figures.stages:
            x = self.x(stage)
            yield shape("path", "guide", d=f"M{pixels(x + NODE / 2)} {TOP - 6}V{pixels(foot - 14)}")
            told = _("Stage %(number)s") % {"number": stage + 1}
            yield words(told, x, TOP - 12, kind="words-quiet")
            if self.height > 800:
                yield words(told, x, foot, kind="words-quiet")
        for stage in self.figures.stages[:-1]:
            yield from self.ribbons(stage)
        for lane in self.lanes:
            yield self.band(lane)
        for lane in self.lanes:
            yield from self.labels(lane)


def draw_flow(figures: Figures) -> Picture:
    """The flow of votes between the stages of a count that has several."""
    flow = _Flow(figures)
    parts = list(flow.parts())
    svg = drawing(
        "flow",
        title=_("%(contest)s: how votes moved from stage to stage") % {"contest": figures.title},
        text=_(
            "A band for each candidate, as high as the votes. Ribbons between the bands are votes "
            "that move. The table of the stages has the same figures."
        ),
        width=flow.width,
        height=flow.height,
        parts=parts,
    )
    return Picture("flow", svg, flow.left_out)
