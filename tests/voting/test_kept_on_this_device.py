"""What a device keeps of a paper that is not cast: for its voter alone, and no longer than needed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from elections.models import Election
from members.models import User
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.voting.cast import despite_the_guard, entry_of, link_of, open_election
from tests.voting.cast import page as path_of


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    return open_election(rosa)


def kept(page: Page) -> dict[str, Any]:
    """Everything in the device's storage."""
    found: dict[str, str] = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    return {name: json.loads(text) for name, text in found.items()}


def keeps(page: Page, papers: int) -> None:
    """So many papers, in a moment: sealing takes one."""
    for _wait in range(100):
        if page.evaluate("localStorage.length") == papers:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{len(kept(page))} papers are kept, not {papers}")


def rank(page: Page, *names: str, papers: int = 1) -> None:
    for name in names:
        page.locator(f"[data-name='{name}'] .rank-button").click()
    keeps(page, papers)


def shows(page: Page, *names: str) -> None:
    """The paper of Scotland has these candidates in this order, and says how many."""
    contest = page.locator("[data-ranked-contest]").filter(has_text="Callum Reid")
    expect(contest.locator("[data-count]")).to_contain_text(f"{len(names)} ranked")
    for place, name in enumerate(names, start=1):
        expect(page.locator(f"[data-name='{name}'] input")).to_have_value(str(place))


def test_a_session_that_is_lost_takes_nothing_away(page: Page, open_now: Election) -> None:
    link = link_of(entry_of(open_now, "Callum"))
    page.goto(link)
    rank(page, "Bea Okafor", "Aisha Bello")
    page.reload()
    shows(page, "Bea Okafor", "Aisha Bello")
    page.context.clear_cookies()
    page.get_by_role("button", name="Check your vote").click()
    expect(
        page.get_by_text("What you filled in is still on this device, unless you")
    ).to_be_visible()
    look_at(page)
    page.goto(path_of(open_now, "show-paper"))
    expect(page.get_by_role("heading", name="Who is voting?")).to_be_visible()
    page.goto(link)
    shows(page, "Bea Okafor", "Aisha Bello")
    expect(page.locator("[role=status]")).to_contain_text(
        "What you entered before on this device is here again."
    )
    page.get_by_role("button", name="Check your vote").click()
    page.go_back()
    shows(page, "Bea Okafor", "Aisha Bello")


