from __future__ import annotations

import pytest

from members.models import User
from members.roles import Role
from tests.members.people import add_staff


@pytest.fixture
def rosa(db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)
