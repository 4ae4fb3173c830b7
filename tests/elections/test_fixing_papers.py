"""Fixing the papers: what stands in the way, and what is done all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elections import publishing
from elections.ballots import keys
from elections.models import (
    Candidate,
    Election,
    Message,
    RollEntry,
)
from elections.refusal import Refused
from members.models import AuditEntry, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office.cast import (
    accepted,
    checking,
    fresh,
    members,
    move,
    nominated,
    noticed,
    prepared,
    scotland,
)


@pytest.fixture
def rosa(db: None) -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def obstacles(election: Election) -> str:
    return " ".join(publishing.obstacles_to_fixing(election, timezone.now()))


def test_every_obstacle_is_a_sentence(rosa: User) -> None:
    assert "Publish the notice first" in obstacles(prepared())
    open_still = noticed("Another")
    assert "Self-nomination has not closed yet" in obstacles(open_still)
    made = checking()
    assert obstacles(made) == "", "nobody stands: nothing is polled, and no key is needed"
    people = members()
    for who in people[:2]:
        accepted(nominated(made, who), rosa)
    assert "sealing key" in obstacles(made)
    nominated(made, people[2])
    assert "Nominations not decided yet: 1" in obstacles(made)
    with pytest.raises(Refused, match="not decided yet"):
        publishing.fix_papers(made, actor=rosa, now=timezone.now())
    move(made, voting_opens_at=timezone.now() - timedelta(2), voting_closes_at=timezone.now())
    assert "closing instant has passed" in obstacles(fresh(made))


def test_fixing_freezes_candidates_roll_and_mail_in_one_act(rosa: User) -> None:
    made = checking()
    people = members()
    for who in people[:2]:
        accepted(nominated(made, who, supporters=people[2:4]), rosa)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(made, actor=rosa, now=timezone.now())
    assert list(
        Candidate.objects.filter(contest=scotland(made)).values_list("number", "ballot_name")
    ) == [(1, "Aisha Bello"), (2, "Bea Okafor")]
    assert RollEntry.objects.filter(election=made).count() == 6
    ballots = Message.objects.filter(election=made, kind="ballot")
    assert ballots.count() == 5  # one has no address
    assert {one.not_before for one in ballots} == {fresh(made).timetable.voting_opens_at}
    done = AuditEntry.objects.filter(election=made.pk).values_list("action", flat=True)
    assert {"papers-fixed", "roll-frozen"} <= set(done)
    with pytest.raises(Refused, match="already fixed"):
        publishing.fix_papers(made, actor=rosa, now=timezone.now())


def test_a_reminder_goes_out_only_while_voting_is_open(rosa: User) -> None:
    made = checking()
    with pytest.raises(Refused, match="while voting is open"):
        publishing.send_reminder(made, actor=rosa, now=timezone.now())
