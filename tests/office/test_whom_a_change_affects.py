"""Whoever was refused is told of changes for as long as an appeal could still put them on the paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elections import nominating, outbox, scheduling
from elections.models import Election, Message, Nomination, Timetable
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def aishas(rosa: User) -> Nomination:
    """Aisha stood, nobody nominated her, and Rosa has refused her."""
    election = cast.checking()
    # No roll is due, so nobody is told as a voter.
    cast.move(election, freeze_at=election.timetable.voting_opens_at)
    nomination = cast.nominated(cast.fresh(election), cast.members(1)[0])
    nomination.member.email = nomination.member.email_key = "aisha@example.org"
    nomination.member.save()
    nominating.refuse(nomination, actor=rosa, reason="Not a member.", now=timezone.now())
    nomination.refresh_from_db()
    return nomination


def appeals_close(nomination: Nomination, **ago: float) -> None:
    """The time for appeals closed so long ago, and the refusal was an hour before that."""
    closed = timezone.now() - timedelta(**ago)
    Timetable.objects.filter(election=nomination.contest.election).update(appeals_close_at=closed)
    Nomination.objects.filter(pk=nomination.pk).update(decided_at=closed - timedelta(hours=1))


def told(nomination: Nomination, rosa: User) -> list[str]:
    """Who is told that the election is postponed; the page announces as many."""
    election = cast.fresh(nomination.contest.election)
    announced = outbox.number_affected(election, now=timezone.now())
    mailed = scheduling.postpone(election, reason="Rain.", actor=rosa, now=timezone.now())
    assert mailed == announced
    return list(Message.objects.filter(kind="postponed").values_list("to", flat=True))


def test_who_can_still_appeal(rosa: User, aishas: Nomination) -> None:
    appeals_close(aishas, hours=-5)
    assert told(aishas, rosa) == ["aisha@example.org"]


def test_who_has_appealed_and_waits_after_the_time_for_it(rosa: User, aishas: Nomination) -> None:
    nominating.appeal(aishas, aishas.member, text="I am one.", now=timezone.now())
    appeals_close(aishas, hours=1)
    assert told(aishas, rosa) == ["aisha@example.org"]


def test_who_was_refused_after_the_time_for_appeals_and_so_can_appeal(
    rosa: User, aishas: Nomination
) -> None:
    appeals_close(aishas, hours=1)
    Nomination.objects.filter(pk=aishas.pk).update(decided_at=timezone.now())
    assert told(aishas, rosa) == ["aisha@example.org"]


def test_not_once_the_time_is_over(rosa: User, aishas: Nomination) -> None:
    appeals_close(aishas, hours=1)
    assert told(aishas, rosa) == []


def test_not_once_the_appeal_is_dismissed(rosa: User, aishas: Nomination) -> None:
    sam = add_staff("sam@example.org", Role.OFFICER)
    nominating.appeal(aishas, aishas.member, text="I am one.", now=timezone.now())
    nominating.dismiss(aishas, actor=sam, reason="No.", now=timezone.now())
    assert told(aishas, rosa) == []


def test_not_who_withdrew(rosa: User, aishas: Nomination) -> None:
    Nomination.objects.filter(pk=aishas.pk).update(state="withdrawn")
    assert told(aishas, rosa) == []


def test_not_once_the_papers_are_fixed(rosa: User, aishas: Nomination) -> None:
    Election.objects.filter(pk=aishas.contest.election_id).update(no_poll_at=timezone.now())
    election = cast.fresh(aishas.contest.election)
    assert outbox.may_yet_stand(election, now=timezone.now()) == []
