"""An office that is closed to somebody is closed on the pages about everything, too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from elections import access, scheduling
from elections.models import Election, Seat
from members import audit
from members.models import Member, User
from members.roles import Role
from slates.models import Agent, Slate
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db
OWN, OTHER = "NCG 2026", "Another election"


@pytest.fixture
def own() -> Election:
    """With a line in the audit, a file that was taken, and a seat."""
    made = cast.checking()
    for action in (audit.Action.TIMETABLE_CHANGED, audit.Action.EXPORT_TAKEN):
        audit.record(action, actor=None, subject="Of her own election", election=made.pk)
    return made


@pytest.fixture
def other() -> Election:
    return cast.noticed(OTHER)


def _stands(election: Election, people: list[Member]) -> None:
    cast.nominated(election, people[0])


def _nominated(election: Election, people: list[Member]) -> None:
    cast.nominated(election, people[1], supporters=[people[0]])


def _acts_for_a_slate(election: Election, people: list[Member]) -> None:
    slate = Slate.objects.create(
        election=election, slug="ours", name="Ours", colour=1, registered_at=timezone.now()
    )
    Agent.objects.create(slate=slate, member=people[0], added_at=timezone.now())


WAYS = (_stands, _nominated, _acts_for_a_slate)


@pytest.fixture(params=WAYS)
def aisha(request: pytest.FixtureRequest, own: Election, other: Election) -> Client:
    """Aisha's browser: an officer who has a part in one of two elections."""
    request.param(own, cast.members())
    return cast.enter(add_staff("aisha@example.org", Role.OFFICER))


def user() -> User:
    return User.objects.get(email="aisha@example.org")


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


LEFT_OUT = "Not shown here: elections in which you stand, nominated somebody or act for a slate."


def test_the_front_page_shows_the_other_elections_alone(
    aisha: Client, officer: Client, own: Election, other: Election
) -> None:
    page = text(aisha, "/office/")
    assert f"/office/elections/{own.slug}/" not in page
    assert f"/office/elections/{other.slug}/" in page
    assert LEFT_OUT in page
    page = text(officer, "/office/")
    assert f"/office/elections/{own.slug}/" in page
    assert LEFT_OUT not in page


@pytest.mark.parametrize("url", ["/office/audit/", "/office/files/"])
def test_lines_about_it_are_left_out(aisha: Client, officer: Client, url: str) -> None:
    assert "Of her own election" in text(officer, url)
    page = text(aisha, url)
    assert "Of her own election" not in page
    assert LEFT_OUT in page


def test_lines_about_no_election_stay(aisha: Client) -> None:
    assert "Staff role granted" in text(aisha, "/office/audit/")


def test_the_audit_of_everything_is_no_file_for_her_while_it_is_under_way(
    aisha: Client, officer: Client, own: Election
) -> None:
    url = "/office/files/audit.csv"
    answer = aisha.get(url)
    assert answer.status_code == 403
    assert "you cannot take that of everything" in answer.content.decode()
    assert officer.get(url).status_code == 200
    scheduling.withdraw(own, reason="It is off.", actor=None, now=timezone.now())
    assert aisha.get(url).status_code == 200


def test_she_does_not_act_on_its_seats(aisha: Client, own: Election, other: Election) -> None:
    seats = [_seat(of) for of in (own, other)]
    left = {"reason": "resigned", "on": timezone.localdate().isoformat()}
    for answer in (aisha.get(_page(seats[0])), aisha.post(_page(seats[0]), left)):
        assert answer.status_code == 403
    assert Seat.objects.get(pk=seats[0].pk).ended_on is None
    assert aisha.get(_page(seats[1])).status_code == 200


def _seat(of: Election) -> Seat:
    today = timezone.localdate()
    return Seat.objects.create(
        body="ncg",
        constituency="Scotland",
        contest=cast.scotland(of),
        name="Bea Okafor",
        starts_on=today - timedelta(days=10),
    )


def _page(seat: Seat) -> str:
    return f"/office/seats/{seat.pk}/"


def test_both_questions_have_one_answer(aisha: Client, own: Election, other: Election) -> None:
    assert access.closed_to(user()) == {own.pk}
    with pytest.raises(PermissionDenied):
        access.refuse_own_election(user(), own.slug)
    access.refuse_own_election(user(), other.slug)
