"""What the rolls of elections have to do with the membership list.

Members know no election. The rooms that keep rolls name here, when the site starts, how a roll that
is due is frozen before the list changes, and which rolls a record is on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from members.models import Member


@dataclass(frozen=True)
class Place:
    """What somebody who decides about a record should know of one roll, and the page to correct it.

    `asks` says that the roll does not follow the decision by itself.
    """

    words: str
    url: str
    asks: bool


Freeze = Callable[[datetime], object]
Places = Callable[[Sequence[Member]], Iterable[Place]]
_freezes: list[Freeze] = []
_places: list[Places] = []


def add(*, freeze_due: Freeze, places_of: Places) -> None:
    """A room names how it freezes what is due, and what it says of records on its open rolls."""
    _freezes.append(freeze_due)
    _places.append(places_of)


def freeze_due(now: datetime) -> None:
    """Freeze what is due: asked before every change of the list, in a transaction of its own.

    A roll is that of its freeze, however late it is written. Whatever goes wrong is raised, and the
    list does not change then.
    """
    for freeze in _freezes:
        freeze(now)


def places_of(members: Sequence[Member]) -> Iterator[Place]:
    """What there is to know of the open rolls that these records are on."""
    for places in _places:
        yield from places(members)
