"""Sending what is due: claim, write, hand over, mark.

What one instant of dying costs: between the mail server's "250" and the commit that marks the
message lies one round trip. A worker that dies there leaves a message that was sent and is not
marked; it goes again, with the same Message-ID, so that mail programs show it once.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from elections.mailing import lanes
from elections.mailing.posting import Never, NotNow, Post, Unreachable
from elections.mailing.writing import Batch
from elections.models import Election, Message, RollEntry
from elections.outbox import HELD

log = logging.getLogger("momentum.mail")

CHUNK = 100
CHUNK_SECONDS = 10.0  # a chunk is small enough to be sent in that time at the pace
CLAIM_SECONDS = 20.0  # no message of a chunk is begun later after its claim
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
MOST_ATTEMPTS = 10  # some four hours
IN_A_ROW = 10  # so many failures in a row are the server's, not the messages'

_ABOUT_VOTING = (Message.Kind.BALLOT, Message.Kind.REMINDER, Message.Kind.RECORDED)
# What is still said of an election once it has ended without a result.
_ABOUT_THE_END = (Message.Kind.WITHDRAWN, Message.Kind.ABANDONED)
# What officers still do then, and somebody is told.
_AFTER_THE_END = (Message.Kind.STATEMENT_STRUCK, Message.Kind.HUSTINGS_DECIDED)


@dataclass
class Run:
    """What one call did."""

    sent: int = 0
    skipped: int = 0
    failed: int = 0  # for good
    put_off: int = 0  # to be tried again
    is_reachable: bool = True
    more: bool = False  # it stopped at its limit: more may be due


def send_due(*, now: datetime, limit: int = 1000, for_seconds: float = 2.0) -> Run:
    """Send what is due at `now`, at most `limit` messages for about `for_seconds`.

    Short, so that the worker's other tasks get their turn; it is swept again at once. Does nothing
    when enough senders are at work. Must not be called inside a transaction: it commits as it goes.
    """
    with lanes.taken() as lane, translation.override(settings.LANGUAGE_CODE):
        if lane is None:
            return Run()
        _take_up_again()
        return _Sender(lane, now, limit, for_seconds).run()


def _take_up_again() -> None:
    """Back to the queue with what a sender claimed that died."""
    Message.objects.filter(
        # The index begins with election and kind; without them this would read the whole table.
        election__in=Election.objects.values("pk"),
        kind__in=Message.Kind.values,
        state=Message.State.SENDING,
        claimed_at__lt=lanes.left_behind(),
    ).update(state=Message.State.QUEUED, claimed_at=None)


class _Sender:
    def __init__(self, lane: lanes.Lane, now: datetime, limit: int, for_seconds: float) -> None:
        self.lane = lane
        self.limit = limit
        self.done = Run()
        self.post = Post.kept()
        self._now, self._begun = now, time.monotonic()
        self._ends = self._begun + for_seconds
        self._failures = 0  # in a row

    def run(self) -> Run:
        handled = 0
        while self._goes_on() and handled < self.limit:
            seconds = min(CHUNK_SECONDS, self._ends - time.monotonic())
            claimed = _claim(self.now, min(CHUNK, self.limit - handled, self.lane.fits(seconds)))
            if not claimed:
                self._report()
                return self.done
            handled += self._send_chunk(claimed)
        self.done.more = self._is_worth_it()
        self._report()
        return self.done

    @property
    def now(self) -> datetime:
        return self._now + timedelta(seconds=time.monotonic() - self._begun)

    def _is_worth_it(self) -> bool:
        return self.done.is_reachable and self._failures < IN_A_ROW

    def _goes_on(self) -> bool:
        return self._is_worth_it() and time.monotonic() < self._ends

    def _send_chunk(self, claimed: dict[int, datetime]) -> int:
        """Send what was claimed; what there is no time for goes back untouched."""
        give_up = min(self._ends, time.monotonic() + CLAIM_SECONDS)
        batch = Batch(claimed)
        for handled, message in enumerate(batch.messages):
            if not self._is_worth_it() or (handled and time.monotonic() > give_up):
                _release(claimed, batch.messages[handled:])
                return handled
            message.claimed_at = claimed[message.pk]
            self._settle(message, batch)
        return len(batch.messages)

    def _settle(self, message: Message, batch: Batch) -> None:
        wanted_at = _wanted_at(message, batch, self.now)
        if wanted_at is None:
            self.done.skipped += 1
            _mark(message, state=Message.State.SKIPPED)
        elif wanted_at > self.now:
            _mark(message, state=Message.State.QUEUED, not_before=wanted_at, claimed_at=None)
        else:
            self._send(message, batch)

    def _send(self, message: Message, batch: Batch) -> None:
        try:
            mail = batch.write(message)
        except Exception as error:
            # One message that cannot be written must not hold up those behind it. The traceback
            # goes no further than its type: its values may be a voter's.
            self._put_off(message, f"It could not be written: {type(error).__name__}")
            return
        self.lane.wait()
        try:
            self.post.hand_over(mail)
        except Never as error:
            self.done.failed += 1
            self._failures += 1
            _mark(message, state=Message.State.FAILED, error=str(error))
        except NotNow as error:
            self._put_off(message, str(error))
        except Unreachable as error:
            self.done.is_reachable = False
            words = f"The mail server cannot be reached: {error}"
            _mark(message, state=Message.State.QUEUED, claimed_at=None, error=words)
        else:
            _mark_sent(message, self.now)
            self.done.sent += 1
            self._failures = 0

    def _put_off(self, message: Message, error: str) -> None:
        self._failures += 1
        attempts = message.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            self.done.failed += 1
            _mark(message, state=Message.State.FAILED, attempts=attempts, error=error)
            return
        self.done.put_off += 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1))
        _mark(
            message,
            state=Message.State.QUEUED,
            attempts=attempts,
            not_before=self.now + wait,
            claimed_at=None,
            error=error,
        )

    def _report(self) -> None:
        """Numbers alone: neither an address nor a code nor what the server said about either."""
        done = self.done
        if not done.is_reachable:
            log.warning("The mail server cannot be reached; everything waits.")
        if done.failed or done.put_off:
            log.warning(
                "Mail: %d sent, %d put off, %d failed.", done.sent, done.put_off, done.failed
            )


def _claim(now: datetime, limit: int) -> dict[int, datetime]:
    """Take up to `limit` due messages that nobody else holds: their keys and when, committed.

    The instant of the claim is the claim: whoever finds another one in the row has lost it.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH due AS (
                SELECT id FROM elections_message
                WHERE state = 'queued' AND not_before <= %s
                ORDER BY not_before, id LIMIT %s FOR UPDATE SKIP LOCKED
            )
            UPDATE elections_message AS message SET state = 'sending', claimed_at = statement_timestamp()
            FROM due WHERE message.id = due.id RETURNING message.id, message.claimed_at
            """,
            [now, limit],
        )
        return dict(cursor.fetchall())


def _release(claimed: dict[int, datetime], messages: list[Message]) -> None:
    Message.objects.filter(
        pk__in=[message.pk for message in messages],
        state=Message.State.SENDING,
        claimed_at__in=set(claimed.values()),
    ).update(state=Message.State.QUEUED, claimed_at=None)


def _mark_sent(message: Message, at: datetime) -> None:
    """The commonest mark, in plain SQL: half the cost of putting it together each time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE elections_message SET state = 'sent', sent_at = %s, error = ''
            WHERE id = %s AND state = 'sending' AND claimed_at = %s
            """,
            [at, message.pk, message.claimed_at],
        )
        _note_if_lost(message, cursor.rowcount)


def _mark(message: Message, **changes: object) -> None:
    """Write what became of a claimed message: one short commit, if the claim still holds."""
    held = Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at
    )
    _note_if_lost(message, held.update(**changes))


def _note_if_lost(message: Message, marked: int) -> None:
    if not marked:
        log.warning("Message %d was taken over while it was being sent.", message.pk)


def _is_on_the_roll(message: Message) -> bool:
    """Whether it goes to a voter of its election, at the address that the roll has."""
    if message.entry_id is not None:
        return True
    entries = RollEntry.objects.filter(election=message.election_id, member=message.member_id)
    return entries.filter(email=message.to).exists()


def _wanted_at(message: Message, batch: Batch, now: datetime) -> datetime | None:
    """When the message should go: now, later (voting opens later than it did), or never (None).

    About voting this is asked of the tables at the last moment: a voter who has voted since the
    message was queued gets neither ballot nor reminder, and nobody gets them after the close.
    """
    election = batch.elections[message.election_id]
    if election.withdrawn_at is not None and message.kind not in (
        *_ABOUT_THE_END,
        *_AFTER_THE_END,
    ):
        return None
    if election.is_rehearsal and not _is_on_the_roll(message):
        return None  # a rehearsal is for those on its roll and for nobody else
    if message.kind not in _ABOUT_VOTING:
        return now
    if election.postponed_at is not None:
        return HELD
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT election.withdrawn_at IS NULL, timetable.voting_opens_at,
                   timetable.voting_closes_at, EXISTS (
                       SELECT FROM elections_rollsheet AS sheet
                       WHERE sheet.entry_id = entry.id AND sheet.status = 'open'
                   )
            FROM elections_rollentry AS entry
            JOIN elections_election AS election ON election.id = entry.election_id
            JOIN elections_timetable AS timetable ON timetable.election_id = election.id
            WHERE entry.id = %s
            """,
            [message.entry_id],
        )
        found = cursor.fetchone()
    if found is None:  # taken off the roll meanwhile
        return None
    stands, opens_at, closes_at, has_open_sheet = found
    if not stands:
        return None
    if message.kind == Message.Kind.RECORDED:
        return now
    return max(now, opens_at) if has_open_sheet and now < closes_at else None
