"""How the mail of an election is getting on, for the people who answer for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from elections.models import Election, Message
from elections.models.outbox import MessageQuerySet
from elections.outbox import HELD

RECENTLY = timedelta(minutes=1)
STUCK_AFTER = timedelta(minutes=1)
# Kinds whose numbers follow those who have voted: nobody is shown them before the close.
TELLING = (Message.Kind.REMINDER, Message.Kind.RECORDED)


@dataclass(frozen=True)
class Progress:
    """The messages of one kind, counted by state. Instants in UTC."""

    kind: Message.Kind
    waiting: int  # queued, due or not
    due: int  # of these, those whose time has come
    sending: int
    sent: int
    skipped: int
    failed: int
    per_minute: int  # at the rate of the last minute
    starts_at: datetime | None  # when the first of the waiting is due, if none is yet
    oldest_due_at: datetime | None
    finishes_at: datetime | None  # at that rate; None when nothing is due or none of it goes out
    is_stuck: bool  # something is due, and nothing has been sent for a minute
    is_held: bool  # the election is postponed, and what waits waits for its new opening

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def total(self) -> int:
        return self.waiting + self.sending + self.sent + self.skipped + self.failed

    @property
    def is_finished(self) -> bool:
        return self.waiting + self.sending == 0


def progress(election: Election, *, now: datetime) -> list[Progress]:
    """One entry for each kind that the election has messages of, in the order of the kinds."""
    return progress_of([election], now=now)[election.pk]


def progress_of(elections: Collection[Election], *, now: datetime) -> dict[UUID, list[Progress]]:
    """The same of several elections, by their keys; in two statements for all of them."""
    rows = _rows(elections, now)
    waits = any(_waits_too_long(row["oldest_due_at"], now) for row in rows)
    moves = waits and mail_moved_lately(now)
    found: dict[UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["election"]][row["kind"]] = row
    return {
        election.pk: [
            _of_kind(kind, _shown(election, own[kind.value]), now=now, moves=moves)
            for kind in Message.Kind
            if kind.value in own
        ]
        for election in elections
        for own in (found[election.pk],)
    }


def _rows(elections: Collection[Election], now: datetime) -> list[dict[str, Any]]:
    """For each election and kind of message the numbers that may be known of it."""
    state, recent = Message.State, Q(sent_at__gt=now - RECENTLY)
    due = Q(state=state.QUEUED, not_before__lte=now)
    # How many have voted, to the person, would tell when somebody did.
    untold = Q(kind__in=TELLING) & ~Q(election__in=[one for one in elections if _is_closed(one)])
    rows = (
        Message.objects.filter(election__in=elections)
        .exclude(untold)
        .order_by()
        .values("election", "kind")
        .annotate(
            waiting=Count("id", filter=Q(state=state.QUEUED)),
            due=Count("id", filter=due),
            sending=Count("id", filter=Q(state=state.SENDING)),
            sent=Count("id", filter=Q(state=state.SENT)),
            skipped=Count("id", filter=Q(state=state.SKIPPED)),
            failed=Count("id", filter=Q(state=state.FAILED)),
            recent=Count("id", filter=recent),
            first_recent_at=Min("sent_at", filter=recent),
            oldest_due_at=Min("not_before", filter=due),
            next_at=Min("not_before", filter=Q(state=state.QUEUED)),
        )
    )
    return [dict(row) for row in rows]


def _is_closed(election: Election) -> bool:
    return election.box_closed_at is not None


def hidden_mail_that_waits(now: datetime) -> MessageQuerySet:
    """What is not counted before the close (reminders), and should have gone a minute ago."""
    return Message.objects.filter(
        election__box_closed_at__isnull=True,
        kind__in=TELLING,
        state=Message.State.QUEUED,
        not_before__lt=now - STUCK_AFTER,
    )


def mail_moved_lately(now: datetime) -> bool:
    """Whatever election it was for: a mailing that waits behind another's is not stuck."""
    return Message.objects.filter(
        Q(sent_at__gt=now - STUCK_AFTER)
        | Q(state=Message.State.SKIPPED, claimed_at__gt=now - STUCK_AFTER)
    ).exists()


def _shown(election: Election, row: dict[str, Any]) -> dict[str, Any]:
    """Before the close a ballot that is not needed any more is that of somebody who has voted: counted
    as sent."""
    if _is_closed(election):
        return row
    return {**row, "sent": row["sent"] + row["skipped"], "skipped": 0}


def _of_kind(kind: Message.Kind, row: dict[str, Any], *, now: datetime, moves: bool) -> Progress:
    is_stuck = _waits_too_long(row["oldest_due_at"], now) and not moves
    is_held = row["next_at"] == HELD
    rate = _per_second(row["recent"], row["first_recent_at"], now)
    left = row["due"] + row["sending"]
    return Progress(
        kind=kind,
        waiting=row["waiting"],
        due=row["due"],
        sending=row["sending"],
        sent=row["sent"],
        skipped=row["skipped"],
        failed=row["failed"],
        per_minute=round(rate * 60),
        starts_at=None if left or is_held else row["next_at"],
        oldest_due_at=row["oldest_due_at"],
        finishes_at=now + timedelta(seconds=left / rate) if left and rate else None,
        is_stuck=is_stuck,
        is_held=is_held,
    )


def _waits_too_long(oldest_due_at: datetime | None, now: datetime) -> bool:
    return oldest_due_at is not None and now - oldest_due_at > STUCK_AFTER


def _per_second(recent: int, first_recent_at: datetime | None, now: datetime) -> float:
    """Over the part of the last minute since the first message of it went."""
    if first_recent_at is None:
        return 0.0
    return recent / max(1.0, (now - first_recent_at).total_seconds())
