"""A member asks at any time whether they are on the roll, and reads why not and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from elections import roll, tasks
from elections.models import Election
from members.models import Member, User
from tests.members.people import sign_in
from tests.office.cast import prepared
from tests.roll import cast
from tests.roll.cast import DAY, HOUR
from tests.voting.cast import despite_the_guard

pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(rosa: User) -> Election:
    """The freeze is in an hour, voting opens tomorrow."""
    now = timezone.now()
    return cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)


def url(election: Election) -> str:
    return f"/elections/{election.slug}/on-the-roll/"


def asks(election: Election, who: Member) -> str:
    client = Client()
    client.force_login(User.objects.of_mailbox(who.email))
    return cast.text_of(client, url(election))


def test_before_the_freeze_as_things_stand(coming: Election) -> None:
    words = asks(coming, cast.member("101", "Aisha Bello"))
    assert "As things stand, you will be on the roll" in words
    assert "<li>All members</li>" in words
    assert "membership number 101" in words
    assert "The roll is frozen on" in words
    assert 'href="mailto:' in words
    assert "can be corrected until voting closes on" in words


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"status": "expired"}, "your membership is: expired. To vote it must be: active or grace"),
        (
            {"joined_on": timezone.localdate() + 3 * timedelta(days=1)},
            "To vote you must have joined by",
        ),
        ({"date_of_birth": timezone.localdate()}, "To vote you must be 14 or older on"),
        ({"labour_member": "no"}, "you are not a member of the Labour Party"),
    ],
)
def test_every_condition_that_fails_is_a_sentence(
    coming: Election, given: dict[str, Any], reason: str
) -> None:
    words = asks(coming, cast.member("101", "Aisha Bello", **given))
    assert "As things stand, you will not be on the roll" in words
    assert reason in words


def test_whoever_is_recorded_twice_votes_with_the_other_number(coming: Election) -> None:
    first = cast.member("101", "Aisha Bello")
    words = asks(coming, cast.member("102", "Aysha Bello", same_person_as=first))
    assert "You vote with the other membership number, 101." in words


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"region": None}, "We do not know your region"),
        ({"region": "wales"}, "Your region on our list is Wales, which has no vote here."),
    ],
)
def test_whose_electorate_is_another(rosa: User, given: dict[str, str | None], reason: str) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + HOUR, opens_at=now + DAY)
    code = given["region"]
    words = asks(made, cast.member("201", "Efua Mensah", region=code and cast.region(code)))
    assert reason in words
    assert "Our list does not say that you hold public office." in words


def test_which_papers_and_which_not(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + HOUR, opens_at=now + DAY)
    words = asks(made, Member.objects.get(number="101"))
    assert "<li>Scotland</li>" in words
    assert "Papers that are not for you" in words


def test_an_officers_reason_is_told(coming: Election, rosa: User) -> None:
    aisha = cast.member("101", "Aisha Bello")
    roll.take_off(coming, aisha, reason="Resigned on Monday.", actor=rosa, now=timezone.now())
    words = asks(coming, aisha)
    assert "The returning officer took you off the roll. The reason: Resigned on Monday." in words


def test_from_the_freeze_on_the_roll_answers(rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now - HOUR)
    aisha = cast.member("101", "Aisha Bello")
    bea = cast.member("102", "Bea Okafor", status="expired")
    tasks.freeze_due()
    Member.objects.filter(pk=aisha.pk).update(status="expired")
    words = asks(made, aisha)
    assert "Yes, you are on the roll" in words
    assert "The roll was frozen on" in words
    assert "your membership is: expired" in asks(made, bea)
    Member.objects.filter(pk=bea.pk).update(status="active")
    words = asks(made, bea)
    assert "No, you are not on the roll" in words
    assert "later changes do not reach the roll" in words


def test_while_members_still_join(rosa: User) -> None:
    now = timezone.now()
    cast.member("101", "Aisha Bello")
    made = cast.fixed(cast.question(rosa, opens_at=now - HOUR, freeze_at=now + DAY), rosa)
    bea = cast.joins_today("102", "Bea Okafor")
    assert "You will be on the roll within a few minutes." in asks(made, bea)
    tasks.freeze_due()
    words = asks(made, bea)
    assert "Yes, you are on the roll" in words
    assert "Who meets the conditions by" in words


def test_what_somebody_on_the_roll_should_know(rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now - HOUR)
    aisha = cast.member("101", "Aisha Bello", email="", labour_member="")
    tasks.freeze_due()
    Member.objects.filter(pk=aisha.pk).update(
        email="aisha@example.org", email_key="aisha@example.org"
    )
    aisha.refresh_from_db()
    words = asks(made, aisha)
    assert "The roll has no email address for you" in words
    assert "You are asked before your ballot paper opens." in words


def test_after_the_close_it_is_too_late(election: Election) -> None:
    despite_the_guard(election, voting_closes_at=timezone.now())
    words = asks(election, Member.objects.get(first_name="Callum"))
    assert "can no longer be corrected" in words
    assert "mailto:" not in words.split("If this is wrong")[1].split("<footer")[0]


def test_it_is_linked_from_the_election_and_from_home(coming: Election, client: Client) -> None:
    cast.member("101", "Aisha Bello")
    assert url(coming) in client.get(coming.get_absolute_url()).content.decode()
    sign_in(client, "aisha@example.org")
    assert url(coming) in client.get("/home/").content.decode()


def test_strangers_sign_in_first_and_drafts_are_nobodys(client: Client, rosa: User) -> None:
    made = prepared()
    cast.member("101", "Aisha Bello")
    assert client.get(url(made))["Location"].startswith("/sign-in/")
    sign_in(client, "aisha@example.org")
    assert client.get(url(made)).status_code == 404


def test_whoever_tries_to_vote_without_a_paper_is_led_here(
    election: Election, client: Client
) -> None:
    cast.member("301", "Gwen Parry", status="expired")
    sign_in(client, "gwen@example.org")
    assert url(election) in client.get(f"/vote/{election.slug}/").content.decode()


def test_the_public_page_says_who_may_vote(coming: Election, client: Client) -> None:
    words = cast.text_of(client, coming.get_absolute_url())
    assert "Who may vote" in words
    assert "Your membership must be: active or grace period." in words
    assert "You must be 14 or older on" in words
    assert "You must be a member of the Labour Party." in words
    assert "If you join after voting has opened" not in words
    changed = cast.despite_the_guards(coming, labour="not-asked", minimum_age=0)
    cast.move(changed, freeze_at=changed.timetable.voting_opens_at + DAY)
    words = cast.text_of(client, coming.get_absolute_url())
    assert "You need not be a member of the Labour Party." in words
    assert "or older on" not in words
    assert "If you join after voting has opened, but in time" in words
