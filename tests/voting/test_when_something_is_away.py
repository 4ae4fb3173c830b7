"""The real site with a part of it taken away."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psycopg2
import pytest
import redis
from django.db import connection
from django.utils import timezone

from elections import outbox
from elections.ballots.models import Box, Inbox
from elections.models import CountRecord, Election, Message
from members.models import User
from momentum_site.embedded.supervisor import Supervisor
from momentum_site.play.browser import Browser
from tests.embedded.mailbox import Mailbox
from tests.embedded.site import Site
from tests.voting.cast import despite_the_guard, entry_of, link_of, open_election


@pytest.fixture
def open_now(live_site: Site, rosa: User) -> Election:
    return open_election(rosa)


def vote(site: Site, election: Election, first_name: str) -> None:
    number = election.contests.get(title="Scotland").number
    with Browser(site.url) as page:
        page.open(link_of(entry_of(election, first_name)))
        page.submit(page.form(action="/check/"), {f"r-{number}-1": "1"})
        page.submit(page.form(action="/cast/"))
        assert "Your vote is recorded" in page.text


@pytest.fixture
def no_redis(broker: redis.Redis) -> Iterator[None]:
    """The broker does not answer for as long as a test takes."""
    pid = int(broker.info("server")["process_id"])
    os.kill(pid, signal.SIGSTOP)
    yield
    os.kill(pid, signal.SIGCONT)


@pytest.mark.usefixtures("no_redis")
def test_without_redis_casting_goes_on(live_site: Site, open_now: Election) -> None:
    vote(live_site, open_now, "Callum")
    assert Inbox.objects.count() == 1


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    live_site: Site, open_now: Election, mailbox: Mailbox, workers: Supervisor
) -> None:
    """Mail, close and count all happen although both workers are killed again and again."""
    outbox.queue_ballots(open_now, now=timezone.now())
    contest = open_now.contests.get(title="Scotland").number
    for first_name in ("Callum", "Bea"):
        vote(live_site, open_now, first_name)
    despite_the_guard(open_now, voting_closes_at=timezone.now())
    give_up = time.monotonic() + 60
    kills = 0
    while not CountRecord.objects.filter(contest__number=contest).exists():
        assert time.monotonic() < give_up, "nothing was counted"
        if kills < 3:
            time.sleep(1.5)
            for name in ("worker", "tally"):
                workers.kill(name)
                workers.start(name)
            kills += 1
        time.sleep(0.2)
    assert Box.objects.count() == 2
    assert CountRecord.objects.count() == 2
    while Message.objects.unfinished().exists():
        assert time.monotonic() < give_up, "the mail is not finished"
        time.sleep(0.2)
    # The one that a worker handed over without noting it goes again, under the same number.
    received = Counter(message["Message-ID"] for message in mailbox.messages())
    assert len(received) == Message.objects.filter(state=Message.State.SENT).count()
    assert received.total() <= len(received) + kills


@contextmanager
def postgres_away() -> Iterator[None]:
    """The server takes no connection to the site's database, and ends those there are."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with _administration() as cursor:
        cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
    try:
        yield
    finally:
        with _administration() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def _administration() -> Iterator[psycopg2.extensions.cursor]:
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            yield cursor


def test_without_postgresql_a_vote_waits_on_the_page_and_is_posted_again(
    live_site: Site, open_now: Election
) -> None:
    number = open_now.contests.get(title="Scotland").number
    with Browser(live_site.url) as page:
        page.open(link_of(entry_of(open_now, "Callum")))
        page.submit(page.form(action="/check/"), {f"r-{number}-1": "1"})
        with postgres_away():
            page.submit(page.form(action="/cast/"), expect=503)
            assert "What you entered is kept on this page" in page.text
            page.submit(page.form(action="/cast/"), expect=503)
        page.submit(page.form(action="/cast/"))
        assert "Your vote is recorded" in page.text
    assert Inbox.objects.count() == 1


def test_a_tally_worker_killed_while_it_stores_the_count_stores_it_once(
    live_site: Site, open_now: Election, workers: Supervisor
) -> None:
    vote(live_site, open_now, "Callum")
    with closing(connection.copy()) as other:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE elections_countrecord IN SHARE MODE")
            despite_the_guard(open_now, voting_closes_at=timezone.now())
            _wait_until_somebody_waits_for("elections_countrecord")
            workers.kill("tally")
        other.rollback()
    assert not CountRecord.objects.exists()
    workers.start("tally")
    give_up = time.monotonic() + 60
    while not CountRecord.objects.exists():
        assert time.monotonic() < give_up, "nothing was counted"
        time.sleep(0.2)
    assert CountRecord.objects.count() == open_now.contests.count()
    assert open_now.declarations.count() == 1


def _wait_until_somebody_waits_for(table: str) -> None:
    give_up = time.monotonic() + 60
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass",
                [table],
            )
            if cursor.fetchone()[0]:
                return
        assert time.monotonic() < give_up, f"nobody waits for {table}"
        time.sleep(0.1)
