"""How a contest stands is shown from the first nomination on: to each their own case alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from elections import nominating
from elections.models import Contest, Election, Nomination
from members.models import Member
from tests.members.people import add_member
from tests.public import cast

pytestmark = pytest.mark.django_db
CANNOT = "As things stand you cannot be elected, whatever the votes"
CERTAIN = "As things stand you are elected, whatever the votes"
ANSWERS = {"ballot_name": "Dewi Price", "statement": "", "step": "check"}


def wales(election: Election) -> Contest:
    """One seat, reserved for women."""
    return cast.contest(election, "Wales")


def of(region: str, number: int) -> Member:
    return add_member(
        f"7{number}", f"Person {number}", f"p{number}@example.org", region=cast.region(region)
    )


def stands(contest: Contest, member: Member, *attributes: str) -> Nomination:
    return nominating.put_forward(
        contest,
        member,
        ballot_name=member.name,
        statement="",
        attributes=attributes,
        now=cast.NOMINATIONS,
    )


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def check(client: Client, election: Election, **declared: object) -> str:
    url = f"/elections/{election.slug}/stand/{wales(election).number}/"
    return words(client.post(url, {**ANSWERS, **declared}))


def test_nobody_who_cannot_be_elected_stands_unwarned(client: Client) -> None:
    election = cast.election()
    cast.sign_in(client, cast.dewi())
    assert CANNOT in check(client, election)
    assert CERTAIN in check(client, election, attributes=["women"], consent="on")


def test_whoever_comes_beside_others_is_not_told_of_them(client: Client) -> None:
    election = cast.election()
    stands(wales(election), of("wales", 1), "women")
    cast.sign_in(client, cast.dewi())
    shown = check(client, election, attributes=["women"], consent="on")
    assert CANNOT not in shown
    assert CERTAIN not in shown
    assert f"{CANNOT}: the only seat to fill is reserved" in check(client, election)


def test_the_own_page_says_how_it_stands_with_everybody_who_stands_now(client: Client) -> None:
    election = cast.election()
    dewi = cast.dewi()
    stands(wales(election), dewi, "women")
    url = f"/elections/{election.slug}/nomination/"
    assert CERTAIN in words(cast.sign_in(client, dewi).get(url))
    stands(wales(election), of("wales", 2), "women")
    assert CERTAIN not in words(client.get(url))


def public(election: Election) -> str:
    return words(Client().get(f"/elections/{election.slug}/candidates/"))


def test_everybody_reads_of_seats_and_not_of_persons() -> None:
    election = cast.election()
    south_west = cast.contest(election, "South West")  # three seats, two reserved for women
    first = stands(south_west, of("south-west", 1), "women")
    shown = public(election)
    assert "At most 1 of the 3 seats can go to people who are not: Women" in shown
    assert "at least 2 of 3 seats would stay vacant" in shown
    without = first.declarations.all().delete()
    assert without
    assert public(election) == shown, "the declaration of one who stands is not to be told from it"


def test_what_is_missing_is_told_of_a_group_of_five() -> None:
    election = cast.election()
    south_west = cast.contest(election, "South West")
    stands(south_west, of("south-west", 1), "women")
    for number in range(2, 5):
        stands(south_west, of("south-west", number))
    missing = "1 of the 2 seats reserved for this group would stay vacant: Women"
    assert missing not in public(election)
    stands(south_west, of("south-west", 5))
    assert missing in public(election)
    stands(south_west, of("south-west", 6), "women")
    assert "would stay vacant: Women" not in public(election)


def test_as_many_as_there_are_seats_have_nothing_to_vote_on() -> None:
    election = cast.election()
    stands(cast.contest(election, "Scotland"), cast.aisha())
    assert "there is nothing to vote on here" in public(election)
    stands(cast.contest(election, "Scotland"), cast.bea())
    assert "there is nothing to vote on here" not in public(election)


def test_with_reserved_seats_it_is_not_told_whether_there_will_be_a_vote() -> None:
    election = cast.election()
    south_west = cast.contest(election, "South West")
    for number in range(1, 4):
        stands(south_west, of("south-west", number))
    assert "there is nothing to vote on here" not in public(election), "two are for one open seat"
