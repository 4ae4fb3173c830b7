"""The page a candidate shares: how far they are, and the way to support them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from elections import nominating
from elections.models import Election, Timetable
from momentum_site.times_in_words import instant
from tests.members.people import sign_in
from tests.public import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_in_june")]


@pytest.fixture
def _in_june() -> object:
    with time_machine.travel(cast.NOMINATIONS, tick=False):
        yield


def test_it_shows_how_many_nominations_there_are_and_how_many_are_needed(client: Client) -> None:
    nomination = cast.stands(cast.aisha(), cast.election())
    nominating.support(nomination, cast.bea(), now=cast.NOMINATIONS)
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert "1 of the 2 nominations needed" in page
    assert "Bea" not in page, "nominators are not named"


def test_it_has_the_link_to_share(client: Client) -> None:
    nomination = cast.stands(cast.aisha(), cast.election())
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert f"http://testserver{nomination.get_absolute_url()}" in page


def test_where_none_are_needed_it_is_shared_whatever_the_window_of_nominations(
    client: Client,
) -> None:
    nomination = cast.stands(cast.aisha(), cast.election(supporters_needed=0))
    for at in (cast.NOMINATIONS, cast.NOMINATIONS_OVER):
        with time_machine.travel(at, tick=False):
            page = client.get(nomination.get_absolute_url()).content.decode()
        assert "No supporting nominations are needed in this election." in page
        assert "Share this page" in page
        assert "Nominate Aisha Khan" not in page
        assert "Supporting nominations are not open now" not in page


def test_whoever_is_not_signed_in_signs_in_and_comes_back(client: Client) -> None:
    nomination = cast.stands(cast.aisha(), cast.election())
    cast.bea()
    url = f"{nomination.get_absolute_url()}nominate/"
    assert client.get(url)["Location"] == f"/sign-in/?next={url}"
    page = sign_in(client, "bea@example.org", next=url)
    assert "Nominate Aisha Khan?" in page.content.decode()


def test_whoever_withdrew_is_no_longer_presented(client: Client) -> None:
    aisha = cast.aisha()
    nomination = cast.stands(aisha, cast.election())
    nominating.withdraw(nomination, aisha, now=cast.NOMINATIONS)
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert "no longer standing" in page
    assert cast.STATEMENT not in page
    assert "Nominate Aisha Khan" not in page


def test_outside_the_window_there_is_no_button(client: Client) -> None:
    nomination = cast.stands(cast.aisha(), cast.election())
    with time_machine.travel(cast.NOMINATIONS_OVER, tick=False):
        page = client.get(nomination.get_absolute_url()).content.decode()
    assert "Supporting nominations are not open now" in page
    assert "Nominate Aisha Khan" not in page
    assert "They open on" not in page, "they are over"


def test_before_the_window_opens_the_page_says_when_unless_it_has_no_date(client: Client) -> None:
    election = cast.election()
    nomination = cast.stands(cast.aisha(), election)
    opens_at = cast.NOMINATIONS + timedelta(days=2)
    Timetable.objects.filter(election=election).update(supporting_opens_at=opens_at)
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert f"They open on {instant(opens_at)}." in " ".join(page.split())
    Election.objects.filter(pk=election.pk).update(postponed_at=cast.NOMINATIONS)
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert "They open on" not in page


def test_a_member_of_another_region_is_told_before_pressing(client: Client) -> None:
    nomination = cast.stands(cast.aisha(), cast.election())
    cast.sign_in(client, cast.dewi())
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert "Only electors of Scotland may nominate here" in page
    assert f"{nomination.get_absolute_url()}nominate/" not in page
