"""Rows of the outbox, written by one statement however many they are.

While an act is only tried out (`elections.trial`) nothing of it stays. Of a mailing to many a few messages
are then written, enough to be shown, and the others are counted by the same query: writing 50,000 takes
seconds, and holds up whoever asks for their link to vote meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from elections import trial

Params = Sequence[Any] | Mapping[str, Any]
SHOWN = 6  # messages of a mailing: one more than are named


def write(sql: str, params: Params) -> int:
    """Execute an INSERT inside the caller's transaction; returns how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written: int = cursor.rowcount
        return written


def write_many(kind: str, insert: str, rows: str, params: Params, *, unless: str = "") -> int:
    """Insert the messages of one kind that a query gives; `unless` is what to do where one is there.
    Returns how many there are, or would be."""
    tried = trial.going_on()
    if tried is None:
        return write(f"{insert} {rows} {unless}", params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({rows}) AS wanted", params)
        number: int = cursor.fetchone()[0]
    written = write(f"{insert} {rows} LIMIT {SHOWN} {unless}", params)
    tried.left_out[kind] += number - written
    return number
