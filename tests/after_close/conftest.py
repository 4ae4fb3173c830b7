from __future__ import annotations

import pytest
from django.test import Client

from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import enter


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
