"""What the office sees of the mail."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from elections import mailing, office_questions, outbox
from elections.models import Election, Message
from tests.mailing import cast


@pytest.fixture
def now(election: Election) -> datetime:
    """Ten ballot messages are queued; a minute has gone by since they were due."""
    cast.enrol_many(election, 10)
    cast.ballots(election)
    queued: datetime = Message.objects.earliest("id").not_before
    return queued + timedelta(seconds=70)


def _set(count: int, **changes: object) -> None:
    ids = Message.objects.filter(state="queued").order_by("id").values_list("id", flat=True)
    Message.objects.filter(pk__in=list(ids[:count])).update(**changes)


def test_it_counts_by_kind_and_state(election: Election, now: datetime) -> None:
    _set(4, state="sent", sent_at=now)
    _set(2, state="skipped")
    _set(1, state="failed")
    _set(1, state="sending", claimed_at=now)
    [ballot] = mailing.progress(election, now=now)
    assert (ballot.kind, ballot.label) == ("ballot", "Ballot")
    assert (ballot.sent, ballot.skipped) == (6, 0), "those not needed have voted: told to nobody"
    assert (ballot.failed, ballot.sending) == (1, 1)
    assert (ballot.waiting, ballot.due, ballot.total) == (2, 2, 10)
    assert not ballot.is_finished
    election.box_closed_at = now
    [ballot] = mailing.progress(election, now=now)
    assert (ballot.sent, ballot.skipped) == (4, 2)


def test_reminders_that_do_not_move_are_noticed_without_a_number(
    election: Election, now: datetime
) -> None:
    Message.objects.update(state="sent", sent_at=now - timedelta(hours=1))
    outbox.queue_reminders(election, 1, now=timezone.now())
    assert not says_so(election, timezone.now())
    later = timezone.now() + timedelta(minutes=5)
    assert says_so(election, later)
    Message.objects.filter(kind="ballot").update(sent_at=later)
    assert not says_so(election, later), "something moves"


def says_so(election: Election, at: datetime) -> bool:
    [row] = office_questions.running([election], at)
    said = f"mailing of reminders that does not move: {election.title}"
    return said in [need.label for need in office_questions.needs_of(row, at)]


def test_it_says_the_rate_and_when_it_will_have_finished(election: Election, now: datetime) -> None:
    _set(5, state="sent", sent_at=now - timedelta(seconds=10))
    [ballot] = mailing.progress(election, now=now)
    assert ballot.per_minute == 30
    assert ballot.finishes_at == now + timedelta(seconds=10)
    assert not ballot.is_stuck


def test_mail_that_is_due_while_nothing_goes_is_stuck(election: Election, now: datetime) -> None:
    _set(3, state="sent", sent_at=now - timedelta(seconds=61))
    [ballot] = mailing.progress(election, now=now)
    assert ballot.is_stuck
    assert ballot.finishes_at is None
    assert ballot.oldest_due_at == now - timedelta(seconds=70)


def test_mail_just_due_is_not_stuck_yet_and_nobody_guesses_its_end(
    election: Election, now: datetime
) -> None:
    [ballot] = mailing.progress(election, now=now - timedelta(seconds=20))
    assert not ballot.is_stuck
    assert (ballot.per_minute, ballot.finishes_at) == (0, None)


def test_mail_that_waits_behind_another_elections_is_not_stuck(
    election: Election, now: datetime
) -> None:
    other = Election.objects.create(title="Another", slug="another")
    Message.objects.create(
        election=other, kind="ballot", to="", not_before=now, state="sent", sent_at=now
    )
    [ballot] = mailing.progress(election, now=now)
    assert not ballot.is_stuck
    assert ballot.finishes_at is None, "none of it goes out"


def test_reminders_that_nobody_needs_any_more_are_progress_too(
    election: Election, now: datetime
) -> None:
    _set(3, state="skipped", claimed_at=now)
    [ballot] = mailing.progress(election, now=now)
    assert not ballot.is_stuck


def test_mail_for_later_says_when_it_starts(election: Election, now: datetime) -> None:
    Message.objects.update(not_before=now + timedelta(days=1))
    [ballot] = mailing.progress(election, now=now)
    assert (ballot.due, ballot.waiting) == (0, 10)
    assert ballot.starts_at == now + timedelta(days=1)
    assert not ballot.is_stuck


def test_what_is_all_sent_is_finished(election: Election, now: datetime) -> None:
    _set(10, state="sent", sent_at=now - timedelta(hours=1))
    [ballot] = mailing.progress(election, now=now)
    assert ballot.is_finished
    assert (ballot.per_minute, ballot.finishes_at, ballot.starts_at) == (0, None, None)


def test_it_asks_one_question_or_two(
    election: Election, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        mailing.progress(election, now=now)
    with django_assert_num_queries(1):
        mailing.progress(election, now=now - timedelta(seconds=20))


def test_an_election_without_mail_has_no_progress(election: Election) -> None:
    assert mailing.progress(election, now=timezone.now()) == []
