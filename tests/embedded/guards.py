"""What the database refuses to everybody, done by a test that needs it so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import QuerySet


@contextmanager
def no_guards() -> Iterator[None]:
    """What happens inside is done as no process of the site can do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield
        cursor.execute("SET session_replication_role = origin")


def without_the_guard(rows: QuerySet[Any], **changes: Any) -> None:
    """Update rows as no process of the site can."""
    with no_guards():
        rows.update(**changes)
