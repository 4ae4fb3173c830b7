"""Reserved seats are told of on the paper, and the result says how they were filled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling, tallying
from elections.ballots import keys
from elections.models import Election
from members.models import User
from tests.office.cast import (
    DAY,
    accepted,
    declares,
    fresh,
    members,
    move,
    nominated,
    prepared,
    scotland,
)
from tests.voting.cast import despite_the_guard, follow, page, vote

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "At least 1: Women and marginalised genders"


@pytest.fixture
def election(rosa: User) -> Election:
    """One seat in Scotland, reserved; Aisha and Callum declared that they fill it, Bea did not."""
    made = prepared(opens_in=3 * DAY, only=("Scotland",))
    contest = scotland(made)
    scheduling.save_contest(
        contest,
        electorate=contest.sheet.electorate,
        regions=list(contest.sheet.regions.all()),
        minima={"women": 1},
        actor=None,
    )
    made = fresh(made)
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    people = members()
    for who in people[:3]:
        nomination = accepted(nominated(made, who), rosa)
        if who.first_name != "Bea":
            declares(nomination, "women")
    move(made, voting_opens_at=timezone.now() - timedelta(minutes=5), declaration_at=None)
    keys.make_sealing_key(made.pk)
    publishing.fix_papers(fresh(made), actor=rosa, now=timezone.now())
    return fresh(made)


def test_the_paper_tells_of_them(election: Election) -> None:
    paper = follow(election, "Bea").get(page(election, "show-paper")).content.decode()
    assert WORDS in paper
    assert "elected" not in paper


def test_the_result_says_how_many_were_elected(election: Election) -> None:
    for voter in ("Bea", "Callum", "Dewi"):
        vote(election, voter, "Bea Okafor", "Callum Reid")
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count(closed, now=timezone.now())
    results = page(election, "show-results")
    for address in (results, f"{results}{scotland(election).number}/"):
        shown = " ".join(Client().get(address).content.decode().split())
        assert f"{WORDS} – 1 elected" in shown, address
