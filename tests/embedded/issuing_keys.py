"""Issuing keys of the session: making one takes most of what fixing papers takes."""

from __future__ import annotations

from itertools import count

from elections.ballots import signing

_MANY = 12  # more than any test's papers need, so that no two papers of a test share a key
_make, _made, _turn = signing.make_issuing_key, list[tuple[bytes, bytes]](), count()


def make_issuing_key() -> tuple[bytes, bytes]:
    """A real key, made anew until there are enough; then those, in turn."""
    place = next(_turn) % _MANY
    if place == len(_made):
        _made.append(_make())
    return _made[place]


def come_from_a_ring() -> None:
    """For tests in this process alone: the site's own processes make their own."""
    signing.make_issuing_key = make_issuing_key
