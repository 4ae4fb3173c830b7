"""A provisional result, the scrutineer's report of it, and what comes between it and the declaration."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from elections import results, tallying
from elections.models import CandidateLeft, DeclaredBy, Election
from members.models import User
from tests.after_close import cast
from tests.embedded.guards import without_the_guard
from tests.office.cast import fresh, move

FOUND = "I checked the box.\n\nI found nothing wrong."


def sign(election: Election, sol: User, text: str = FOUND) -> None:
    about = results.last_provisional(election) or 1
    tallying.sign_report(election, text, about=about, actor=sol, now=timezone.now())


def declared_by_the_timetable(election: Election) -> None:
    without_the_guard(Election.objects.filter(pk=election.pk), declared_by=DeclaredBy.AUTOMATIC)


def end_complaints(election: Election) -> Election:
    move(election, complaints_close_at=timezone.now(), declaration_at=timezone.now())
    return fresh(election)


def address(election: Election, name: str) -> str:
    return reverse(f"elections:{name}", args=[election.slug])


def public_page(election: Election) -> str:
    return cast.shown(address(election, "show-results"))


def declared_without_a_report(election: Election, rosa: User) -> None:
    tallying.declare(
        end_complaints(election), actor=rosa, now=timezone.now(), reason="Sol is in hospital."
    )


def someone_leaves(election: Election, rosa: User) -> None:
    """The result is counted again: declaration 2."""
    tallying.leave(
        cast.candidate(election, "Callum Reid"),
        reason=CandidateLeft.Reason.WITHDREW,
        actor=rosa,
        now=timezone.now(),
    )
