"""The site as people meet it: gunicorn, Celery's workers and beat, against the test database."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import redis
from celery import current_app
from django.conf import settings

from momentum_site.embedded import programs
from momentum_site.embedded.supervisor import Supervisor
from tests.embedded.session import DIRECTORY

QUEUES = ["celery", "tally", "unacked", "unacked_index", "unacked_mutex"]


@dataclass(frozen=True)
class Site:
    """``supervisor`` starts, stops and kills its children by name."""

    url: str
    supervisor: Supervisor


def _supervisor(name: str) -> Supervisor:
    """For children that use the test database, not the one in this process's environment."""
    database = urlsplit(os.environ["DATABASE_URL"])
    test = database._replace(path=f"/{settings.DATABASES['default']['NAME']}").geturl()
    return Supervisor(DIRECTORY / "log" / name, {"DATABASE_URL": test})


@pytest.fixture(scope="session")
def web(django_db_setup: None) -> Iterator[Site]:
    """One gunicorn for the session: ask for `live_site`, which also restores the database."""
    with _supervisor("web") as supervisor:
        programs.add_web(supervisor, urlsplit(settings.SITE_URL).port or 80)
        supervisor.start()
        yield Site(settings.SITE_URL, supervisor)


@pytest.fixture
def live_site(transactional_db: None, web: Site) -> Iterator[Site]:
    """A real gunicorn on the test database: `live_site.url`."""
    web.supervisor.start()  # in case the test before has killed it
    yield web
    web.supervisor.check()


@pytest.fixture
def workers(transactional_db: None) -> Iterator[Supervisor]:
    """A running Celery `worker`, `tally` worker and `beat`, to be killed and started by name."""
    with _supervisor("workers") as supervisor:
        programs.add_workers(supervisor, DIRECTORY)
        supervisor.start()
        _wait_for_workers(supervisor)
        yield supervisor
        supervisor.check()
        for name in reversed(supervisor.children):
            supervisor.kill(name)  # the database they work on is about to be replaced


def _wait_for_workers(supervisor: Supervisor, seconds: float = 120) -> None:
    give_up = time.monotonic() + seconds
    while len(current_app.control.ping(timeout=1, limit=2) or []) < 2:
        supervisor.check()
        if time.monotonic() > give_up:
            pytest.fail(f"The workers do not answer; their logs: {supervisor.log_dir}")


@pytest.fixture(scope="session")
def broker() -> Iterator[redis.Redis]:
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        yield client


@pytest.fixture(autouse=True)
def empty_queues(broker: redis.Redis) -> Iterator[None]:
    """What a test queues is its own: without `workers` nobody takes it, and it ends with the test."""
    yield
    broker.delete(*QUEUES)
