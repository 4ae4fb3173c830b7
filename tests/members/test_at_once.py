"""Several questions are asked by one statement, and answered as if each had been asked alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Model, OuterRef
from django.utils import timezone

from members import noting
from members.at_once import ask_at_once
from members.importing import runs
from members.models import AuditEntry, ImportChunk, Member, MemberNote
from members.roles import Role
from tests.members.people import add_member, add_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def aisha() -> Member:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    aisha = add_member("1", "Aisha “A.” Khan\\", "aisha@example.org", flags=["email-shared"])
    Member.objects.filter(pk=aisha.pk).update(date_of_birth=date(1990, 5, 1), tags="50 %s, é")
    for text in ("Telephones often.", "Moved.\nTwice."):
        noting.add(aisha, text, actor=rosa, now=timezone.now())
    add_member("2", "Bea Okafor")
    return aisha


def test_rows_are_what_they_would_be_alone(aisha: Member, django_assert_num_queries: Any) -> None:
    """With text, days, instants, lists and JSON among them, and what is annotated."""
    notes = MemberNote.objects.filter(member=OuterRef("pk")).order_by("text").values("text")
    questions = {
        "members": Member.objects.annotate(
            texts=ArraySubquery(notes), region_name=F("region__name"), of_notes=Count("notes")
        ).order_by("number"),
        "last first": Member.objects.select_related("region").order_by("-number"),
        "names alone": Member.objects.only("last_name"),
        "notes": MemberNote.objects.filter(member=aisha),
        "audit": AuditEntry.objects.all(),
    }
    with django_assert_num_queries(1):
        found = ask_at_once(questions)
    for name, question in questions.items():
        assert len(question) >= 2, name
        assert [_columns(one) for one in found[name]] == [_columns(one) for one in question], name
    assert found["members"][0].texts == ["Moved.\nTwice.", "Telephones often."]
    assert found["names alone"][0].get_deferred_fields() >= {"first_name", "email"}


def _columns(row: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_bytes_wait_until_they_are_used() -> None:
    runs.receive("list.csv", [b"number,\xff"], actor=add_staff("rosa@example.org"))
    [chunk] = ask_at_once({"chunks": ImportChunk.objects.all()})["chunks"]
    assert chunk.get_deferred_fields() == {"content"}
    assert bytes(chunk.content) == b"number,\xff"


def test_nothing_is_found_where_there_is_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = ask_at_once({1: Member.objects.all(), 2: Member.objects.filter(pk__in=[])})
    assert found == {1: [], 2: []}
    assert ask_at_once({}) == {}
