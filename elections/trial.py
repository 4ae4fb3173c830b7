"""Acts that are only tried out: done, looked at, and undone (ADR 18).

Whether one is going on is asked here, and by nobody's argument: each of two dozen verbs would have to
hand it on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction


@dataclass
class Trial:
    """`left_out`: how many messages of each kind would have been written besides those that were.

    `asked`: what two officers would both have to ask for (`elections.two_officers`), where they do.
    """

    left_out: Counter[str] = field(default_factory=Counter)
    asked: Mapping[str, object] | None = None


_going_on: ContextVar[Trial | None] = ContextVar("trial", default=None)


@contextmanager
def begun() -> Iterator[Trial]:
    """Whatever happens inside is rolled back at the end, however it ends."""
    trial = Trial()
    token = _going_on.set(trial)
    try:
        with transaction.atomic():
            try:
                yield trial
            finally:
                transaction.set_rollback(True)
    finally:
        _going_on.reset(token)


def going_on() -> Trial | None:
    return _going_on.get()


def is_on() -> bool:
    return going_on() is not None
