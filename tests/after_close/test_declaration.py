"""A result waits for the scrutineer's report and the end of complaints, or says why it did not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import tallying
from elections.models import Election, ResultDeclaration
from elections.models.election import ElectionQuerySet
from elections.refusal import Refused
from elections.tallying import declaring
from members.models import AuditEntry, User
from tests.acts.open_forms import text_of
from tests.after_close.reporting import (
    address,
    declared_by_the_timetable,
    end_complaints,
    public_page,
    sign,
    someone_leaves,
)
from tests.embedded.guards import without_the_guard
from tests.office.cast import fresh

pytestmark = pytest.mark.django_db(transaction=True)


def test_with_a_report_and_after_the_complaints_nothing_is_asked(
    counted: Election, rosa: User, sol: User, officer: Client
) -> None:
    sign(counted, sol)
    end_complaints(counted)
    assert "Public reason" not in text_of(officer.get(address(counted, "declare-result")))
    answer = officer.post(address(counted, "declare-result"), {"confirm": counted.slug})
    assert answer.status_code == 302
    assert counted.declarations.get(kind="declared").reason == ""


@pytest.mark.parametrize(
    ("has_report", "complaints_open", "said"),
    [
        (True, True, "Complaints are still open"),
        (False, False, "There is no report of the scrutineer"),
    ],
)
def test_declaring_early_needs_a_reason_that_everybody_reads(
    has_report: bool,
    complaints_open: bool,
    said: str,
    counted: Election,
    rosa: User,
    sol: User,
    officer: Client,
) -> None:
    if has_report:
        sign(counted, sol)
    if not complaints_open:
        end_complaints(counted)
    form = address(counted, "declare-result")
    assert said in text_of(officer.get(form))
    answer = officer.post(form, {"confirm": counted.slug})
    assert answer.status_code == 422
    assert "Give the reason: everybody can read it." in text_of(answer)
    with pytest.raises(Refused, match=said):
        tallying.declare(counted, actor=rosa, now=timezone.now(), reason=" ")
    assert fresh(counted).declared_at is None
    officer.post(form, {"confirm": counted.slug, "reason": "The term begins today."})
    assert counted.declarations.get(kind="declared").reason == "The term begins today."
    assert AuditEntry.objects.get(action="result-declared").reason == "The term begins today."
    assert "The term begins today." in public_page(counted)


def test_the_timetable_waits_for_the_end_of_complaints_and_says_that_no_report_came(
    counted: Election,
) -> None:
    declared_by_the_timetable(counted)
    now = timezone.now()
    assert "It is declared by itself, not before that." in public_page(counted)
    assert tallying.declare_due(now) == 0
    with pytest.raises(Refused, match="Complaints are still open"):
        tallying.declare(counted, actor=None, now=now)
    end_complaints(counted)
    assert tallying.declare_due(timezone.now()) == 1
    assert "no report" in counted.declarations.get(kind="declared").reason
    assert "There was no report of the scrutineer." in public_page(counted)


def test_the_timetable_says_nothing_of_a_report_that_there_is(counted: Election, sol: User) -> None:
    declared_by_the_timetable(counted)
    sign(counted, sol)
    end_complaints(counted)
    assert tallying.declare_due(timezone.now()) == 1
    assert counted.declarations.get(kind="declared").reason == ""


def test_the_timetable_says_which_declaration_an_earlier_report_is_about(
    counted: Election, rosa: User, sol: User
) -> None:
    declared_by_the_timetable(counted)
    sign(counted, sol)
    someone_leaves(counted, rosa)
    end_complaints(counted)
    assert tallying.declare_due(timezone.now()) == 1
    assert "is about declaration 1" in counted.declarations.get(kind="declared").reason


def test_the_database_knows_no_early_declaration_without_a_reason(
    counted: Election, rosa: User, sol: User
) -> None:
    def insert(reason: str = "", actor: User | None = rosa) -> None:
        with transaction.atomic():
            ResultDeclaration.objects.create(
                election=counted,
                number=counted.declarations.latest("number").number + 1,
                kind="declared",
                reason=reason,
                made_at=timezone.now(),
                made_by=actor,
            )

    def refused(match: str, **more: Any) -> None:
        with pytest.raises(DatabaseError, match=match):
            insert(**more)

    early = "is declared with a reason"
    sign(counted, sol)
    refused(early)  # complaints are open
    refused("the timetable declares no result", reason="Because.", actor=None)
    end_complaints(counted)
    someone_leaves(counted, rosa)
    refused(early)  # the report is about the declaration before
    refused(early, reason=" ", actor=None)
    sign(counted, sol)
    insert()


def test_one_declaration_that_fails_does_not_stop_the_others(
    counted: Election, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    declared_by_the_timetable(counted)
    end_complaints(counted)
    # Of three that are due the first fails, the second was declared by an officer meanwhile.
    broken, taken = Election(pk=uuid4()), Election(pk=uuid4())
    due = [broken, taken, fresh(counted)]
    monkeypatch.setattr(ElectionQuerySet, "due_to_declare", lambda *_args, **_more: Due(due))
    honest = declaring.declare

    def declare(election: Election, **more: Any) -> None:
        if election is broken:
            raise RuntimeError("The register is out of order.")
        if election is taken:
            raise Refused("There is no provisional result to declare.")
        honest(election, **more)

    monkeypatch.setattr(declaring, "declare", declare)
    assert tallying.declare_due(timezone.now()) == 1
    assert fresh(counted).declared_at is not None
    assert f"The declaration of election {broken.pk} did not succeed" in caplog.text
    assert str(taken.pk) not in caplog.text


class Due(list[Election]):
    """Elections in the order that they are given in."""

    def order_by(self, *_fields: str) -> Due:
        return self


def test_a_rehearsal_asks_for_no_reason(counted: Election, rosa: User) -> None:
    without_the_guard(Election.objects.filter(pk=counted.pk), rehearsal_of=counted)
    tallying.declare(fresh(counted), actor=rosa, now=timezone.now())
    assert counted.declarations.get(kind="declared").reason == ""
