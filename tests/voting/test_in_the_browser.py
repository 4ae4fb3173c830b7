"""Voting in a real browser, by pressing on a phone; every page of it is accessible.

By keyboard alone and without scripts: `tests/journeys`.
"""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

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
