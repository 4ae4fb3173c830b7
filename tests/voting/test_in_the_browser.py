"""Voting in a real browser: by pressing, by keyboard alone, without scripts, on a phone."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from elections import tallying
from elections.ballots.models import Inbox
from elections.models import Election
from members.models import User
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.voting.cast import despite_the_guard, entry_of, link_of, open_election
from tests.voting.cast import page as path_of

STATEMENT = "I have organised in my branch for six years and will report back every month."


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    return open_election(rosa, statement=STATEMENT)


def test_a_member_votes_by_pressing_on_a_phone(page: Page, open_now: Election) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(link_of(entry_of(open_now, "Callum")))
    page.get_by_role("button", name=re.compile("Bea Okafor")).first.click()
    page.get_by_role("button", name=re.compile("Aisha Bello")).first.click()
    expect(page.get_by_text("2 ranked, 1 not ranked.").first).to_be_visible()
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


def test_every_page_of_voting_and_of_the_result_is_accessible(
    page: Page, open_now: Election
) -> None:
    entry = entry_of(open_now, "Callum")
    page.goto(f"{link_of(entry)[:-3]}/")
    look_at(page)  # a wrong code
    page.goto(path_of(open_now, "show-paper"))
    look_at(page)  # nobody yet
    page.goto(path_of(open_now, "show-results"))
    look_at(page)  # awaited
    page.goto(link_of(entry))
    page.get_by_role("button", name="Check your vote").click()
    look_at(page)  # blank, asked about
    page.get_by_role("button", name="Cast my vote").click()
    page.goto(path_of(open_now, "show-paper"))
    look_at(page)  # recorded
    closed = despite_the_guard(open_now, voting_closes_at=timezone.now())
    page.goto(path_of(open_now, "show-paper"))
    look_at(page)  # closed
    tallying.close_due(timezone.now())
    closed.refresh_from_db()
    tallying.count(closed, now=timezone.now())
    number = open_now.contests.get(title="Scotland").number
    for address in (
        path_of(open_now, "show-results"),
        f"{path_of(open_now, 'show-results')}{number}/",
        path_of(open_now, "show-board"),
        f"{path_of(open_now, 'show-board')}AA/",
    ):
        page.goto(address)
        look_at(page)
