"""A name or a title without spaces stays within a phone's page, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page

from members.models import Member
from members.roles import Role
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.public.cast import sign_in

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
    bea = sign_in(Client(), Member.objects.get(number="102"))
    enter(page.context, live_site.url, bea.cookies["sessionid"].value)
    _look_at(page, share, f"{share}nominate/", "/", "/elections/", "/home/")


def test_a_long_title_in_the_office(page: Page, live_site: Site, share: str) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    enter(page.context, live_site.url, office.enter(rosa).cookies["sessionid"].value)
    _look_at(page, "/office/", "/office/elections/")


def _look_at(page: Page, *paths: str) -> None:
    wrong = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        wrong += faults_of(page)
    assert not wrong, "\n".join(wrong)
