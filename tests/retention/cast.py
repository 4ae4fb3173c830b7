"""An election that was voted in, counted and declared, and the calendar moved as nobody can."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from elections import tallying
from elections.models import Election, IdentityDeclaration, Nomination, Photo, Timetable
from members.models import Member, User
from momentum_site import held
from tests.embedded.guards import without_the_guard
from tests.office.cast import fresh
from tests.voting.cast import despite_the_guard, open_election, vote

YEAR = timedelta(days=366)


def declared(officer: User) -> Election:
    """Callum, Bea and Aisha have voted; the result was declared a moment ago."""
    election = open_election(officer, statement="I will answer every letter.")
    for nomination in Nomination.objects.filter(contest__election=election):
        without = Photo(nomination=nomination, jpeg=b"\xff\xd8", width=1, height=1, digest="0" * 64)
        _despite_the_guard(without)
    for voter in ("Callum", "Bea", "Aisha"):
        vote(election, voter, "Bea Okafor")
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count(closed, now=timezone.now())
    tallying.declare(
        fresh(election), actor=officer, now=timezone.now(), reason="The report is late."
    )
    return fresh(election)


def declares(nomination: Nomination, attribute: str) -> None:
    _despite_the_guard(
        IdentityDeclaration(nomination=nomination, attribute=attribute, consented_at=timezone.now())
    )


def _despite_the_guard(row: Photo | IdentityDeclaration) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        row.save(force_insert=True)
        cursor.execute("SET session_replication_role = origin")


def acted(election: Election, **instants: datetime | str | None) -> Election:
    """As if the act had been recorded then."""
    without_the_guard(Election.objects.filter(pk=election.pk), **instants)
    return fresh(election)


def planned(election: Election, **instants: datetime | None) -> Election:
    """As if the timetable had said so."""
    without_the_guard(Timetable.objects.filter(election=election), **instants)
    return fresh(election)


def told(member: Member) -> set[str]:
    """The titles of those parts of what is held about a member that hold something."""
    return {section.title for section in held.sections(member) if section.records}
