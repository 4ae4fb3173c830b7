"""Whom the rooms beside the elections want told. Elections know none of them.

A room names, when the site starts, who has a part in an election by it, and how it tells them that
somebody no longer stands, or stands again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from elections.models import Election, Nomination
from members.models.member import MemberQuerySet


@dataclass(frozen=True)
class Beside:
    """`words` name those of `members`, who are told of public changes as those who stand are.

    `gone` runs in the transaction in which a nomination is refused, is withdrawn
    or ends, or in which its candidate leaves after the papers were fixed; `back` in that in which an
    appeal against a refusal is upheld.
    """

    words: str | Promise
    members: Callable[[Election], MemberQuerySet]
    gone: Callable[[Nomination, datetime], object]
    back: Callable[[Nomination, datetime], object]


_rooms: list[Beside] = []


def add(room: Beside) -> None:
    _rooms.append(room)


def members_beside(election: Election) -> list[tuple[str, list[int]]]:
    """For each room its words and the keys of the members."""
    return [
        (str(room.words), sorted(set(room.members(election).values_list("pk", flat=True))))
        for room in _rooms
    ]


def tell_gone(nomination: Nomination, *, now: datetime) -> None:
    """Somebody who stood no longer does: each room tells those whom that concerns."""
    for room in _rooms:
        room.gone(nomination, now)


def tell_back(nomination: Nomination, *, now: datetime) -> None:
    """Somebody of whom that was told stands after all: each room tells the same people."""
    for room in _rooms:
        room.back(nomination, now)
