"""The real site with a part of it taken away."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
import redis
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
    live_site: Site, open_now: Election, workers: Supervisor, mailbox: Mailbox
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
    sent = {message["Message-ID"] for message in mailbox.messages()}
    assert len(sent) == Message.objects.filter(state=Message.State.SENT).count()
