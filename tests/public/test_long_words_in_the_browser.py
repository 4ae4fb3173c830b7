"""A name or a title without spaces stays within a phone's page, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from members.models import Member
from members.roles import Role
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.public.test_in_the_browser import looked_at, sign_in_as

LONG = "Anastasia" * 9


@pytest.fixture
def share(live_site: Site) -> str:
    """The page of a candidate whose name is one long word, in an election that is called so, too."""
    office.members()
    election = office.noticed(LONG, opens_in=timedelta(days=10))
    office.prepared(f"{LONG}s next")
    aisha, _bea, callum, *_others = Member.objects.order_by("number")
    office.nominated(election, aisha, supporters=[callum], ballot_name=LONG[:80])
    return office.scotland(election).nominations.get().get_absolute_url()


def test_a_long_name_on_the_page_to_share_and_where_it_is_nominated(
    page: Page, live_site: Site, share: str
) -> None:
    sign_in_as(page, live_site, "102")
    listed = "/", "/elections/", "/home/"
    assert not (wrong := looked_at(page, share, f"{share}nominate/", *listed)), "\n".join(wrong)


def test_a_long_title_in_the_office(page: Page, live_site: Site, share: str) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    enter(page.context, live_site.url, office.enter(rosa).cookies["sessionid"].value)
    wrong = []
    for path in ("/office/", "/office/elections/"):
        page.goto(path)
        wrong += faults_of(page)
    assert not wrong, "\n".join(wrong)
