from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from time_machine import Traveller

from elections.models import Election, Nomination
from members.roles import Role
from tests.members.people import enter_office
from tests.office.cast import GoingOn
from tests.public import cast
from tests.slates.cast import efua


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    """Nominations are open; a test moves the clock on."""
    with time_machine.travel(cast.NOMINATIONS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def election() -> Election:
    return cast.election(only="Scotland")


@pytest.fixture
def nomination(election: Election) -> Nomination:
    """Aisha stands."""
    return cast.stands(cast.aisha(), election)


@pytest.fixture
def efuas(election: Election) -> Client:
    """Efua is signed in."""
    return cast.sign_in(Client(), efua())


@pytest.fixture
def aishas(nomination: Nomination) -> Client:
    return cast.sign_in(Client(), nomination.member)


@pytest.fixture
def rosas() -> Client:
    """Rosa is a returning officer and came with a second factor."""
    client = GoingOn()
    enter_office(client, "rosa@example.org", Role.OFFICER)
    return client
