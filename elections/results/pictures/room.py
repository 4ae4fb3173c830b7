"""Where in a picture there is room: for discs that do not cover each other, and for words that stand
on no line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


class Room:
    """The part of a picture within `edges`, and what of it is taken."""

    def __init__(self, edges: Box) -> None:
        self.edges = edges
        self.taken: list[Box] = []
        self.lines: list[tuple[Point, Point]] = []

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def take_line(self, points: Sequence[Point]) -> None:
        self.lines += pairwise(points)

    def is_free(self, box: Box) -> bool:
        """Nothing taken is there, and no line goes through."""
        return self._is_bare(box) and not any(_crosses(box, *line) for line in self.lines)

    def first(self, boxes: Sequence[Box]) -> Point:
        """Take the first of the boxes where nothing is taken, on a line or not: its middle. Where
        something is in all of them, the first."""
        box = next(filter(self._is_bare, boxes), boxes[0])
        self.take(box)
        return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2

    def _is_bare(self, box: Box) -> bool:
        left, top, right, bottom = self.edges
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        return not any(_overlap(box, other) for other in self.taken)


def near(x: float, y: float, radius: float) -> list[Box]:
    """Squares around a point, the nearest first: there, below and above, then beside it."""
    apart = 2 * radius + 1
    steps = (0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2, 2.5, -2.5, 3, -3)
    return [
        (middle - radius, height - radius, middle + radius, height + radius)
        for across in (0, -1, 1, -2, 2)
        for down in steps
        for middle, height in [(x + apart * across, y + apart * down)]
    ]


def beside(x: float, y: float, wide: float, tall: float, gap: float) -> Iterator[Box]:
    """Where words about a point may stand, the best place first."""
    for down in (0.0, -tall / 2, tall / 2):
        yield x + gap, y + down - tall / 2, x + gap + wide, y + down + tall / 2
    for down in (-tall / 2 - gap, tall / 2 + gap):
        yield x - wide / 2, y + down - tall / 2, x + wide / 2, y + down + tall / 2
    for down in (0.0, -tall / 2, tall / 2):
        yield x - gap - wide, y + down - tall / 2, x - gap, y + down + tall / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _crosses(box: Box, start: Point, end: Point) -> bool:
    """Whether a line that goes to the right comes into the box."""
    left, top, right, bottom = box
    (x0, y0), (x1, y1) = start, end
    if x1 < left or x0 > right:
        return False
    if x1 == x0:
        return not (max(y0, y1) < top or min(y0, y1) > bottom)
    slope = (y1 - y0) / (x1 - x0)
    at_left, at_right = (y0 + slope * (min(max(one, x0), x1) - x0) for one in (left, right))
    return not (max(at_left, at_right) < top or min(at_left, at_right) > bottom)
