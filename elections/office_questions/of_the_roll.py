"""What waits for a person about who is on the roll of an election."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import ngettext

from elections import roll
from elections.models import RollEntry
from elections.models.college import in_two_sections
from elections.office_questions.needed import Need, page_of
from elections.office_questions.under_way import Running
from elections.phases import Phase
from members import telling_apart

SAME_PERSONS_DECIDED = timedelta(days=2)  # before the freeze, or it is late
_BEFORE = (Phase.NOTICE, Phase.NOMINATING, Phase.CHECKING, Phase.DELAYED)
_UNTIL_THE_CLOSE = (*_BEFORE, Phase.READY, Phase.VOTING)


class PairsOfTheList:
    """The undecided pairs of the whole list: looked for once on a page, if an election asks."""

    @cached_property
    def found(self) -> list[telling_apart.Pair]:
        return telling_apart.undecided()


def needs_of_the_roll(
    row: Running, now: datetime, pairs: PairsOfTheList | None = None
) -> Iterator[Need]:
    """`pairs` are shared by a page that asks for several elections."""
    if row.phase in _UNTIL_THE_CLOSE:
        yield from _same_persons(row, now, pairs)
        yield from _on_it_twice(row, now)
        yield from _two_sections(row)
        yield from _voters_without_address(row)


def _same_persons(row: Running, now: datetime, pairs: PairsOfTheList | None) -> Iterator[Need]:
    """Pairs to decide: due at the freeze, and shown until the close, for a ballot hangs on each."""
    election, times = row.election, row.election.timetable
    known = pairs.found if pairs is not None else None
    if number := len(roll.undecided_pairs(election, known=known)):
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


def _on_it_twice(row: Running, now: datetime) -> Iterator[Need]:
    """Records found to be somebody else's, whether they voted or not: of that the office knows
    nothing."""
    if not row.election.has_roll:
        return
    if number := len(roll.found_to_be_anothers(row.election)):
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
            late=due <= now,
        )


def _two_sections(row: Running) -> Iterator[Need]:
    """Members whose section of an electoral college an officer decides: they have no paper of it."""
    if number := in_two_sections(row.election):
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


def _voters_without_address(row: Running) -> Iterator[Need]:
    if row.phase in _BEFORE:
        return
    number = RollEntry.objects.filter(election=row.election, email="").count()
    if number:
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
