"""An administrator switches Welsh on for an election once a reader approved it, and off again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from elections import scheduling
from elections.models import Election
from elections.refusal import Refused
from members.models import Action, AuditEntry
from tests.languages.cast import READER, ada, in_welsh, with_titles, words
from tests.members.people import add_member
from tests.office.cast import enter

pytestmark = pytest.mark.django_db
PAGE = "/office/elections/ncg-2026/welsh/"


def test_it_is_on_record_who_approved_the_welsh_and_when() -> None:
    election = with_titles()
    office = enter(ada())
    assert "Switch Welsh on" in words(office.get(PAGE))
    answer = office.post(PAGE, {"approved_by": READER}, follow=True)
    assert f"Approved by {READER}, switched on" in words(answer)
    election.refresh_from_db()
    assert election.offers_welsh
    entry = AuditEntry.objects.get(action=Action.WELSH_ON)
    assert (entry.election, entry.detail) == (election.pk, {"approved by": READER})
    assert entry.actor is not None
    assert entry.actor.email == "ada@example.org"


def test_a_name_is_asked_for() -> None:
    with_titles()
    office = enter(ada())
    for name in ("", "   "):
        answer = office.post(PAGE, {"approved_by": name})
        assert answer.status_code == 422
        assert "Name the reader who approved the Welsh." in words(answer)
    election = Election.objects.get()
    assert not election.offers_welsh
    with pytest.raises(Refused, match="Name the reader"):
        scheduling.switch_welsh_on(election, approved_by=" ", actor=None, now=election.created_at)


def test_it_is_switched_off_again_and_pages_are_english_at_once(client: Client) -> None:
    in_welsh(with_titles())
    client.get("/elections/ncg-2026/?lang=cy")
    office = enter(ada())
    assert "Switch Welsh off" in words(office.get(PAGE))
    office.post(f"{PAGE}off/")
    assert '<html lang="en-gb">' in words(client.get("/elections/ncg-2026/"))
    assert AuditEntry.objects.get(action=Action.WELSH_OFF).detail == {"was approved by": READER}


def test_what_is_on_is_not_switched_on_nor_what_is_off_switched_off() -> None:
    election = with_titles()
    office = enter(ada())
    assert "Welsh is off already for this election." in words(
        office.post(f"{PAGE}off/", follow=True)
    )
    in_welsh(election)
    answer = office.post(PAGE, {"approved_by": "Somebody Else"})
    assert "Welsh is on already for this election." in words(answer)
    election.refresh_from_db()
    assert election.welsh_approved_by == READER


def test_the_database_refuses_welsh_that_nobody_approved() -> None:
    election = in_welsh(with_titles())
    with pytest.raises(IntegrityError, match="in_welsh_once_a_reader_approved"):
        Election.objects.filter(pk=election.pk).update(welsh_approved_by="")


@pytest.mark.parametrize("column", ["title", "title_cy", "summary_cy"])
def test_the_database_refuses_another_title_once_the_notice_is_out(column: str) -> None:
    election = with_titles()
    with (
        pytest.raises(DatabaseError, match="titles are locked"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f'UPDATE elections_election SET "{column}" = %s WHERE id = %s', ["X", election.pk]
        )


def test_a_contest_keeps_its_welsh_title_from_the_notice_on() -> None:
    election = with_titles()
    with pytest.raises(DatabaseError, match="contests and sheets are locked"):
        election.contests.filter(title="Scotland").update(title_cy="Lloegr")


def test_a_rehearsal_is_in_the_languages_of_its_election() -> None:
    election = in_welsh(with_titles())
    ada()
    add_member("900", "Ada Lowe", "ada@example.org")
    copy = scheduling.rehearse(
        election,
        opens_in=timedelta(minutes=10),
        lasts=timedelta(minutes=20),
        key=uuid4(),
        actor=None,
        now=timezone.now(),
    )
    assert (copy.offers_welsh, copy.title_cy) == (True, "Y Grŵp 2026")
    assert copy.contests.get(title="Scotland").title_cy == "Yr Alban"
