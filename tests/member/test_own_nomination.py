"""What a candidate sees of their nomination, changes while it may be, and withdraws."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, Nomination
from members.models import Member
from tests.members.people import add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db

MENDED = {"ballot_name": "Aisha K.", "statement": "Mended."}


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def election() -> Election:
    return cast.election()


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/nomination/"


@pytest.fixture
def nomination(election: Election) -> Nomination:
    return cast.stands(cast.aisha(), election)


@pytest.fixture
def aishas(client: Client, nomination: Nomination) -> Client:
    return cast.sign_in(client, nomination.member)


def test_it_says_how_much_support_is_still_needed(
    aishas: Client, url: str, nomination: Nomination
) -> None:
    nominating.support(nomination, cast.bea(), now=cast.NOMINATIONS)
    page = words(aishas.get(url))
    assert "1 of the 2 nominations needed" in page
    assert "You still need 1 nomination." in page
    assert f"http://testserver{nomination.get_absolute_url()}" in page
    nominating.support(nomination, cast.callum(), now=cast.NOMINATIONS)
    assert "You have all the nominations you need." in words(aishas.get(url))


def test_it_is_changed_while_self_nomination_is_open(
    aishas: Client, url: str, nomination: Nomination
) -> None:
    assert cast.STATEMENT in words(aishas.get(f"{url}change/"))
    response = aishas.post(f"{url}change/", MENDED, follow=True)
    assert "Your nomination is changed." in words(response)
    nomination.refresh_from_db()
    assert (nomination.ballot_name, nomination.statement) == ("Aisha K.", "Mended.")


def test_a_change_after_the_close_is_refused_and_kept_on_the_page(
    client: Client, url: str, nomination: Nomination, clock: Traveller
) -> None:
    clock.move_to(cast.LAST_HOUR)
    aishas = cast.sign_in(client, nomination.member)
    aishas.get(f"{url}change/")
    clock.move_to(cast.CLOSED)
    assert "Change your nomination" not in words(aishas.get(url))
    response = aishas.post(f"{url}change/", MENDED)
    assert response.status_code == 422
    assert "your statement can no longer change" in words(response)
    assert "Mended." in words(response)
    nomination.refresh_from_db()
    assert nomination.statement == cast.STATEMENT


def test_a_decided_nomination_no_longer_changes(
    aishas: Client, url: str, nomination: Nomination
) -> None:
    cast.accepted(nomination, add_staff("rosa@example.org"))
    response = aishas.post(f"{url}change/", MENDED)
    assert response.status_code == 422
    assert "can no longer change: it has been decided, withdrawn or ended" in words(response)


def test_a_mistake_in_a_change_is_explained_beside_the_field(aishas: Client, url: str) -> None:
    response = aishas.post(f"{url}change/", {**MENDED, "ballot_name": ""})
    assert response.status_code == 422
    assert "There is a problem" in words(response)
    assert "Mended." in words(response)


def test_what_was_declared_can_be_taken_back(client: Client, election: Election, url: str) -> None:
    dewi = cast.dewi()
    nomination = nominating.put_forward(
        cast.contest(election, "Wales"),
        dewi,
        ballot_name="Dewi Price",
        statement="",
        attributes=["women"],
        now=cast.NOMINATIONS,
    )
    cast.sign_in(client, dewi)
    assert "Women and marginalised genders" in words(client.get(url))
    client.post(f"{url}change/", {"ballot_name": "Dewi Price", "statement": ""})
    assert not nomination.declarations.exists()
    again = {"ballot_name": "Dewi", "attributes": ["women"], "consent": "on"}
    client.post(f"{url}change/", again)
    assert nomination.declarations.get().attribute == "women"


def test_withdrawing_is_asked_about_once(aishas: Client, url: str, nomination: Nomination) -> None:
    assert "Withdraw your nomination?" in words(aishas.get(f"{url}withdraw/"))
    nomination.refresh_from_db()
    assert nomination.state == Nomination.State.SUBMITTED
    response = aishas.post(f"{url}withdraw/", follow=True)
    assert "Your nomination is withdrawn." in words(response)
    assert "Put yourself forward again" in words(response)
    assert aishas.post(f"{url}withdraw/")["Location"] == url, "the second press of a button"


def test_whoever_withdrew_can_stand_again(
    aishas: Client, url: str, nomination: Nomination, election: Election
) -> None:
    aishas.post(f"{url}withdraw/")
    cast.stands(nomination.member, election)
    assert "Not decided yet" in words(aishas.get(url))


def test_once_papers_are_fixed_nobody_withdraws_here(client: Client) -> None:
    officer = add_staff("rosa@example.org")
    election = cast.election(only="Scotland")
    aisha = cast.aisha()
    cast.accepted(cast.stands(aisha, election), officer)
    cast.papers_fixed(election, officer)
    cast.sign_in(client, aisha)
    response = client.post(f"/elections/{election.slug}/nomination/withdraw/")
    assert response.status_code == 422
    assert "Write to the returning officer to withdraw" in words(response)


def test_nobody_sees_the_page_of_a_nomination_they_have_not(
    client: Client, url: str, nomination: Nomination
) -> None:
    cast.sign_in(client, cast.bea())
    for page in (url, f"{url}change/", f"{url}withdraw/"):
        assert client.get(page).status_code == 404
    assert client.post(f"{url}withdraw/").status_code == 404
    nomination.refresh_from_db()
    assert nomination.state == Nomination.State.SUBMITTED


def test_where_no_supporting_nominations_are_needed_no_page_counts_them(client: Client) -> None:
    election = cast.election(supporters_needed=0)
    aishas = cast.sign_in(client, cast.aisha())
    own = f"/elections/{election.slug}/"
    none = "No supporting nominations are needed in this election."
    assert none in words(aishas.get(f"{own}stand/{cast.contest(election).number}/"))
    nomination = cast.stands(Member.objects.get(), election)
    for path in (f"{own}nomination/", nomination.get_absolute_url(), f"{own}notice/"):
        page = words(aishas.get(path))
        assert none in page, path
        assert "0 nominations" not in page, path
        assert "You have all the nominations" not in page, path
        assert f"Nominate {nomination.ballot_name}" not in page, path
    for path in (own, f"{own}candidates/"):
        page = words(aishas.get(path))
        assert "Nominate somebody" not in page, path
        assert "0 nominations" not in page, path
