"""The summary of what will happen when tells of the declaration as it will come about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from elections import office_questions
from elections.models import DeclaredBy, Election
from tests.embedded.guards import without_the_guard
from tests.office.cast import fresh, move, prepared

pytestmark = pytest.mark.django_db

COMPLAINTS = "Until now members can complain about the result."
BY_ITSELF = "The result is declared by itself. If the scrutineer has signed no report, it says so."
BY_OFFICER = (
    "An officer declares the result, after the scrutineer's report. Until then it is provisional."
)


@pytest.mark.parametrize(
    ("declared_by", "said"), [(DeclaredBy.OFFICER, BY_OFFICER), (DeclaredBy.AUTOMATIC, BY_ITSELF)]
)
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1)])
def test_complaints_end_and_then_the_result_is_declared(
    declared_by: DeclaredBy, said: str, later: timedelta
) -> None:
    election = prepared()
    without_the_guard(Election.objects.filter(pk=election.pk), declared_by=declared_by)
    closes = election.timetable.voting_closes_at + timedelta(days=7)
    move(election, complaints_close_at=closes, declaration_at=closes + later)
    told = office_questions.what_will_happen(fresh(election))
    about = [(one.at, one.sentence) for one in told if one.sentence in {COMPLAINTS, said}]
    assert about == [(closes, COMPLAINTS), (closes + later, said)]
