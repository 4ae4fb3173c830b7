"""The few shapes that the pictures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape

# What a class looks like where no stylesheet reaches: in a file of its own, on white.
_ON_PAPER = {
    "elected": {"fill": "#04b14a", "stroke": "#046c31"},
    "other": {"fill": "#cdd2d8", "stroke": "#646575"},
    "unused": {"fill": "#f8f8f8", "stroke": "#646575", "stroke-dasharray": "3 3"},
    "ribbon": {"fill": "#1f4f86", "fill-opacity": "0.4"},
    "line-elected": {"fill": "none", "stroke": "#046c31", "stroke-width": "2.5"},
    "line-other": {"fill": "none", "stroke": "#646575", "stroke-width": "2"},
    "line-rest": {"fill": "none", "stroke": "#cdd2d8"},
    "quota": {"fill": "none", "stroke": "#b0050f", "stroke-width": "2", "stroke-dasharray": "8 5"},
    "disc-elected": {"fill": "#046c31"},
    "disc-other": {"fill": "#fff", "stroke": "#646575", "stroke-width": "1.5"},
    "number-elected": {"fill": "#fff", "font-weight": "700", "text-anchor": "middle"},
    "number-other": {"fill": "#212529", "font-weight": "700", "text-anchor": "middle"},
    "guide": {"fill": "none", "stroke": "#cdd2d8"},
    "words": {"fill": "#212529"},
    "words-elected": {"fill": "#046c31", "font-weight": "700"},
    "words-quiet": {"fill": "#5b5c6c"},
    "words-quota": {"fill": "#b0050f", "font-weight": "700"},
    "paper": {"fill": "#fff"},
}
# Words have a rim of the page's colour, so that they are read across lines.
_RIM = {"stroke": "#fff", "stroke-width": "3", "paint-order": "stroke", "stroke-linejoin": "round"}
LETTER = 7.4  # pixels: the mean width of a letter at the size of the words, on the wide side
SIZE = 12


@dataclass(frozen=True)
class Picture:
    """`name` is that of its file; `left_out` says how many ribbons are too thin to be seen. `narrow`
    is the same drawn for a phone, where one drawing cannot be read on both; `not_drawn` says how many
    candidates are in the whole picture alone."""

    name: str
    svg: str
    left_out: int = 0
    narrow: str = ""
    not_drawn: int = 0


def pixels(number: float) -> str:
    """A length to a tenth of a pixel, as short as it can be written."""
    return f"{number:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Part:
    """A shape or a line of words of a kind; the group that it stands in says what it looks like."""

    kind: str
    written: str

    @property
    def is_words(self) -> bool:
        return self.kind.startswith("words")


def shape(tag: str, kind: str, told: str = "", **attributes: float | str) -> Part:
    """An element, with what it tells whoever points at it."""
    said = {
        name: value if isinstance(value, str) else pixels(value)
        for name, value in attributes.items()
    }
    written = "".join(f' {name}="{escape(value)}"' for name, value in said.items())
    if not told:
        return Part(kind, f"<{tag}{written}/>")
    return Part(kind, f"<{tag}{written}><title>{escape(told)}</title></{tag}>")


def words(text: str, x: float, y: float, *, kind: str = "words", anchor: str = "start") -> Part:
    """A line of words; `y` is where its letters stand."""
    place = f'x="{pixels(x)}" y="{pixels(y)}"'
    anchored = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return Part(kind, f"<text {place}{anchored}>{escape(text)}</text>")


def _grouped(parts: Iterable[Part]) -> str:
    """Parts in their order. Those of one kind that follow each other share its class and colours: a
    large count has a thousand of a kind."""
    return "".join(_group(kind, some) for kind, some in groupby(parts, key=lambda one: one.kind))


def _group(kind: str, parts: Iterable[Part]) -> str:
    looks = {"class": kind, **_ON_PAPER[kind]}
    said = "".join(f' {name}="{value}"' for name, value in looks.items())
    return f"<g{said}>{''.join(one.written for one in parts)}</g>"


def shortened(text: str, width: float) -> str:
    """The text cut to what stands in so many pixels."""
    most = max(4, int(width / LETTER))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def ribbon(left: tuple[float, float], right: tuple[float, float], tall: float) -> str:
    """The path of a band so tall from one point to another, each (x, top): a large count has a
    thousand, so that each is written as short as it can be."""
    across, down = right[0] - left[0], right[1] - left[1]
    half, whole, slope, edge = map(pixels, (across / 2, across, down, tall))
    back = [pixels(-one) for one in (across / 2, across, down)]
    return (
        f"M{pixels(left[0])} {pixels(left[1])}c{half} 0 {half} {slope} {whole} {slope}"
        f"v{edge}c{back[0]} 0 {back[0]} {back[2]} {back[1]} {back[2]}z"
    )


def drawing(
    name: str,
    *,
    title: str,
    text: str,
    width: float,
    height: float,
    parts: Sequence[Part],
    fits: bool = False,
) -> str:
    """The whole picture: `title` names it, `text` says in words where its figures are. One that `fits`
    is as wide as the page lets it be; any other is never scaled.

    Words stand on top of everything.
    """
    kind = "picture fits" if fits else "picture"
    paper = shape("rect", "paper", width=width, height=height)
    shapes = _grouped([paper, *(part for part in parts if not part.is_words)])
    said = _grouped(sorted((part for part in parts if part.is_words), key=lambda one: one.kind))
    rim = "".join(f' {name}="{value}"' for name, value in _RIM.items())
    size = f'width="{pixels(width)}" height="{pixels(height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img" {size} '
        f'viewBox="0 0 {pixels(width)} {pixels(height)}" font-size="{SIZE}" '
        f'font-family="system-ui, sans-serif" aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-text">{escape(text)}</desc>'
        f"{shapes}"
        f'<g class="rim"{rim}>{said}</g></svg>'
    )
