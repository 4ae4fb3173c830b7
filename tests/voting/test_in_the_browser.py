"""Voting in a real browser, by pressing on a phone; every page of it is accessible.

By keyboard alone and without scripts: `tests/journeys`.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from elections.ballots.models import Inbox
from elections.models import Election
from members.models import User
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.voting.cast import entry_of, link_of, open_election

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
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    tracker = "".join(page.locator(".tracker").first.inner_text().split())
    assert page.evaluate("navigator.clipboard.readText()") == tracker
    page.get_by_role("link", name=re.compile("Go on to the page of the election")).click()
    expect(page).to_have_url(re.compile(open_now.get_absolute_url() + "$"))
