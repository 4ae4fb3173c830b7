"""What the database refuses to everybody, done by a test that needs it so."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet


def without_the_guard(rows: QuerySet[Any], **changes: Any) -> None:
    """Update rows as no process of the site can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        rows.update(**changes)
        cursor.execute("SET session_replication_role = origin")
