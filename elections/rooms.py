"""What the rooms beside the elections add to the elections' pages.

Elections know no other room. A room names here what it adds, when the site starts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:
    from elections.models import Election, Nomination
    from elections.office_questions.needed import Need
    from elections.office_questions.of_acts import Happening
    from elections.own import Own
    from elections.views.member_home import Doing


class Room:
    """A room's additions: it overrides those it has."""

    def office_sections(self) -> Iterable[tuple[str, str]]:
        """Pages of an election's office: the words, and the name of the address with its prefix."""
        return ()

    def needs(self, elections: Collection[Election], now: datetime) -> Iterable[Need]:
        """What waits for an officer in those public elections whose polls are or were held: a few
        statements, whatever their number."""
        return ()

    def happenings(self, election: Election) -> Iterable[Happening]:
        """What will happen in an election, and when, besides its own timetable."""
        return ()

    def questions(self, own: Own) -> Mapping[str, QuerySet[Any]]:
        """What `doings` needs to know, by names that no other room has: all rooms' questions are asked
        by one statement (`members.at_once`), and answered in `own.found`."""
        return {}

    def doings(self, own: Own) -> Iterable[Doing]:
        """What the member can do, or has done, in those of the public elections a page shows."""
        return ()

    def answered(self, election: Election) -> Iterable[int]:
        """The nominations of candidates on whose public page there are answers of theirs.

        Asked for every ballot paper: one statement.
        """
        return ()

    def on_election(self, request: HttpRequest, election: Election) -> str:
        """A piece of the election's public page, as safe HTML."""
        return ""

    def on_own_nomination(self, request: HttpRequest, nomination: Nomination) -> str:
        """A piece of a candidate's page about their own nomination, as safe HTML."""
        return ""

    def on_candidate(self, request: HttpRequest, nomination: Nomination) -> str:
        """A piece of a candidate's public page, as safe HTML."""
        return ""


_rooms: list[Room] = []


def add(room: Room) -> None:
    _rooms.append(room)


def beside() -> tuple[Room, ...]:
    """The rooms, in the order of the site's settings."""
    return tuple(_rooms)
