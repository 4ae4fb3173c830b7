"""The pages of slates in a real browser: no page too wide, none axe minds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from time_machine import Traveller

from members.models import User
from members.roles import Role
from slates import acting, deciding, joining, registering
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_member, add_staff
from tests.office import cast as office
from tests.public.cast import sign_in


@pytest.fixture
def clock() -> Traveller | None:
    """The site runs beside the test: its clock is the real one."""
    return None


def looked_at(page: Page, *paths: str) -> list[str]:
    wrong = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, path
        wrong += faults_of(page)
    return wrong


def test_every_page_at_both_widths(page: Page, live_site: Site) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    election = office.noticed("NCG by-election", opens_in=timedelta(days=10))
    aisha, bea, efua, _farah = (
        add_member(number, name, f"{name.split()[0].lower()}@example.org")
        for number, name in (
            ("101", "Aisha Khan"),
            ("102", "Bea Okafor"),
            ("201", "Efua Mensah"),
            ("202", "Farah Aziz"),
        )
    )
    nomination = office.nominated(election, aisha)
    office.nominated(election, bea)
    now = timezone.now()
    slate = registering.register(
        election,
        efua,
        name="A Better Branch for Everybody Everywhere",
        programme="Power to local groups.\n\nTraining for organisers.",
        colour=3,
        website="https://branch.example.org/programme",
        now=now,
    )
    deciding.approve(slate, actor=rosa, now=now)
    acting.add_agent(slate, efua, number="202", last_name="Aziz", now=now)
    joining.invite(slate, nomination, efua, now=now)
    public, own = election.get_absolute_url(), f"{election.get_absolute_url()}your-slate/"

    wrong = looked_at(page, public, slate.get_absolute_url())
    enter(page.context, live_site.url, session(sign_in(Client(), bea)))
    wrong += looked_at(page, "/home/", f"{public}register-slate/")
    page.get_by_role("button", name="Send").click()
    wrong += faults_of(page)  # nothing was entered

    enter(page.context, live_site.url, session(sign_in(Client(), efua)))
    wrong += looked_at(page, own, f"{own}change/", f"{own}invite/", f"{own}invite/?q=nobody")
    wrong += looked_at(page, f"{own}candidates/{nomination.pk}/end/")

    enter(page.context, live_site.url, session(sign_in(Client(), aisha)))
    wrong += looked_at(page, f"{public}nomination/", f"{public}nomination/slates/{slate.slug}/")
    page.get_by_role("button", name="Accept").click()
    wrong += faults_of(page)

    enter(page.context, live_site.url, session(office.enter(User.objects.get(pk=rosa.pk))))
    desk = f"/office/elections/{election.slug}/slates/"
    wrong += looked_at(page, desk, f"{desk}{slate.slug}/", f"{desk}{slate.slug}/correct/")
    wrong += looked_at(page, f"{desk}{slate.slug}/candidates/{nomination.pk}/take-off/")
    assert not wrong, "\n".join(wrong)


def session(client: Client) -> str:
    return client.cookies["sessionid"].value
