"""From a member's home to a nomination with its support: by keyboard alone, without scripts, and as a
screen reader has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from elections.models import Nomination
from members.models import Member
from tests.embedded.looking import enter
from tests.embedded.site import Site
from tests.journeys.hands import Hands, Keyboard, WithoutScripts
from tests.journeys.heard import heard
from tests.office.cast import members, noticed
from tests.public.cast import sign_in

STATEMENT = "I will answer every letter, and report back every month."


@pytest.fixture
def people(live_site: Site) -> list[Member]:
    """Nominations are open; Aisha, Bea and others live in Scotland."""
    noticed()
    return members()


@pytest.fixture
def without_scripts(browser: Browser, live_site: Site) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, base_url=live_site.url)
    yield context.new_page()
    context.close()


def _be(page: Page, who: Member, site: Site) -> None:
    """Signed in: the mailed code has tests of its own."""
    enter(page.context, site.url, sign_in(Client(), who).cookies["sessionid"].value)


def _stand_and_be_nominated(
    hands: Hands, people: list[Member], site: Site, hear: Callable[[Page, str], None]
) -> None:
    aisha, bea = people[:2]
    page = hands.page
    _be(page, aisha, site)
    page.goto("/home/")
    hands.press("Put yourself forward")
    hands.press("Scotland")
    hear(page, "standing")
    hands.write("Your name on the ballot paper", " ")
    hands.write("Your statement", STATEMENT)
    hands.press("Continue")
    assert "Error:" in page.title(), "a name is needed"
    hear(page, "standing-with-an-error")
    hands.jump(page.locator(".error-summary a").inner_text())  # leads to the field
    hands.write("Your name on the ballot paper", "Aisha Bello")
    hands.press("Continue")
    assert STATEMENT in page.inner_text("main"), "the answers are shown before they are sent"
    hear(page, "standing-to-check")
    hands.press("Put me forward")
    hear(page, "stands")
    nomination = Nomination.objects.get(member=aisha)
    assert nomination.statement == STATEMENT
    _be(page, bea, site)
    page.goto(nomination.get_absolute_url())
    hear(page, "somebody-who-stands")
    hands.press("Nominate Aisha Bello")
    hear(page, "nominating-to-check")
    hands.press("Nominate Aisha Bello")
    hear(page, "nominated")
    assert nomination.count_support() == 1
    page.goto("/home/")
    assert "You nominated Aisha Bello" in page.inner_text("main")


def test_with_the_keyboard_alone(page: Page, people: list[Member], live_site: Site) -> None:
    _stand_and_be_nominated(Keyboard(page), people, live_site, heard)


def test_without_scripts(without_scripts: Page, people: list[Member], live_site: Site) -> None:
    _stand_and_be_nominated(
        WithoutScripts(without_scripts), people, live_site, hear=lambda _page, _name: None
    )
