"""The page on which members vote: small, and nothing on it moves while it loads."""

from __future__ import annotations

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser
from whitenoise.compress import Compressor

from momentum_site.demo import acting, guide
from momentum_site.demo.contests import LIST_CONTEST
from tests.gates.showing import showing
from tests.gates.visits.finding import acts, slug
from tests.gates.visits.visit import Answer, make, visit
from tests.gates.world import World

MOST_BYTES = 60_000
FULLEST = visit(
    "elections:show-paper",
    slug(guide.VOTING),
    who=acts(acting.voter_in(LIST_CONTEST), guide.VOTING),
)
_FILE = re.compile(r'(?:href|src)="/static/([^"]+)"')
# What moves while a page loads, as the browser itself measures it.
_MOVES = """
() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => { moved += one.value; }))
    .observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(moved), 300));
})
"""


def bytes_sent(answer: Answer) -> dict[str, int]:
    """What a browser fetches to show the page, photos aside: the page as it is, files as WhiteNoise
    keeps them, the smaller of both compressions."""
    sent = {"the page": len(answer.response.content)}
    for name in set(_FILE.findall(answer.html)):
        found = finders.find(name)
        assert found is not None, name
        data = Path(str(found)).read_bytes()
        squeezed = (data, Compressor.compress_brotli(data), Compressor.compress_gzip(data))
        sent[name] = min(map(len, squeezed))
    return sent


def test_all_of_it_but_photos_is_below_60_kilobytes(world: World) -> None:
    sent = bytes_sent(make(world, FULLEST))
    assert "css/site.css" in sent
    assert sum(sent.values()) < MOST_BYTES, sent


def test_nothing_moves_while_it_loads(browser: Browser, world: World) -> None:
    answer = make(world, FULLEST)
    with showing(browser, world) as shown:
        for width in (320, 1280):
            shown.page.set_viewport_size({"width": width, "height": 800})
            shown.show(answer)
            assert shown.page.evaluate(_MOVES) == 0, f"at {width}"


def test_it_is_whole_without_scripts(browser: Browser, world: World) -> None:
    answer = make(world, FULLEST)
    with showing(browser, world, scripts=False) as shown:
        shown.show(answer)
        numbers = shown.page.locator("main input[type=text]")
        assert numbers.count() > 3
        assert all(one.is_visible() for one in numbers.all())
        assert shown.page.get_by_role("button", name="Check your vote").is_visible()
