"""Looking at a page as every page must bear it: with axe, light and dark, narrow and wide, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page

from tests.gates.markup import Markup
from tests.gates.showing import Showing
from tests.gates.visits.visit import Answer

# A phone, a desk at 200 %, a tablet, a desk: at the last the page is left.
Theme = Literal["light", "dark"]
WIDTHS = (320, 640, 768, 1280)
HEIGHT = 800
_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
OURS = (Path(__file__).parent / "looking.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(showing: Showing, answer: Answer, *, themes: tuple[Theme, ...]) -> list[str]:
    """What is wrong with the page that was answered, in sentences."""
    showing.show(answer)
    page = showing.page
    page.evaluate(_AXE)
    page.evaluate(OURS)
    wrong = Markup(answer.html).all_faults()
    wrong += _at_every_width(page)
    wrong += page.evaluate("gates.targets()")
    wrong += page.evaluate("gates.focus()")
    wrong += _found_by_axe(page, {"runOnly": {"type": "tag", "values": _TAGS}})
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        found = _found_by_axe(page, {"runOnly": ["color-contrast"]})
        wrong += [f"{theme}: {one}" for one in found]
    page.emulate_media(color_scheme="light")
    return [*wrong, *showing.wrong]


def _at_every_width(page: Page) -> Iterator[str]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found: list[str] = page.evaluate("gates.wide()")
        if width == WIDTHS[0]:
            found += page.evaluate("gates.targets()")
        yield from (f"at {width}: {one}" for one in found)


def _found_by_axe(page: Page, options: dict[str, object]) -> list[str]:
    # What passes is not asked for: axe spends most of its time on writing that down.
    options = {**options, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"axe {one['id']}: {one['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:3])
        for one in found["violations"]
    ]
