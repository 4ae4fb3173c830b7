"""The pages of questions and answers in a real browser: no page too wide, none axe minds."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from time_machine import Traveller

from elections.models import Election
from hustings import asking, moderating, setting_up
from hustings.models import Hustings, Question
from members.models import User
from members.roles import Role
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.public.cast import sign_in

HOUR = timedelta(hours=1)
LONG = "Will you publish the minutes of every meeting, and who voted for what, within two weeks?"


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


def session(client: Client) -> str:
    return client.cookies["sessionid"].value


def windows(now: datetime, *hours: int) -> dict[str, datetime]:
    return dict(zip(Hustings.INSTANTS, (now + one * HOUR for one in hours), strict=True))


def switched_on(election: Election, officer: User, now: datetime) -> Hustings:
    """Questions are taken now."""
    setting_up.set_up(
        election,
        topics=setting_up.default_topics(),
        instants=windows(now, 1, 2, 3, 4),
        question_words=40,
        answer_words=200,
        reason="Members asked for it.",
        actor=officer,
        now=now,
    )
    Hustings.objects.update(**windows(now, -1, 2, 3, 4))
    return Hustings.objects.select_related("election__timetable").get()


def test_every_page_at_both_widths(page: Page, live_site: Site) -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    aisha, bea, callum, dewi, *_others = office.members()
    election = office.noticed("NCG by-election", opens_in=timedelta(days=10))
    nomination = office.nominated(election, aisha)
    office.nominated(election, dewi)
    now = timezone.now()
    hustings = switched_on(election, rosa, now)
    asked = asking.ask(hustings, bea, topic=hustings.topics.all()[0], text=LONG, now=now)
    moderating.approve(asked, actor=rosa, now=now)
    question = Question.objects.select_related("hustings__election", "topic").get()
    public = f"{election.get_absolute_url()}questions/"

    enter(page.context, live_site.url, session(sign_in(Client(), callum)))
    wrong = looked_at(page, "/home/", election.get_absolute_url(), public, f"{public}topics/1/")
    page.get_by_role("button", name="Upvote").click()
    wrong += faults_of(page)
    wrong += looked_at(page, f"{public}topics/2/", f"{public}ask/")
    page.get_by_role("button", name="Send").click()
    wrong += faults_of(page)  # nothing was entered
    enter(page.context, live_site.url, session(sign_in(Client(), bea)))
    wrong += looked_at(page, public, f"{public}ask/")

    Hustings.objects.update(**windows(now, -3, -2, -1, 4))
    question.hustings.refresh_from_db()
    enter(page.context, live_site.url, session(sign_in(Client(), aisha)))
    wrong += looked_at(page, "/home/", public, f"{public}{question.pk}/answer/")
    page.get_by_label("Your answer").fill("Yes.\n\nEvery month, with the votes.")
    page.get_by_role("button", name="Send").click()
    answer = question.answers.get()
    moderating.approve(answer, actor=rosa, now=now)
    wrong += looked_at(page, f"{public}{question.pk}/", nomination.get_absolute_url())

    enter(page.context, live_site.url, session(office.enter(User.objects.get(pk=rosa.pk))))
    desk = f"/office/elections/{election.slug}/questions/"
    wrong += looked_at(page, desk, f"{desk}set-up/", f"{desk}{question.pk}/")
    wrong += looked_at(page, f"{desk}answers/{answer.pk}/")
    planned = office.prepared("Next year")
    desk = f"/office/elections/{planned.slug}/questions/"
    wrong += looked_at(page, desk, f"{desk}set-up/")
    assert not wrong, "\n".join(wrong)
