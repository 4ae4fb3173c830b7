"""From the link to the receipt: by keyboard alone, without scripts, and as a screen reader has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from elections.ballots.models import Inbox
from elections.models import Election, RollEntry
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.embedded.site import Site
from tests.journeys.hands import Keyboard, WithoutScripts
from tests.journeys.heard import heard
from tests.voting.cast import entry_of, link_of, open_election

STATEMENT = "I have organised in my branch for six years."
COUNT = "{} ranked, {} not ranked. You may rank as many as you like."


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    """Aisha, Bea and Callum stand in Scotland, and stand in this order on Callum's paper."""
    election = open_election(rosa, statement=STATEMENT)
    without_the_guard(RollEntry.objects.filter(election=election), nonce=bytes(32))
    return election


@pytest.fixture
def without_scripts(browser: Browser, live_site: Site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=live_site.url)
    yield context.new_page()
    context.close()


def test_with_the_keyboard_alone(page: Page, open_now: Election) -> None:
    page.goto(link_of(entry_of(open_now, "Callum")))
    heard(page, "paper-fresh")
    hands = Keyboard(page)
    of_aisha = page.locator("[data-name='Aisha Bello']").get_by_text(STATEMENT)
    status = page.locator("[data-ranked-contest] [role=status]")

    hands.choose("Bea Okafor, not ranked")
    expect(status).to_have_text(f"Bea Okafor is your preference 1. {COUNT.format(1, 2)}")
    assert hands.focused() == "Bea Okafor, preference 1", "the focus stays where it was"
    hands.to("Aisha Bello, not ranked")
    page.keyboard.press("Enter")
    expect(status).to_have_text(f"Aisha Bello is your preference 2. {COUNT.format(2, 1)}")
    page.keyboard.press("ArrowUp")
    expect(status).to_have_text(f"Aisha Bello is now your preference 1. {COUNT.format(2, 1)}")
    page.keyboard.press("ArrowUp")
    expect(status).to_contain_text("Aisha Bello is already your first preference.")
    assert hands.focused() == "Aisha Bello, preference 1"
    assert hands.tab() == "Move Aisha Bello up"
    assert hands.tab() == "Move Aisha Bello down"
    page.keyboard.press("Space")
    expect(status).to_contain_text("Aisha Bello is now your preference 2.")
    assert hands.tab() == "Statement: Aisha Bello"
    page.keyboard.press("Enter")
    expect(of_aisha).to_be_visible()
    page.keyboard.press("Enter")
    expect(of_aisha).to_be_hidden()
    heard(page, "paper-ranked")

    hands.choose("Put in my order")
    expect(status).to_contain_text("The list is in your order.")
    assert hands.focused() == "Put back in the order of the paper"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text("Your last change is undone.")
    assert hands.focused() == "Undo"
    hands.choose("Clear my ranking")
    expect(status).to_have_text(
        f"Nobody is ranked any more. Undo brings your ranking back. {COUNT.format(0, 3)}"
    )
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(status).to_contain_text(COUNT.format(2, 1))

    hands.press("Check your vote")
    expect(page.get_by_text("You have not voted yet")).to_be_visible()
    heard(page, "check")
    assert page.locator(".ranking .name").all_inner_texts() == ["Aisha Bello", "Bea Okafor"]
    hands.press("Cast my vote")
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    heard(page, "final")
    page.go_back()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    expect(page.get_by_text("You have not voted yet")).to_have_count(0)
    heard(page, "recorded")
    assert Inbox.objects.count() == 1


def test_without_scripts(without_scripts: Page, open_now: Election) -> None:
    page, hands = without_scripts, WithoutScripts(without_scripts)
    page.goto(link_of(entry_of(open_now, "Callum")))
    heard(page, "paper-without-scripts")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    hands.write("Bea Okafor", "1")
    hands.write("Aisha Bello", "1")
    hands.press("Check your vote")
    assert page.title().startswith("Error: ")
    heard(page, "paper-with-an-error")
    hands.jump("Aisha Bello: You gave the number 1 more than once.")
    hands.write("Aisha Bello", "2")
    hands.press("Check your vote")
    hands.press("Go back and change it")
    expect(page.get_by_label(re.compile("Aisha Bello")).first).to_have_value("2")
    hands.press("Check your vote")
    expect(page.get_by_text("You have not voted yet")).to_be_visible()
    hands.press("Cast my vote")
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    page.goto(page.url.replace("/cast/", "/check/"))
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    assert Inbox.objects.count() == 1
