"""What the timetable and the hour ask for: reminders, and "your vote is recorded"."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from elections.models import Election, Message, RollEntry, RollSheet
from elections.outbox.rows import write

RECORDED_EVERY = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(hours=12)


def queue_reminders(election: Election, round: int, *, now: datetime) -> int:  # noqa: A002
    """A reminder to each voter with a sheet still open; decided again when it is sent.

    `round` counts the reminders of an election from 1. Returns how many were written: none outside
    the voting window.
    """
    timetable = election.timetable
    if election.withdrawn_at or not timetable.voting_opens_at <= now < timetable.voting_closes_at:
        return 0
    return write(
        """
        INSERT INTO elections_message
            (election_id, kind, entry_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        SELECT entry.election_id, 'reminder', entry.id, %s, entry.email, '{}', 'queued', %s, %s, 0, ''
        FROM elections_rollentry AS entry
        WHERE entry.election_id = %s AND entry.email <> '' AND EXISTS (
            SELECT FROM elections_rollsheet AS sheet WHERE sheet.entry_id = entry.id AND sheet.status = 'open'
        )
        ORDER BY entry.id
        ON CONFLICT (election_id, kind, entry_id, round) DO NOTHING
        """,
        [round, now, now, election.pk],
    )


@transaction.atomic
def queue_due(election: Election, *, now: datetime) -> int:
    """What the timetable and the hour ask for: the reminder, and "your vote is recorded".

    May be called as often as one likes. The reminder of the timetable is not written when officers
    have sent one by hand since its instant, or within 12 hours before it: nobody gets two.
    """
    # One at a time, or two would count two rounds; casting goes on meanwhile.
    Election.objects.select_for_update(of=("self",), no_key=True).get(pk=election.pk)
    queued = queue_recorded(election, now=now)
    reminder_at = election.timetable.reminder_at
    if reminder_at is None or now < reminder_at:
        return queued
    reminders = Message.objects.filter(election=election, kind=Message.Kind.REMINDER)
    if reminders.filter(queued_at__gt=reminder_at - BETWEEN_REMINDERS).exists():
        return queued
    last = reminders.aggregate(last=Coalesce(Max("round"), 0))["last"]
    return queued + queue_reminders(election, last + 1, now=now)


def queue_recorded(election: Election, *, now: datetime) -> int:
    """Tell those "your vote is recorded" whose cast sheets no message has named yet.

    In casting order these rows would undo the batches of the ballot box. So, while voting is open:
    once an hour, in random order, and only when at least as many wait as the box moves at once; a
    lone voter waits for others. After the close: everybody left, at once. May be called as often as
    one likes, never in a transaction that casts.

    A voter with several sheets hears again of those returned since: `round` is their number.
    """
    if election.withdrawn_at:
        return 0
    if now < election.timetable.voting_closes_at:
        if now < _last_recorded(election) + RECORDED_EVERY:
            return 0
        if _recorded_waiting(election) < 2 * election.min_batch:
            return 0
    return write(
        """
        INSERT INTO elections_message
            (election_id, kind, entry_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        SELECT entry.election_id, 'recorded', entry.id, returned.sheets, entry.email, '{}',
               'queued', %s, %s, 0, ''
        FROM elections_rollentry AS entry
        JOIN (
            SELECT sheet.entry_id, count(*) AS sheets FROM elections_rollsheet AS sheet
            JOIN elections_rollentry AS voter ON voter.id = sheet.entry_id
            WHERE voter.election_id = %s AND sheet.status = 'cast'
            GROUP BY sheet.entry_id
        ) AS returned ON returned.entry_id = entry.id
        WHERE entry.email <> '' AND NOT EXISTS (
            SELECT FROM elections_message AS earlier
            WHERE earlier.election_id = %s AND earlier.kind = 'recorded'
                AND earlier.entry_id = entry.id AND earlier.round >= returned.sheets
        )
        ORDER BY gen_random_uuid()
        ON CONFLICT (election_id, kind, entry_id, round) DO NOTHING
        """,
        [now, now, election.pk, election.pk],
    )


def _last_recorded(election: Election) -> datetime:
    """When "your vote is recorded" was last written; before the first time, the opening."""
    written = Message.objects.filter(election=election, kind=Message.Kind.RECORDED).aggregate(
        last=Max("queued_at")
    )
    last: datetime | None = written["last"]
    return last or election.timetable.voting_opens_at


def _recorded_waiting(election: Election) -> int:
    named = (
        Message.objects.filter(entry=OuterRef("pk"), kind=Message.Kind.RECORDED)
        .order_by("-round")
        .values("round")[:1]
    )
    return (
        RollEntry.objects.filter(election=election, sheets__status=RollSheet.Status.CAST)
        .exclude(email="")
        .annotate(returned=Count("sheets"))
        .filter(returned__gt=Coalesce(Subquery(named), 0))
        .count()
    )
