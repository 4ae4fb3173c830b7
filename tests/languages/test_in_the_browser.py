"""Choosing a language in a real browser: nothing entered on the paper is lost by it."""

from __future__ import annotations

import re

from django.test import Client
from playwright.sync_api import Page, expect

from members.roles import Role
from tests.embedded.looking import enter, faults_of, look_at
from tests.embedded.site import Site
from tests.languages.cast import ada, in_welsh
from tests.members.people import add_staff
from tests.office import cast as office
from tests.voting.cast import entry_of, link_of, open_election


def test_the_paper_keeps_its_numbers_when_the_language_is_switched(
    page: Page, live_site: Site
) -> None:
    election = in_welsh(open_election(add_staff("rosa@example.org", Role.OFFICER)))
    page.set_viewport_size({"width": 320, "height": 740})
    page.goto(link_of(entry_of(election, "Callum")))
    page.get_by_role("button", name=re.compile("Bea Okafor")).first.click()
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator(".candidate", has_text="Bea Okafor").locator("input")).to_have_value("1")
    look_at(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-gb")
    page.goto(election.get_absolute_url())
    look_at(page)

    client: Client = office.enter(ada())
    enter(page.context, live_site.url, client.cookies["sessionid"].value)
    page.goto(f"/office/elections/{election.slug}/welsh/")
    assert faults_of(page) == []
