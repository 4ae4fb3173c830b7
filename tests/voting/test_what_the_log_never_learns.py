"""No record about a voting page reaches the log, whatever goes wrong there."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from elections.models import Election
from momentum_site.silence import VotingPages
from tests.voting.cast import entry_of, follow, link_of, page, ranks


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What the console would show: everything that passes its filter."""
    caplog.handler.addFilter(VotingPages())
    caplog.set_level(logging.DEBUG)
    return caplog


def test_neither_a_wrong_code_nor_a_refused_cast_is_logged(
    election: Election, log: pytest.LogCaptureFixture
) -> None:
    link = link_of(entry_of(election, "Callum"))
    Client().get(f"{link[:-4]}/")
    client = follow(election, "Callum")
    fields = ranks(election, "Bea Okafor")
    client.post(page(election, "check-vote"), dict.fromkeys(fields, "9"))
    client.post(page(election, "cast-vote"), {"sealed-1": "zz", "mac-1": "zz"})
    Client(enforce_csrf_checks=True).post(page(election, "cast-vote"), {})
    assert link.split("-", 1)[1][:10] not in log.text
    assert "/vote/" not in log.text


def test_other_pages_are_logged_as_ever(db: None, log: pytest.LogCaptureFixture) -> None:
    Client().get("/elections/there-is-none/")
    assert "/elections/there-is-none/" in log.text
