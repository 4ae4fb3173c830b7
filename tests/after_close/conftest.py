from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Election
from members.models import User
from members.roles import Role
from tests.after_close import cast
from tests.members.people import add_staff
from tests.office.cast import enter, fresh, move


@pytest.fixture
def rosa(db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def officer(rosa: User) -> Client:
    """Rosa's browser, signed in with the second factor."""
    return enter(rosa)


@pytest.fixture
def administrator(db: None) -> Client:
    return enter(add_staff("ada@example.org", Role.ADMINISTRATOR))


@pytest.fixture
def scrutineer(db: None) -> Client:
    return enter(add_staff("sol@example.org", Role.SCRUTINEER))


@pytest.fixture
def sol(db: None) -> User:
    return add_staff("sol@example.org", Role.SCRUTINEER)


@pytest.fixture
def counted(rosa: User) -> Election:
    """The result is provisional; members can complain until tomorrow."""
    election = cast.set_up(rosa, cast.with_seats(2))
    cast.cast_votes(election, Aisha=["Aisha Bello"], Bea=["Bea Okafor"])
    election = cast.count(election)
    tomorrow = timezone.now() + timedelta(days=1)
    move(election, complaints_close_at=tomorrow, declaration_at=tomorrow)
    return fresh(election)
