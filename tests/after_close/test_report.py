"""The scrutineer's report: who signs it, what it is about, and when it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import tallying
from elections.models import Election, ScrutineerReport
from elections.refusal import Refused
from members.models import AuditEntry, User
from tests.acts.open_forms import text_of
from tests.after_close import cast
from tests.after_close.reporting import (
    FOUND,
    address,
    declared_without_a_report,
    end_complaints,
    public_page,
    sign,
    someone_leaves,
)
from tests.office.cast import enter

pytestmark = pytest.mark.django_db(transaction=True)


def entered(text: str, about: int = 1) -> dict[str, str]:
    return {"text": text, "about": str(about)}


def test_the_scrutineer_signs_a_report_that_everybody_reads(
    counted: Election, sol: User, tmp_path: Path
) -> None:
    scrutineer = enter(sol)
    assert "Sign the report" in text_of(scrutineer.get(address(counted, "sign-report")))
    answer = scrutineer.post(address(counted, "sign-report"), entered(FOUND), follow=True)
    assert "The report is signed and public." in text_of(answer)
    public = public_page(counted)
    assert "The scrutineer's report" in public
    assert "I found nothing wrong." in public
    assert "Signed by the scrutineer on" in public
    assert "about declaration 1." in public
    published = json.loads(cast.bundle(counted).read("report.json"))
    assert (published["text"], published["declaration"]) == (FOUND, 1)
    assert published["after_declaration"] is False
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
    assert ["replaces" in one.detail for one in signed] == [False, True]
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
        answer = scrutineer.post(address(counted, "sign-report"), entered(text))
        assert answer.status_code == 422
    with pytest.raises(Refused, match="Write the report"):
        sign(counted, sol, " ")
    assert not ScrutineerReport.objects.exists()


def test_nothing_is_reported_before_the_count(rosa: User, sol: User) -> None:
    election = cast.set_up(rosa, cast.with_seats(2))
    with pytest.raises(Refused, match="no provisional result"):
        sign(election, sol)
    with pytest.raises(DatabaseError, match="once the result is provisional"):
        ScrutineerReport.objects.create(
            election=election, text=FOUND, about=1, signed_at=timezone.now(), signed_by=sol
        )


def test_a_report_stands_once_the_result_is_declared(
    counted: Election, rosa: User, sol: User
) -> None:
    sign(counted, sol)
    tallying.declare(end_complaints(counted), actor=rosa, now=timezone.now())
    with pytest.raises(Refused, match="not changed any more"):
        sign(counted, sol, "Something else.")
    scrutineer = enter(sol)
    late = scrutineer.post(address(counted, "sign-report"), entered("Something else."))
    assert late.status_code == 422
    assert "Something else." in text_of(late)
    reports = ScrutineerReport.objects.all()
    for change in (lambda: reports.update(text="Something else."), reports.delete):
        with pytest.raises(DatabaseError, match="not changed once"), transaction.atomic():
            change()
    assert ScrutineerReport.objects.get().text == FOUND


def test_the_first_report_may_come_after_the_declaration_and_says_so(
    counted: Election, rosa: User, sol: User, officer: Client
) -> None:
    declared_without_a_report(counted, rosa)
    form = address(counted, "sign-report")
    assert "after the declaration, too" in text_of(officer.get(form))
    scrutineer = enter(sol)
    asked = text_of(scrutineer.get(form))
    assert "It cannot be changed." in asked
    assert "Until the result is declared" not in asked
    answer = scrutineer.post(form, entered(FOUND), follow=True)
    assert "The report is signed and public." in text_of(answer)
    assert "the report is not changed any more" in text_of(answer)
    public = public_page(counted)
    assert "after the result was declared, about declaration 1." in public
    assert "Sol is in hospital." in public
    assert json.loads(cast.bundle(counted).read("report.json"))["after_declaration"] is True
    signed = AuditEntry.objects.get(action="report-signed")
    assert signed.detail == {"declaration": 1, "after the declaration": True}
    with pytest.raises(Refused, match="not changed any more"):
        sign(counted, sol, "Something else.")
    with pytest.raises(DatabaseError, match="not changed once"), transaction.atomic():
        ScrutineerReport.objects.update(text="Something else.")


def test_after_a_candidate_left_the_first_about_the_last_result_may_come_late(
    counted: Election, rosa: User, sol: User
) -> None:
    sign(counted, sol)
    someone_leaves(counted, rosa)
    declared_without_a_report(counted, rosa)
    assert "A candidate left since" in text_of(enter(sol).get(address(counted, "sign-report")))
    sign(counted, sol, "About the second count.")
    report = ScrutineerReport.objects.get()
    assert (report.about, report.after_declaration) == (2, True)
    with pytest.raises(Refused, match="not changed any more"):
        sign(counted, sol, "About the third count.")


def test_a_report_says_itself_whether_it_came_after_the_declaration(
    counted: Election, rosa: User, sol: User
) -> None:
    def insert(late: bool) -> None:
        with transaction.atomic():
            ScrutineerReport.objects.create(
                election=counted,
                text=FOUND,
                about=1,
                signed_at=timezone.now(),
                signed_by=sol,
                after_declaration=late,
            )

    with pytest.raises(DatabaseError, match="whether it was signed after"):
        insert(late=True)
    declared_without_a_report(counted, rosa)
    with pytest.raises(DatabaseError, match="whether it was signed after"):
        insert(late=False)
    insert(late=True)


def test_a_report_does_not_outlive_the_result_that_it_is_about(
    counted: Election, rosa: User, sol: User, officer: Client
) -> None:
    sign(counted, sol)
    someone_leaves(counted, rosa)
    end_complaints(counted)
    assert "about declaration 1." in public_page(counted)
    assert json.loads(cast.bundle(counted).read("report.json"))["declaration"] == 1
    scrutineer = enter(sol)
    assert "report for the scrutineer to sign: NCG 2026" in text_of(scrutineer.get("/office/"))
    assert "A candidate left since" in text_of(scrutineer.get(address(counted, "sign-report")))
    shown = text_of(officer.get(address(counted, "declare-result")))
    assert "is about an earlier declaration" in shown
    with pytest.raises(Refused, match="is about declaration 1, and a candidate left since"):
        tallying.declare(counted, actor=rosa, now=timezone.now())
    sign(counted, sol)  # in the same words, about another result
    assert ScrutineerReport.objects.get().about == 2
    assert "A candidate left since" not in text_of(scrutineer.get(address(counted, "sign-report")))
    tallying.declare(counted, actor=rosa, now=timezone.now())
    assert counted.declarations.get(kind="declared").reason == ""


def test_a_report_is_about_the_declaration_that_was_read(
    counted: Election, rosa: User, sol: User
) -> None:
    someone_leaves(counted, rosa)
    late = enter(sol).post(address(counted, "sign-report"), entered(FOUND))
    assert late.status_code == 422
    assert "Declaration 2 was made meanwhile. Read it first." in text_of(late)
    assert "I found nothing wrong." in text_of(late)
    assert '<input type="hidden" name="about" value="2">' in text_of(late), (
        "once read, it is signed"
    )
    with pytest.raises(DatabaseError, match="the last provisional declaration"):
        ScrutineerReport.objects.create(
            election=counted, text=FOUND, about=1, signed_at=timezone.now(), signed_by=sol
        )


def test_the_office_home_tells_the_scrutineer_of_the_report(counted: Election, sol: User) -> None:
    words = "report for the scrutineer to sign: NCG 2026"
    assert words in text_of(enter(sol).get("/office/"))
    sign(counted, sol)
    assert words not in text_of(enter(sol).get("/office/"))
