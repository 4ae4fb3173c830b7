"""Members nominate those who stand: once each, within the electorate, up to the limit."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Election, Nomination, SupportingNomination
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db


def words(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def nomination() -> Nomination:
    return cast.stands(cast.aisha(), cast.election())


def url_of(nomination: Nomination) -> str:
    return f"{nomination.get_absolute_url()}nominate/"


def refused(client: Client, nomination: Nomination, sentence: str) -> None:
    """The page says so before the button is there, and again to whoever posts all the same."""
    asked = client.get(url_of(nomination))
    assert sentence in words(asked)
    assert "<h1>You cannot nominate this person</h1>" in words(asked)
    before = SupportingNomination.objects.count()
    posted = client.post(url_of(nomination))
    assert posted.status_code == 422
    assert sentence in words(posted)
    assert SupportingNomination.objects.count() == before


def test_an_elector_is_asked_once_more_and_nominates(
    client: Client, nomination: Nomination
) -> None:
    cast.sign_in(client, cast.bea())
    page = words(client.get(url_of(nomination)))
    assert "Nominate Aisha Khan?" in page
    assert "You can nominate 1 person in this contest" in page
    assert not SupportingNomination.objects.exists(), "looking changes nothing"
    response = client.post(url_of(nomination), follow=True)
    assert response.redirect_chain[-1][0] == nomination.get_absolute_url()
    assert "You nominated Aisha Khan." in words(response)
    assert "1 of the 2 nominations needed" in words(response)
    later = words(client.get(nomination.get_absolute_url()))
    assert "You nominated Aisha Khan." in later
    assert url_of(nomination) not in later, "there is nothing more to press"


def test_two_presses_of_the_button_are_one_nomination(
    client: Client, nomination: Nomination
) -> None:
    cast.sign_in(client, cast.bea())
    client.post(url_of(nomination))
    response = client.post(url_of(nomination), follow=True)
    assert "You have already nominated Aisha Khan." in words(response)
    assert SupportingNomination.objects.count() == 1


def test_whoever_nominated_already_is_told_so(client: Client, nomination: Nomination) -> None:
    cast.sign_in(client, cast.bea())
    client.post(url_of(nomination))
    assert "You have already nominated this person." in words(client.get(url_of(nomination)))


def test_a_member_nominates_up_to_the_limit_of_the_contest(client: Client) -> None:
    election = cast.election(supports_per_member=2)
    first, second, third = (
        cast.stands(member, election)
        for member in (cast.aisha(), cast.callum(), add_member("105", "Effie Gunn"))
    )
    cast.sign_in(client, cast.bea())
    client.post(url_of(first))
    client.post(url_of(second))
    refused(client, third, "You have given all 2 of your nominations in this contest.")


def test_where_the_limit_is_one_a_second_is_refused(client: Client, nomination: Nomination) -> None:
    other = cast.stands(cast.callum(), nomination.contest.election)
    cast.sign_in(client, cast.bea())
    client.post(url_of(nomination))
    refused(client, other, "You have given your one nomination in this contest.")


def test_members_of_another_region_cannot(client: Client, nomination: Nomination) -> None:
    cast.sign_in(client, cast.dewi())
    refused(client, nomination, "Only electors of Scotland may nominate here")


def test_nobody_nominates_themself(client: Client, nomination: Nomination) -> None:
    cast.sign_in(client, nomination.member)
    refused(client, nomination, "You cannot nominate yourself as a supporter.")


def test_whoever_conducts_elections_does_not_nominate(
    client: Client, nomination: Nomination
) -> None:
    bea = cast.bea()
    add_staff(bea.email, Role.OFFICER)
    cast.sign_in(client, bea)
    refused(client, nomination, "can neither stand nor nominate")


def test_after_the_close_nobody_does(
    client: Client, nomination: Nomination, clock: Traveller
) -> None:
    bea = cast.bea()
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, bea)
    refused(client, nomination, "Supporting nominations are not open now.")


def test_nobody_nominates_who_withdrew(client: Client, nomination: Nomination) -> None:
    nominating.withdraw(nomination, nomination.member, now=cast.NOMINATIONS)
    cast.sign_in(client, cast.bea())
    refused(client, nomination, "This person is no longer standing.")


def test_nobody_nominates_in_a_withdrawn_election(client: Client, nomination: Nomination) -> None:
    Election.objects.filter(pk=nomination.contest.election_id).update(
        withdrawn_at=cast.NOMINATIONS, withdrawn_reason="The hall burnt down."
    )
    cast.sign_in(client, cast.bea())
    refused(client, nomination, "Nominations for this election are not open.")


def test_of_a_shared_mailbox_each_member_nominates_for_themself(
    client: Client, nomination: Nomination
) -> None:
    megan = add_member("201", "Megan Bell", "shared@example.org")
    fergus = add_member("202", "Fergus Bell", "shared@example.org")
    cast.sign_in(client, megan)
    for member in (megan, fergus):
        client.post("/home/choose/", {"member": member.pk})
        client.post(url_of(nomination))
    given = SupportingNomination.objects.values_list("member__first_name", flat=True)
    assert sorted(given) == ["Fergus", "Megan"]


def test_support_for_somebody_who_withdrew_may_be_given_again(
    client: Client, nomination: Nomination
) -> None:
    cast.sign_in(client, cast.bea())
    client.post(url_of(nomination))
    nominating.withdraw(nomination, nomination.member, now=cast.NOMINATIONS)
    assert not SupportingNomination.objects.exists()
    again = cast.stands(nomination.member, nomination.contest.election)
    assert "You nominated Aisha Khan." in words(client.post(url_of(again), follow=True))
