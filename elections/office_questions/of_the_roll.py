"""What waits for a person about who is on the roll of an election."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from elections.office_questions.found import Found
from elections.office_questions.needed import Need, page_of
from elections.office_questions.under_way import Running
from elections.phases import Phase

SAME_PERSONS_DECIDED = timedelta(days=2)  # before the freeze, or it is late
_BEFORE = (Phase.NOTICE, Phase.NOMINATING, Phase.CHECKING, Phase.DELAYED)
_UNTIL_THE_CLOSE = (*_BEFORE, Phase.READY, Phase.VOTING)


def needs_of_the_roll(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    if row.phase in _UNTIL_THE_CLOSE:
        yield from _same_persons(row, now, found)
        yield from _on_it_twice(row, found)
        yield from _two_sections(row, found)
        yield from _voters_without_address(row, found)


def _same_persons(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    """Pairs to decide: due at the freeze, and shown until the close, for a ballot hangs on each."""
    election, times = row.election, row.election.timetable
    if number := found.undecided_pairs[election.pk]:
        yield Need(
            number=number,
            label=ngettext(
                "pair of records that may be one person: %(election)s",
                "pairs of records that may be one person: %(election)s",
                number,
            )
            % {"election": election.title},
            url=reverse("members:list-same-persons"),
            by=times.freeze_at,
            late=now >= times.freeze_at - SAME_PERSONS_DECIDED,
        )


def _on_it_twice(row: Running, found: Found) -> Iterator[Need]:
    """Records found to be somebody else's, whether they voted or not: of that the office knows
    nothing."""
    if not row.election.has_roll:
        return
    if number := found.figures[row.election.pk]["anothers"]:
        due = row.election.timetable.voting_opens_at
        yield Need(
            number=number,
            label=ngettext(
                "record on the roll that is found to be another's: %(election)s",
                "records on the roll that are found to be another's: %(election)s",
                number,
            )
            % {"election": row.election.title},
            url=page_of("show-roll", row.election) + "?record=another",
            by=due,
            late=due <= found.now,
        )


def _two_sections(row: Running, found: Found) -> Iterator[Need]:
    """Members whose section of an electoral college an officer decides: they have no paper of it."""
    if number := found.in_two_sections[row.election.pk]:
        yield Need(
            number=number,
            label=ngettext(
                "member in two sections of an electoral college: %(election)s",
                "members in two sections of an electoral college: %(election)s",
                number,
            )
            % {"election": row.election.title},
            url=page_of("show-roll", row.election),
            by=row.election.timetable.freeze_at,
        )


def _voters_without_address(row: Running, found: Found) -> Iterator[Need]:
    if row.phase in _BEFORE:
        return
    if number := found.figures[row.election.pk]["without_address"]:
        yield Need(
            number=number,
            label=ngettext(
                "voter without a usable address: %(election)s",
                "voters without a usable address: %(election)s",
                number,
            )
            % {"election": row.election.title},
            url=page_of("show-roll", row.election) + "?address=missing",
            by=row.election.timetable.voting_closes_at,
        )
