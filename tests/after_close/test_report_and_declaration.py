"""A result waits for the scrutineer's report and the end of complaints, or says why it did not."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import tallying
from elections.models import DeclaredBy, Election, ScrutineerReport
from elections.refusal import Refused
from members.models import AuditEntry, User
from members.roles import Role
from tests.acts.open_forms import text_of
from tests.after_close import cast
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office.cast import enter, fresh, move

pytestmark = pytest.mark.django_db(transaction=True)

FOUND = "I checked the box.\n\nI found nothing wrong."
DAY = timedelta(days=1)


@pytest.fixture
def counted(rosa: User) -> Election:
    """The result is provisional; members can complain until tomorrow."""
    election = cast.set_up(rosa, cast.with_seats(2))
    cast.cast_votes(election, Aisha=["Aisha Bello"], Bea=["Bea Okafor"])
    election = cast.count(election)
    move(election, declaration_at=timezone.now(), complaints_close_at=timezone.now() + DAY)
    return fresh(election)


@pytest.fixture
def sol() -> User:
    return add_staff("sol@example.org", Role.SCRUTINEER)


def sign(election: Election, sol: User, text: str = FOUND) -> None:
    tallying.sign_report(election, text, actor=sol, now=timezone.now())


def end_complaints(election: Election) -> Election:
    move(election, complaints_close_at=timezone.now())
    return fresh(election)


def address(election: Election, name: str) -> str:
    return reverse(f"elections:{name}", args=[election.slug])


def public_page(election: Election) -> str:
    return cast.shown(address(election, "show-results"))


def test_the_scrutineer_signs_a_report_that_everybody_reads(
    counted: Election, sol: User, tmp_path: Path
) -> None:
    scrutineer = enter(sol)
    assert "Sign the report" in text_of(scrutineer.get(address(counted, "sign-report")))
    answer = scrutineer.post(address(counted, "sign-report"), {"text": FOUND}, follow=True)
    assert "The report is signed and public." in text_of(answer)
    public = public_page(counted)
    assert "The scrutineer's report" in public
    assert "I found nothing wrong." in public
    assert "Signed by the scrutineer on" in public
    assert json.loads(cast.bundle(counted).read("report.json"))["text"] == FOUND
    cast.recounted_and_verified(counted, tmp_path)


def test_without_a_report_nothing_of_one_is_shown_or_published(counted: Election) -> None:
    assert "The scrutineer's report" not in public_page(counted)
    assert "report.json" not in cast.bundle(counted).namelist()


def test_another_report_takes_its_place_and_the_audit_keeps_both(
    counted: Election, sol: User
) -> None:
    sign(counted, sol)
    sign(counted, sol, "I found one thing wrong.")
    assert ScrutineerReport.objects.get().text == "I found one thing wrong."
    signed = AuditEntry.objects.filter(action="report-signed").order_by("id")
    assert [one.reason for one in signed] == [FOUND, "I found one thing wrong."]
    assert [bool(one.detail) for one in signed] == [False, True]
    with pytest.raises(Refused, match="in the same words"):
        sign(counted, sol, "I found one thing wrong. ")


def test_officers_read_the_report_and_do_not_sign_it(
    counted: Election, sol: User, officer: Client
) -> None:
    sign(counted, sol)
    shown = text_of(officer.get(address(counted, "sign-report")))
    assert "I found nothing wrong." in shown
    assert "Sign another report" not in shown
    assert officer.post(address(counted, "sign-report"), {"text": "No."}).status_code == 403
    assert ScrutineerReport.objects.get().text == FOUND


def test_a_report_has_words_that_read_as_they_are_written(counted: Election, sol: User) -> None:
    scrutineer = enter(sol)
    for text in ("", "Nothing \u202eeralced", "x" * 61):
        answer = scrutineer.post(address(counted, "sign-report"), {"text": text})
        assert answer.status_code == 422
    with pytest.raises(Refused, match="Write the report"):
        sign(counted, sol, " ")
    assert not ScrutineerReport.objects.exists()


def test_nothing_is_reported_before_the_count(rosa: User, sol: User) -> None:
    election = cast.set_up(rosa, cast.with_seats(2))
    with pytest.raises(Refused, match="no provisional result"):
        sign(election, sol)
    with pytest.raises(DatabaseError, match="while the result is provisional"):
        ScrutineerReport.objects.create(
            election=election, text=FOUND, signed_at=timezone.now(), signed_by=sol
        )


def test_a_report_stands_once_the_result_is_declared(
    counted: Election, rosa: User, sol: User
) -> None:
    sign(counted, sol)
    tallying.declare(end_complaints(counted), actor=rosa, now=timezone.now())
    with pytest.raises(Refused, match="not changed any more"):
        sign(counted, sol, "Something else.")
    scrutineer = enter(sol)
    late = scrutineer.post(address(counted, "sign-report"), {"text": "Something else."})
    assert late.status_code == 422
    assert "Something else." in text_of(late)
    reports = ScrutineerReport.objects.all()
    for change in (lambda: reports.update(text="Something else."), reports.delete):
        with pytest.raises(DatabaseError, match="provisional"), transaction.atomic():
            change()
    assert ScrutineerReport.objects.get().text == FOUND


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
    without_the_guard(Election.objects.filter(pk=counted.pk), declared_by=DeclaredBy.AUTOMATIC)
    now = timezone.now()
    assert "It is declared by itself, not before that." in public_page(counted)
    assert tallying.declare_due(now) == 0
    with pytest.raises(Refused, match="Complaints are still open"):
        tallying.declare(counted, actor=None, now=now)
    assert tallying.declare_due(now + DAY) == 1
    assert "no report" in counted.declarations.get(kind="declared").reason
    assert "There was no report of the scrutineer." in public_page(counted)


def test_the_timetable_says_nothing_of_a_report_that_there_is(counted: Election, sol: User) -> None:
    without_the_guard(Election.objects.filter(pk=counted.pk), declared_by=DeclaredBy.AUTOMATIC)
    sign(counted, sol)
    assert tallying.declare_due(timezone.now() + DAY) == 1
    assert counted.declarations.get(kind="declared").reason == ""


def test_a_rehearsal_asks_for_no_reason(counted: Election, rosa: User) -> None:
    without_the_guard(Election.objects.filter(pk=counted.pk), rehearsal_of=counted)
    tallying.declare(fresh(counted), actor=rosa, now=timezone.now())
    assert counted.declarations.get(kind="declared").reason == ""


def test_the_office_home_tells_the_scrutineer_of_the_report(counted: Election, sol: User) -> None:
    words = "report for the scrutineer to sign: NCG 2026"
    assert words in text_of(enter(sol).get("/office/"))
    sign(counted, sol)
    assert words not in text_of(enter(sol).get("/office/"))
