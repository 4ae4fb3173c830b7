"""Rows of the outbox, written by one statement however many they are.

While an act is only tried out (ADR 18) nothing of it stays. Of a mailing to many a few messages are then
written, enough to be shown, and the others are counted by the same query: writing 50,000 takes
seconds, and holds up whoever asks for their link to vote meanwhile. The verbs do not know of it: each of
two dozen would have to hand it on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]
SHOWN = 6  # messages of a mailing: one more than are named

_left_out: ContextVar[Counter[str] | None] = ContextVar("left_out", default=None)


@contextmanager
def tried_out() -> Iterator[Counter[str]]:
    """What happens inside is rolled back by the caller; gives how many messages of each kind would have
    been written besides those that were."""
    left_out: Counter[str] = Counter()
    token = _left_out.set(left_out)
    try:
        yield left_out
    finally:
        _left_out.reset(token)


def is_trial() -> bool:
    return _left_out.get() is not None


def write(sql: str, params: Params) -> int:
    """Execute an INSERT inside the caller's transaction; returns how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written: int = cursor.rowcount
        return written


def write_many(kind: str, insert: str, rows: str, params: Params, *, unless: str = "") -> int:
    """Insert the messages of one kind that a query gives; `unless` is what to do where one is there.
    Returns how many there are, or would be."""
    left_out = _left_out.get()
    if left_out is None:
        return write(f"{insert} {rows} {unless}", params)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({rows}) AS wanted", params)
        number: int = cursor.fetchone()[0]
    written = write(f"{insert} {rows} LIMIT {SHOWN} {unless}", params)
    left_out[kind] += number - written
    return number
