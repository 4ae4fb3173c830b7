"""Giving voters more time: the close moves later, and what follows it moves along."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from elections.models import Election
from elections.refusal import Refused
from elections.scheduling.timetable import change_timetable, refuse_too_late_a_close
from members.models import User

# Counted from the close: the time for complaints, say, is as long as it was promised.
_FOLLOWING = ("declaration_at", "complaints_close_at", "declarations_kept_until_at")


def why_not_extend(election: Election, now: datetime) -> str:
    """Why voting cannot be extended now; empty where it can."""
    if election.published_at is None:
        return _("The notice is not published. Change the timetable instead.")
    if election.withdrawn_at is not None:
        return _("The election has already been withdrawn.")
    if election.postponed_at is not None:
        return _("The election is postponed. Resume it with a new timetable.")
    if election.no_poll_at is not None:
        return _("There is no poll in this election.")
    if election.box_closed_at is not None or now >= election.timetable.voting_closes_at:
        return _("Voting has closed: the close no longer moves.")
    return ""


def moved_along(election: Election, closes_at: datetime) -> dict[str, datetime]:
    """The steps that move with the close: the close itself, and what is counted from it."""
    timetable = election.timetable
    later: timedelta = closes_at - timetable.voting_closes_at
    following = {
        name: instant + later
        for name in _FOLLOWING
        if (instant := getattr(timetable, name)) is not None
    }
    term = timetable.term_starts_at
    if term is not None and term < closes_at:
        following["term_starts_at"] = term + later
    return {"voting_closes_at": closes_at, **following}


def extend_voting(
    election: Election, closes_at: datetime, *, reason: str, actor: User | None, now: datetime
) -> None:
    """Close voting later, with a public reason; those affected are told.

    Raises Refused for a close that is not later, or too late, and once voting has closed.
    """
    if refusal := why_not_extend(election, now):
        raise Refused(refusal)
    closes = election.timetable.voting_closes_at
    if closes_at <= closes:
        raise Refused(_("Choose a close that is later than the one there is."))
    refuse_too_late_a_close(closes, closes_at)
    change_timetable(
        election, moved_along(election, closes_at), reason=reason, actor=actor, now=now
    )
