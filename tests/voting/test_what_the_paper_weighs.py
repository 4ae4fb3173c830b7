"""The paper on the wire and on the screen: small, and nothing jumps while it is put together."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from elections import tallying
from elections.models import Candidate, CandidateLeft, Election
from members.models import User
from tests.embedded.site import Site
from tests.voting.cast import entry_of, follow, link_of, open_election, page
from tests.voting.many import add_candidates

STATIC = Path(__file__).resolve().parents[2] / "static"
LINKED = re.compile(r'(?:src|href)="/static/([^"?]+)"')
# What moved in view without being asked to, from the first moment on.
WATCH = """
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    if (!one.hadRecentInput) window.shifted = (window.shifted || 0) + one.value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""

# Whether the whole height of it is in view, with nothing sticky on top.
NOT_COVERED = """it => {
  const box = it.getBoundingClientRect();
  return [box.top + 1, box.bottom - 1].every(
    (y) => document.elementFromPoint(box.left + 9, y) === it);
}"""

# The selectors about the paper alone that nothing on the page answers to.
IDLE = """() => {
  const inner = (rule) => rule.selectorText ? [rule.selectorText]
    : [...(rule.cssRules || [])].flatMap(inner);
  return [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap(inner)
    .filter((one) => one.startsWith(".paper ") && !document.querySelector(one));
}"""


def weight(html: str) -> int:
    """Bytes as they are sent, compressed: the page and every file it asks for but photos. Files
    are sent as Brotli, which WhiteNoise makes of them beforehand; a page, made for one reader, as gzip."""
    files = [STATIC / name for name in LINKED.findall(html)]
    assert {one.suffix for one in files} >= {".css", ".js", ".svg"}
    beside = sum(len(brotli.compress(one.read_bytes())) for one in files)
    return len(gzip.compress(html.encode(), 6)) + beside


@pytest.mark.django_db
@pytest.mark.parametrize(("candidates", "most"), [(20, 35), (60, 60)])
def test_a_paper_with_full_statements_weighs_less_than_sixty_kilobytes(
    election: Election, client: Client, candidates: int, most: int
) -> None:
    add_candidates(election, candidates)
    paper = follow(election, "Callum", client).get(page(election, "show-paper"))
    html = paper.content.decode()
    assert html.count("data-candidate ") == candidates
    assert weight(html) < most * 1000


def test_nothing_jumps(page: Page, live_site: Site, rosa: User) -> None:
    election = open_election(rosa)
    add_candidates(election, 60)
    page.add_init_script(WATCH)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(link_of(entry_of(election, "Callum")))
        rows = page.locator("[data-candidate]")
        expect(rows.first.get_by_role("button").first).to_be_visible()
        before = rows.evaluate_all("all => all.map((one) => one.offsetHeight)")
        rows.nth(1).locator(".rank-button").click()
        rows.nth(4).locator(".rank-button").click()
        expect(page.locator("[role=status]").first).to_contain_text("2 ranked")
        assert rows.evaluate_all("all => all.map((one) => one.offsetHeight)") == before
        assert page.evaluate("window.shifted || 0") == 0
        page.reload()
        expect(page.locator("[role=status]").first).to_contain_text("2 ranked")
        assert page.evaluate("window.shifted || 0") == 0
        page.evaluate("localStorage.clear()")


def test_the_rows_are_as_high_before_the_script_takes_over(
    page: Page, live_site: Site, rosa: User
) -> None:
    election = open_election(rosa, statement="I will answer every letter.")
    heights = "all => all.map((one) => [one.offsetTop, one.offsetHeight])"
    for width in (320, 768):
        page.set_viewport_size({"width": width, "height": 800})
        page.route("**/ranked-paper*", lambda route: route.abort())
        page.goto(link_of(entry_of(election, "Callum")))
        expect(page.locator("[data-candidate] input").first).to_be_visible()
        before = page.locator("[data-candidate]").evaluate_all(heights)
        page.unroute("**/ranked-paper*")
        page.reload()
        expect(page.locator(".rank-button").first).to_be_visible()
        assert page.locator("[data-candidate]").evaluate_all(heights) == before


def test_the_first_name_is_on_the_first_screen_of_a_small_phone(
    page: Page, live_site: Site, rosa: User
) -> None:
    election = open_election(rosa, statement="I will answer every letter.")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(link_of(entry_of(election, "Callum")))
    expect(page.locator("[role=status]").first).to_contain_text("0 ranked, 3 not ranked.")
    assert page.locator(".rank-button .name").first.evaluate(NOT_COVERED), "nor by the count"
    expect(page.get_by_text("Press again to take it away.").first).to_be_hidden()
    page.get_by_text("How to rank").first.click()
    expect(page.get_by_text("Press again to take it away.").first).to_be_visible()
    bea = Candidate.objects.get(contest__election=election, ballot_name="Bea Okafor")
    tallying.leave(bea, reason=CandidateLeft.Reason.WITHDREW, actor=rosa, now=timezone.now())
    page.reload()
    expect(page.get_by_role("heading", name="Bea Okafor withdrew")).to_be_visible()
    assert page.evaluate(IDLE) == [], "what makes the paper small is about something on it"
