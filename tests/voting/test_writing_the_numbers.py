"""Wherever the number fields stand, the paper says how to fill them in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from elections.models import Election
from members.models import User
from tests.embedded.site import Site
from tests.voting.cast import entry_of, link_of, open_election

HOW = "Write 1 beside your first choice, 2 beside your second choice, and so on."
SCRIPT = "**/ranked-paper*"
PLACES = "all => all.map((one) => [one.offsetTop, one.offsetHeight])"


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    return open_election(rosa)


def say_nothing_of_scripts(route: Route) -> None:
    """The stylesheet as a browser has it that does not know the question."""
    answer = route.fetch()
    assert "@media (scripting)" in answer.text()
    route.fulfill(response=answer, body=answer.text().replace("(scripting", "(unheard-of"))


def test_a_paper_whose_script_does_not_come_or_declines(page: Page, open_now: Election) -> None:
    page.route(SCRIPT, lambda route: route.abort())
    page.goto(link_of(entry_of(open_now, "Callum")))
    above, inside = page.get_by_text(HOW).first, page.locator("details").get_by_text(HOW)
    expect(above).to_be_hidden()
    page.get_by_text("How to rank").click()
    expect(inside).to_be_visible()
    page.locator("[data-name='Bea Okafor'] input").fill("2")
    page.unroute(SCRIPT)
    page.get_by_role("button", name="Check your vote").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator("[data-name='Bea Okafor'] input")).to_be_visible()
    expect(above).to_be_visible()
    page.goto(link_of(entry_of(open_now, "Bea")))
    expect(page.locator(".rank-button").first).to_be_visible()
    expect(above).to_be_hidden()
    page.get_by_text("How to rank").click()
    expect(page.get_by_text("Press a candidate to give them")).to_be_visible()
    expect(inside).to_be_hidden()


def test_a_browser_that_does_not_tell_whether_it_runs_scripts(
    page: Page, open_now: Election
) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.route("**/site*.css*", say_nothing_of_scripts)
    page.route(SCRIPT, lambda route: route.abort())
    page.goto(link_of(entry_of(open_now, "Callum")))
    above = page.get_by_text(HOW).first
    expect(above).to_be_visible()
    before = page.locator("[data-candidate]").evaluate_all(PLACES)
    page.unroute(SCRIPT)
    page.reload()
    expect(page.locator(".rank-button").first).to_be_visible()
    expect(above).to_be_hidden()
    assert page.locator("[data-candidate]").evaluate_all(PLACES) == before, "nothing jumps"
