"""Voting codes: derived, never stored, so that no table holds what lets somebody vote."""

from __future__ import annotations

import hmac
from uuid import UUID

from elections.ballots import formats, keys

_DOMAIN = b"momentum/1/code\0"
_BYTES = 16


def code_for(election: UUID, member_id: int, generation: int) -> str:
    """The member's code: 26 characters of base32.

    The first 128 bits of HMAC-SHA256(K, domain ‖ election's 16 bytes ‖ u64be member ‖ u32be
    generation). KeyDestroyed once the poll is closed.
    """
    return formats.base32(_derive(election, member_id, generation))


def check_code(election: UUID, member_id: int, generation: int, typed: str) -> bool:
    """Whether this is the member's code, however it was typed, in a time that does not tell."""
    given = formats.read_base32(typed, _BYTES)
    expected = _derive(election, member_id, generation)
    return hmac.compare_digest(expected, given or bytes(_BYTES)) and given is not None


def _derive(election: UUID, member_id: int, generation: int) -> bytes:
    message = (
        _DOMAIN + election.bytes + member_id.to_bytes(8, "big") + generation.to_bytes(4, "big")
    )
    return hmac.digest(keys.code(election), message, "sha256")[:_BYTES]
