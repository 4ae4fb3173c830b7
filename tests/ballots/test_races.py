"""Casts, the mover and the closer at once: whatever waits or dies, no paper is lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import DatabaseError, connections, transaction

from elections.ballots import box, formats, opening, window
from elections.ballots.box import PollClosed, Receipt
from elections.ballots.models import Box, Checkpoint, Inbox
from elections.ballots.moving import LOCK
from elections.models import Election
from tests.ballots import polls
from tests.ballots.polls import (
    LONDON,
    MIN_BATCH,
    Poll,
    another_session,
    database_clock,
    execute,
    in_another_thread,
    rows,
    wait_for_waiting,
)

LONG = bool(os.environ.get("SOAK"))

pytestmark = pytest.mark.django_db(transaction=True)


def _sleep_until_closed(poll: Poll) -> None:
    while window.state_of(poll.election) == "open":
        time.sleep(0.01)


def test_a_cast_that_waited_for_the_lock_beyond_the_close_is_refused() -> None:
    poll = polls.fixed()
    sealed = poll.seal()
    poll.close_at(database_clock() + timedelta(seconds=1))
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        casting = in_another_thread(lambda: poll.put(sealed))
        wait_for_waiting()
        assert database_clock() < _closing(poll)  # it came in time, and waits
        while database_clock() < _closing(poll):
            time.sleep(0.01)
        holder.commit()
        with pytest.raises(PollClosed):
            casting.result(10)
    assert Inbox.objects.count() == 0


def test_a_cast_that_waited_and_is_still_in_time_is_accepted() -> None:
    poll = polls.fixed()
    sealed = poll.seal()
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        casting = in_another_thread(lambda: poll.put(sealed))
        wait_for_waiting()
        holder.commit()
        assert casting.result(10).tracker
    assert Inbox.objects.count() == 1


def test_a_cast_that_waited_while_the_box_was_closed_is_refused() -> None:
    """The row of the election changed under it: its snapshot must be from after the wait."""
    poll = polls.fixed()
    sealed = poll.seal()
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        casting = in_another_thread(lambda: poll.put(sealed))
        wait_for_waiting()
        cursor.execute(
            "UPDATE elections_election SET withdrawn_at = clock_timestamp(), withdrawn_reason = 'A test.'"
        )
        holder.commit()
        with pytest.raises(PollClosed):
            casting.result(10)


def _closing(poll: Poll) -> datetime:
    return Election.objects.get(pk=poll.election).timetable.voting_closes_at


def test_a_cast_a_millisecond_after_the_close_is_refused_and_one_before_is_counted() -> None:
    poll = polls.fixed()
    early, late = poll.seal(), poll.seal()
    poll.close_at(database_clock() + timedelta(milliseconds=700))
    poll.put(early)
    _sleep_until_closed(poll)
    with pytest.raises(PollClosed):
        poll.put(late)
    poll.close()
    assert list(Box.objects.values_list("tracker", flat=True)) == [formats.tracker_of(early)]


def test_the_mover_gives_way_to_whoever_holds_the_inbox() -> None:
    poll = polls.fixed()
    poll.cast(2 * MIN_BATCH)
    with another_session() as holder, holder.cursor() as cursor:
        cursor.execute("LOCK TABLE ballots_inbox IN ROW EXCLUSIVE MODE")
        started = time.monotonic()
        assert box.move_due() == 0
        assert time.monotonic() - started < 2
    assert box.move_due() == MIN_BATCH


def test_a_mover_killed_in_the_middle_loses_and_doubles_nothing() -> None:
    poll = polls.fixed()
    cast = {formats.read_tracker(one.tracker) for one in poll.cast(2 * MIN_BATCH)}
    with another_session() as holder, holder.cursor() as cursor:
        # It has written the box and stops where it appends the checkpoint.
        cursor.execute("LOCK TABLE ballots_checkpoint IN SHARE MODE")
        moving = in_another_thread(box.move_due)
        (pid,) = wait_for_waiting()
        execute("SELECT pg_terminate_backend(%s)", pid)
        with pytest.raises(DatabaseError):
            moving.result(10)
    assert set(Inbox.objects.values_list("tracker", flat=True)) == cast
    assert Box.objects.count() == Checkpoint.objects.count() == 0
    assert box.move_due() == MIN_BATCH
    poll.finish()
    assert set(Box.objects.values_list("tracker", flat=True)) == cast
    assert opening.open_box(poll.election).papers[LONDON] == 2 * MIN_BATCH


def test_movers_killed_at_any_moment_lose_and_double_nothing() -> None:
    """A series: 10 deaths in `make test`, 300 in `make soak`."""
    poll = polls.fixed()
    cast: set[str] = set()
    for death in range(300 if LONG else 10):
        cast |= {formats.read_tracker(one.tracker) for one in poll.cast(2 * MIN_BATCH)}
        started: Future[int] = Future()
        moving = in_another_thread(partial(_move_until_killed, started))
        pid = started.result(10)
        time.sleep(death % 10 * 0.004)
        execute("SELECT pg_terminate_backend(%s)", pid)
        moving.result(10)
        inbox = set(Inbox.objects.values_list("tracker", flat=True))
        boxed = set(Box.objects.values_list("tracker", flat=True))
        assert inbox | boxed == cast
        assert not inbox & boxed
    poll.finish()
    assert opening.open_box(poll.election).papers[LONDON] == len(cast)


def _move_until_killed(started: Future[int]) -> None:
    with suppress(DatabaseError):
        ((pid,),) = rows("SELECT pg_backend_pid()")
        started.set_result(pid)
        while True:
            box.move_due()


MOVER = """
import django
django.setup()
from elections.ballots import box
print("moving", flush=True)
box.move_due()
"""


def test_a_mover_process_killed_in_the_middle_loses_and_doubles_nothing() -> None:
    poll = polls.fixed()
    cast = {formats.read_tracker(one.tracker) for one in poll.cast(2 * MIN_BATCH)}
    database = urlsplit(os.environ["DATABASE_URL"])
    test = database._replace(path=f"/{settings.DATABASES['default']['NAME']}").geturl()
    with (
        another_session() as holder,
        holder.cursor() as cursor,
        subprocess.Popen(
            [sys.executable, "-c", MOVER],
            env={**os.environ, "DATABASE_URL": test},
            stdout=subprocess.PIPE,
        ) as mover,
    ):
        cursor.execute("LOCK TABLE ballots_checkpoint IN SHARE MODE")
        assert mover.stdout is not None
        assert mover.stdout.readline() == b"moving\n"
        wait_for_waiting()
        mover.kill()
    poll.cast(1)  # waits until the server has noticed
    assert Box.objects.count() == 0
    assert box.move_due() == MIN_BATCH + 1
    assert cast < set(Box.objects.values_list("tracker", flat=True)) | set(
        Inbox.objects.values_list("tracker", flat=True)
    )


def test_a_close_that_is_rolled_back_leaves_everything_to_the_next() -> None:
    poll = polls.fixed()
    poll.cast(2)
    poll.close_at()
    with transaction.atomic():
        box.close([poll.election])
        transaction.set_rollback(True)
    assert (Inbox.objects.count(), Box.objects.count()) == (2, 0)
    poll.close()
    assert opening.open_box(poll.election).papers[LONDON] == 2


def test_two_movers_at_once_move_each_paper_once() -> None:
    poll = polls.fixed()
    poll.cast(4 * MIN_BATCH)
    with ThreadPoolExecutor(2) as movers:
        moved = sum(movers.map(lambda _: _closing_connections(box.move_due), range(2)))
    assert moved == Box.objects.count() == 3 * MIN_BATCH


def _closing_connections(function: Callable[[], int]) -> int:
    try:
        return function()
    finally:
        connections.close_all()


class PollingDay:
    """Casters, a mover and, past the closing instant, a closer, each on its own connection."""

    def __init__(self, poll: Poll, casters: int) -> None:
        self.poll = poll
        self.casters = casters
        self.receipts: list[Receipt] = []
        self.wrong: list[BaseException] = []
        self.over = threading.Event()

    def run(self) -> None:
        execute("CREATE TABLE roll (voter serial PRIMARY KEY, voted boolean)")
        threads = [
            threading.Thread(target=self._guarded, args=[what])
            for what in [self._cast] * self.casters + [self._move, self._close]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not self.wrong, self.wrong

    def _guarded(self, what: Callable[[], None]) -> None:
        try:
            what()
        except BaseException as error:
            self.wrong.append(error)
            self.over.set()
        finally:
            connections.close_all()

    def _cast(self) -> None:
        while not self.over.is_set():
            sealed = self.poll.seal()
            try:
                with transaction.atomic():
                    execute("INSERT INTO roll (voted) VALUES (true)")
                    receipt = box.put(self.poll.election, LONDON, sealed)
            except PollClosed:
                return
            self.receipts.append(receipt)
            assert box.receipt_for(self.poll.election, LONDON, sealed) == receipt

    def _move(self) -> None:
        while not self.over.is_set():
            box.move_due()
            time.sleep(0.005)

    def _close(self) -> None:
        _sleep_until_closed(self.poll)
        self.poll.close()
        self.over.set()


def test_casts_the_mover_and_the_closer_at_once() -> None:
    poll = polls.fixed(closes=30 if LONG else 3)
    day = PollingDay(poll, casters=6)
    day.run()
    acknowledged = sorted(formats.read_tracker(one.tracker) for one in day.receipts)
    assert len(acknowledged) > 20
    assert sorted(Box.objects.values_list("tracker", flat=True)) == acknowledged
    assert Inbox.objects.count() == 0
    # Who got no receipt was not marked.
    assert rows("SELECT count(*) FROM roll") == [(len(acknowledged),)]
    assert Checkpoint.objects.filter(sheet=LONDON).count() > 1
    opened = opening.open_box(poll.election)
    assert opened.papers[LONDON] == len(acknowledged)
    assert opened.malformed[LONDON] == {}
    assert rows("SELECT 1 FROM ballots_box p JOIN roll r ON r.xmin::text = p.xmin::text") == []


def test_simultaneous_casts_by_one_voter_leave_one_paper() -> None:
    poll = polls.fixed()
    sealed = poll.seal()
    execute("CREATE TABLE roll (voter integer PRIMARY KEY, voted boolean)")
    execute("INSERT INTO roll VALUES (1, false)")

    def cast(_: int) -> Receipt | None:
        try:
            with transaction.atomic():
                if rows("UPDATE roll SET voted = true WHERE NOT voted RETURNING voter"):
                    return box.put(poll.election, LONDON, sealed)
            return box.receipt_for(poll.election, LONDON, sealed)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as voters:
        receipts = set(voters.map(cast, range(200 if LONG else 32)))
    assert len(receipts) == 1
    assert None not in receipts
    assert Inbox.objects.count() == 1
