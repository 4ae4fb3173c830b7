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
_CONTRAST: dict[str, object] = {"runOnly": ["color-contrast"]}
_EVERYTHING_ELSE: dict[str, object] = {
    "runOnly": {"type": "tag", "values": _TAGS},
    "rules": {"color-contrast": {"enabled": False}},
}


def faults_of(
    showing: Showing, answer: Answer, *, themes: tuple[Theme, ...], everywhere: bool = False
) -> list[str]:
    """What is wrong with the page that was answered, in sentences.

    Contrast, which takes longest, is looked at in these `themes`; `everywhere` asks axe at every width.
    """
    showing.show(answer)
    page = showing.page
    page.evaluate(_AXE)
    page.evaluate(OURS)
    wrong = Markup(answer.html).all_faults()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found: list[str] = page.evaluate("gates.wide()")
        if width in {WIDTHS[0], WIDTHS[-1]}:
            found += page.evaluate("gates.targets()")
        if everywhere or width == WIDTHS[-1]:
            found += page.evaluate("gates.focus()")
            found += _found_by_axe(page, _EVERYTHING_ELSE)
            found += _contrast(page, themes)
        wrong += [f"at {width}: {one}" for one in found]
    return [*wrong, *showing.wrong]


def _contrast(page: Page, themes: tuple[Theme, ...]) -> Iterator[str]:
    for theme in themes:
        page.emulate_media(color_scheme=theme)
        yield from (f"{theme}: {one}" for one in _found_by_axe(page, _CONTRAST))
    page.emulate_media(color_scheme="light")


def _found_by_axe(page: Page, options: dict[str, object]) -> list[str]:
    # What passes is not asked for: axe spends most of its time on writing that down.
    options = {**options, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"axe {one['id']}: {one['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:3])
        for one in found["violations"]
    ]
