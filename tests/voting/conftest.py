from __future__ import annotations

import pytest

from elections.models import Election
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.voting.cast import open_election


@pytest.fixture
def rosa(db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def election(rosa: User) -> Election:
    return open_election(rosa)
