"""Small polls of two sheets, cast into without a voter: what the ballot box knows of an election."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID, uuid4

import psycopg2
from django.conf import settings
from django.db import connection, connections, transaction
from psycopg2.extensions import connection as Connection  # noqa: N812

from elections.ballots import box, fixing, keys
from elections.ballots.box import Receipt
from elections.ballots.keys import CastingKeys
from elections.ballots.manifest import Manifest
from elections.models import Election, Timetable

Result = TypeVar("Result")

LONDON, MEMBERS = 1, 2  # sheets
COORDINATORS, RULE_CHANGE, CONVENTION = 1, 2, 3  # contests
MIN_BATCH = 3
OUTLINE: dict[str, Any] = {
    "title": "Coordinators 2026",
    "min_batch": MIN_BATCH,
    "small_contest": 5,
    "sheets": [
        {
            "sheet": LONDON,
            "title": "London & Eastern",
            "contests": [
                {
                    "contest": COORDINATORS,
                    "rule": "scottish",
                    "seats": 2,
                    "minima": {"women": 1, "disabled": 0},
                    "candidates": [
                        {"number": number, "name": name}
                        for number, name in enumerate(["Ada", "Ben", "Cleo", "Dan", "Zoë"], start=1)
                    ],
                },
                {
                    "contest": RULE_CHANGE,
                    "rule": "yes-no",  # as before thresholds were fixed with the papers
                    "seats": 1,
                    "marks": 1,
                    "candidates": [{"number": 1, "name": "Yes"}, {"number": 2, "name": "No"}],
                },
            ],
        },
        {
            "sheet": MEMBERS,
            "title": "All members",
            "contests": [
                {
                    "contest": CONVENTION,
                    "rule": "scottish",
                    "seats": 1,
                    "candidates": [{"number": number} for number in range(1, 4)],
                }
            ],
        },
    ],
}


@cache
def casting_keys() -> CastingKeys:
    """Making RSA keys takes a second: the polls of one test session share them."""
    return keys.make_casting_keys([LONDON, MEMBERS])


@dataclass(frozen=True)
class Poll:
    election: UUID

    @property
    def manifest(self) -> Manifest:
        return fixing.manifest_of(self.election)

    def seal(self, ranking: Sequence[int] = (1, 2), answer: Sequence[int] = (1,)) -> bytes:
        return box.seal(self.election, LONDON, [(COORDINATORS, ranking), (RULE_CHANGE, answer)])

    def cast(self, count: int = 1, ranking: Sequence[int] = (1, 2)) -> list[Receipt]:
        """Cast papers of the London sheet, each in a transaction of its own."""
        return [self.put(self.seal(ranking)) for _ in range(count)]

    def cast_members(self, count: int = 1) -> list[Receipt]:
        return [
            self.put(box.seal(self.election, MEMBERS, [(CONVENTION, [3])]), MEMBERS)
            for _ in range(count)
        ]

    def put(self, sealed: bytes, sheet: int = LONDON) -> Receipt:
        with transaction.atomic():
            return box.put(self.election, sheet, sealed)

    def close_at(self, instant: datetime | None = None) -> None:
        """Let voting end at this instant, at once by default, as if the timetable had said so."""
        guard = "ALTER TABLE elections_timetable %s TRIGGER elections_timetable_guard"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(guard % "DISABLE")
            cursor.execute(
                "UPDATE elections_timetable SET voting_closes_at = coalesce(%s, clock_timestamp())"
                " WHERE election_id = %s",
                [instant, self.election],
            )
            cursor.execute(guard % "ENABLE")

    def close(self) -> None:
        """The closer's work on an election that is past its close."""
        with transaction.atomic():
            box.close([self.election])
            Election.objects.filter(pk=self.election).update(box_closed_at=database_clock())

    def finish(self) -> None:
        self.close_at()
        self.close()

    def withdraw(self) -> None:
        Election.objects.filter(pk=self.election).update(
            withdrawn_at=database_clock(), withdrawn_reason="A test."
        )


def database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def announced(*, opens: float = -3600, closes: float = 3600) -> Poll:
    """A poll whose papers are not fixed; seconds from now until it opens and closes."""
    now = database_clock()
    election = Election.objects.create(
        id=uuid4(), slug=f"poll-{uuid4().hex}", title="Coordinators 2026", published_at=now
    )
    Timetable.objects.create(
        election=election,
        notice_at=now - timedelta(days=2),
        freeze_at=now - timedelta(days=1),
        voting_opens_at=now + timedelta(seconds=opens),
        voting_closes_at=now + timedelta(seconds=closes),
    )
    return Poll(election.pk)


def fixed(*, opens: float = -3600, closes: float = 3600) -> Poll:
    """A poll whose papers are fixed: voting is open by the clock alone."""
    poll = announced(opens=opens, closes=closes)
    keys.make_sealing_key(poll.election)
    with transaction.atomic():
        box.fix(poll.election, OUTLINE, casting_keys())
        Election.objects.filter(pk=poll.election).update(papers_fixed_at=database_clock())
    return poll


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# --- other sessions of the database


@contextmanager
def another_session() -> Iterator[Connection]:
    """A connection of its own, in a transaction that ends when it is committed or left."""
    database = settings.DATABASES["default"]
    with closing(
        psycopg2.connect(
            host=database["HOST"],
            port=database["PORT"] or None,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname=database["NAME"],
        )
    ) as other:
        yield other


def in_another_thread(function: Callable[[], Result]) -> Future[Result]:
    """Run it on a connection of its own."""

    def run() -> Result:
        try:
            return function()
        finally:
            connections.close_all()

    executor = ThreadPoolExecutor(1)
    future = executor.submit(run)
    executor.shutdown(wait=False)
    return future


def wait_for_waiting(count: int = 1, *, seconds: float = 10) -> list[int]:
    """The process numbers of the sessions that wait for a lock, once there are ``count``."""
    give_up = time.monotonic() + seconds
    while True:
        waiting = rows(
            "SELECT pid FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        if len(waiting) >= count:
            return [pid for (pid,) in waiting]
        assert time.monotonic() < give_up, f"{len(waiting)} of {count} sessions wait for a lock"
        time.sleep(0.002)
