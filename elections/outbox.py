"""The outbox: writes messages. What is there, `elections.mailing` sends.

Functions run inside the caller's transaction, so that an act and the mail about it happen
together or not at all. None starts a task. Writing the same message twice changes nothing: the
constraint `message_once_for_each_voter` refuses the second one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from elections.models import (
    Election,
    Message,
    Nomination,
    PublicChange,
    RollEntry,
    RollSheet,
    Timetable,
)
from members.models import Member
from members.models.member import MemberQuerySet

RECORDED_EVERY = timedelta(hours=1)
BETWEEN_REMINDERS = timedelta(hours=12)
AGAIN_AFTER = timedelta(minutes=10)  # a voter's own request for the ballot mail
# When mail about voting is due while its election is postponed: never, until there is a new opening.
HELD = datetime(9999, 12, 31, tzinfo=UTC)

_AFFECTED = """
    SELECT entry.id AS entry_id, NULL::bigint AS member_id, entry.email AS email
    FROM elections_rollentry AS entry WHERE entry.election_id = %(election)s
    UNION ALL
    SELECT NULL, member.id, member.email_key FROM members_member AS member
    WHERE member.id IN (
        SELECT nomination.member_id FROM elections_nomination AS nomination
        JOIN elections_contest AS contest ON contest.id = nomination.contest_id
        WHERE contest.election_id = %(election)s
            AND nomination.state IN ('submitted', 'accepted')
        UNION
        SELECT given.member_id FROM elections_supportingnomination AS given
        JOIN elections_contest AS contest ON contest.id = given.contest_id
        WHERE contest.election_id = %(election)s
    ) AND NOT EXISTS (
        SELECT FROM elections_rollentry AS entry
        WHERE entry.election_id = %(election)s AND entry.member_id = member.id
    )
