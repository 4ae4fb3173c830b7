"""The keys of an election: made, wrapped, opened by the processes that may, destroyed.

Private halves are stored encrypted with AES-256-GCM, under BALLOT_KEY (issuing keys, board key, code
key K, lot seed: web and worker) or under TALLY_KEY (sealing key: the tally worker alone), each bound
to its purpose, election and sheet, so that none can be put in another's place.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from elections.ballots import sealing, signing
from elections.ballots.errors import (
    KeyDestroyed,
    KeyMissing,
    KeyNotGiven,
    KeyUnreadable,
    PreflightFailed,
)
from elections.ballots.models import Key
from elections.ballots.paper import MalformedPaper

Purpose = Key.Purpose
Secret = TypeVar("Secret")

# How long a process may still know a key that another one has destroyed.
REMEMBERED_SECONDS = 60

_DOMAIN = b"momentum/1/wrap\0"
_ESCROW = "sealing-escrow"
_NONCE = 12


@dataclass(frozen=True, repr=False)
class CastingKeys:
    """What fixing the papers needs, made beforehand: each a private and a public half."""

    issuing: Mapping[int, tuple[bytes, bytes]]
    board: tuple[bytes, bytes]
    code: bytes
    lot_seed: bytes

    @property
    def seed_hash(self) -> bytes:
        return sha256(self.lot_seed).digest()


def make_casting_keys(sheets: Iterable[int]) -> CastingKeys:
    """New keys for an election with these sheet numbers. Takes a second a sheet; stores nothing."""
    return CastingKeys(
        issuing={sheet: signing.make_issuing_key() for sheet in sheets},
        board=signing.make_board_key(),
        code=secrets.token_bytes(32),
        lot_seed=secrets.token_bytes(32),
    )


def store(election: UUID, made: CastingKeys) -> None:
    """Wrap and store the keys, in the caller's transaction. IntegrityError if there are any."""
    forget([election])
    halves: list[tuple[str, int | None, bytes, bytes]] = [
        (Purpose.ISSUING, sheet, *pair) for sheet, pair in made.issuing.items()
    ]
    halves += [
        (Purpose.BOARD, None, *made.board),
        (Purpose.CODE, None, made.code, b""),
        (Purpose.LOT_SEED, None, made.lot_seed, made.seed_hash),
    ]
    Key.objects.bulk_create(
        Key(
            election=election,
            purpose=purpose,
            sheet=sheet,
            public=public,
            wrapped=_wrap(private, purpose, election, sheet),
        )
        for purpose, sheet, private, public in halves
    )


# --- keys of casting, under BALLOT_KEY


def issuing(election: UUID, sheet: int) -> RSAPrivateKey:
    """The key that signs the tokens of a sheet; KeyDestroyed once the poll is closed."""
    key = _opened(election).issuing.get(sheet)
    return _present(key, f"The issuing key of sheet {sheet}")


def board(election: UUID) -> bytes:
    """The key that signs receipts and checkpoints."""
    return _present(_opened(election).board, "The board key")


def code(election: UUID) -> bytes:
    """K, from which voting codes are derived; KeyDestroyed once the poll is closed."""
    return _present(_opened(election).code, "The key of the voting codes")


def lot_seed(election: UUID) -> bytes:
    """The 32 bytes whose SHA-256 the manifest holds."""
    return _present(_opened(election).lot_seed, "The lot seed")


def destroy_casting_keys(elections: Iterable[UUID]) -> None:
    """Destroy the issuing keys and K of closed elections, in the caller's transaction."""
    _destroy(elections, {Purpose.ISSUING, Purpose.CODE})


def destroy_all_keys(elections: Iterable[UUID]) -> None:
    """Destroy every key of abandoned elections: nothing opens a paper any more.

    The escrow copies go when the caller's transaction commits, where this process has them.
    """
    elections = list(elections)
    _destroy(elections, set(Purpose))
    for election in elections:
        transaction.on_commit(partial(remove_escrow, election))


def remove_escrow(election: UUID) -> None:
    """Remove the escrow copy of a sealing key that was destroyed, where this process has it."""
    if not sealing_key_is_ready(election):
        _escrow_path(election).unlink(missing_ok=True)


def destroy_sealing_key(election: UUID) -> None:
    """Destroy what opens an election's papers, when those are erased; its escrow copy goes as above."""
    _destroy([election], {Purpose.SEALING})
    transaction.on_commit(partial(remove_escrow, election))


def forget(elections: Iterable[UUID]) -> None:
    """Drop what this process remembers of these elections' keys."""
    with _remembering:
        for election in elections:
            _remembered.pop(election, None)


# --- the sealing key, under TALLY_KEY


def sealing_key_is_ready(election: UUID) -> bool:
    """Whether the tally worker has made the election's sealing key, and it was not destroyed."""
    return _sealing_keys(election).filter(wrapped__isnull=False).exists()


def sealing_public(election: UUID) -> bytes:
    """The public sealing key; KeyMissing before the tally worker has made it."""
    public = _sealing_keys(election).values_list("public", flat=True).first()
    if public is None:
        raise KeyMissing("The tally worker has not made the sealing key yet.")
    return bytes(public)


def make_sealing_key(election: UUID) -> None:
    """Make the sealing key and its escrow copy, and open a test paper with the copy.

    Only the tally worker can: KeyNotGiven elsewhere. A second call changes nothing.
    """
    private, public = sealing.make_key()
    wrapped = _wrap(private, Purpose.SEALING, election)
    with transaction.atomic():
        Key.objects.bulk_create(
            [Key(election=election, purpose=Purpose.SEALING, public=public, wrapped=wrapped)],
            ignore_conflicts=True,
        )
        # Two may have tried at once: the row that stands decides whose copy is kept.
        if sealing_public(election) != public:
            return
        _write_escrow(election, _wrap(private, _ESCROW, election))
        preflight(election)


