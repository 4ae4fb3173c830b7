"""How many senders may run at once, and how fast: kept by the database, over all workers.

A sender holds a *lane*, a session-level advisory lock, for as long as it sends. There are as many
lanes as the pace needs senders, and each keeps its share of the pace by itself: together they never
go faster than `MAIL_PER_SECOND`. The lock ends with its holder's connection, so what a sender left
claimed while no lane is held was left behind by one that died.

Session locks need connections of one's own: no pooler in transaction mode between worker and
database.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

MAIL = 0x6D61696C  # the locks' class: "mail" in ASCII
PER_LANE = 100  # messages a second that one sender manages on a modest machine
MOST_LANES = 8

# A sender's connection that shows no life for so long has lost its machine or hangs in SMTP: the
# server ends it and with it the lane. Longer than any one message takes with SMTP's timeouts.
STALE_AFTER = timedelta(minutes=3)


@dataclass
class Lane:
    """One sender's share of the pace."""

    per_second: float
    _next: float = field(default_factory=time.monotonic)

    def wait(self) -> None:
        """Return when the next message may go."""
        if (early := self._next - time.monotonic()) > 0:
            time.sleep(early)
        self._next = max(self._next, time.monotonic()) + 1 / self.per_second

    def fits(self, seconds: float) -> int:
        """How many messages may go in so many seconds, at least one."""
        return max(1, int(self.per_second * seconds))


def lanes_for(per_second: int) -> int:
    return min(MOST_LANES, max(1, math.ceil(per_second / PER_LANE)))


@contextmanager
def taken() -> Iterator[Lane | None]:
    """A free lane, held while the block runs; None if all are in use."""
    per_second = max(1, settings.MAIL_PER_SECOND)
    lanes = lanes_for(per_second)
    number = next(
        (n for n in range(lanes) if _value("pg_try_advisory_lock(%s, %s)", MAIL, n)), None
    )
    if number is None:
        yield None
        return
    lane = Lane(per_second / lanes)
    try:
        _value("set_config('idle_session_timeout', %s, false)", f"{STALE_AFTER.seconds}s")
        yield lane
        lane.wait()  # whoever takes the lane next starts with a message of its own
    finally:
        _leave(number)


def _leave(number: int) -> None:
    """Give the lane back. A connection that is broken has given it back already."""
    if connection.connection is None or connection.connection.closed or connection.needs_rollback:
        return
    with connection.cursor() as cursor:
        cursor.execute("RESET idle_session_timeout")
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [MAIL, number])


def left_behind() -> datetime:
    """The instant, by the database's clock, before which every claim is of a sender that died.

    Read before the lanes are looked at: whoever takes one later claims later, too.
    """
    now: datetime = _value("clock_timestamp()")
    others: int = _value(
        """
        (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND pid <> pg_backend_pid())
        """,
        MAIL,
    )
    return now - STALE_AFTER if others else now


def _value(expression: str, *params: int | str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}", params)
        return cursor.fetchone()[0]
