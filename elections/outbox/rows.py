"""Rows of the outbox, written by one statement however many they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def write(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> int:
    """Execute an INSERT inside the caller's transaction; returns how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written: int = cursor.rowcount
        return written
