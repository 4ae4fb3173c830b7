"""A member who may vote in the election registers a slate while nominations are open."""

from __future__ import annotations

import pytest
from django.test import Client
from time_machine import Traveller

from elections.models import Election
from members.models import AuditEntry
from members.roles import Role
from slates.models import COLOURS, Slate
from tests.members.people import add_member, add_staff
from tests.public import cast
from tests.slates.cast import ENTERED, NOW, efua, farah, pending, refused, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(election: Election) -> str:
    return f"/elections/{election.slug}/register-slate/"


def test_a_member_registers_a_slate_and_is_its_first_agent(efuas: Client, url: str) -> None:
    response = efuas.post(url, ENTERED, follow=True)
    assert "Registered. The returning officer decides on it." in words(response)
    slate = Slate.objects.get()
    assert (slate.slug, slate.colour, slate.state) == ("branch-first", 3, Slate.State.PENDING)
    assert slate.registered_by == slate.agents.get().member == efua()
    entry = AuditEntry.objects.get(action="slate-registered")
    assert (entry.subject, entry.detail["member"]) == ("Branch First", "201")


def test_home_and_the_elections_page_lead_there(efuas: Client, election: Election) -> None:
    for page in ("/home/", election.get_absolute_url()):
        assert f"/elections/{election.slug}/register-slate/" in words(efuas.get(page)), page


def test_a_slate_not_decided_yet_is_shown_to_its_agents_alone(
    client: Client, efuas: Client, election: Election
) -> None:
    slate = pending(election)
    assert efuas.get(f"/elections/{election.slug}/your-slate/").status_code == 200
    assert efuas.get(slate.get_absolute_url()).status_code == 404
    assert "Branch First" not in words(client.get(election.get_absolute_url()))
    assert "Branch First" in words(efuas.get("/home/"))


def test_two_presses_of_the_button_make_one_slate(efuas: Client, url: str) -> None:
    efuas.post(url, ENTERED)
    response = efuas.post(url, ENTERED)
    assert response.status_code == 302
    assert Slate.objects.count() == 1


def test_a_member_acts_for_one_slate_of_an_election(
    efuas: Client, election: Election, url: str
) -> None:
    pending(election)
    page = words(efuas.get(url))
    assert "acts for another slate of this election already" in page
    efuas.post(url, {**ENTERED, "name": "Another", "colour": "4"})
    assert Slate.objects.count() == 1


def test_a_colour_that_is_taken_is_not_offered(efuas: Client, election: Election, url: str) -> None:
    pending(election, farah())
    page = words(efuas.get(url))
    assert "Rust" in page
    assert "Dark green" not in page


def test_each_free_colour_is_shown_beside_its_name(efuas: Client, url: str) -> None:
    page = words(efuas.get(url))
    for number, name in COLOURS.items():
        assert f"swatch slate-{number}" in page
        assert str(name) in page


def test_a_colour_taken_meanwhile_is_told_and_nothing_is_lost(
    efuas: Client, election: Election, url: str
) -> None:
    pending(election, farah(), name="Members Now")
    response = efuas.post(url, ENTERED)
    assert response.status_code == 422
    assert "Another slate has this colour by now" in words(response)
    assert "Power to local groups." in words(response)


def test_a_name_is_given_once_however_it_is_written(
    efuas: Client, election: Election, url: str
) -> None:
    pending(election, farah())
    response = efuas.post(url, {**ENTERED, "name": "branch  FIRST", "colour": "4"})
    assert response.status_code == 422
    assert "Another slate of this election has that name" in words(response)


def test_no_slate_is_called_no_slate(efuas: Client, url: str) -> None:
    response = efuas.post(url, {**ENTERED, "name": "NO  slate"})
    assert response.status_code == 422
    assert "The ballot paper itself uses these words. Give another name." in words(response)


def test_name_and_colour_of_a_refused_slate_are_free_again(
    efuas: Client, election: Election, url: str
) -> None:
    refused(election, agent=farah())
    assert "Dark green" in words(efuas.get(url))
    efuas.post(url, ENTERED)
    assert Slate.objects.not_refused().get().slug == "branch-first-2"


def test_with_eight_colours_taken_nobody_registers_a_ninth(
    efuas: Client, election: Election, url: str
) -> None:
    for colour in COLOURS:
        agent = add_member(str(700 + colour), f"Agent {colour}")
        pending(election, agent, name=f"Slate {colour}", colour=colour)
    assert "All eight colours are taken" in words(efuas.get(url))
    assert efuas.post(url, ENTERED).status_code == 422
    assert url not in words(efuas.get(election.get_absolute_url()))


@pytest.mark.parametrize("website", ["javascript:alert(1)", "nowhere"])
def test_a_website_is_a_web_address(efuas: Client, url: str, website: str) -> None:
    assert efuas.post(url, {**ENTERED, "website": website}).status_code == 422
    assert not Slate.objects.exists()


def test_a_name_that_turns_round_is_refused(efuas: Client, url: str) -> None:
    assert efuas.post(url, {**ENTERED, "name": "Branch\u202e First"}).status_code == 422


def test_once_nominations_have_closed_no_slate_is_registered(
    efuas: Client, election: Election, url: str, clock: Traveller
) -> None:
    clock.move_to(cast.CLOSED)
    cast.sign_in(efuas, efua())
    response = efuas.post(url, ENTERED)
    assert response.status_code == 422
    assert "Nominations have closed" in words(response)
    assert "Power to local groups." in words(response)
    assert url not in words(efuas.get("/home/"))


def test_a_postponed_election_takes_no_slate(efuas: Client, election: Election, url: str) -> None:
    Election.objects.filter(pk=election.pk).update(postponed_at=NOW)
    assert "not under way" in words(efuas.get(url))
    assert efuas.post(url, ENTERED).status_code == 422


def test_whoever_may_not_vote_in_the_election_registers_none(client: Client, url: str) -> None:
    lapsed = add_member("300", "Lapsed Larry", "larry@example.org", status="expired")
    cast.sign_in(client, lapsed)
    assert "Only members who may vote in this election" in words(client.get(url))
    assert client.post(url, ENTERED).status_code == 422


@pytest.mark.parametrize("office", list(Role))
def test_nobody_with_an_office_registers_a_slate(efuas: Client, url: str, office: Role) -> None:
    add_staff("efua@example.org", office)
    assert "nor act for a slate" in words(efuas.get(url))
    response = efuas.post(url, ENTERED)
    assert response.status_code == 422
    assert not Slate.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client: Client, url: str) -> None:
    response = client.post(url, ENTERED)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")
