"""The test database, and a copy of it from which tests that commit restore it.

Django would empty the tables instead, which our triggers refuse, and which would lose the rows that
migrations brought.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
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
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    name = _settings()["NAME"]
    template = f"{name}_template"
    with django_db_blocker.unblock():
        _copy(name, template)
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def restore(case: TransactionTestCase) -> None:
        _copy(template, name)

    TransactionTestCase._fixture_teardown = restore  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[attr-defined]
    _on_server(f'DROP DATABASE IF EXISTS "{template}" WITH (FORCE)')


def _copy(source: str, target: str) -> None:
    """Make ``target`` a copy of ``source``, whoever is still connected to it."""
    connections.close_all()
    _on_server(
        f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
        f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY',
    )


def _on_server(*statements: str) -> None:
    database = _settings()
    with closing(
        psycopg2.connect(
            host=database["HOST"],
            port=database["PORT"] or None,
            user=database["USER"],
            password=database["PASSWORD"],
            dbname="postgres",
        )
    ) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
