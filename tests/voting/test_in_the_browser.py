"""Voting in a real browser: by pressing, by keyboard alone, without scripts, on a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from elections.ballots.models import Inbox
from elections.models import Election
from members.models import User
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.voting.cast import entry_of, link_of, open_election

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "ballot-paper.png"
STATEMENT = "I have organised in my branch for six years and will report back every month."


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    return open_election(rosa, statement=STATEMENT)


def test_a_member_votes_by_pressing_on_a_phone(
    page: Page, open_now: Election, tmp_path: Path
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(link_of(entry_of(open_now, "Callum")))
    page.get_by_role("button", name=re.compile("Bea Okafor")).first.click()
    page.get_by_role("button", name=re.compile("Aisha Bello")).first.click()
    expect(page.get_by_text("2 ranked, 1 not ranked.").first).to_be_visible()
    _take_picture(page, tmp_path)
    look_at(page)
    page.get_by_role("button", name="Check your vote").click()
    expect(page.get_by_text("You have not voted yet").first).to_be_visible()
    names = page.locator(".ranking .name").all_inner_texts()
    assert names == ["Bea Okafor", "Aisha Bello"]
    look_at(page)
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    look_at(page)
    assert Inbox.objects.count() == 1


def _take_picture(page: Page, tmp_path: Path) -> None:
    """The README's picture: `make pictures` makes it here, so that it is what people see."""
    page.set_viewport_size({"width": 360, "height": 1120})
    page.evaluate("window.scrollTo(0, 0)")
    # In the checkout only when asked for: a test that ran leaves nothing changed behind.
    page.screenshot(path=PICTURE if os.environ.get("PICTURES") else tmp_path / PICTURE.name)


def test_going_back_and_reloading_lose_nothing_until_the_vote_is_cast(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    page.get_by_role("button", name=re.compile("Bea Okafor")).first.click()
    page.get_by_role("button", name=re.compile("Aisha Bello")).first.click()
    page.get_by_role("button", name="Check your vote").click()
    page.wait_for_url("**/check/")
    page.go_back()
    expect(page.get_by_text("2 ranked, 1 not ranked.").first).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 ranked, 1 not ranked.").first).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0, "nothing of the vote is left"


def test_a_member_votes_with_the_keyboard_alone(page: Page, open_now: Election) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    _tab_to(page, "Bea Okafor")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 ranked, 2 not ranked.").first).to_be_visible()
    _tab_to(page, "Check your vote")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    _tab_to(page, "Cast my vote")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    for _press in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            "(e => (e.getAttribute('aria-label') || '') + ' ' + e.innerText)"
            "(document.activeElement)"
        )
        if words in told:
            return
    pytest.fail(f"The keyboard does not reach {words!r} on {page.url}")


def test_a_member_votes_without_scripts(
    browser: Browser, open_now: Election, live_site: Site
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_site.url)
    page = context.new_page()
    page.goto(link_of(entry_of(open_now, "Callum")))
    page.get_by_label(re.compile("Bea Okafor")).first.fill("1")
    page.get_by_label(re.compile("Aisha Bello")).first.fill("1")
    page.get_by_role("button", name="Check your vote").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    page.get_by_label(re.compile("Aisha Bello")).first.fill("2")
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Go back and change it").click()
    expect(page.get_by_label(re.compile("Aisha Bello")).first).to_have_value("2")
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    context.close()
    assert Inbox.objects.count() == 1