def test_two_members_who_share_a_device_have_nothing_of_each_other(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor", "Aisha Bello")
    first = kept(page)
    page.goto(link_of(entry_of(open_now, "Bea")))
    shows(page)
    rank(page, "Callum Reid", papers=2)
    everything = kept(page)
    assert first.items() <= everything.items(), "and nothing is taken away"
    page.goto(link_of(entry_of(open_now, "Callum")))
    shows(page, "Bea Okafor", "Aisha Bello")
    page.goto(link_of(entry_of(open_now, "Bea")))
    shows(page, "Callum Reid")
    # Whoever looks into the storage sees how many used the device, and no more.
    stored = json.dumps(everything)
    for telling in ("Callum", "Bea", "Aisha", "r-", open_now.slug, str(open_now.pk)):
        assert telling not in stored
    lengths = {len(one["sealed"]) for one in everything.values()}
    assert len(lengths) == 1, "one preference or two: the length tells nothing"


def test_what_is_kept_under_the_name_of_one_does_not_open_for_another(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    page.goto(link_of(entry_of(open_now, "Bea")))
    page.evaluate(
        "localStorage.setItem(document.querySelector('[data-kept-as]').dataset.keptAs,"
        " Object.values(localStorage)[0])"
    )
    page.reload()
    keeps(page, 1)  # it is thrown away
    shows(page)


def test_once_the_vote_is_cast_nothing_is_left(page: Page, open_now: Election) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    assert kept(page) == {}
    page.reload()  # sends the same again, and gets the same receipt
    expect(page.get_by_role("heading", name="Your tracker")).to_be_visible()


def test_while_a_part_is_not_cast_nothing_is_deleted(page: Page, open_now: Election) -> None:
    page.goto(link_of(entry_of(open_now, "Aisha")))
    rank(page, "Bea Okafor", "Dewi Price")
    page.get_by_role("button", name="Check your vote").click()
    page.locator("[name^='mac-']").last.evaluate("it => { it.value = '00'.repeat(32); }")
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Part of your vote is recorded")).to_be_visible()
    page.get_by_role("link", name="Go on to vote").click()
    expect(page.locator("[data-ranked-contest]")).to_have_count(1)
    expect(page.locator("[data-name='Dewi Price'] input")).to_have_value("1")
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    assert kept(page) == {}


def test_clearing_the_device_deletes_it_and_closes_the_paper(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Bea")))
    rank(page, "Callum Reid")
    of_bea = kept(page)
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor", papers=2)
    page.get_by_role("button", name="Clear this device").click()
    expect(page.get_by_role("heading", name="This device is cleared")).to_be_visible()
    look_at(page)
    assert kept(page) == of_bea, "what another member entered is theirs to delete"
    page.go_back()
    expect(page.get_by_role("heading", name="Who is voting?")).to_be_visible()
    page.goto(link_of(entry_of(open_now, "Callum")))
    shows(page)


def test_a_paper_is_cleared_though_its_link_was_forgotten_before(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    page.context.clear_cookies(name="ballot")  # as after six hours
    page.get_by_role("button", name="Clear this device").click()
    expect(page.get_by_role("heading", name="This device is cleared")).to_be_visible()
    assert kept(page) == {}


def test_a_paper_is_cleared_though_another_followed_their_link_since(
    page: Page, open_now: Election
) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    other = page.context.new_page()
    other.goto(link_of(entry_of(open_now, "Bea")))
    rank(other, "Callum Reid", papers=2)
    of_both = kept(page)
    page.get_by_role("button", name="Clear this device").click()
    expect(page.get_by_role("heading", name="This device is cleared")).to_be_visible()
    [left] = kept(page).items()
    assert left in of_both.items()
    other.reload()
    other.goto(link_of(entry_of(open_now, "Bea")))
    shows(other, "Callum Reid")


def test_another_tab_does_not_keep_it_again_once_the_vote_is_cast(
    page: Page, open_now: Election
) -> None:
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(link_of(entry_of(open_now, "Callum")))
    other.route("**/vote/**", lambda route: route.fulfill(status=204))  # it stays as it is
    rank(page, "Bea Okafor")
    page.get_by_role("button", name="Check your vote").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    other.locator("[data-name='Aisha Bello'] .rank-button").click()
    other.wait_for_timeout(500)
    assert kept(page) == {}


def test_another_tab_says_what_is_true_once_the_device_is_cleared(
    page: Page, open_now: Election
) -> None:
    other = page.context.new_page()
    for tab in (other, page):
        tab.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    page.get_by_role("button", name="Clear this device").click()
    expect(other.get_by_role("heading", name="Who is voting?")).to_be_visible()
    assert kept(page) == {}


def test_what_another_tab_was_just_keeping_is_deleted_with_the_rest(
    page: Page, open_now: Election
) -> None:
    """It was sealed before that tab heard that the paper is over, and written after the deletion."""
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    clearing = page.context.new_page()
    clearing.goto(path_of(open_now, "show-election"))
    page.route("**/vote/**", lambda route: route.fulfill(status=204))  # it stays as it is
    page.evaluate(
        """() => {
          const [[name, sealed]] = Object.entries(localStorage);
          setTimeout(() => {
            const end = Date.now() + 500;
            while (Date.now() < end); // it hears nothing meanwhile
            localStorage.setItem(name, sealed);
          }, 0);
        }"""
    )
    clearing.evaluate(
        """() => {
          const [name] = Object.keys(localStorage);
          localStorage.setItem(name, "over");
          localStorage.removeItem(name);
        }"""
    )
    page.wait_for_timeout(100)
    keeps(page, 0)


def test_a_tab_that_is_emptied_takes_nothing_from_another(page: Page, open_now: Election) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    other = page.context.new_page()
    other.goto(link_of(entry_of(open_now, "Callum")))
    shows(other, "Bea Okafor")
    rank(other, "Bea Okafor", papers=0)
    shows(page, "Bea Okafor")
    rank(page, "Aisha Bello")
    other.reload()
    shows(other, "Bea Okafor", "Aisha Bello")


def test_after_the_close_any_page_of_voting_deletes_it(page: Page, open_now: Election) -> None:
    soon = timezone.now() + timedelta(seconds=4)
    despite_the_guard(open_now, voting_closes_at=soon)
    page.goto(link_of(entry_of(open_now, "Callum")))
    rank(page, "Bea Okafor")
    page.wait_for_timeout(max(0, (soon - timezone.now()).total_seconds() * 1000 + 100))
    page.goto(path_of(open_now, "show-paper"))
    expect(page.get_by_role("heading", name="Voting has closed.")).to_be_visible()
    assert kept(page) == {}


def test_wrong_numbers_that_were_kept_come_back_as_they_were_written(
    page: Page, open_now: Election
) -> None:
    link = link_of(entry_of(open_now, "Callum"))
    page.route("**/ranked-paper*", lambda route: route.abort())
    page.goto(link)
    page.locator("[data-name='Bea Okafor'] input").fill("2")
    keeps(page, 1)
    page.unroute("**/ranked-paper*")
    page.goto(link)
    expect(page.locator("[data-name='Bea Okafor'] input")).to_be_visible()
    expect(page.locator("[data-name='Bea Okafor'] input")).to_have_value("2")
    expect(page.locator("[data-name='Bea Okafor'] .rank-button")).to_be_hidden()
