"""What a picture of a count shows, read back from its shapes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import dist
from xml.etree import ElementTree as ET

from elections.counting import Result
from elections.results.pictures import Picture

_SVG = "{http://www.w3.org/2000/svg}"
_STEP = re.compile(r"([MVHZ])([-\d. ]*)")
_IN_LIST = re.compile(r"([✓✕]) .*, stage (\d+)")
_LEADER = re.compile(r"M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)")
_RIBBON = re.compile(r"Stage (\d+): ([\d.,]+)(?: from (.+?))?(?: to (.+))?")
WHOLE = 320  # pixels that all votes are high in the flow
NEARLY = 0.11  # pixels by which a shape may be off: both its ends are rounded
LINES = ("line-elected", "line-other", "line-rest")
RADIUS = 3  # the radius of the point at which a line ends
BESIDE_THE_AXIS = (44, 36)  # where the figures of the axis end, wide and narrow
Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    kind: str
    told: str
    attributes: dict[str, str]

    def number(self, name: str) -> float:
        return float(self.attributes[name])


class Pictured:
    """The shapes of a picture by the class of their group, and its words."""

    def __init__(self, svg: str) -> None:
        root = ET.fromstring(svg)
        self.width, self.height = float(root.attrib["width"]), float(root.attrib["height"])
        named = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
        self.title, self.text = (named[one] for one in root.attrib["aria-labelledby"].split())
        self.role = root.attrib["role"]
        drawn = [
            (group.attrib["class"], one)
            for group in root.iter(f"{_SVG}g")
            for one in group
            if one.tag != f"{_SVG}g"
        ]
        self.shapes = [
            Shape(kind, one.findtext(f"{_SVG}title") or "", dict(one.attrib))
            for kind, one in drawn
            if one.tag != f"{_SVG}text"
        ]
        self.words = [
            (one.text or "", float(one.attrib["x"]), float(one.attrib["y"]), kind)
            for kind, one in drawn
            if one.tag == f"{_SVG}text" and kind.startswith("words")
        ]
        self.numbers: dict[Point, str] = {
            (float(one.attrib["x"]), float(one.attrib["y"]) - 4): one.text or ""
            for kind, one in drawn
            if one.tag == f"{_SVG}text" and kind.startswith("number")
        }

    def of(self, *kinds: str) -> list[Shape]:
        return [shape for shape in self.shapes if shape.kind in kinds]


def hold_against_the_pictures(
    result: Result, names: Sequence[str], pictures: Sequence[Picture], *, left: Sequence[int]
) -> None:
    if not any(any(stage.votes) for stage in result.stages):
        assert not pictures, "there is nothing to draw"
        return
    standing = [one for one in range(1, len(names) + 1) if one not in left]
    if len(result.stages) == 1:
        [bars] = pictures
        _hold_bars(result, names, Pictured(bars.svg), standing)
        return
    flow, lines = pictures
    _hold_flow(result, names, flow, standing)
    _hold_lines(result, names, Pictured(lines.svg), standing)
    _hold_lines(result, names, Pictured(lines.narrow), standing, is_narrow=True)
    for svg in (flow.svg, lines.svg, lines.narrow):
        shown = Pictured(svg)
        assert shown.role == "img"
        assert shown.title
        assert "The table of the stages has the same figures." in str(shown.text)
        assert all(0 <= x <= shown.width and 0 <= y <= shown.height for _, x, y, _ in shown.words)


def figure(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def votes(result: Result, number: int, stage: int) -> Decimal:
    one = result.stages[stage]
    return Decimal(one.figure(one.votes[number - 1]))


def lasts(result: Result, number: int) -> int:
    """The last stage before the candidate was excluded."""
    for place, stage in enumerate(result.stages):
        if stage.action.kind.startswith("exclude") and number in stage.action.candidates:
            return place - 1
    return len(result.stages) - 1


def _hold_bars(
    result: Result, names: Sequence[str], shown: Pictured, standing: Sequence[int]
) -> None:
    stage = result.stages[0]
    figures = [*stage.votes, *([stage.quota] if stage.quota is not None else [])]
    most, told = max([*figures, 1]), []
    for number in standing:
        kind = "elected" if number in result.elected else "other"
        width = (shown.width - 2) * stage.votes[number - 1] / most
        told.append((kind, f"{names[number - 1]}: {votes(result, number, 0)}", round(width, 1)))
    found = [
        (bar.kind, bar.told.replace(",", ""), round(bar.number("width"), 1))
        for bar in shown.of("elected", "other")
    ]
    assert sorted(found) == sorted((kind, _plain(words), width) for kind, words, width in told)


def _plain(words: str) -> str:
    """As the pictures write a figure: without noughts that say nothing."""
    name, _, number = words.rpartition(": ")
    return f"{name.replace(',', '')}: {Decimal(number).normalize():f}"


def _hold_flow(
    result: Result, names: Sequence[str], picture: Picture, standing: Sequence[int]
) -> None:
    shown, first = Pictured(picture.svg), result.stages[0]
    scale = WHOLE / max(sum(first.votes) + first.non_transferable, 1)
    lanes = {number: [stage.votes[number - 1] for stage in result.stages] for number in standing}
    unused = [stage.non_transferable for stage in result.stages]
    expected = []
    for number, units in lanes.items():
        kind = "elected" if number in result.elected else "other"
        expected.append((kind, names[number - 1], units[: lasts(result, number) + 1]))
    if any(unused):
        expected.append(("unused", "Not transferable", unused))
    bands = shown.of("elected", "other", "unused")
    for kind, name, units in expected:
        assert any(
            band.kind == kind
            and band.told.startswith(f"{name}: ")
            and _follows(_tops(band), [one * scale for one in units])
            for band in bands
        ), (kind, name, units)
    assert len(bands) == len(expected)
    _hold_ends(result, shown, lanes, unused)
    _hold_ribbons(result, names, shown, picture.left_out, {**lanes, 0: unused}, scale)


def _hold_ends(
    result: Result, shown: Pictured, lanes: dict[int, list[int]], unused: Sequence[int]
) -> None:
    """Beside the stages, where no ribbon is, stand the first figures and the last, rounded, and what
    became of each."""
    found = [float(one.attributes["d"][1:].split()[0]) for one in shown.of("guide")]
    left = [words for words, x, _y, _kind in shown.words if x < min(found) - 6]
    right = [words for words, x, _y, _kind in shown.words if x > max(found) + 6]
    first = [_rounded(result, units[0]) for units in lanes.values()]
    last = [
        f"{_rounded(result, units[lasts(result, number)])} {_became(result, number)}"
        for number, units in lanes.items()
    ]
    if any(unused):
        first.append(_rounded(result, unused[0]))
        last.append(_rounded(result, unused[-1]))
    for said, expected in ((left, first), (right, last)):
        assert len(said) == len(expected)
        for one in expected:
            said.remove(next(words for words in said if words.endswith(f" {one}")))


def _rounded(result: Result, units: int) -> str:
    exact = Decimal(result.stages[0].figure(units))
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():,f}"


def _became(result: Result, number: int) -> str:
    if number in result.elected:
        return "✓ Elected"
    out = [stage.action for stage in result.stages if stage.action.kind.startswith("exclude")]
    if any(number in action.candidates for action in out):
        return "✕ Excluded"
    won = {one for stage in result.stages for one in stage.elected}
    return "Seat stays vacant" if number in won else "Not elected"


def _follows(tall: Sequence[float], expected: Sequence[float]) -> bool:
    return len(tall) == len(expected) and all(
        abs(one - other) < NEARLY for one, other in zip(tall, expected, strict=True)
    )


def _tops(band: Shape) -> list[float]:
    """How high a band is where each stage ends."""
    steps = [(kind, numbers.split()) for kind, numbers in _STEP.findall(band.attributes["d"])]
    base = float(steps[0][1][1])
    tops = [float(numbers[0]) for kind, numbers in steps if kind == "V"][:-1]
    return [base - top for top in tops[::2]]


def _hold_ribbons(
    result: Result,
    names: Sequence[str],
    shown: Pictured,
    left_out: int,
    lanes: dict[int, list[int]],
    scale: float,
) -> None:
    """Each change of votes is a ribbon, said as it is high, or is counted as too thin."""
    expected, thin = [], 0
    for stage in range(1, len(result.stages)):
        changes = {lane: units[stage] - units[stage - 1] for lane, units in lanes.items()}
        giving = [lane for lane, change in changes.items() if change < 0]
        if not giving:
            continue
        for lane, change in changes.items():
            if not change or (len(giving) == 1 and change < 0):
                continue
            if abs(change) * scale < 0.4:
                thin += 1
                continue
            name = names[lane - 1] if lane else "Not transferable"
            giver = names[giving[0] - 1] if len(giving) == 1 else name if change < 0 else None
            to = None if change < 0 else name
            value = Decimal(result.stages[stage].figure(abs(change)))
            expected.append((stage + 1, value.normalize(), giver, to))
    found = []
    for ribbon in shown.of("ribbon"):
        match = _RIBBON.fullmatch(ribbon.told)
        assert match, ribbon.told
        number, moved, giver, to = match.groups()
        found.append((int(number), figure(moved).normalize(), giver, to))
        units = float(figure(moved)) * 10 ** result.stages[0].places
        assert abs(_height(ribbon) - units * scale) < NEARLY
    assert sorted(map(str, found)) == sorted(map(str, expected))
    assert left_out == thin


def _height(ribbon: Shape) -> float:
    found = re.search(r"v([\d.]+)", ribbon.attributes["d"])
    assert found
    return float(found[1])


def _hold_lines(
    result: Result,
    names: Sequence[str],
    shown: Pictured,
    standing: Sequence[int],
    *,
    is_narrow: bool = False,
) -> None:
    axis = {
        figure(words): y - 4
        for words, x, y, kind in shown.words
        if kind == "words-quiet" and x in BESIDE_THE_AXIS
    }
    nought, top = axis[Decimal(0)], max(axis)
    pixel = float(top) / (nought - axis[top]) if top else 0.0
    across = {
        int(words): x for words, x, y, kind in shown.words if kind != "words" and y == nought + 18
    }
    farthest = max(across)
    step = (across[farthest] - across[1]) / (farthest - 1)

    def read(line: Shape) -> list[float]:
        """The votes of each point; each stands above its stage."""
        points = [point.split(",") for point in line.attributes["points"].split()]
        for place, (x, _y) in enumerate(points):
            assert abs(float(x) - (across[1] + step * place)) < 2 * NEARLY
        return [(nought - float(y)) * pixel for _x, y in points]

    lines = [one for one in shown.of(*LINES) if "points" in one.attributes]
    numbered = min(len(standing), max(12, len(result.elected) + 3))
    assert len(lines) == (numbered if is_narrow else len(standing))
    found, ends = 0, []
    for number in standing:
        kinds = ("line-elected",) if number in result.elected else ("line-other", "line-rest")
        end, is_out = _ends(result, number), lasts(result, number) < len(result.stages) - 1
        expected = [votes(result, number, one) for one in range(end + 1)]
        first, last = (f"{one.normalize():,f}" for one in (expected[0], expected[-1]))
        said = f"{names[number - 1]}: {first} at stage 1, {last} at stage {end + 1}"
        place = across[1] + step * end, nought - float(expected[-1]) / (pixel or 1)
        mark: tuple[str, int] | None = None
        if is_out:
            # The line goes on to the stage that excludes them, at which the table has no votes of theirs.
            expected.append(votes(result, number, end + 1))
            said += f", excluded at stage {end + 2}"
            mark = "✕", end + 2
        elif number in result.elected:
            mark = "✓", end + 1
        ends.append((kinds[0].replace("line", "disc"), names[number - 1], place, mark))
        near = [line for line in lines if line.told == said]
        is_drawn = any(line.kind in kinds and _near(read(line), expected, pixel) for line in near)
        assert is_drawn or is_narrow, said
        found += is_drawn
    assert found >= len(lines)
    quotas = [
        Decimal(stage.figure(stage.quota)) for stage in result.stages if stage.quota is not None
    ]
    assert len(shown.of("quota")) == (1 if quotas else 0)
    for line in shown.of("quota"):
        assert _near(read(line), quotas, pixel)
        first, last = (f"{one.normalize():,f}" for one in (quotas[0], quotas[-1]))
        assert line.told == f"Quota: {first if first == last else f'{first} → {last}'}"
        # At its end stands what it is there, unless the figure is wider than what is left of the page.
        label = [(words, x, y) for words, x, y, kind in shown.words if kind == "words-quota"]
        fits = len(last) <= (6 if is_narrow else 9)
        assert [words for words, _x, _y in label] == ["Quota", *([last] if fits else [])]
        for name, left, below, kind in shown.words:
            is_beside = kind in ("words", "words-elected") and left + len(name) * 7 > label[0][1]
            assert not is_beside or all(abs(below - y) > 12 for _words, _x, y in label), name
    _hold_numbers(shown, numbered, ends)


def _ends(result: Result, number: int) -> int:
    """The stage of the last votes of a candidate: elected, before exclusion, or the last stage."""
    for place, stage in enumerate(result.stages):
        if number in stage.elected and number in result.elected:
            return place
    return lasts(result, number)


# The class of a disc, the name, where the last votes are, and what the list says: elected or excluded, when.
End = tuple[str, str, Point, tuple[str, int] | None]


def _hold_numbers(shown: Pictured, many: int, ends: Sequence[End]) -> None:
    """Each number has a point at the true votes and a disc beside it, joined by a leader; and once more
    in the list, with what became of whom it stands for, and the stage."""
    every = shown.of("disc-elected", "disc-other")
    points = [one for one in every if one.number("r") == RADIUS]
    discs = [one for one in every if one.told and one not in points]
    listed = {_at(_middle(one), shown.numbers): one for one in every if not one.told}
    assert sorted(listed) == sorted(map(str, range(1, many + 1)))
    assert sorted(_at(_middle(one), shown.numbers) for one in discs) == sorted(listed)
    assert len(points) == len(discs) == len(shown.numbers) / 2
    words = {(x - 17, y - 4): text for text, x, y, _kind in shown.words}
    leaders = {
        (to_x, to_y): (x, y)
        for one in shown.of(*LINES)
        if (match := _LEADER.fullmatch(one.attributes.get("d", "")))
        for x, y, to_x, to_y in [map(float, match.groups())]
    }
    still = list(ends)
    for disc in discs:
        point, row = leaders[_middle(disc)], listed[_at(_middle(disc), shown.numbers)]
        assert (disc.kind, disc.told, point) in [
            (one.kind, one.told, _middle(one)) for one in points
        ]
        assert row.kind == disc.kind
        match = _IN_LIST.fullmatch(_at(_middle(row), words))
        told = (match[1], int(match[2])) if match else None
        mine = next(
            end
            for end in still
            if (disc.kind, disc.told, told) == (end[0], end[1], end[3]) and _is_at(point, end[2])
        )
        still.remove(mine)
    _hold_apart(discs, points, leaders)


def _hold_apart(
    discs: Sequence[Shape], points: Sequence[Shape], leaders: dict[Point, Point]
) -> None:
    """No disc covers another, nor any point, nor the leader of another."""
    for disc in discs:
        for other in (*discs, *points):
            (x, y), (other_x, other_y) = _middle(disc), _middle(other)
            apart = max(abs(x - other_x), abs(y - other_y))
            assert other is disc or apart > disc.number("r") + other.number("r")
        for end, start in leaders.items():
            steps = [step / 50 for step in range(51)]
            way = [[a + (b - a) * step for a, b in zip(start, end, strict=True)] for step in steps]
            nearest = min(dist(_middle(disc), one) for one in way)
            assert end == _middle(disc) or nearest > disc.number("r")


def _middle(circle: Shape) -> Point:
    return circle.number("cx"), circle.number("cy")


def _is_at(one: Point, other: Point) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 2 * NEARLY


def _at(place: Point, things: dict[Point, str]) -> str:
    """What stands at a place of a picture."""
    return next(thing for where, thing in things.items() if _is_at(place, where))


def _near(found: Sequence[float], expected: Sequence[Decimal], pixel: float) -> bool:
    return len(found) == len(expected) and all(
        abs(one - float(other)) <= pixel * NEARLY
        for one, other in zip(found, expected, strict=True)
    )
