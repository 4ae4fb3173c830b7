"""Moving papers from the inbox into the box, in batches whose order says nothing.

A paper arrives in the transaction that marked its voter, and so carries that transaction's number
and its place on the page. The mover writes it anew, by tracker, among others, and drops the file it
lay in: a DELETE would leave it readable there. The order of locks is in `box`.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from elections.ballots import fixing, formats, keys, signing, window
from elections.ballots.errors import PollClosed, PollStillOpen, TablesInUse
from elections.ballots.formats import Record
from elections.ballots.models import Checkpoint, Inbox
from elections.ballots.window import State

LOCK = int.from_bytes(b"ballots", "big")  # the same number as in the triggers
_LOCK_TIMEOUT = "200ms"  # casts queue behind whoever waits here, so nobody waits long

_mix = secrets.SystemRandom()


@contextmanager
def at_once() -> Iterator[CursorWrapper]:
    """A transaction in which no lock is waited for longer than a fifth of a second: TablesInUse.

    Nothing of it is kept then, and the caller's next sweep tries again.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'")
            yield cursor
    except DatabaseError as error:
        if window.sqlstate(error) != window.LOCK_NOT_AVAILABLE:
            raise
        raise TablesInUse("Somebody holds a lock that is needed here.") from None


def move_due() -> int:
    """Move what may be moved, in a transaction of its own; returns how many papers.

    While voting is open, a sheet moves at 2 × min_batch papers in the inbox or more, and min_batch
    of them, chosen by the operating system's randomness, stay: so nobody who watched the inbox knows
    of anybody that their paper was in this batch. 0 also when the locks are not free at once.
    """
    if not _may_be_due():
        return 0
    try:
        with at_once() as cursor:
            cursor.execute("LOCK TABLE ballots_inbox IN ACCESS EXCLUSIVE MODE")
            return _move(cursor)
    except TablesInUse:
        return 0
    except DatabaseError as error:
        # The closing instant came between two steps: the next sweep moves.
        if window.sqlstate(error) == window.VOTING_CLOSED:
            return 0
        raise


def close(elections: Collection[UUID]) -> None:
    """Move all that is left of elections past their closing instant; destroy issuing keys and K.

    In the caller's transaction, which then sets `box_closed_at`: from that moment the triggers
    refuse any further paper and checkpoint. Give every election that is past its close: what is put
    back of one that is not closed with it is refused (the next sweep closes both). Afterwards every
    sheet has a final checkpoint, of total 0 where nobody voted. PollStillOpen before the closing
    instant; PollClosed if the box is closed already or the election was withdrawn.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _lock_everything(cursor)
        for election in elections:
            _require_past(window.state_of(election))
        _move(cursor)
        for election in elections:
            for sheet in sorted(fixing.manifest_of(election).sheets):
                if not Checkpoint.objects.filter(election=election, sheet=sheet).exists():
                    _append_batch(cursor, election, sheet, [])
        keys.destroy_casting_keys(elections)


def abandon(elections: Collection[UUID]) -> None:
    """Destroy a withdrawn election's papers unopened: those in the inbox, and the keys to the rest.

    In the transaction that sets `withdrawn_at`, after it. The escrow copy goes too, where it is.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        _lock_everything(cursor)
        for election in elections:
            if window.state_of(election) != "withdrawn":
                raise PollStillOpen("Only a withdrawn election is abandoned.")
        _move(cursor)
        keys.destroy_all_keys(elections)


def is_free() -> bool:
    """Whether the closer could have its locks at once; asked before it touches the roll."""
    try:
        with at_once() as cursor:
            _lock_everything(cursor)
    except TablesInUse:
        return False
    return True


def _lock_everything(cursor: CursorWrapper) -> None:
    cursor.execute("LOCK TABLE ballots_key IN ACCESS EXCLUSIVE MODE")
    cursor.execute("LOCK TABLE ballots_inbox IN ACCESS EXCLUSIVE MODE")
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _require_past(state: State) -> None:
    if state in {"closed", "withdrawn"}:
        raise PollClosed("The ballot box is closed already.")
    if state != "past":
        raise PollStillOpen("The closing instant has not come.")


def _may_be_due() -> bool:
    """A look without locks, so that an idle sweep disturbs nobody; it also fetches the keys first."""
    waiting = Counter(Inbox.objects.values_list("election", "sheet"))
    for (election, _), papers in waiting.items():
        if papers >= 2 * fixing.manifest_of(election).min_batch:
            keys.board(election)
            return True
    return False


def _move(cursor: CursorWrapper) -> int:
    """Move what is due; the inbox is locked. How many papers came into the box."""
    places: dict[tuple[UUID, int], list[Inbox]] = defaultdict(list)
    for row in Inbox.objects.all():
        places[row.election, row.sheet].append(row)
    states = {election: window.state_of(election) for election, _ in places}
    staying: list[Inbox] = []
    moved = 0
    for (election, sheet), rows in sorted(places.items()):
        if states[election] == "withdrawn":
            continue  # destroyed unopened
        going = rows if states[election] == "past" else _drawn(election, rows)
        chosen = {row.tracker for row in going}
        staying += [row for row in rows if row.tracker not in chosen]
        if going:
            _append_batch(cursor, election, sheet, going)
        moved += len(going)
    if len(staying) < sum(map(len, places.values())):
        cursor.execute("TRUNCATE ballots_inbox")
        Inbox.objects.bulk_create(sorted(staying, key=lambda row: row.tracker))
    return moved


def _drawn(election: UUID, rows: Sequence[Inbox]) -> Sequence[Inbox]:
    min_batch = fixing.manifest_of(election).min_batch
    return _mix.sample(rows, len(rows) - min_batch) if len(rows) >= 2 * min_batch else []


def _append_batch(cursor: CursorWrapper, election: UUID, sheet: int, rows: Iterable[Inbox]) -> None:
    records = [
        Record(sheet, row.tracker, bytes(row.sealed), bytes(row.token_random), bytes(row.signature))
        for row in rows
    ]
    last = Checkpoint.objects.filter(election=election, sheet=sheet).order_by("-index").first()
    index = last.index + 1 if last else 1
    total = (last.total if last else 0) + len(records)
    cursor.execute(
        """
        INSERT INTO ballots_box
            (election, sheet, tracker, sealed, token_random, signature, batch)
        SELECT election, sheet, tracker, sealed, token_random, signature, %s
        FROM ballots_inbox WHERE tracker = ANY(%s) ORDER BY tracker
        """,
        [index, [record.tracker for record in records]],
    )
    digest = formats.checkpoint(
        fixing.manifest_of(election).digest,
        sheet,
        index,
        previous=bytes(last.hash) if last else formats.NO_CHECKPOINT,
        total=total,
        file_hash=sha256(formats.batch_file(records)).digest(),
    )
    Checkpoint.objects.create(
        election=election,
        sheet=sheet,
        index=index,
        total=total,
        hash=digest,
        signature=signing.sign_board(keys.board(election), digest),
    )
