from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _members_alone(settings: Settings) -> None:
    """These pages with stand-ins for the other rooms; mail goes before the answer, so that a test
    finds it in `mail.outbox` (the thread that sends it has a test of its own)."""
    settings.ROOT_URLCONF = "tests.members.urls"
    settings.MEMBER_HOME_URL = "/"
    settings.OFFICE_URL = "/try/office/"
    settings.SIGN_IN_MAIL_IN_BACKGROUND = False
