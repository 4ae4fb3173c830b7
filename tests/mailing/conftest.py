from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from elections.mailing.posting import Post
from elections.models import Election
from tests.embedded.mailbox import REAL_BACKEND, Mailbox
from tests.mailing import cast
from tests.mailing.moody import Moody, running

ONE_SENDER = """
import django; django.setup()
from django.utils import timezone
from elections import mailing
mailing.send_due(now=timezone.now(), for_seconds=180)
"""


@pytest.fixture(autouse=True)
def _own_connection() -> Iterator[None]:
    """The kept connection leads to the mail server of the test before."""
    Post.kept().close()
    yield
    Post.kept().close()


@pytest.fixture(autouse=True)
def _unhurried(settings: Settings) -> None:
    settings.MAIL_PER_SECOND = 1000


@pytest.fixture
def election(db: None) -> Election:
    return cast.election()


@pytest.fixture
def moody(settings: Settings) -> Iterator[Moody]:
    """A mail server with moods, to which all mail goes."""
    with running() as server:
        settings.EMAIL_BACKEND = REAL_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        Post.kept().close()


@pytest.fixture
def sender() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts a process that sends what is due, as a worker would."""
    started: list[subprocess.Popen[bytes]] = []
    database = urlsplit(os.environ["DATABASE_URL"])
    name = django_settings.DATABASES["default"]["NAME"]

    def start(port: int, per_second: int = 1000) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "DATABASE_URL": database._replace(path=f"/{name}").geturl(),
            "SMTP_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_PER_SECOND": str(per_second),
        }
        started.append(subprocess.Popen([sys.executable, "-c", ONE_SENDER], env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


__all__ = ["Mailbox"]
