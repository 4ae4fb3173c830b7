"""What was fixed with the papers, as everybody may note it before voting opens and check it after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from elections.ballots import board, fixing, lots
from elections.models import Election


@dataclass(frozen=True)
class Fixed:
    """Hexadecimal: the SHA-256 of the manifest and of the seed of the lots; the seed once counted."""

    digest: str
    seed_hash: str
    seed: str


def fixed_of(election: Election) -> Fixed | None:
    """None where no papers are fixed, or none are needed."""
    if election.papers_fixed_at is None:
        return None
    manifest = fixing.manifest_of(election.pk)
    is_counted = election.counted_at is not None
    return Fixed(
        digest=manifest.digest.hex(),
        seed_hash=manifest.seed_hash.hex(),
        seed=_revealed_seed(election.pk) if is_counted else "",
    )


def manifest(election: Election) -> bytes | None:
    """The bytes of `manifest.json` as they are in the bundle; None as above."""
    return board.manifest(election.pk) if election.papers_fixed_at else None


@lru_cache(maxsize=64)
def _revealed_seed(election: UUID) -> str:
    """It never changes: no page waits for whoever closes another box, to read it again."""
    return lots.revealed_seed(election).hex()
