"""Polls for the tests of the ballot box."""

from __future__ import annotations

import pytest

from tests.ballots import polls
from tests.ballots.polls import Poll


@pytest.fixture
def poll(db: None) -> Poll:
    """A poll that is open: fixed an hour ago, closing in an hour."""
    return polls.fixed()
