from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from time_machine import Traveller

from elections.models import Nomination
from hustings.models import Hustings
from members.roles import Role
from tests.hustings import cast
from tests.members.people import enter_office
from tests.office.cast import GoingOn
from tests.public import cast as public


@pytest.fixture(autouse=True)
def clock() -> Iterator[Traveller]:
    """Questions are taken; a test moves the clock on."""
    with time_machine.travel(cast.ASKING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hustings() -> Hustings:
    return cast.public()


@pytest.fixture
def nomination(hustings: Hustings) -> Nomination:
    """Aisha stands."""
    return public.stands(public.aisha(), hustings.election)


@pytest.fixture
def url(hustings: Hustings) -> str:
    return f"/elections/{hustings.election.slug}/questions/"


@pytest.fixture
def beas(hustings: Hustings) -> Client:
    return public.sign_in(Client(), cast.bea())


@pytest.fixture
def efuas(hustings: Hustings) -> Client:
    return public.sign_in(Client(), cast.efua())


@pytest.fixture
def aishas(nomination: Nomination) -> Client:
    return public.sign_in(Client(), nomination.member)


@pytest.fixture
def rosas() -> Client:
    """Rosa is a returning officer and came with a second factor."""
    client = GoingOn()
    enter_office(client, "rosa@example.org", Role.OFFICER)
    return client