"""


def queue_ballots(election: Election, *, now: datetime) -> int:
    """One ballot message for each voter with an address who has none, not before voting opens.

    Returns how many were written; called again after late joiners, it writes theirs alone.
    """
    return _execute(
        """
        INSERT INTO elections_message
            (election_id, kind, entry_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        SELECT entry.election_id, 'ballot', entry.id, 1, entry.email, '{}', 'queued', %s, %s, 0, ''
        FROM elections_rollentry AS entry
        WHERE entry.election_id = %s AND entry.email <> ''
        ORDER BY entry.id
        ON CONFLICT (election_id, kind, entry_id, round) DO NOTHING
        """,
        [max(election.timetable.voting_opens_at, now), now, election.pk],
    )


def queue_ballots_of(entries: Collection[int], *, election: Election, now: datetime) -> int:
    """A ballot message for these entries: the first, or another where papers were added since.

    None for an entry without an address or an open sheet, or whose message waits still: it is
    written when it is sent, and so names what was added. Returns how many were written.
    """
    return _execute(
        """
        INSERT INTO elections_message
            (election_id, kind, entry_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        SELECT entry.election_id, 'ballot', entry.id, 1 + coalesce(earlier.last, 0), entry.email,
               '{}', 'queued', %s, %s, 0, ''
        FROM unnest(%s) AS wanted(id)
        JOIN elections_rollentry AS entry ON entry.id = wanted.id
        LEFT JOIN (
            SELECT entry_id, max(round) AS last, bool_or(state = 'queued') AS is_waiting
            FROM elections_message
            WHERE election_id = %s AND kind = 'ballot' AND entry_id = ANY (%s)
            GROUP BY entry_id
        ) AS earlier ON earlier.entry_id = entry.id
        WHERE entry.election_id = %s AND entry.email <> '' AND earlier.is_waiting IS NOT TRUE
            AND EXISTS (
                SELECT FROM elections_rollsheet AS sheet
                WHERE sheet.entry_id = entry.id AND sheet.status = 'open'
            )
        ORDER BY entry.id
        """,
        [
            max(election.timetable.voting_opens_at, now),
            now,
            list(entries),
            election.pk,
            list(entries),
            election.pk,
        ],
    )


def readdress(entry: RollEntry) -> None:
    """What waits for a voter goes to the address that the roll has now."""
    Message.objects.filter(entry=entry).exclude(state=Message.State.SENT).update(to=entry.email)


def release_entry(entry: RollEntry) -> None:
    """Nothing more is sent of what was written to a voter; what was sent stays on record.

    The messages name the member instead, so that the entry can be taken off the roll.
    """
    own = Message.objects.filter(entry=entry)
    own.exclude(state=Message.State.SENT).update(state=Message.State.SKIPPED)
    own.update(entry=None, member=entry.member_id)


def queue_ballot_again(entry: RollEntry, *, now: datetime) -> bool:
    """The same ballot mail once more to the address on the roll, at the voter's own request.

    False, and nothing is written, when one is still waiting, was written in the last ten minutes,
    every sheet is returned, or no address is known: the page that asks says the same in each case.
    """
    # Two requests at once: the second waits here and then finds the first one's message.
    entry = RollEntry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    earlier = Message.objects.filter(entry=entry, kind=Message.Kind.BALLOT)
    recent = earlier.filter(Q(not_before__gt=now - AGAIN_AFTER) | Q(sent_at__gt=now - AGAIN_AFTER))
    is_open = entry.sheets.filter(status=RollSheet.Status.OPEN).exists()
    if not entry.email or not is_open or earlier.unfinished().exists() or recent.exists():
        return False
    last = earlier.aggregate(last=Coalesce(Max("round"), 0))["last"]
    Message.objects.create(
        election_id=entry.election_id,
        kind=Message.Kind.BALLOT,
        entry=entry,
        round=last + 1,
        to=entry.email,
        not_before=now,
    )
    return True


def queue_reminders(election: Election, round: int, *, now: datetime) -> int:  # noqa: A002
    """A reminder to each voter with a sheet still open; decided again when it is sent.

    `round` counts the reminders of an election from 1. Returns how many were written: none outside
    the voting window.
    """
    timetable = election.timetable
    if election.withdrawn_at or not timetable.voting_opens_at <= now < timetable.voting_closes_at:
        return 0
    return _execute(
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
    return _execute(
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


def queue_to_member(
    kind: Message.Kind,
    *,
    election: Election,
    member: Member,
    nomination: Nomination | None = None,
    details: Mapping[str, Any] | None = None,
    to: str = "",
    now: datetime,
) -> Message | None:
    """A message to a member who need not be on any roll; None if no mail can reach them.

    It goes to the member's address on the list, unless another is given.
    """
    if not (to or member.email_key):
        return None
    return Message.objects.create(
        election=election,
        kind=kind,
        member=member,
        nomination=nomination,
        to=to or member.email_key,
        details=dict(details or {}),
        not_before=now,
    )


def number_affected(election: Election) -> int:
    """How many would be mailed about a change now: on the roll, standing, or having nominated."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({_AFFECTED}) AS affected WHERE email <> ''",
            {"election": election.pk},
        )
        number: int = cursor.fetchone()[0]
        return number


def queue_change(change: PublicChange, kind: Message.Kind, *, now: datetime) -> int:
    """Tell of a public change everybody it affects, each once: those on the roll, and those not on
    it who stand or who nominated somebody. Returns how many messages were written.
    """
    return _execute(
        f"""
        INSERT INTO elections_message
            (election_id, kind, entry_id, member_id, round, "to", details, state, not_before,
             queued_at, attempts, error)
        SELECT %(election)s, %(kind)s, affected.entry_id, affected.member_id, %(round)s,
               affected.email, jsonb_build_object('change', %(change)s), 'queued', %(now)s, %(now)s,
               0, ''
        FROM ({_AFFECTED}) AS affected
        WHERE affected.email <> '' AND NOT EXISTS (
            SELECT FROM elections_message AS earlier
            WHERE earlier.election_id = %(election)s AND earlier.kind = %(kind)s
                AND earlier.round = %(round)s AND earlier.member_id = affected.member_id
        )
        ORDER BY affected.entry_id, affected.member_id
        ON CONFLICT (election_id, kind, entry_id, round) DO NOTHING
        """,
        {
            "election": change.election_id,
            "kind": kind.value,
            # Changes are never taken away: the number of those up to this one is its own.
            "round": PublicChange.objects.filter(
                election=change.election_id, pk__lte=change.pk
            ).count(),
            "change": change.pk,
            "now": now,
        },
    )


def queue_timetable_change(election: Election, *, now: datetime) -> int:
    """Tell those affected of the latest change; ballots still waiting follow the opening.

    Returns how many messages were written. Without a recorded change there is nothing to tell.
    """
    kinds = (PublicChange.Kind.TIMETABLE, PublicChange.Kind.RESUMED)
    latest = election.changes.filter(kind__in=kinds).first()
    if latest is None:
        return 0
    opens_at = Timetable.objects.values_list("voting_opens_at", flat=True).get(election=election)
    waiting = Message.objects.filter(
        election=election, kind=Message.Kind.BALLOT, state=Message.State.QUEUED
    )
    waiting.filter(Q(attempts=0) | Q(not_before=HELD)).update(not_before=max(opens_at, now))
    return queue_change(latest, Message.Kind.TIMETABLE_CHANGED, now=now)


def hold_ballots(election: Election) -> int:
    """Keep back the ballot mail that waits, until `queue_timetable_change`; returns how much."""
    return Message.objects.filter(
        election=election, kind=Message.Kind.BALLOT, state=Message.State.QUEUED
    ).update(not_before=HELD)


def drop_waiting(election: Election) -> int:
    """What waits of an election that ended is not needed any more; returns how much it was."""
    return Message.objects.filter(election=election, state=Message.State.QUEUED).update(
        state=Message.State.SKIPPED
    )


def queue_reopened(
    election: Election,
    electors: MemberQuerySet,
    *,
    lines: Sequence[str],
    reason: str,
    now: datetime,
) -> int:
    """Tell these members that nominations are open again for vacancies; returns how many."""
    sql, params = electors.exclude(email_key="").values("id", "email_key").query.sql_with_params()
    return _execute(
        f"""
        INSERT INTO elections_message
            (election_id, kind, member_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        SELECT %s, 'reopened', elector.id, 1, elector.email_key, %s, 'queued', %s, %s, 0, ''
        FROM ({sql}) AS elector
        ORDER BY elector.id
        """,
        [
            election.pk,
            json.dumps({"contests": list(lines), "reason": reason}),
            now,
            now,
            *params,
        ],
    )


def queue_failed_again(election: Election, *, now: datetime) -> int:
    """Try once more what failed for good, after an officer has seen to the cause."""
    return Message.objects.filter(election=election, state=Message.State.FAILED).update(
        state=Message.State.QUEUED, not_before=now, attempts=0, claimed_at=None, error=""
    )


def _execute(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        written: int = cursor.rowcount
        return written
