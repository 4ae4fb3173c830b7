"""The ballot box: a paper's way from the voter's transaction into its batch.

Order of locks, for everybody, so that nobody waits in a circle; what comes before and after is in
docs/architecture.md:

1. the voter's row of the roll (the caller's),
2. `ballots_key`: read by casters, exclusively by whoever destroys keys,
3. `ballots_inbox`: ROW EXCLUSIVE by a cast's INSERT, ACCESS EXCLUSIVE by the mover and the closer,
4. the advisory lock: shared by every trigger that reads the clock, exclusive by the closer,
5. `ballots_box`, then `ballots_checkpoint`.

So whoever touches rows of the roll and closes the box in one transaction touches the roll first.
Nothing here writes a log line, an audit line or an instant, and no error says which paper it is of.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, connection

from elections.ballots import fixing, formats, keys, paper, sealing, signing, window
from elections.ballots.errors import (
    AlreadyCast,
    FormatError,
    KeyDestroyed,
    PollClosed,
    PollNotOpen,
    PollStillOpen,
    TablesInUse,
)
from elections.ballots.fixing import fix
from elections.ballots.keys import CastingKeys, destroy_casting_keys, make_casting_keys
from elections.ballots.moving import abandon, at_once, close, is_free, move_due

__all__ = [
    "AlreadyCast",
    "CastingKeys",
    "PollClosed",
    "PollNotOpen",
    "PollStillOpen",
    "Receipt",
    "TablesInUse",
    "abandon",
    "at_once",
    "close",
    "destroy_casting_keys",
    "fix",
    "is_free",
    "make_casting_keys",
    "move_due",
    "put",
    "receipt_for",
    "seal",
]

_PUT = """
    INSERT INTO ballots_inbox (election, sheet, tracker, sealed, token_random, signature)
    VALUES (%s, %s, %s, %s, %s, %s)
"""
# In the direction of the move: a paper that has left the inbox by the first statement is in the box
# by the second, which sees all that was committed before it began.
_FIND = (
    "SELECT FROM ballots_inbox WHERE election = %s AND sheet = %s AND tracker = %s",
    "SELECT FROM ballots_box WHERE election = %s AND sheet = %s AND tracker = %s",
)


@dataclass(frozen=True)
class Receipt:
    """The proof that a paper was accepted; it says nothing of what is in it.

    ``tracker`` has 52 characters of base32, as people read it; ``signature`` is the board's Ed25519
    signature over `formats.receipt_message`, in hexadecimal.
    """

    election: UUID
    sheet: int
    tracker: str
    signature: str


def seal(election: UUID, sheet: int, rankings: Iterable[tuple[int, Sequence[int]]]) -> bytes:
    """A paper with these rankings, sealed. Nothing is stored.

    ``rankings`` names every contest of the sheet once, `[]` where it is blank; see `paper.encode`.
    """
    manifest = fixing.manifest_of(election)
    plain = paper.encode(manifest.digest, manifest.sheet(sheet), rankings)
    return sealing.seal(manifest.sealing, manifest.digest, sheet, plain)


def put(election: UUID, sheet: int, sealed: bytes) -> Receipt:
    """Put a sealed paper into the inbox, in the transaction that claimed the voter's row.

    It is accepted if the database's clock is inside the window once the inbox's trigger has the
    shared lock: else PollClosed or PollNotOpen, and the caller's transaction is lost. AlreadyCast
    for the very same paper; FormatError for one that has not the sheet's length.
    """
    manifest = fixing.manifest_of(election)
    if len(sealed) != manifest.sheet(sheet).length + formats.OVERHEAD:
        raise FormatError(f"This is not a sealed paper of sheet {sheet}.")
    tracker = formats.tracker_of(sealed)
    random = os.urandom(formats.RANDOM)
    message = formats.token_message(manifest.digest, sheet, tracker, random)
    try:
        signature = signing.sign_token(keys.issuing(election, sheet), message)
    except KeyDestroyed as error:
        raise PollClosed("Voting is closed.") from error
    receipt = _receipt(election, sheet, tracker)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_PUT, [election, sheet, tracker, sealed, random, signature])
    except DatabaseError as error:
        window.refuse(error)
    return receipt


def receipt_for(election: UUID, sheet: int, sealed: bytes) -> Receipt | None:
    """The receipt of a paper that is in the inbox or the box: the same as when it was put there."""
    tracker = formats.tracker_of(sealed)
    with connection.cursor() as cursor:
        for find in _FIND:
            cursor.execute(find, [election, sheet, tracker])
            if cursor.rowcount:
                return _receipt(election, sheet, tracker)
    return None


def _receipt(election: UUID, sheet: int, tracker: str) -> Receipt:
    digest = fixing.manifest_of(election).digest
    message = formats.receipt_message(digest, sheet, tracker)
    signature = signing.sign_board(keys.board(election), message)
    return Receipt(election, sheet, formats.base32(bytes.fromhex(tracker)), signature.hex())
