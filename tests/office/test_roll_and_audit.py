"""The roll is searched and never tells who has voted; the audit is read whole or by election."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Election, RollSheet
from members.models import User
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def voting(rosa: User) -> Election:
    return cast.voting(rosa)


def roll(election: Election, query: str = "") -> str:
    return f"/office/elections/{election.slug}/roll/{query}"


def test_before_the_freeze_it_is_a_number(officer: Client) -> None:
    election = cast.checking()
    cast.members()
    assert "Today it would have 6 members." in officer.get(roll(election)).content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Aisha", "Bea", "Callum", "Dewi", "Efua", "Farah"}),
        ("?q=okafor+bea", {"Bea"}),
        ("?q=103", {"Dewi"}),
        ("?q=%00", {"Aisha", "Bea", "Callum", "Dewi", "Efua", "Farah"}),
        ("?address=missing", {"Farah"}),
        ("?sheet=99999999999999999999", {"Aisha", "Bea", "Callum", "Dewi", "Efua", "Farah"}),
    ],
)
def test_the_roll_is_searched(
    officer: Client, voting: Election, query: str, shown: set[str]
) -> None:
    page = officer.get(roll(voting, query)).content.decode()
    assert {name.split()[0] for name in cast.NAMES if f"{name}</a>" in page} == shown


def test_the_roll_never_tells_who_has_voted(officer: Client, voting: Election) -> None:
    before = officer.get(roll(voting)).content.decode().split("<tbody>")[1]
    RollSheet.objects.filter(entry__member__number="101").update(status="cast")
    page = officer.get(roll(voting)).content.decode()
    assert page.split("<tbody>")[1] == before
    assert "papers that may be returned" in page
    answer = officer.get(roll(voting, "?status=cast&sheets__status=cast"))
    assert answer.content.decode().split("<tbody>")[1].count("</th>") == 6


def test_the_audit_of_one_election_and_of_everything(officer: Client, voting: Election) -> None:
    cast.prepared("Another")
    everything = officer.get("/office/audit/").content.decode()
    assert "Another" in everything
    assert "Staff role granted" in everything
    here = officer.get(f"/office/elections/{voting.slug}/audit/").content.decode()
    assert "Papers fixed" in here
    assert "Another" not in here.split("<tbody>")[1]
    fixed = officer.get(f"/office/elections/{voting.slug}/audit/?action=papers-fixed")
    rows = fixed.content.decode().split("<tbody>")[1]
    assert rows.count("<tr>") == 1
    assert "rosa@example.org" in rows
