"""Closing the box: done by the sweep, claimed before it is done.

The closing transaction takes the rows of the elections, then those of the roll, then the ballot
box's own locks: the order of locks is in docs/architecture.md.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from elections import roll
from elections.ballots import box
from elections.models import Election, RollEntry, RollSheet
from elections.tallying import turnout
from members import audit

_DECLARES = (RollEntry.Labour.UNDECLARED, RollEntry.Labour.DECLARED)


def close_due(now: datetime) -> int:
    """Close the box of every election past its closing instant; returns how many.

    All of them in one transaction: what one election's close puts back into the inbox would be
    refused for another that is past its own. 0 also while somebody holds the box's tables, a dump
    for instance: casts of other elections must not wait behind the closer.
    """
    # The box asks the database's clock: a worker that is early would be refused there.
    due = Election.objects.due_to_close(at=now).filter(timetable__voting_closes_at__lte=Now())
    # Only what is due takes locks, and the whole roll is not touched for a close that must wait.
    if not due.exists() or not box.is_free():
        return 0
    try:
        with box.at_once():
            return _close(due.select_for_update(of=("self",), skip_locked=True), now)
    except box.TablesInUse:
        return 0


def _close(due: QuerySet[Election], now: datetime) -> int:
    elections = list(due.select_related("timetable").order_by("pk"))
    ids = [election.pk for election in elections]
    if not ids:
        return 0
    # Touched all at once, every row carries the same transaction; and first, as casters do.
    RollSheet.objects.filter(sheet__election__in=ids).update(status=F("status"))
    # Who declared their membership of the Labour Party did so just before they voted.
    RollEntry.objects.filter(election__in=ids, labour__in=_DECLARES).update(labour=F("labour"))
    box.close(ids)
    turnout.store(elections)
    Election.objects.filter(pk__in=ids).update(box_closed_at=now)
    for election in elections:
        if election.roll_frozen_at is None:
            roll.freeze_as_it_stands(election, actor=None, now=now)
    for election in elections:
        audit.record(
            audit.Action.POLL_CLOSED, actor=None, subject=election.title, election=election.pk
        )
    return len(elections)


def move_due() -> None:
    """Move waiting papers from the inbox into the box, wherever enough are waiting."""
    box.move_due()


def rewrite_roll_due(now: datetime) -> bool:
    """After a close, write the roll's tables anew, in the order of its entries: neither older
    versions of its rows nor their places then tell who voted when. False when there was no need, or
    the tables were not free at once: the next sweep tries again.
    """
    waiting = Election.objects.filter(box_closed_at__isnull=False, roll_rewritten_at__isnull=True)
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return False
    try:
        with box.at_once() as cursor:
            cursor.execute("CLUSTER elections_rollsheet USING roll_sheet_once")
            cursor.execute("CLUSTER elections_rollentry USING roll_entry_once")
            Election.objects.filter(pk__in=ids).update(roll_rewritten_at=now)
    except box.TablesInUse:
        return False
    return True
