"""A candidate withdraws until the deadline of the timetable, or until the papers are fixed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Contest, Message, Nomination, ReopenedContest, Timetable
from elections.refusal import Refused
from members.models import AuditEntry, Status
from tests.public import cast

pytestmark = pytest.mark.django_db

DEADLINE = cast.CLOSED + timedelta(hours=6)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def nomination() -> Nomination:
    return cast.stands(cast.aisha(), cast.election())


@pytest.fixture
def url(nomination: Nomination) -> str:
    return f"/elections/{nomination.contest.election.slug}/nomination/"


def until(nomination: Nomination) -> None:
    Timetable.objects.filter(election=nomination.contest.election).update(
        withdrawal_closes_at=DEADLINE
    )


def test_without_a_deadline_it_is_the_papers(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    Timetable.objects.update(withdrawal_closes_at=None)
    clock.move_to(cast.NOMINATIONS_OVER)
    cast.sign_in(client, nomination.member)
    assert "You can withdraw until the ballot papers are fixed." in words(client.get(url))
    client.post(f"{url}withdraw/")
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"


def test_the_deadline_is_said_where_one_withdraws(
    client: Client, nomination: Nomination, url: str
) -> None:
    until(nomination)
    cast.sign_in(client, nomination.member)
    for page in (url, f"{url}withdraw/"):
        assert "Thursday 25 June 2026, 6 pm (BST)" in words(client.get(page))


def test_an_instant_before_it_counts_and_the_deadline_itself_does_not(
    nomination: Nomination,
) -> None:
    until(nomination)
    again = Nomination.objects.select_related("contest__election__timetable").get(pk=nomination.pk)
    with pytest.raises(Refused, match="The time to withdraw is over"):
        nominating.withdraw(again, nomination.member, now=DEADLINE)
    nominating.withdraw(again, nomination.member, now=DEADLINE - timedelta(seconds=1))
    assert AuditEntry.objects.filter(action="nomination-withdrawn").count() == 1


def test_it_passes_while_the_page_is_open(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    until(nomination)
    clock.move_to(DEADLINE - timedelta(minutes=1))
    cast.sign_in(client, nomination.member)
    assert "Withdraw my nomination" in words(client.get(f"{url}withdraw/"))
    clock.move_to(DEADLINE)
    response = client.post(f"{url}withdraw/")
    assert response.status_code == 422
    assert "The time to withdraw is over. Write to the returning officer" in words(response)
    page = words(client.get(url))
    assert "The time to withdraw is over." in page
    assert f"{url}withdraw/" not in page
    nomination.refresh_from_db()
    assert nomination.state == "submitted"


def test_whoever_withdraws_has_it_confirmed(
    client: Client, nomination: Nomination, url: str
) -> None:
    cast.sign_in(client, nomination.member)
    client.post(f"{url}withdraw/")
    confirmed = Message.objects.get(kind="nomination-ended")
    assert (confirmed.to, confirmed.details) == ("aisha@example.org", {"left": ""})


def test_those_who_nominated_them_are_told_that_they_can_nominate_somebody_else(
    nomination: Nomination,
) -> None:
    bea = cast.bea()
    nominating.support(nomination, bea, now=cast.NOMINATIONS)
    nominating.withdraw(nomination, nomination.member, now=cast.NOMINATIONS)
    told = Message.objects.get(kind="support-released")
    assert (told.member, told.nomination) == (bea, None)
    assert told.details == {
        "candidate": "Aisha Khan",
        "contest": "Scotland",
        "until": cast.CLOSED.isoformat(),
        "path": f"/elections/{nomination.contest.election.slug}/candidates/",
    }
    nominating.support(
        cast.stands(cast.callum(), nomination.contest.election), bea, now=cast.LAST_HOUR
    )


def test_after_the_window_they_are_not_told_as_there_is_nothing_to_do(
    nomination: Nomination,
) -> None:
    nominating.support(nomination, cast.bea(), now=cast.NOMINATIONS)
    nominating.withdraw(nomination, nomination.member, now=cast.CLOSED)
    assert not Message.objects.filter(kind="support-released").exists()
    assert not nomination.supporting.exists()


def test_a_nominator_who_could_nominate_nobody_now_is_not_told(nomination: Nomination) -> None:
    bea = cast.bea()
    nominating.support(nomination, bea, now=cast.NOMINATIONS)
    bea.status = Status.EXPIRED
    bea.save()
    nominating.withdraw(nomination, nomination.member, now=cast.NOMINATIONS)
    assert not Message.objects.filter(kind="support-released").exists()


def test_a_withdrawal_that_is_refused_tells_nobody(nomination: Nomination) -> None:
    until(nomination)
    again = Nomination.objects.select_related("contest__election__timetable").get(pk=nomination.pk)
    with pytest.raises(Refused):
        nominating.withdraw(again, nomination.member, now=DEADLINE)
    assert not Message.objects.filter(kind="nomination-ended").exists()


def reopened(nomination: Nomination) -> datetime:
    """Nominations are open again in the contest, past the deadline; when they close."""
    until(nomination)
    over = DEADLINE + timedelta(hours=4)
    Timetable.objects.filter(election=nomination.contest.election).update(
        reopening_opens_at=cast.CLOSED + timedelta(hours=1), reopening_closes_at=over
    )
    ReopenedContest.objects.create(
        contest=nomination.contest, seats=1, attributes=[], reopened_at=cast.CLOSED
    )
    return over


def test_who_came_when_nominations_were_open_again_withdraws_until_they_close(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    over = reopened(nomination)
    Nomination.objects.filter(pk=nomination.pk).update(submitted_at=cast.CLOSED)
    clock.move_to(DEADLINE + timedelta(hours=1))
    cast.sign_in(client, nomination.member)
    for page in (url, f"{url}withdraw/"):
        assert "Thursday 25 June 2026, 10 pm (BST)" in words(client.get(page))
    client.post(f"{url}withdraw/")
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"
    contest = Contest.objects.get(pk=nomination.contest_id)
    assert nominating.closed_at(contest, DEADLINE) is None, "open again"
    assert nominating.closed_at(contest, over) == over


def test_who_came_before_keeps_the_deadline_that_there_was(
    client: Client, nomination: Nomination, url: str, clock: Traveller
) -> None:
    reopened(nomination)
    clock.move_to(DEADLINE + timedelta(hours=1))
    cast.sign_in(client, nomination.member)
    response = client.post(f"{url}withdraw/")
    assert response.status_code == 422
    assert "The time to withdraw is over. Write to the returning officer" in words(response)
    nomination.refresh_from_db()
    assert nomination.state == "submitted"
