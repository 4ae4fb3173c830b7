"""Signing in, the second factor and the members' pages in a real browser; axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from members import tasks
from members.models import ImportRun
from members.roles import Role
from tests.embedded.looking import look_at
from tests.embedded.mailbox import Mailbox
from tests.embedded.site import Site
from tests.members.lists import AISHA, HEADER, TOM, ZOE, write
from tests.members.people import add_member, add_staff, app_code


def _newest_code(mailbox: Mailbox, to: str, count: int = 1) -> str:
    body = mailbox.wait_for(count, to=to)[-1].get_body(("plain",))
    assert body is not None
    found = re.search(r"^    (\S+)$", body.get_content(), re.MULTILINE)
    assert found
    return found[1]


def test_an_officer_signs_in_and_a_list_becomes_members(
    page: Page, live_site: Site, mailbox: Mailbox, tmp_path: Path
) -> None:
    add_staff("ro@example.org", Role.OFFICER)
    page.goto("/sign-in/?next=/office/members/")
    look_at(page)
    page.get_by_role("button", name="Send me a code").click()
    assert "Error:" in page.title()
    page.get_by_label("Your email address").fill("ro@example.org")
    page.get_by_role("button", name="Send me a code").click()
    look_at(page)
    page.get_by_label("The code in the mail").fill(_newest_code(mailbox, "ro@example.org").lower())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/security/")
    look_at(page)
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator("code").inner_text()
    look_at(page)
    page.get_by_label("Code from the app").fill(app_code(secret))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/security/recovery-codes/")
    look_at(page)

    page.goto("/office/imports/upload/")
    look_at(page)
    file = write(tmp_path, HEADER, AISHA, TOM, ZOE, ",Nobody,,,,,active,", "5,X,Y,,,,wibble,")
    page.get_by_label("Membership list").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    look_at(page)
    page.get_by_role("button", name="Check every row").click()
    look_at(page)
    assert page.get_by_text("You can leave this page").is_visible()
    tasks.run_imports()
    page.get_by_role("link", name="Show the report").wait_for()
    assert not page.get_by_text("You can leave this page").is_visible()
    page.get_by_role("link", name="Show the report").click()
    look_at(page)
    page.get_by_label("To confirm, type how many members change: 3").fill("3")
    page.get_by_role("button", name="Apply: 3 members change").click()
    tasks.run_imports()
    page.goto("/office/imports/")
    look_at(page)
    run = ImportRun.objects.get()
    page.goto(f"/office/imports/{run.pk}/")
    assert page.get_by_text("This list has been applied.").is_visible()
    add_member("9", "Nobody Knows", region=None, flags=["email-missing", "region-unknown"])
    for path in ("members/", "members/?q=nowhere", "members/to-settle/"):
        page.goto(f"/office/{path}")
        look_at(page)
    page.get_by_role("link", name="Nobody Knows").click()
    look_at(page)
    page.get_by_role("button", name="Place").click()
    assert page.get_by_role("link", name="Say why.").is_visible()
    look_at(page)


def test_a_shared_mailbox_chooses_and_sees_who_is_acting(
    page: Page, live_site: Site, mailbox: Mailbox
) -> None:
    add_member("1", "Aisha Khan", "house@example.org")
    add_member("2", "Tom Brown", "house@example.org")
    page.goto("/sign-in/")
    page.get_by_label("Your email address").fill("house@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code in the mail").fill(_newest_code(mailbox, "house@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home/choose/")
    look_at(page)
    page.get_by_label("Tom Brown (2)").check()
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("You are acting as Tom Brown").first.is_visible()


def test_staff_come_in_with_a_passkey(browser: Browser, live_site: Site, mailbox: Mailbox) -> None:
    """A passkey belongs to a name, so this browser calls the machine by its name."""
    add_staff("ro@example.org", Role.OFFICER)
    context = browser.new_context(base_url=live_site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto("/sign-in/")
    page.get_by_label("Your email address").fill("ro@example.org")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("The code in the mail").fill(_newest_code(mailbox, "ro@example.org"))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/security/passkeys/add/")
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/security/recovery-codes/")
    page.goto("/security/passkeys/")
    look_at(page)
    page.goto("/office/members/")
    assert page.get_by_role("heading", name="Members").is_visible()
    context.clear_cookies()
    page.goto("/sign-in/")
    page.get_by_text("Staff: sign in with a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/office/members/")
    assert page.get_by_role("heading", name="Members").is_visible()
    context.close()
