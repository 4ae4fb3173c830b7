"""By-elections of 2023: two vacancies, unopposed on their nominations; a referendum beside them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elections.models import Message, RollEntry, Seat
from elections.phases import Phase
from members.models import Region
from tests.cases.walking import Walk, people
from tests.office.cast import entered

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_meet_both_minima_between_them_are_elected_without_a_poll(walk: Walk) -> None:
    ann, bob, cai = people("Ann", "Bob", "Cai", region="midlands")
    midlands = Region.objects.get(code="midlands")
    walk.create("by-election", "By-election 2023", regions=[str(midlands.pk)], vacancies="2")
    contest = walk.contest("Midlands")
    assert {one.attribute: one.least for one in contest.minima.all()} == {"women": 1, "bame": 1}
    walk.send("edit/", {"supporters_needed": "1"})
    ends = walk.election.timetable.voting_closes_at + timedelta(days=300)
    walk.send("timetable/", {**entered(ends, "term_ends_at")})
    walk.publish()
    walk.until("self_nomination_opens_at")
    standing = [walk.stand(ann, contest, "women", "bame"), walk.stand(bob, contest)]
    walk.until("supporting_opens_at")
    for nomination in standing:
        walk.support(cai, nomination)
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    assert walk.election.phase(timezone.now()) == Phase.PROVISIONAL
    assert not RollEntry.objects.exists()
    assert not Message.objects.filter(kind="ballot").exists()
    walk.declare()
    assert walk.elected("Midlands") == ["Ann Someone", "Bob Someone"]
    page = walk.office.open(f"/elections/{walk.slug}/results/")
    assert "Ann Someone" in page.text
    assert sorted(Seat.objects.values_list("name", flat=True)) == ["Ann Someone", "Bob Someone"]


def test_a_referendum_in_its_own_window_carries_by_more_than_half(walk: Walk) -> None:
    voters = people("Ann", "Bob", "Cai", region="midlands")
    walk.create("referendum", "Referendum 2023")
    [question] = walk.contests()
    walk.send(f"contests/{question.number}/", {"title": "Shall the rules change?"})
    walk.publish()
    walk.until("freeze_at")
    walk.fix_papers()
    walk.until("voting_opens_at")
    for voter, answer in zip(voters, ("Yes", "Yes", "No"), strict=True):
        assert "Your vote is recorded" in walk.vote(voter, {question: (answer,)})
    walk.close_and_count()
    walk.declare()
    page = walk.office.open(f"/elections/{walk.slug}/results/")
    assert "Carried" in page.text or "carried" in page.text