def sealing_private(election: UUID) -> X25519PrivateKey:
    """The key that opens the papers. KeyNotGiven, KeyMissing, KeyDestroyed or KeyUnreadable."""
    row = _sealing_keys(election).values_list("wrapped", flat=True)
    if not row:
        raise KeyMissing("The sealing key was never made.")
    if row[0] is None:
        raise KeyDestroyed("The sealing key was destroyed.")
    return sealing.private_key(_unwrap(bytes(row[0]), Purpose.SEALING, election))


def preflight(election: UUID) -> None:
    """Open a test paper, sealed to the public key, with the escrow copy; PreflightFailed if not."""
    path = _escrow_path(election)
    try:
        private = sealing.private_key(_unwrap(path.read_bytes(), _ESCROW, election))
        sealed = sealing.seal(sealing_public(election), bytes(32), 0, b"preflight")
        sealing.unseal(private, bytes(32), 0, sealed)
    except FileNotFoundError as error:
        raise PreflightFailed("There is no escrow copy of the sealing key.") from error
    except (MalformedPaper, KeyUnreadable) as error:
        raise PreflightFailed("The escrow copy is not the sealing key of this election.") from error


def _sealing_keys(election: UUID) -> QuerySet[Key]:
    return Key.objects.filter(election=election, purpose=Purpose.SEALING)


def _escrow_path(election: UUID) -> Path:
    return Path(settings.TALLY_ESCROW_DIR) / f"{election}.sealing"


def _write_escrow(election: UUID, wrapped: bytes) -> None:
    """Whole or not at all, whatever dies: a copy that is half there would be found out too late."""
    path = _escrow_path(election)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(wrapped)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


# --- wrapping


def _given(purpose: str) -> bytes:
    name = "TALLY_KEY" if purpose in {Purpose.SEALING, _ESCROW} else "BALLOT_KEY"
    key: bytes | None = getattr(settings, name)
    if key is None:
        raise KeyNotGiven(f"This process was not given {name}, which opens the {purpose} key.")
    return key


def _bound_to(purpose: str, election: UUID, sheet: int | None) -> bytes:
    return _DOMAIN + purpose.encode() + b"\0" + election.bytes + (sheet or 0).to_bytes(2, "big")


def _wrap(private: bytes, purpose: str, election: UUID, sheet: int | None = None) -> bytes:
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_given(purpose)).encrypt(nonce, private, _bound_to(purpose, election, sheet))
    return nonce + sealed


def _unwrap(wrapped: bytes, purpose: str, election: UUID, sheet: int | None = None) -> bytes:
    nonce, sealed = wrapped[:_NONCE], wrapped[_NONCE:]
    try:
        return AESGCM(_given(purpose)).decrypt(nonce, sealed, _bound_to(purpose, election, sheet))
    except (InvalidTag, ValueError) as error:  # ValueError: too short to be wrapped at all
        raise KeyUnreadable(
            f"The {purpose} key was not wrapped with the setting this process was given."
        ) from error


# --- what this process remembers


@dataclass(frozen=True, repr=False)
class _Opened:
    """The casting keys of one election. None: destroyed."""

    issuing: Mapping[int, RSAPrivateKey | None]
    board: bytes | None
    code: bytes | None
    lot_seed: bytes | None
    until: float


_remembered: dict[UUID, _Opened] = {}
_remembering = threading.Lock()


def _opened(election: UUID) -> _Opened:
    now = time.monotonic()
    with _remembering:
        for stale in [one for one, keys in _remembered.items() if keys.until < now]:
            del _remembered[stale]
        if found := _remembered.get(election):
            return found
    opened = _open_all(election, until=now + REMEMBERED_SECONDS)
    with _remembering:
        _remembered[election] = opened
    return opened


def _open_all(election: UUID, *, until: float) -> _Opened:
    """All keys in one statement: a second look, later in the transaction, would take the table's
    lock after the inbox's, against the order of locks.
    """
    rows = Key.objects.filter(election=election).exclude(purpose=Purpose.SEALING)
    found: dict[str, bytes | None] = {}
    issuing_keys: dict[int, RSAPrivateKey | None] = {}
    for key in rows:
        wrapped = key.wrapped
        private = (
            None if wrapped is None else _unwrap(bytes(wrapped), key.purpose, election, key.sheet)
        )
        if key.sheet is None:
            found[key.purpose] = private
        else:
            issuing_keys[key.sheet] = None if private is None else signing.issuing_private(private)
    if not found:
        raise KeyMissing("The papers of this election are not fixed: it has no keys yet.")
    return _Opened(
        issuing=issuing_keys,
        board=found[Purpose.BOARD],
        code=found[Purpose.CODE],
        lot_seed=found[Purpose.LOT_SEED],
        until=until,
    )


def _present(key: Secret | None, name: str) -> Secret:
    if key is None:
        raise KeyDestroyed(f"{name} was destroyed.")
    return key


def _destroy(elections: Iterable[UUID], purposes: set[Key.Purpose]) -> None:
    """Write the table anew without the private halves.

    An UPDATE would leave them readable in the page for as long as nothing overwrites it; TRUNCATE
    drops the file at commit. Readers wait meanwhile, so that none remembers what is being destroyed.
    """
    elections = set(elections)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE ballots_key IN ACCESS EXCLUSIVE MODE")
        kept = list(Key.objects.order_by("pk"))
        doomed = [
            key
            for key in kept
            if key.election in elections and key.purpose in purposes and key.wrapped is not None
        ]
        if doomed:
            for key in doomed:
                key.wrapped = None
            cursor.execute("TRUNCATE ballots_key")
            Key.objects.bulk_create(kept)
    forget(elections)
