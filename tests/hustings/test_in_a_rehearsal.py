"""A rehearsal has the questions of its election, in windows of minutes, and every page is marked."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from elections import mailing, roll, scheduling
from elections.models import Election
from hustings import asking, moderating
from hustings.models import Hustings
from members.models import Member
from members.roles import Role
from tests.hustings import cast
from tests.hustings.cast import ASKING, TEXT
from tests.members.people import add_member, add_staff
from tests.office.cast import enter

pytestmark = pytest.mark.django_db
MARK = "This is not a real election: nothing that is done here counts."


@pytest.fixture
def clerk() -> Member:
    """An officer who is a member, too."""
    add_staff("ola@example.org", Role.OFFICER)
    return add_member("901", "Ola Novak", "ola@example.org")


@pytest.fixture
def rehearsal(clerk: Member) -> Hustings:
    return Hustings.objects.get(election=rehearsed(cast.public().election))


def rehearsed(election: Election) -> Election:
    return scheduling.rehearse(
        election,
        opens_in=timedelta(minutes=10),
        lasts=timedelta(minutes=20),
        key=uuid4(),
        actor=cast.rosa(),
        now=ASKING,
    )


def test_it_is_copied_with_windows_of_minutes(rehearsal: Hustings) -> None:
    original = Hustings.objects.exclude(pk=rehearsal.pk).get()
    titles = [list(one.topics.values_list("title", flat=True)) for one in (original, rehearsal)]
    assert titles[0] == titles[1]
    assert rehearsal.question_words == original.question_words
    assert rehearsal.takes_questions(ASKING)
    assert rehearsal.takes_answers(ASKING + timedelta(minutes=15))
    assert rehearsal.answers_close_at == rehearsal.election.timetable.voting_closes_at


def test_without_questions_there_are_none(clerk: Member) -> None:
    assert not Hustings.objects.filter(election=rehearsed(cast.prepared())).exists()


def test_staff_ask_and_decide_and_all_of_it_is_marked(rehearsal: Hustings, clerk: Member) -> None:
    topic = rehearsal.topics.all()[0]
    question = asking.ask(rehearsal, clerk, topic=topic, text=TEXT, now=ASKING)
    moderating.approve(question, actor=cast.rosa(), now=ASKING)
    path = f"/elections/{rehearsal.election.slug}/questions/"
    office = f"/office{path}"
    browser = enter(cast.rosa())
    for url in (
        path,
        f"{path}topics/1/",
        f"{path}{question.pk}/",
        office,
        f"{office}set-up/",
        f"{office}{question.pk}/",
    ):
        assert MARK in " ".join(cast.words(browser.get(url)).split()), url
    roll.freeze_due(timezone.now())  # nobody is mailed but those on the roll
    mailing.send_due(now=timezone.now())
    [message] = mail.outbox
    assert message.to == ["Ola Novak <ola@example.org>"]
    assert "rehearsal" in message.subject.casefold()
