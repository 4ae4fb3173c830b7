"""Where an election is played: a database of its own, and the site's own processes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from momentum_site import embedded
from momentum_site.embedded import programs
from momentum_site.embedded.supervisor import Supervisor

MAIL_PER_SECOND = "1000"  # as fast as one worker can: nobody here follows the links by hand


@dataclass(frozen=True)
class Stage:
    site: str
    maildir: Path
    supervisor: Supervisor


@contextmanager
def built() -> Iterator[Stage]:
    """An empty database beside the service's own, dropped at the end, and the site on it."""
    services, port = embedded.stage_for(settings.SITE_URL)
    if "MAILDIR" not in os.environ:
        raise RuntimeError("A play reads its mail from its own sink: unset SMTP_URL.")
    maildir = Path(os.environ["MAILDIR"])
    shutil.rmtree(maildir / "new", ignore_errors=True)
    (maildir / "new").mkdir(parents=True, exist_ok=True)
    name = f"play_{os.getpid()}"
    url = urlsplit(os.environ["DATABASE_URL"])
    with _database(url.geturl(), name):
        connections["default"].close()
        settings.DATABASES["default"]["NAME"] = name
        connections["default"].settings_dict["NAME"] = name
        environment = {
            "DATABASE_URL": url._replace(path=f"/{name}").geturl(),
            "MAIL_PER_SECOND": MAIL_PER_SECOND,
            "LIMIT_CODE_REQUESTS": "1000/m/ip,100/m/key",  # one address plays everybody
            "LIMIT_CODES_TO_ADDRESS": "1000/m/key",
        }
        call_command("migrate", interactive=False, verbosity=0)
        with Supervisor(services.directory / "log" / "play", environment) as supervisor:
            programs.add_web(supervisor, port)
            programs.add_workers(supervisor, services.directory)
            supervisor.start()
            yield Stage(settings.SITE_URL, maildir, supervisor)
        connections["default"].close()


@contextmanager
def _database(url: str, name: str) -> Iterator[None]:
    with _administration(url) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield
    finally:
        connections["default"].close()
        with _administration(url) as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _administration(url: str) -> Iterator[psycopg2.extensions.cursor]:
    connection = psycopg2.connect(url)
    connection.autocommit = True  # a database is made outside any transaction
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
