from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _members_alone(settings: Settings) -> None:
    """These pages with stand-ins for the other rooms."""
    settings.ROOT_URLCONF = "tests.members.urls"
    settings.MEMBER_HOME_URL = "/"
    settings.OFFICE_URL = "/try/office/"
