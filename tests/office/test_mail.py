"""The mail's progress in numbers that are links, and never a list that tells who has voted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Election, Message, RollSheet
from members.models import AuditEntry, User
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def voting(rosa: User) -> Election:
    return cast.voting(rosa)


def at(election: Election, path: str = "") -> str:
    return f"/office/elections/{election.slug}/mail/{path}"


def reminded(election: Election) -> None:
    """Bea has voted; then a reminder went to the others, and hers was skipped."""
    bea = election.roll.get(member__number="101")
    RollSheet.objects.filter(entry=bea).update(status="cast")
    for entry in election.roll.exclude(email=""):
        Message.objects.create(
            election=election,
            kind="reminder",
            entry=entry,
            to=entry.email,
            state="skipped" if entry == bea else "sent",
            not_before=timezone.now(),
        )


def test_progress_for_the_script(officer: Client, voting: Election) -> None:
    Message.objects.filter(to="bea@example.org").update(state="sent", sent_at=timezone.now())
    state = officer.get(at(voting, "ballot/progress.json")).json()
    assert (state["done"], state["total"], state["finished"]) == (1, 5, False)
    assert state["text"].startswith("1 of 5 sent.")
    assert state["text"] in " ".join(officer.get(at(voting)).content.decode().split())
    assert officer.get(at(voting, "nonsense/progress.json")).status_code == 404


def test_nothing_moves(officer: Client, voting: Election) -> None:
    Message.objects.update(not_before=timezone.now() - timedelta(minutes=9))
    page = officer.get(at(voting)).content.decode()
    assert "Nothing moves" in page


def test_messages_by_kind_and_state(officer: Client, voting: Election) -> None:
    Message.objects.filter(to="bea@example.org").update(state="failed", error="550 no such mailbox")
    page = officer.get(at(voting, "messages/?kind=ballot&state=failed")).content.decode()
    assert "550 no such mailbox" in page
    assert "bea@example.org" in page
    assert "aisha@example.org" not in page


@pytest.mark.parametrize(
    "query", ["", "?state=skipped", "?kind=reminder", "?kind=reminder&state=skipped", "?state=sent"]
)
def test_no_list_tells_who_has_voted(officer: Client, voting: Election, query: str) -> None:
    Message.objects.all().delete()
    reminded(voting)
    page = officer.get(at(voting, "messages/") + query).content.decode()
    assert "@example.org</th>" not in page
    assert "of 5 sent" not in " ".join(page.split()), "how many were needed tells how many voted"


def test_a_ballot_not_needed_any_more_looks_like_one_sent(
    officer: Client, voting: Election
) -> None:
    Message.objects.update(state="sent", sent_at=timezone.now(), attempts=1)
    page = officer.get(at(voting, "messages/?state=done")).content.decode().split("<tbody>")[1]
    Message.objects.filter(to="bea@example.org").update(state="skipped", sent_at=None, attempts=0)
    again = officer.get(at(voting, "messages/?state=done")).content.decode().split("<tbody>")[1]
    assert "bea@example.org" in page
    assert page == again


def test_a_reminder_is_sent_once_for_each_time_the_page_is_opened(
    officer: Client, voting: Election
) -> None:
    page = officer.get(at(voting, "reminder/")).content.decode()
    assert "who has not returned all their papers" in page
    answer = officer.post(at(voting, "reminder/"), {"after": "0"}, follow=True)
    assert "The reminder is in the outbox." in answer.content.decode()
    answer = officer.post(at(voting, "reminder/"), {"after": "0"}, follow=True)
    assert "This reminder is in the outbox already." in answer.content.decode()
    assert Message.objects.filter(kind="reminder").count() == 5


def test_no_second_reminder_within_twelve_hours(officer: Client, voting: Election) -> None:
    officer.post(at(voting, "reminder/"), {"after": "0"})
    answer = officer.post(at(voting, "reminder/"), {"after": "1"})
    assert answer.status_code == 409
    assert "less than 12 hours ago" in answer.content.decode()
    assert Message.objects.filter(kind="reminder").count() == 5


def test_no_reminder_outside_the_window(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    answer = officer.post(at(election, "reminder/"), {"after": "0"})
    assert answer.status_code == 409
    assert "Reminders are sent while voting is open." in answer.content.decode()
    assert not Message.objects.filter(kind="reminder").exists()


def test_what_failed_is_tried_again_on_record(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    assert "Try the failed messages again" not in officer.get(at(election)).content.decode()
    Message.objects.filter(to="bea@example.org").update(state="failed", attempts=9, error="550")
    assert "Try the failed messages again" in officer.get(at(election)).content.decode()
    answer = officer.post(at(election, "again/"), follow=True)
    assert "What had failed is in the outbox again." in answer.content.decode()
    assert Message.objects.get(to="bea@example.org").state == "queued"
    entry = AuditEntry.objects.get(action="mail-queued")
    assert (entry.actor, entry.election) == (rosa, election.pk)


def test_nothing_is_tried_again_where_nothing_failed(officer: Client, voting: Election) -> None:
    answer = officer.post(at(voting, "again/"), follow=True)
    assert "No message of this election has failed." in answer.content.decode()
    assert not AuditEntry.objects.filter(action="mail-queued").exists()
