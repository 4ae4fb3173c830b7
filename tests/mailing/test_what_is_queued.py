"""Who is written to, and who is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from elections import outbox
from elections.models import Election, Message, PublicChange, RollEntry
from tests.mailing import cast


def test_every_voter_with_an_address_is_queued_one_ballot_message(election: Election) -> None:
    for who in ("aisha", "yusuf", "carol", "sam"):
        cast.enrol(election, cast.member(who))
    assert cast.ballots(election) == 3
    assert sorted(Message.objects.values_list("entry__member__first_name", flat=True)) == [
        "Aisha",
        "Carol",
        "Yusuf",
    ]


def test_queueing_ballots_again_writes_those_of_late_joiners_alone(election: Election) -> None:
    cast.enrol(election, cast.member("aisha"))
    assert cast.ballots(election) == 1
    assert cast.ballots(election) == 0
    cast.enrol(election, cast.member("yusuf"))
    assert cast.ballots(election) == 1


def test_ballots_wait_for_the_opening(db: None) -> None:
    opens = timezone.now() + timedelta(days=1)
    election = cast.election(voting_opens_at=opens, voting_closes_at=opens + timedelta(days=7))
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    assert Message.objects.get().not_before == opens


def test_the_database_refuses_a_second_ballot_message(election: Election) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    with pytest.raises(IntegrityError, match="message_once_for_each_voter"), transaction.atomic():
        Message.objects.create(
            election=election,
            kind="ballot",
            entry=entry,
            to=entry.email,
            not_before=timezone.now(),
        )


def test_a_reminder_goes_to_those_with_a_sheet_still_open(election: Election) -> None:
    voted = cast.enrol(election, cast.member("aisha"))
    half = cast.enrol(election, cast.member("yusuf"))
    not_yet = cast.enrol(election, cast.member("zoe"))
    cast.votes(voted)
    cast.votes(half, 1)
    assert outbox.queue_reminders(election, 1, now=timezone.now()) == 2
    assert set(Message.objects.values_list("entry", flat=True)) == {half.pk, not_yet.pk}
    assert outbox.queue_reminders(election, 1, now=timezone.now()) == 0
    assert outbox.queue_reminders(election, 2, now=timezone.now()) == 2


@pytest.mark.parametrize("days", [-20, 20])
def test_nobody_is_reminded_outside_the_voting_window(election: Election, days: int) -> None:
    cast.enrol(election, cast.member("aisha"))
    assert outbox.queue_reminders(election, 1, now=timezone.now() + timedelta(days=days)) == 0


def test_the_timetables_reminder_is_queued_once_at_its_instant(db: None) -> None:
    at = timezone.now() + timedelta(days=3)
    election = cast.election(reminder_at=at)
    cast.enrol(election, cast.member("aisha"))
    assert outbox.queue_due(election, now=at - timedelta(seconds=1)) == 0
    assert outbox.queue_due(election, now=at) == 1
    assert outbox.queue_due(election, now=at + timedelta(minutes=5)) == 0


def test_a_reminder_sent_by_hand_before_does_not_replace_the_timetables(db: None) -> None:
    at = timezone.now() + timedelta(days=3)
    election = cast.election(reminder_at=at)
    cast.enrol(election, cast.member("aisha"))
    outbox.queue_reminders(election, 1, now=timezone.now())
    assert outbox.queue_due(election, now=at) == 1
    assert set(Message.objects.values_list("round", flat=True)) == {1, 2}


def test_members_are_written_to_without_any_roll(election: Election) -> None:
    aisha = cast.member("aisha")
    message = outbox.queue_to_member(
        Message.Kind.NOMINATION_RECEIVED,
        election=election,
        member=aisha,
        nomination=cast.nominated(election, aisha),
        now=timezone.now(),
    )
    assert message is not None
    assert (message.to, message.entry) == ("aisha@example.org", None)


def test_a_member_without_an_address_gets_no_message(election: Election) -> None:
    sam = cast.member("sam")
    kind = Message.Kind.NOMINATION_RECEIVED
    assert outbox.queue_to_member(kind, election=election, member=sam, now=timezone.now()) is None


def test_a_change_of_the_timetable_is_told_to_everybody_on_the_roll(db: None) -> None:
    opens = timezone.now() + timedelta(days=2)
    election = cast.election(voting_opens_at=opens, voting_closes_at=opens + timedelta(days=7))
    cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    later = opens + timedelta(days=1)
    election.timetable.voting_opens_at = later
    election.timetable.save()
    PublicChange.objects.create(
        election=election,
        made_at=timezone.now(),
        reason="A holiday.",
        before={"voting_opens_at": opens.isoformat()},
        after={"voting_opens_at": later.isoformat()},
    )
    assert outbox.queue_timetable_change(election, now=timezone.now()) == 1
    assert outbox.queue_timetable_change(election, now=timezone.now()) == 0
    assert Message.objects.get(kind="ballot").not_before == later


def test_without_a_recorded_change_there_is_nothing_to_tell(election: Election) -> None:
    cast.enrol(election, cast.member("aisha"))
    assert outbox.queue_timetable_change(election, now=timezone.now()) == 0


def _ask_again(entry: RollEntry, minutes: int) -> bool:
    return outbox.queue_ballot_again(entry, now=timezone.now() + timedelta(minutes=minutes))


def test_a_voter_may_have_the_ballot_mail_sent_again_but_not_at_once(election: Election) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    assert not _ask_again(entry, 0), "it is still waiting"
    Message.objects.update(state="sent", sent_at=timezone.now())
    assert not _ask_again(entry, 5)
    assert _ask_again(entry, 15)
    assert sorted(Message.objects.values_list("round", flat=True)) == [1, 2]


def test_nobody_without_an_address_has_a_ballot_mail_sent_again(election: Election) -> None:
    assert not _ask_again(cast.enrol(election, cast.member("sam")), 0)
