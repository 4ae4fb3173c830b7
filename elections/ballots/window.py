"""The window of a poll as the database's triggers see it, and what their refusals mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NoReturn
from uuid import UUID

from django.db import DatabaseError, connection

from elections.ballots.errors import (
    AlreadyCast,
    BallotError,
    PollClosed,
    PollNotOpen,
    PollStillOpen,
)

State = Literal["not open", "open", "past", "closed", "withdrawn"]

LOCK_NOT_AVAILABLE = "55P03"
VOTING_CLOSED, VOTING_NOT_OPEN, IN_THE_BOX = "MB001", "MB002", "MB003"
_UNIQUE_VIOLATION = "23505"

_REFUSALS: Mapping[str, tuple[type[BallotError], str]] = {
    VOTING_CLOSED: (PollClosed, "Voting is closed."),
    VOTING_NOT_OPEN: (PollNotOpen, "Voting is not open."),
    IN_THE_BOX: (AlreadyCast, "This paper is in the ballot box already."),
    _UNIQUE_VIOLATION: (AlreadyCast, "This paper is in the ballot box already."),
}


def state_of(election: UUID) -> State:
    """By the database's clock, once nobody holds the ballot box's exclusive lock.

    `past`: the closing instant has come and the box is not closed yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ballots_state(%s)", [election])
        state: State = cursor.fetchone()[0]
    return state


def require_closed(election: UUID) -> None:
    """PollStillOpen unless the box is closed; PollClosed if the election was withdrawn."""
    state = state_of(election)
    if state == "withdrawn":
        raise PollClosed("The election was withdrawn: its papers stay sealed.")
    if state != "closed":
        raise PollStillOpen("The ballot box is not closed yet.")


def refuse(error: DatabaseError) -> NoReturn:
    """Raise what the SQLSTATE means. The database's own words may hold a tracker: they end here."""
    if (meaning := _REFUSALS.get(sqlstate(error))) is None:
        raise error
    refusal, sentence = meaning
    raise refusal(sentence) from None


def sqlstate(error: DatabaseError) -> str:
    return getattr(error.__cause__, "pgcode", None) or ""
