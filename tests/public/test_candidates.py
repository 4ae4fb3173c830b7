"""Who stands is listed alike, in an order that favours nobody, in words that stay words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from elections import nominating
from elections.models import Election, Nomination
from members.models import Member
from tests.members.people import add_member, add_staff
from tests.public import cast

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script> See <a href='https://example.com'>me</a>"


def names(client: Client, election: Election, browser: str = "") -> list[str]:
    page = client.get(f"/elections/{election.slug}/candidates/", headers={"user-agent": browser})
    return re.findall(r'<a href="/n/[^"]+">([^<]+)</a>', page.content.decode())


def a_dozen() -> list[Member]:
    return [add_member(str(500 + one), f"Person {one:02}") for one in range(12)]


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_people_with_and_without_a_slate_are_listed_alike(client: Client) -> None:
    election = cast.election()
    with_slate = cast.stands(cast.aisha(), election)
    cast.stands(cast.bea(), election)
    nominating.set_slate(
        with_slate, label="Branch First", colour=3, path="/somewhere/", now=cast.NOMINATIONS
    )
    page = client.get(f"/elections/{election.slug}/candidates/").content.decode()
    assert "Branch First" in page
    assert "slate-3" in page
    assert "No slate" in page


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_the_order_holds_for_one_reader_and_differs_between_readers(client: Client) -> None:
    election = cast.election()
    for member in a_dozen():
        cast.stands(member, election)
    first = names(client, election, "Firefox")
    assert len(first) == 12
    assert names(client, election, "Firefox") == first
    others = [names(Client(), election, f"Browser {one}") for one in range(3)]
    assert all(sorted(other) == sorted(first) for other in others)
    assert any(other != first for other in others)
    assert "sessionid" not in client.cookies


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_the_order_changes_with_the_hour(client: Client) -> None:
    election = cast.election()
    for member in a_dozen():
        cast.stands(member, election)
    seen = []
    for hour in range(4):
        with time_machine.travel(cast.NOMINATIONS + hour * timedelta(hours=1)):
            seen.append(tuple(names(client, election)))
    assert len(set(seen)) > 1


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_whoever_withdrew_is_not_listed(client: Client) -> None:
    election = cast.election()
    aisha = cast.aisha()
    nominating.withdraw(cast.stands(aisha, election), aisha, now=cast.NOMINATIONS)
    assert names(client, election) == []


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_html_in_a_statement_is_text(client: Client) -> None:
    election = cast.election()
    nomination = cast.stands(cast.aisha(), election, statement=SCRIPT)
    page = client.get(nomination.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="https://example.com"' not in page


@time_machine.travel(cast.NOMINATIONS, tick=False)
def test_html_in_a_ballot_name_is_text(client: Client) -> None:
    election = cast.election()
    nomination = cast.stands(cast.aisha(), election)
    Nomination.objects.filter(pk=nomination.pk).update(ballot_name="<b>Aisha</b>")
    for url in (nomination.get_absolute_url(), f"/elections/{election.slug}/candidates/"):
        page = client.get(url).content.decode()
        assert "<b>Aisha</b>" not in page
        assert "&lt;b&gt;Aisha&lt;/b&gt;" in page


def test_once_papers_are_fixed_the_candidates_have_pages_of_their_own(client: Client) -> None:
    officer = add_staff("rosa@example.org")
    election = cast.election(only="Scotland")
    aisha, bea = (cast.stands(one, election) for one in (cast.aisha(), cast.bea()))
    cast.accepted(aisha, officer)
    nominating.refuse(bea, actor=officer, reason="No proof.", now=cast.NOMINATIONS_OVER)
    election = cast.papers_fixed(election, officer)
    number = cast.contest(election).number
    page = client.get(f"/elections/{election.slug}/candidates/").content.decode()
    url = f"/elections/{election.slug}/candidates/{number}/1/"
    assert f'<a href="{url}">Aisha Khan</a>' in page
    assert "Bea Okafor" not in page
    assert cast.STATEMENT in client.get(url).content.decode()
    shared = client.get(aisha.get_absolute_url()).content.decode()
    assert url in shared
    assert "Nominate Aisha Khan" not in shared
