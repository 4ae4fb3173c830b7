"""The test database, and a copy of it from which tests that commit restore it.

Django would empty the tables instead, which our triggers refuse, and which would lose the rows that
migrations brought.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker


def _settings() -> dict[str, Any]:
    settings_of: dict[str, dict[str, Any]] = settings.DATABASES
    return settings_of["default"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A name of this session's own: two sessions may share one installed PostgreSQL."""
    database = _settings()
    database.setdefault("TEST", {})["NAME"] = f"test_{database['NAME']}_{os.getpid()}"
    # A test holds its transaction open for as long as it takes; the site's limit is for the site.
    options = database.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c idle_in_transaction_session_timeout=0"


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Template]:
    with django_db_blocker.unblock():
        connections.close_all()
        template = Template(_settings())
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def restore(case: TransactionTestCase) -> None:
        connections.close_all()
        template.restore()

    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]
    yield template
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]
    template.drop()


class Template:
    """A copy of the database as migrations left it, and a copy of that copy, ready to be used.

    Copying takes a third of a second, which passes while the next test runs. That test may change
    Django's settings, and a change leaves them without any for a moment: where to connect is read
    once, before.
    """

    def __init__(self, database: dict[str, Any]) -> None:
        self.server = {
            "host": database["HOST"],
            "port": database["PORT"] or None,
            "user": database["USER"],
            "password": database["PASSWORD"],
            "dbname": "postgres",
        }
        name = database["NAME"]
        self.name, self.template, self.spare = name, f"{name}_template", f"{name}_spare"
        self._on_server(f'CREATE DATABASE "{self.template}" TEMPLATE "{name}"')
        self.copying = ThreadPoolExecutor(1)
        self.copied = self._copy()

    def _copy(self) -> Future[None]:
        return self.copying.submit(
            self._on_server,
            f'DROP DATABASE IF EXISTS "{self.spare}"',
            f'CREATE DATABASE "{self.spare}" TEMPLATE "{self.template}"',
        )

    def restore(self) -> None:
        """Put a fresh copy in the database's place, whoever is still connected to it."""
        self.copied.result()
        self._on_server(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'ALTER DATABASE "{self.spare}" RENAME TO "{self.name}"',
        )
        self.copied = self._copy()

    def copy_as(self, name: str) -> None:
        """A further database, as migrations left it, for whoever drops it afterwards."""
        self.copying.submit(
            self._on_server, f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"'
        ).result()

    def drop_copy(self, name: str) -> None:
        self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def drop(self) -> None:
        self.copying.shutdown()
        self._on_server(
            *(f'DROP DATABASE IF EXISTS "{each}"' for each in (self.spare, self.template))
        )

    def _on_server(self, *statements: str) -> None:
        with closing(psycopg2.connect(**self.server)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
