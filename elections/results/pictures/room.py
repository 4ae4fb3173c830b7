"""Where in a picture there is room: for discs that cover neither each other nor what they tell of, and
for words that stand on no line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, dist, radians, sin

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
_NOT_FAR = 24  # that many boxes are looked at for one on no line


class Room:
    """The part of a picture within `edges`, and what of it is taken."""

    def __init__(self, edges: Box) -> None:
        self.edges = edges
        self.taken: list[Box] = []
        self.discs: list[Box] = []
        self.points: list[Box] = []
        self.lines: list[tuple[Point, Point]] = []
        self.leaders: list[tuple[Point, Point]] = []

    def take(self, box: Box) -> None:
        self.taken.append(box)

    def take_line(self, points: Sequence[Point]) -> None:
        self.lines += pairwise(points)

    def take_point(self, box: Box) -> None:
        """Nothing stands on a point, nor does a leader to another go through it."""
        self.points.append(box)

    def is_free(self, box: Box) -> bool:
        """Nothing taken is there, and no line goes through."""
        return self._is_bare(box) and not any(_crosses(box, *line) for line in self.lines)

    def stand_by(self, point: Point, boxes: Sequence[Box]) -> Point:
        """Take a box beside the point: its middle, to which a leader goes from the point.

        The boxes come nearest first. One to which the leader goes through nothing comes before any
        other, and of these one on no line, if it is not far off. Where something is in all of them,
        the first.
        """
        bare = [box for box in boxes if self._is_bare(box)]
        seen = [box for box in bare if self._is_seen(point, _middle(box))]
        box = next(filter(self.is_free, seen[:_NOT_FAR]), (seen or bare or boxes)[0])
        self.discs.append(box)
        self.leaders.append((point, _middle(box)))
        return _middle(box)

    def _is_bare(self, box: Box) -> bool:
        left, top, right, bottom = self.edges
        if box[0] < left or box[1] < top or box[2] > right or box[3] > bottom:
            return False
        if any(_overlap(box, other) for other in (*self.taken, *self.discs, *self.points)):
            return False
        return not any(_crosses(box, *leader) for leader in self.leaders)

    def _is_seen(self, point: Point, end: Point) -> bool:
        """Whether a leader from the point goes through nothing else."""
        here = (*point, *point)
        others = [one for one in self.points if not _overlap(one, here)]
        if any(_crosses(box, point, end) for box in (*self.taken, *others)):
            return False
        return not any(_touches(disc, point, end) for disc in self.discs)


def around(x: float, y: float, radius: float, *, away: float) -> list[Box]:
    """Squares whose middles are so far `away` from a point and more, the nearest first: to the right,
    above and below, then to the left."""
    turns = [0.0, *(sign * turn for turn in range(15, 180, 15) for sign in (-1, 1)), 180.0]
    return [
        (middle - radius, height - radius, middle + radius, height + radius)
        for far in (away + further * radius for further in range(16))
        for turn in turns
        for middle, height in [(x + far * cos(radians(turn)), y + far * sin(radians(turn)))]
    ]


def beside(x: float, y: float, wide: float, tall: float, gap: float) -> Iterator[Box]:
    """Where words about a point may stand, the best place first. Above and below they are nearer, so
    that no line has room between."""
    for down in (0.0, -tall / 2, tall / 2):
        yield x + gap, y + down - tall / 2, x + gap + wide, y + down + tall / 2
    near = gap - 3
    for down in (-tall / 2 - near, tall / 2 + near):
        yield x - wide / 2, y + down - tall / 2, x + wide / 2, y + down + tall / 2
    for down in (0.0, -tall / 2, tall / 2):
        yield x - gap - wide, y + down - tall / 2, x - gap, y + down + tall / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _middle(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _touches(disc: Box, start: Point, end: Point) -> bool:
    """Whether a line comes nearer than a pixel to the circle in the box."""
    (x0, y0), (x1, y1), (x, y) = start, end, _middle(disc)
    long = dist(start, end)
    along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / long**2 if long else 0.0
    nearest = min(max(along, 0.0), 1.0)
    here = x0 + nearest * (x1 - x0), y0 + nearest * (y1 - y0)
    return dist((x, y), here) < (disc[2] - disc[0]) / 2 + 1


def _crosses(box: Box, start: Point, end: Point) -> bool:
    """Whether a line comes into the box."""
    left, top, right, bottom = box
    (x0, y0), (x1, y1) = (start, end) if start[0] <= end[0] else (end, start)
    if x1 < left or x0 > right:
        return False
    if x1 == x0:
        return not (max(y0, y1) < top or min(y0, y1) > bottom)
    slope = (y1 - y0) / (x1 - x0)
    at_left, at_right = (y0 + slope * (min(max(one, x0), x1) - x0) for one in (left, right))
    return not (max(at_left, at_right) < top or min(at_left, at_right) > bottom)
