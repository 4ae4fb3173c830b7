"""The seat register: who holds which seat of a body until when, and which are vacant."""

from elections.register.covering import by_elections, waiting
from elections.register.ending import end_seat
from elections.register.filling import fill, follow_amendment
from elections.register.holding import (
    Constituency,
    SeatedBody,
    bodies,
    constituencies,
    constituencies_of,
    first_instant,
    open_minima,
    today_in_london,
)

__all__ = [
    "Constituency",
    "SeatedBody",
    "bodies",
    "by_elections",
    "constituencies",
    "constituencies_of",
    "end_seat",
    "fill",
    "first_instant",
    "follow_amendment",
    "open_minima",
    "today_in_london",
    "waiting",
]
