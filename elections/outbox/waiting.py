"""What waits in the outbox already: readdressed, held back, moved, dropped, or tried once more.

What is done to the mail of a whole election shows on no page that asks for confirmation: while an act
is only tried out it is left alone, so that nobody who sends that mail waits.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q

from elections import trial
from elections.models import Election, Message, RollEntry, Timetable

# When mail about voting is due while its election is postponed: never, until there is a new opening.
HELD = datetime(9999, 12, 31, tzinfo=UTC)


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


def hold_ballots(election: Election) -> int:
    """Keep back the ballot mail that waits, until `queue_timetable_change`; returns how much."""
    if trial.is_on():
        return 0
    return Message.objects.filter(
        election=election, kind=Message.Kind.BALLOT, state=Message.State.QUEUED
    ).update(not_before=HELD)


def follow_the_opening(election: Election, *, now: datetime) -> None:
    """Ballots that wait are due when voting opens now, those that were held back among them."""
    if trial.is_on():
        return
    opens_at = Timetable.objects.values_list("voting_opens_at", flat=True).get(election=election)
    waiting = Message.objects.filter(
        election=election, kind=Message.Kind.BALLOT, state=Message.State.QUEUED
    )
    waiting.filter(Q(attempts=0) | Q(not_before=HELD)).update(not_before=max(opens_at, now))


def drop_waiting(election: Election) -> int:
    """What waits of an election that ended is not needed any more; returns how much it was."""
    if trial.is_on():
        return 0
    return Message.objects.filter(election=election, state=Message.State.QUEUED).update(
        state=Message.State.SKIPPED
    )


def queue_failed_again(election: Election, *, now: datetime) -> int:
    """Try once more what failed for good, after an officer has seen to the cause."""
    return Message.objects.filter(election=election, state=Message.State.FAILED).update(
        state=Message.State.QUEUED, not_before=now, attempts=0, claimed_at=None, error=""
    )
