"""The keys of the office's lists in a real browser; every list at a phone's width, and with axe."""

from __future__ import annotations

from playwright.sync_api import Page

from members.roles import Role
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_member, add_staff
from tests.office.cast import enter as signed_in


def test_keys_search_step_turn_pages_and_can_be_switched_off(page: Page, live_site: Site) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    for number in range(60):
        add_member(str(number), f"Member No{number:02}")
    enter(page.context, live_site.url, signed_in(rosa).cookies["sessionid"].value)
    page.goto("/office/members/")
    focused = "document.activeElement.textContent.trim()"

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(focused) == "Member No01"
    page.keyboard.press("k")
    assert page.evaluate(focused) == "Member No00"

    page.keyboard.press("/")
    box = page.get_by_label("Name, number or email")
    page.keyboard.type("jkn?")
    assert box.input_value() == "jkn?", "keys are letters while somebody types"
    assert not page.get_by_role("dialog").is_visible()

    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url("**page=2")
    page.keyboard.press("p")
    page.wait_for_url("**page=1")

    page.keyboard.press("?")
    panel = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert panel.is_visible()
    wrong = faults_of(page)
    panel.get_by_label("Use these shortcuts").uncheck()
    panel.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    assert not panel.is_visible(), "switched off"
    page.reload()
    page.keyboard.press("?")
    assert not panel.is_visible(), "and this browser remembers it"
    page.get_by_role("button", name="Keyboard shortcuts").click()
    panel.get_by_label("Use these shortcuts").check()
    panel.get_by_role("button", name="Close").click()

    page.get_by_role("link", name="Number", exact=True).click()
    assert page.get_by_role("columnheader", name="Number").get_attribute("aria-sort") == "ascending"
    for path in ("members/?status=nonsense&sort=x", "audit/", "seats/", "retention/"):
        page.goto(f"/office/{path}")
        wrong += faults_of(page)
    assert not wrong, "\n".join(wrong)
