"""Looking at a page as every page must bear it: with axe, light and dark, narrow and wide, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page

from tests.gates.markup import Markup
from tests.gates.showing import Showing
from tests.gates.visits.visit import Answer

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
# A phone, a desk at 200 %, a tablet, a desk: at the last the page is left.
WIDTHS = (320, 640, 768, 1280)
HEIGHT = 800
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
OURS = (Path(__file__).parent / "looking.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CONTRAST: dict[str, object] = {"runOnly": ["color-contrast"]}
_EVERYTHING: dict[str, object] = {"runOnly": {"type": "tag", "values": _TAGS}}
_EVERYTHING_ELSE: dict[str, object] = {
    **_EVERYTHING,
    "rules": {"color-contrast": {"enabled": False}},
}
# What passes is not asked for: axe spends most of its time on writing that down.
_SHORT: dict[str, object] = {"resultTypes": ["violations"], "preload": False}


def faults_of(
    showing: Showing, answer: Answer, *, seen: set[str] | None = None, everywhere: bool = False
) -> list[str]:
    """What is wrong with the page that was answered, in sentences.

    At the last width axe looks at the whole page. What takes longest, contrast in light and dark and
    axe at the first width, is of those parts that were not `seen` before, which are added to it.
    `everywhere` asks axe about the whole page at every width.
    """
    showing.show(answer)
    page = showing.page
    page.evaluate(_AXE)
    page.evaluate(OURS)
    new = _new_parts(page, set() if seen is None else seen)
    wrong = Markup(answer.html).all_faults()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found: list[str] = page.evaluate("gates.wide()")
        if width in {WIDTHS[0], WIDTHS[-1]}:
            found += page.evaluate("gates.targets()")
        if width == WIDTHS[0] and not everywhere:
            found += _found_in_parts(page, new, _EVERYTHING)
        if everywhere or width == WIDTHS[-1]:
            found += page.evaluate("gates.focus()")
            found += _found_by_axe(page, _EVERYTHING_ELSE)
            found += _contrast(page, new)
        wrong += [f"at {width}: {one}" for one in found]
    return [*wrong, *showing.wrong]


def _new_parts(page: Page, seen: set[str]) -> list[str]:
    """The places of the page's parts at which no part has been seen."""
    places: list[str] = page.evaluate("gates.parts()")
    new = [place for place in places if place not in seen]
    seen.update(new)
    return new


def _contrast(page: Page, parts: list[str]) -> Iterator[str]:
    if not parts:
        return
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        yield from (f"{theme}: {one}" for one in _found_in_parts(page, parts, _CONTRAST))
    page.emulate_media(color_scheme="light")


def _found_in_parts(page: Page, places: list[str], options: dict[str, object]) -> list[str]:
    if not places:
        return []
    asked = {"places": places, "options": {**options, **_SHORT}}
    return _in_sentences(page.evaluate("asked => gates.axeOfParts(asked)", asked))


def _found_by_axe(page: Page, options: dict[str, object]) -> list[str]:
    asked = {**options, **_SHORT}
    return _in_sentences(page.evaluate("options => gates.axeOfPage(options)", asked))


def _in_sentences(found: dict[str, Any]) -> list[str]:
    return [
        f"axe {one['id']}: {one['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:3])
        for one in found["violations"]
    ]
