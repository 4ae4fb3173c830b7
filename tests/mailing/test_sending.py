"""What becomes of a message: sent, skipped, put off, failed."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from elections import mailing, outbox
from elections.models import Election, Message
from tests.embedded.mailbox import Mailbox
from tests.mailing import cast
from tests.mailing.moody import Moody


def _send(minutes: float = 0) -> mailing.Run:
    return mailing.send_due(now=timezone.now() + timedelta(minutes=minutes))


def test_a_ballot_mail_arrives_and_its_message_is_sent(
    election: Election, mailbox: Mailbox
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    assert _send(1).sent == 1
    [mail] = mailbox.messages(to="aisha@example.org")
    assert mail["Message-ID"]
    message = Message.objects.get()
    assert (message.state, message.error) == ("sent", "")
    assert message.sent_at is not None


def test_what_is_sent_is_not_sent_again(election: Election, mailbox: Mailbox) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    _send(1)
    assert _send(2) == mailing.Run()
    assert len(mailbox.messages()) == 1


def test_nothing_goes_before_its_time(db: None, mailbox: Mailbox) -> None:
    opens = timezone.now() + timedelta(hours=1)
    election = cast.election(voting_opens_at=opens, voting_closes_at=opens + timedelta(days=7))
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    assert _send(59).sent == 0
    assert _send(61).sent == 1


def test_a_ballot_waits_when_the_opening_has_moved_since(db: None, mailbox: Mailbox) -> None:
    opens = timezone.now() + timedelta(hours=2)
    election = cast.election(voting_opens_at=opens, voting_closes_at=opens + timedelta(days=7))
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    Message.objects.update(not_before=timezone.now())
    assert _send(1) == mailing.Run()
    message = Message.objects.get()
    assert (message.state, message.not_before, message.attempts) == ("queued", opens, 0)


@pytest.mark.parametrize("kind", ["ballot", "reminder"])
def test_after_the_close_nobody_is_called_to_vote(
    election: Election, mailbox: Mailbox, kind: str
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    Message.objects.update(kind=kind)
    assert mailing.send_due(now=election.timetable.voting_closes_at).skipped == 1
    assert cast.states(kind) == ["skipped"]
    assert not mailbox.messages()


def test_a_withdrawn_election_calls_nobody_to_vote(election: Election, mailbox: Mailbox) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    Election.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="The hall burnt down.")
    assert _send(1).skipped == 1
    assert not mailbox.messages()


@pytest.mark.parametrize("kind", ["ballot", "reminder"])
def test_who_has_voted_meanwhile_is_left_in_peace(
    election: Election, mailbox: Mailbox, kind: str
) -> None:
    voted = cast.enrol(election, cast.member("aisha"))
    half = cast.enrol(election, cast.member("zoe"))
    outbox.queue_reminders(election, 1, now=timezone.now())
    Message.objects.update(kind=kind)
    cast.votes(voted)
    cast.votes(half, 1)
    run = _send(1)
    assert (run.sent, run.skipped) == (1, 1)
    [mail] = mailbox.messages()
    assert mail["Delivered-To"] == "zoe@example.org"
    assert "Midlands: 4 seats" not in cast.text(mail)


def test_a_mailbox_that_does_not_exist_fails_its_message_alone(
    election: Election, moody: Moody
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.enrol(election, cast.member("zoe"))
    cast.ballots(election)
    moody.answers["aisha@example.org"] = ["550 5.1.1 No such user"]
    run = _send(1)
    assert (run.sent, run.failed) == (1, 1)
    assert cast.states() == ["failed", "sent"]
    assert Message.objects.get(state="failed").error == "550 5.1.1 No such user"


def test_a_refused_text_fails_its_message(election: Election, moody: Moody) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    moody.at_data["aisha@example.org"] = ["554 No"]
    assert _send(1).failed == 1


def test_an_officer_can_have_failed_messages_tried_again(election: Election, moody: Moody) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    moody.answers["aisha@example.org"] = ["550 5.1.1 No such user"]
    _send(1)
    assert outbox.queue_failed_again(election, now=timezone.now()) == 1
    assert _send(2).sent == 1


def test_a_full_mailbox_is_tried_again_after_growing_waits(
    election: Election, moody: Moody
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    moody.answers["aisha@example.org"] = ["452 4.2.2 Full"] * 3
    waits = []
    for attempt in (1, 2, 3):
        now = Message.objects.get().not_before
        assert mailing.send_due(now=now).put_off == 1
        message = Message.objects.get()
        assert (message.state, message.attempts) == ("queued", attempt)
        assert message.error == "452 4.2.2 Full"
        waits.append(round((message.not_before - now).total_seconds()))
        assert mailing.send_due(now=now) == mailing.Run()
    assert waits == [30, 60, 120]
    assert mailing.send_due(now=message.not_before).sent == 1
    assert Message.objects.get().error == ""


def test_after_ten_attempts_a_message_has_failed(election: Election, moody: Moody) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    Message.objects.update(attempts=9)
    moody.answers["aisha@example.org"] = ["452 4.2.2 Full"]
    assert _send(1).failed == 1
    assert cast.states() == ["failed"]


def test_when_the_server_hangs_up_the_message_goes_again_as_the_same_mail(
    election: Election, moody: Moody
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.enrol(election, cast.member("zoe"))
    cast.ballots(election)
    moody.at_data["aisha@example.org"] = ["hang up"]
    run = _send(1)
    assert (run.sent, run.put_off) == (1, 1)
    assert _send(5).sent == 1
    assert moody.connections == 2


def test_a_server_that_closes_after_so_many_messages_is_called_again_at_once(
    election: Election, moody: Moody
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    moody.for_sender = ["421 4.7.0 Too many messages in this session"]
    assert _send(1).sent == 1
    assert moody.connections == 2
    assert Message.objects.get().attempts == 0


def test_a_sender_refused_is_no_fault_of_the_voters(election: Election, moody: Moody) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    moody.for_sender = ["550 5.7.1 Not allowed to send"]
    run = _send(1)
    assert (run.put_off, run.failed) == (1, 0)


def test_when_everything_is_refused_the_rest_is_not_tried(election: Election, moody: Moody) -> None:
    cast.enrol_many(election, 30)
    cast.ballots(election)
    moody.for_sender = ["450 4.7.1 Greylisted"] * 30
    run = _send(1)
    assert run.put_off == 10
    assert not run.more
    assert cast.states().count("queued") == 30
    assert Message.objects.filter(attempts=0).count() == 20


def test_without_a_mail_server_everything_waits_and_nothing_is_counted_against_it(
    election: Election, moody: Moody, settings: object
) -> None:
    cast.enrol_many(election, 5)
    cast.ballots(election)
    port, settings.EMAIL_PORT = moody.port, 1  # type: ignore[attr-defined]
    run = _send(1)
    assert not run.is_reachable
    assert set(Message.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert Message.objects.filter(error__startswith="The mail server cannot be reached").exists()
    settings.EMAIL_PORT = port  # type: ignore[attr-defined]
    assert _send(1).sent == 5


def test_all_goes_over_one_connection(election: Election, moody: Moody) -> None:
    cast.enrol_many(election, 150)
    cast.ballots(election)
    now = timezone.now() + timedelta(minutes=1)
    assert mailing.send_due(now=now, for_seconds=30).sent == 150
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    assert _send(3).sent == 1
    assert moody.connections == 1


def test_a_message_that_cannot_be_written_does_not_hold_up_the_others(
    election: Election, moody: Moody
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.enrol(election, cast.member("zoe"))
    cast.ballots(election)
    Message.objects.filter(to="aisha@example.org").update(kind="unheard-of")
    run = _send(1)
    assert (run.sent, run.put_off) == (1, 1)
    assert Message.objects.get(kind="unheard-of").error.endswith("ValueError")


def test_a_call_keeps_to_its_limit_and_says_that_there_is_more(
    election: Election, moody: Moody
) -> None:
    cast.enrol_many(election, 12)
    cast.ballots(election)
    now = timezone.now() + timedelta(minutes=1)
    first = mailing.send_due(now=now, limit=5)
    assert (first.sent, first.more) == (5, True)
    assert cast.states().count("queued") == 7


def test_a_call_keeps_to_its_time_and_leaves_nothing_claimed(
    election: Election, moody: Moody
) -> None:
    cast.enrol_many(election, 40)
    cast.ballots(election)
    moody.dawdle = 0.05
    run = mailing.send_due(now=timezone.now() + timedelta(minutes=1), for_seconds=0.3)
    assert 0 < run.sent < 40
    assert run.more
    assert sorted(set(cast.states())) == ["queued", "sent"]


def test_the_log_learns_neither_addresses_nor_codes(
    election: Election, moody: Moody, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("momentum").propagate = True
    for who in ("aisha", "zoe", "mallory"):
        cast.enrol(election, cast.member(who))
    cast.ballots(election)
    moody.answers["aisha@example.org"] = ["550 5.1.1 <aisha@example.org>: no such user"]
    moody.answers["zoe@example.org"] = ["450 4.2.1 <zoe@example.org>: not now"]
    _send(1)
    said = [record for record in caplog.records if not record.name.startswith("mail.")]
    assert [record.getMessage() for record in said if record.name == "momentum.mail"] == [
        "Mail: 1 sent, 1 put off, 1 failed."
    ]
    assert not [record for record in said if "@example.org" in record.getMessage()]


def test_the_sender_is_the_one_of_the_settings(election: Election, mailbox: Mailbox) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    _send(1)
    assert mailbox.messages()[0]["From"] == settings.DEFAULT_FROM_EMAIL
