"""Fixing the papers says what will happen, asks for the address, and happens once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from elections.ballots import keys
from elections.models import Election, Message, RollEntry
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.office import cast
from tests.office.cast import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(rosa: User) -> Election:
    election = cast.checking()
    people = cast.members()
    for who in people[:2]:
        cast.accepted(cast.nominated(election, who), rosa)
    keys.make_sealing_key(election.pk)
    return election


def url(election: Election) -> str:
    return f"/office/elections/{election.slug}/papers/"


def test_what_will_happen_to_whom(officer: Client, ready: Election) -> None:
    page = " ".join(officer.get(url(ready)).content.decode().split())
    assert "The roll is frozen with 6 members." in page
    assert "5 voters get a ballot by email, from" in page
    assert "1 voter has no usable address" in page
    assert "To confirm, type ncg-2026" in page


def test_the_wrong_address_fixes_nothing(officer: Client, ready: Election) -> None:
    answer = officer.post(url(ready), {"confirm": "ncg-2025"})
    assert answer.status_code == 422
    assert "That is not this election. Type ncg-2026." in answer.content.decode()
    assert 'value="ncg-2025"' in answer.content.decode()
    assert cast.fresh(ready).papers_fixed_at is None


@pytest.mark.parametrize("typed", ["ncg-2026", "  NCG  2026 "])
def test_fixed_once_and_mailed(officer: Client, ready: Election, typed: str) -> None:
    answer = officer.post(url(ready), {"confirm": typed}, follow=True)
    assert answer.redirect_chain[0][0].endswith("/mail/")
    fixed_at = cast.fresh(ready).papers_fixed_at
    assert fixed_at is not None
    assert RollEntry.objects.count() == 6
    assert Message.objects.filter(kind="ballot").count() == 5
    again = officer.post(url(ready), {"confirm": typed}, follow=True)
    assert again.redirect_chain[0][0].endswith("/mail/")
    assert "You have done this already." in again.content.decode()
    other = enter(add_staff("sam@example.org", Role.OFFICER)).post(url(ready), {"confirm": typed})
    assert other.status_code == 422
    assert "The papers are already fixed." in other.content.decode()
    assert cast.fresh(ready).papers_fixed_at == fixed_at


def test_obstacles_are_listed_and_hold(officer: Client) -> None:
    election = cast.checking()
    cast.nominated(election, cast.members()[0])
    page = officer.get(url(election)).content.decode()
    assert "Nominations not decided yet: 1." in page
    assert "To confirm" not in page
    answer = officer.post(url(election), {"confirm": election.slug})
    assert answer.status_code == 422
    assert cast.fresh(election).papers_fixed_at is None


def test_nothing_is_declared_without_a_count(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    result = f"/office/elections/{election.slug}/result/"
    assert "Declare the result" not in officer.get(result).content.decode()
    answer = officer.post(result, {"confirm": election.slug})
    assert answer.status_code == 422
    assert "There is no provisional result to declare." in answer.content.decode()


def test_a_provisional_result_is_declared_once(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(box_closed_at=now, counted_at=now)
    result = f"/office/elections/{election.slug}/result/"
    assert "Declare the result" in officer.get(result).content.decode()
    entered = {"confirm": election.slug, "reason": "The report is late."}
    answer = officer.post(result, entered, follow=True)
    assert "The result is declared." in answer.content.decode()
    assert election.declarations.get(kind="declared").made_by == rosa
    assert officer.post(result, {"confirm": election.slug}).status_code == 422
    assert election.declarations.filter(kind="declared").count() == 1


def test_declaring_before_the_complaints_close_is_warned_about(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(box_closed_at=now, counted_at=now)
    result = f"/office/elections/{election.slug}/result/"
    cast.move(election, complaints_close_at=now + cast.DAY)
    assert "Complaints are still open" in officer.get(result).content.decode()
    cast.move(election, complaints_close_at=now - cast.DAY)
    assert "Complaints are still open" not in officer.get(result).content.decode()
