"""Pure: an election's timetable, what has been done about it, and the clock give its phase.

Nothing here is stored and nothing reads a clock: callers pass `now`. A model instance fits the two
protocols, and so does any object with the same attributes.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Phase(StrEnum):
    PREPARING = "preparing"  # not public yet
    NOTICE = "notice"  # public, nominations not open
    NOMINATING = "nominating"  # members may put themselves forward, or support those who did
    CHECKING = "checking"  # nominations closed, papers not fixed
    READY = "ready"  # papers fixed, voting not open
    DELAYED = "delayed"  # voting should be open, but the papers are not fixed
    NOT_HELD = "not-held"  # voting should be over, and the papers were never fixed
    VOTING = "voting"
    COUNTING = "counting"  # voting closed, no result yet
    PROVISIONAL = "provisional"  # a result that may still be complained about
    DECLARED = "declared"
    POSTPONED = "postponed"  # put off without a date: no window is open until there is one
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"  # withdrawn once voting had opened: its papers were destroyed unopened


class Timetable(Protocol):
    """Instants with a zone; `None` where the election has no such step."""

    self_nomination_opens_at: datetime | None
    self_nomination_closes_at: datetime | None
    supporting_opens_at: datetime | None
    supporting_closes_at: datetime | None
    reopening_opens_at: datetime | None
    reopening_closes_at: datetime | None
    appeals_close_at: datetime | None
    voting_opens_at: datetime
    voting_closes_at: datetime


class Record(Protocol):
    """The recorded acts of an election: each `None` until it happened."""

    published_at: datetime | None
    papers_fixed_at: datetime | None
    postponed_at: datetime | None
    withdrawn_at: datetime | None
    counted_at: datetime | None
    declared_at: datetime | None


def _inside(opens: datetime | None, closes: datetime | None, now: datetime) -> bool:
    return opens is not None and closes is not None and opens <= now < closes


def self_nomination_open(timetable: Timetable, now: datetime) -> bool:
    return _inside(timetable.self_nomination_opens_at, timetable.self_nomination_closes_at, now)


def supporting_open(timetable: Timetable, now: datetime) -> bool:
    return _inside(timetable.supporting_opens_at, timetable.supporting_closes_at, now)


def reopening_open(timetable: Timetable, now: datetime) -> bool:
    """Nominations are open again for vacancies: to stand there and to support those who do."""
    return _inside(timetable.reopening_opens_at, timetable.reopening_closes_at, now)


def nominations_closed(timetable: Timetable, now: datetime) -> bool:
    """True once no window for nominations is open or still to come."""
    closings = [
        timetable.self_nomination_closes_at,
        timetable.supporting_closes_at,
        timetable.reopening_closes_at,
    ]
    return all(closes is None or closes <= now for closes in closings)


# Nothing follows: what the timetable still plans does not come.
WITHOUT_RESULT = (Phase.NOT_HELD, Phase.WITHDRAWN, Phase.ABANDONED)


def appeals_close_at(timetable: Timetable, refused_at: datetime) -> datetime | None:
    """Until when a refusal can be appealed; None: until the papers are fixed.

    That is so without an instant for appeals, and after a refusal later than it: nobody loses the
    appeal because a decision came late.
    """
    closes = timetable.appeals_close_at
    return closes if closes is not None and refused_at < closes else None


def voting_window(timetable: Timetable, now: datetime) -> bool:
    """The window includes its first instant and excludes its last."""
    return timetable.voting_opens_at <= now < timetable.voting_closes_at


def phase(timetable: Timetable, record: Record, now: datetime) -> Phase:
    """The one phase that an election is in at `now`."""
    if record.withdrawn_at is not None:
        had_opened = (
            record.papers_fixed_at is not None
            and record.postponed_at is None
            and record.withdrawn_at >= timetable.voting_opens_at
        )
        return Phase.ABANDONED if had_opened else Phase.WITHDRAWN
    if record.declared_at is not None:
        return Phase.DECLARED
    if record.counted_at is not None:
        return Phase.PROVISIONAL
    if record.published_at is None:
        return Phase.PREPARING
    if record.postponed_at is not None:
        return Phase.POSTPONED
    if record.papers_fixed_at is not None:
        if now < timetable.voting_opens_at:
            return Phase.READY
        return Phase.VOTING if voting_window(timetable, now) else Phase.COUNTING
    return _without_papers(timetable, now)


def _without_papers(timetable: Timetable, now: datetime) -> Phase:
    if now >= timetable.voting_closes_at:
        return Phase.NOT_HELD
    if now >= timetable.voting_opens_at:
        return Phase.DELAYED
    opens = [
        instant
        for instant in (timetable.self_nomination_opens_at, timetable.supporting_opens_at)
        if instant is not None
    ]
    if not opens or now < min(opens):
        return Phase.NOTICE  # a question has no nominations to close
    return Phase.CHECKING if nominations_closed(timetable, now) else Phase.NOMINATING
