"""The summary of what will happen when tells of the declaration as it will come about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from elections import office_questions
from elections.models import DeclaredBy, Election
from tests.office.cast import fresh, move, prepared

pytestmark = pytest.mark.django_db

COMPLAINTS = "Until now members can complain about the result."
BY_ITSELF = "The result is declared by itself. If the scrutineer has signed no report, it says so."
BY_OFFICER = (
    "An officer declares the result, after the scrutineer's report. Until then it is provisional."
)
EARLY = "While complaints are open, that needs a reason that everybody can read."


def told(declared_by: DeclaredBy, *, complaints: timedelta) -> dict[str, str]:
    """Instant of the timetable → the sentences about the result; complaints close so much later."""
    election = prepared()
    Election.objects.filter(pk=election.pk).update(declared_by=declared_by)
    declares = election.timetable.voting_closes_at + timedelta(days=1)
    closes = declares + complaints
    move(election, declaration_at=declares, complaints_close_at=closes)
    happenings = office_questions.what_will_happen(fresh(election))
    return {
        name: " ".join(one.sentence for one in happenings if one.at == at)
        for name, at in (("declaration", declares), ("complaints", closes))
    }


def test_an_officer_declares_with_a_reason_while_complaints_are_open() -> None:
    assert told(DeclaredBy.OFFICER, complaints=timedelta(days=7)) == {
        "declaration": f"{BY_OFFICER} {EARLY}",
        "complaints": COMPLAINTS,
    }


def test_and_without_one_where_complaints_are_over_then() -> None:
    found = told(DeclaredBy.OFFICER, complaints=timedelta(0))
    assert found["declaration"] == f"{BY_OFFICER} {COMPLAINTS}"


def test_the_timetable_declares_at_the_end_of_complaints() -> None:
    assert told(DeclaredBy.AUTOMATIC, complaints=timedelta(days=7)) == {
        "declaration": "",
        "complaints": f"{COMPLAINTS} {BY_ITSELF}",
    }


def test_or_at_its_own_instant_where_that_is_no_earlier() -> None:
    found = told(DeclaredBy.AUTOMATIC, complaints=timedelta(0))
    assert found["declaration"] == f"{BY_ITSELF} {COMPLAINTS}"
