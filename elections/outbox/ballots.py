"""The ballot mail: one for each voter, another where papers were added, the same once more on request."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from elections.models import Election, Message, RollEntry, RollSheet
from elections.outbox.rows import write

AGAIN_AFTER = timedelta(minutes=10)  # a voter's own request for the ballot mail


def queue_ballots(election: Election, *, now: datetime) -> int:
    """One ballot message for each voter with an address who has none, not before voting opens.

    Returns how many were written; called again after late joiners, it writes theirs alone.
    """
    return write(
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
    return write(
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
