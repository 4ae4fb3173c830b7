""" "Your vote is recorded" must not tell in which order people voted."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from elections import mailing, outbox
from elections.models import Election, Message, RollEntry
from tests.embedded.mailbox import Mailbox
from tests.mailing import cast


def _later(minutes: int) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def _all_vote(election: Election) -> None:
    for entry in RollEntry.objects.filter(election=election):
        cast.votes(entry)


def test_nobody_is_told_in_the_first_hour(election: Election) -> None:
    cast.enrol_many(election, 10)
    _all_vote(election)
    assert outbox.queue_recorded(election, now=_later(30)) == 0


def test_after_an_hour_those_who_voted_are_told_and_the_next_an_hour_later(
    election: Election,
) -> None:
    cast.enrol_many(election, 8)
    entries = list(RollEntry.objects.order_by("id"))
    for entry in entries[:4]:
        cast.votes(entry)
    assert outbox.queue_recorded(election, now=_later(61)) == 4
    for entry in entries[4:]:
        cast.votes(entry)
    assert outbox.queue_recorded(election, now=_later(62)) == 0
    assert outbox.queue_recorded(election, now=_later(122)) == 4
    assert outbox.queue_recorded(election, now=_later(190)) == 0


def test_a_lone_voter_waits_for_others_or_for_the_close(election: Election) -> None:
    cast.enrol_many(election, 8)
    cast.votes(RollEntry.objects.earliest("id"))
    assert outbox.queue_recorded(election, now=_later(600)) == 0
    closes = election.timetable.voting_closes_at
    assert outbox.queue_recorded(election, now=closes) == 1
    assert outbox.queue_recorded(election, now=closes) == 0


def test_the_rows_stand_in_no_order_of_the_roll(election: Election) -> None:
    cast.enrol_many(election, 60)
    _all_vote(election)
    outbox.queue_recorded(election, now=_later(61))
    in_order = list(Message.objects.order_by("id").values_list("entry_id", flat=True))
    assert len(in_order) == 60
    assert in_order != sorted(in_order)
    moved = sum(later < earlier for earlier, later in pairwise(in_order))
    assert 12 < moved < 48


def test_a_voter_with_two_sheets_hears_again_of_the_second(
    election: Election, mailbox: Mailbox
) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    cast.votes(entry, 1)
    closes = election.timetable.voting_closes_at
    assert outbox.queue_recorded(election, now=closes) == 1
    mailing.send_due(now=closes)
    cast.votes(entry, 2)
    assert outbox.queue_recorded(election, now=closes) == 1
    mailing.send_due(now=closes)
    first, second = (cast.text(mail) for mail in mailbox.messages())
    assert "You have not voted yet in:\n- Shall the rules change?" in first
    assert "You have not voted yet" not in second


def test_a_withdrawn_election_confirms_nothing(election: Election, mailbox: Mailbox) -> None:
    cast.enrol_many(election, 4)
    _all_vote(election)
    outbox.queue_recorded(election, now=election.timetable.voting_closes_at)
    Election.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="The hall burnt down.")
    election.refresh_from_db()
    mailing.send_due(now=election.timetable.voting_closes_at)
    assert set(cast.states("recorded")) == {"skipped"}
    assert not mailbox.messages()
    assert outbox.queue_recorded(election, now=election.timetable.voting_closes_at) == 0


def test_it_carries_neither_tracker_nor_code(election: Election, mailbox: Mailbox) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    cast.votes(entry)
    closes = election.timetable.voting_closes_at
    outbox.queue_recorded(election, now=closes)
    mailing.send_due(now=closes)
    [mail] = mailbox.messages()
    for body in (cast.text(mail), cast.html(mail)):
        assert f"/v/{entry.pk}-" not in body
        assert "never what it says" in body
