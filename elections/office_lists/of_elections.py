"""Every election there has been, and what is erased of each when.

Phases are made of dates and the clock, so these lists are sorted and narrowed in memory: elections
are counted in tens.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from elections import erasing, office_questions
from elections.models import Election
from elections.office_questions.under_way import Running
from elections.phase_words import office_tag
from elections.phases import Phase
from members.listing import Choice, Column, File, Listing, Search


def in_the_office(now: datetime) -> list[Running]:
    """The newest first."""
    return office_questions.phases_of(Election.objects.select_related("timetable"), now)


def _called(rows: list[Any], words: str) -> list[Any]:
    return [row for row in rows if words.casefold() in row.election.title.casefold()]


def elections() -> Listing:
    return Listing(
        "elections",
        gettext_lazy("Elections"),
        (
            Column("title", gettext_lazy("Election"), lambda row: row.election.title, ("title",)),
            Column("phase", gettext_lazy("Phase"), lambda row: row.phase_words, ("phase",)),
            Column(
                "opens",
                gettext_lazy("Voting opens"),
                lambda row: row.election.timetable.voting_opens_at.isoformat(),
                ("opens",),
            ),
            Column(
                "closes",
                gettext_lazy("Voting closes"),
                lambda row: row.election.timetable.voting_closes_at.isoformat(),
                ("closes",),
            ),
        ),
        (
            Search(gettext_lazy("Title"), _called),
            Choice(
                "phase",
                gettext_lazy("Phase"),
                [(phase.value, office_tag(phase).words) for phase in Phase],
                lambda rows, phase: [row for row in rows if row.phase.value == phase],
            ),
        ),
    )


# --- Erasing ---


@dataclass(frozen=True)
class Stand:
    """Where one election stands in the schedule of erasing."""

    election: Election
    now: datetime

    @property
    def erasures(self) -> list[tuple[erasing.Erasure, datetime | None, datetime | None, bool]]:
        """Each with when it is planned, when it was done, and whether it is due."""
        return [
            (
                erasure,
                erasure.planned_at(self.election, self.now),
                erasure.erased_at(self.election),
                bool(erasure.marks) and erasure.is_due(self.election, self.now),
            )
            for erasure in erasing.SCHEDULE
        ]

    @property
    def has_something_due(self) -> bool:
        return any(is_due for *_rest, erased_at, is_due in self.erasures if erased_at is None)


def stands(now: datetime) -> list[Stand]:
    found = Election.objects.public().select_related("timetable")
    return [Stand(election, now) for election in found]


def erasures() -> Listing:
    return Listing(
        "retention",
        gettext_lazy("Retention"),
        (
            Column("title", gettext_lazy("Election"), lambda row: row.election.title, ("title",)),
            Column(
                "opens",
                gettext_lazy("Voting opens"),
                lambda row: row.election.timetable.voting_opens_at.isoformat(),
                ("opens",),
            ),
        ),
        (
            Search(gettext_lazy("Title"), _called),
            Choice(
                "due",
                gettext_lazy("Erasing"),
                [("due", gettext_lazy("Something is due"))],
                lambda rows, _only: [row for row in rows if row.has_something_due],
            ),
        ),
        file=File(
            ("Election", *(str(erasure.what) for erasure in erasing.SCHEDULE)),
            lambda row: [row.election.title, *map(_day, row.erasures)],
        ),
        size=20,
        as_cards=True,
    )


def _day(line: tuple[erasing.Erasure, datetime | None, datetime | None, bool]) -> str:
    _erasure, planned_at, erased_at, _is_due = line
    at = erased_at or planned_at
    return at.isoformat() if at else ""
