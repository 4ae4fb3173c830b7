from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Election
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import enter
from tests.voting.cast import open_election


@pytest.fixture
def rosa(db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def officer(rosa: User) -> Client:
    """Rosa's browser, signed in with the second factor."""
    return enter(rosa)


@pytest.fixture
def election(rosa: User) -> Election:
    """Voting is open, the roll frozen."""
    return open_election(rosa)
