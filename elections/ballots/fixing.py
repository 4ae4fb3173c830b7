"""Fixing the papers: the manifest and the keys of an election, written once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from elections.ballots import keys, manifest
from elections.ballots.errors import FormatError, PollNotOpen
from elections.ballots.keys import CastingKeys
from elections.ballots.manifest import Manifest
from elections.ballots.models import Poll


def fix(election: UUID, outline: Mapping[str, Any], made: CastingKeys) -> Manifest:
    """Store the manifest and the keys, in the caller's transaction, and return the manifest.

    ``outline`` is what `manifest.build` takes; ``made`` comes from `keys.make_casting_keys`, called
    before the transaction. KeyMissing before the tally worker has made the sealing key; FormatError
    for an outline that is no poll; IntegrityError a second time.
    """
    # If an earlier attempt was rolled back, what this process remembers of it never was.
    manifest_of.cache_clear()
    if outline.get("custody", "automatic") != "automatic":
        raise FormatError("Custody by trustees is not offered yet.")
    built = manifest.build(
        outline,
        election=election,
        sealing=keys.sealing_public(election),
        board=made.board[1],
        issuing={sheet: public for sheet, (_, public) in made.issuing.items()},
        seed_hash=made.seed_hash,
    )
    Poll.objects.create(election=election, manifest=built.text, digest=built.digest)
    keys.store(election, made)
    return built


@lru_cache(maxsize=64)
def manifest_of(election: UUID) -> Manifest:
    """The manifest that was fixed; PollNotOpen before. It never changes, so it is remembered."""
    text = Poll.objects.filter(election=election).values_list("manifest", flat=True).first()
    if text is None:
        raise PollNotOpen("The papers of this election are not fixed.")
    return manifest.read(bytes(text))
