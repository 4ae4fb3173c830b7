"""How votes moved: a band for each candidate through the stages, and ribbons for what moves.

The height of a band is its votes at the end of a stage. Between two stages the lower part of a band is
what stays; what leaves it goes off its top, and what reaches another arrives on that one's top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from elections.results.pictures.figures import Figures
from elections.results.pictures.svg import (
    Part,
    Picture,
    drawing,
    pixels,
    ribbon,
    shape,
    shortened,
    words,
)

STEP = 96  # pixels from one stage to the next
NODE = 12  # the width of a band where a stage ends
WHOLE = 320  # the height of all votes together
LABEL = 17  # above each band, for its name
GAP = 6
TOP, LEFT, RIGHT = 28, 8, 130
NAMED = 3  # the name stands again after so many stages: it scrolls out of sight on a phone
WORDS = 14  # the height of a line of words
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
            below += LABEL + self._below_name(lane, tallest)
            self.base[lane] = below
            below += GAP
        self.height = below + (TOP if below > 800 else 0)
        self.width = LEFT + STEP * figures.stages[-1] + NODE + RIGHT

    def x(self, stage: int) -> float:
        return LEFT + STEP * stage

    def _below_name(self, lane: int, tall: float) -> float:
        """How high above the foot of a band so tall its name stands: where the band is short, what
        became of it stands below the name, not beside it."""
        return max(tall, WORDS if self.last(lane) < NAMED - 1 else 1)

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
        """The name and the votes, again and again along the band; and what became of it."""
        last = self.last(lane)
        kind = "words-elected" if self.kind(lane) == "elected" else "words"
        for stage in range(0, last + 1, NAMED):
            if stage and last - stage < NAMED - 1:
                break  # the end of the band is near, and says what became of it
            tall = max(self.tall(lane, one) for one in range(stage, min(stage + NAMED, last + 1)))
            units = self.figures.short(self.units(lane, stage))
            name = shortened(self.name(lane), STEP * (NAMED - 1) - len(units) * 7)
            y = self.base[lane] - self._below_name(lane, tall) - 4
            yield words(f"{name} {units}", self.x(stage), y, kind=kind)
        yield from self._end(lane, last)

    def _end(self, lane: int, last: int) -> Iterator[Part]:
        x, y = self.x(last) + NODE + 5, self.base[lane] - 1
        if lane in self.figures.elected:
            yield words(_("✓ Elected"), x, y, kind="words-elected")
        elif lane in self.figures.excluded_at:
            yield words(_("✕ Excluded"), x, y, kind="words-quiet")
        elif lane in self.figures.won_by_nobody:
            yield words(_("Seat stays vacant"), x, y, kind="words-quiet")
        elif lane != UNUSED:
            yield words(_("Not elected"), x, y, kind="words-quiet")

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
        middle = self.x(stage) + NODE + (STEP - NODE) / 2
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
