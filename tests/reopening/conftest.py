"""The election whose South East has a vacancy, before its nominations are opened again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from time_machine import Traveller

from elections.models import Election
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.public import cast
from tests.reopening.scene import of_south_east, stands


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    with time_machine.travel(cast.NOMINATIONS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def election(rosa: User, clock: Traveller) -> Election:
    """South East (3 seats, a woman and somebody BAME among them): Bob and Carl alone were accepted.
    Scotland has no vacancy. Nominations are over.
    """
    made = cast.election(supporters_needed=1)
    for number, name in ((401, "Bob Hall"), (402, "Carl Moss")):
        cast.accepted(stands(made, of_south_east(number, name)), rosa)
    for who in (cast.aisha(), cast.bea()):
        cast.accepted(cast.stands(who, made), rosa)
    clock.move_to(cast.NOMINATIONS_OVER)
    return made
