"""Looking at a page as every page must bear it: on a phone, on a desk, and with axe."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

WIDTHS = (320, 1280)  # the last is the width the page is left at


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page that is open: too wide for a phone or a desk, or found by axe."""
    wrong = []
    page.wait_for_load_state()  # the press of a button may still be on its way to the next page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            wrong.append(f"{page.url} at {width}: {wide} wide")
    found = Axe().run(page)
    if found.violations_count:
        wrong.append(f"{page.url}: {found.generate_report()}")
    return wrong


def look_at(page: Page) -> None:
    assert not (wrong := faults_of(page)), "\n".join(wrong)


def enter(context: BrowserContext, site: str, session: str) -> None:
    """Go on in this browser with a session that was opened elsewhere."""
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
