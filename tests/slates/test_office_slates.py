"""Returning officers enter and correct slates; scrutineers look."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from elections.models import Election, Nomination
from members.roles import Role
from slates import joining, registering
from slates.models import Slate
from tests.members.people import enter_office
from tests.public import cast

pytestmark = pytest.mark.django_db

BRANCH = {"name": "Branch First", "colour": "3", "programme": "Power to local groups."}


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def election() -> Election:
    return cast.election()


@pytest.fixture
def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/slates/"


@pytest.fixture
def rosas(client: Client, settings: Settings) -> Client:
    """Rosa is a returning officer and came with a second factor."""
    settings.SIGN_IN_MAIL_IN_BACKGROUND = False
    enter_office(client, "rosa@example.org", Role.OFFICER)
    return client


def test_an_officer_registers_a_slate_that_candidates_may_choose(
    rosas: Client, election: Election, url: str
) -> None:
    assert "No slate is registered" in words(rosas.get(url))
    response = rosas.post(f"{url}add/", BRANCH, follow=True)
    assert "Branch First is registered." in words(response)
    slate = Slate.objects.get()
    assert (slate.slug, slate.colour, slate.state) == ("branch-first", 3, Slate.State.APPROVED)


def test_two_presses_of_the_button_make_one_slate(rosas: Client, url: str) -> None:
    rosas.post(f"{url}add/", BRANCH)
    response = rosas.post(f"{url}add/", BRANCH)
    assert response.status_code == 422
    assert Slate.objects.count() == 1
    assert "Power to local groups." in words(response)


def test_a_name_is_given_once(rosas: Client, url: str) -> None:
    rosas.post(f"{url}add/", BRANCH)
    response = rosas.post(f"{url}add/", {**BRANCH, "name": "branch first", "colour": "4"})
    assert response.status_code == 422
    assert "Another slate of this election has that name" in words(response)


def test_a_colour_that_is_taken_is_not_offered(rosas: Client, url: str) -> None:
    rosas.post(f"{url}add/", BRANCH)
    page = words(rosas.get(f"{url}add/"))
    assert "Rust" in page
    assert "Dark green" not in page


def test_a_correction_reaches_the_candidates(rosas: Client, election: Election, url: str) -> None:
    slate = registering.register(
        election, name="Brnch First", programme="", colour=3, now=cast.NOMINATIONS
    )
    nomination = cast.stands(cast.aisha(), election)
    joining.join(slate, nomination, now=cast.NOMINATIONS)
    correct = f"{url}brnch-first/correct/"
    assert "Brnch First" in words(rosas.get(correct))
    rosas.post(correct, {**BRANCH, "colour": "4"})
    nomination = Nomination.objects.get()
    assert (nomination.slate_label, nomination.slate_colour) == ("Branch First", 4)
    assert rosas.get(nomination.slate_path).status_code == 200


def test_a_correction_may_not_take_anothers_name(
    rosas: Client, election: Election, url: str
) -> None:
    for name, colour in (("Branch First", 3), ("Members Now", 5)):
        registering.register(election, name=name, programme="", colour=colour, now=cast.NOMINATIONS)
    response = rosas.post(f"{url}members-now/correct/", {**BRANCH, "colour": "5"})
    assert response.status_code == 422
    assert "Another slate of this election has that name" in words(response)


def test_a_website_is_a_web_address(rosas: Client, url: str) -> None:
    response = rosas.post(f"{url}add/", {**BRANCH, "website": "javascript:alert(1)"})
    assert response.status_code == 422
    assert not Slate.objects.exists()


def test_once_papers_are_fixed_slates_stay(rosas: Client, election: Election, url: str) -> None:
    Election.objects.filter(pk=election.pk).update(papers_fixed_at=cast.NOMINATIONS_OVER)
    response = rosas.post(f"{url}add/", BRANCH)
    assert response.status_code == 422
    assert "slates can no longer change" in words(response)
    assert "Register a slate" not in words(rosas.get(url))


def test_a_scrutineer_looks_and_changes_nothing(
    client: Client, settings: Settings, election: Election, url: str
) -> None:
    settings.SIGN_IN_MAIL_IN_BACKGROUND = False
    registering.register(
        election, name="Branch First", programme="", colour=3, now=cast.NOMINATIONS
    )
    enter_office(client, "sami@example.org", Role.SCRUTINEER)
    page = words(client.get(url))
    assert "Branch First" in page
    assert "Register a slate" not in page
    assert client.post(f"{url}add/", {**BRANCH, "colour": "4"}).status_code == 403
