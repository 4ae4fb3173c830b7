"""No log, of ours or of the database's, learns a tracker or a paper."""

from __future__ import annotations

import logging
import time

import pytest

from elections.ballots import box, formats, opening
from elections.ballots.box import AlreadyCast, PollClosed
from tests.ballots import polls
from tests.ballots.polls import LONDON, MIN_BATCH
from tests.embedded.session import DIRECTORY

pytestmark = pytest.mark.django_db(transaction=True)

SERVER_LOG = DIRECTORY / "log" / "postgres.log"


def test_no_line_is_logged_from_the_cast_to_the_count(caplog: pytest.LogCaptureFixture) -> None:
    poll = polls.fixed()
    caplog.set_level(logging.DEBUG)
    sealed = poll.seal()
    poll.put(sealed)
    box.receipt_for(poll.election, LONDON, sealed)
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    poll.finish()
    opening.open_box(poll.election)
    assert caplog.records == []


if SERVER_LOG.exists():  # an installed server keeps its log where we cannot read it

    def test_the_server_logs_that_a_paper_was_refused_and_not_which() -> None:
        poll = polls.fixed()
        twice, late = poll.seal(), poll.seal()
        poll.put(twice)
        with pytest.raises(AlreadyCast):
            poll.put(twice)
        poll.close_at()
        with pytest.raises(PollClosed):
            poll.put(late)
        give_up = time.monotonic() + 10
        while "voting is closed" not in (log := SERVER_LOG.read_text(errors="replace")):
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert "duplicate key" in log
        for sealed in (twice, late):
            assert formats.tracker_of(sealed) not in log
            assert sealed.hex() not in log
