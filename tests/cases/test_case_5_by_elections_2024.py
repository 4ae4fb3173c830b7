"""By-elections of 2024: put off before voting opened, and open to whoever joined until 2 June."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from elections import tasks
from elections.models import Message, RollEntry, Turnout
from members.models import Member, Region
from momentum_site.times_in_words import instant
from tests.cases.walking import Walk, as_member, people, why_not
from tests.office.cast import entered

pytestmark = pytest.mark.django_db(transaction=True)

REGION = "Midlands"
COLUMNS = "Membership number,First name,Last name,Email,Postcode,Status,Start date,Labour member"
# Standing, nominating, voting; and the last day on which whoever joins may vote.
DAYS_OF_2024 = {
    "self_nomination_opens_at": date(2024, 5, 17),
    "self_nomination_closes_at": date(2024, 5, 21),
    "supporting_opens_at": date(2024, 5, 23),
    "supporting_closes_at": date(2024, 5, 29),
    "voting_opens_at": date(2024, 5, 31),
    "freeze_at": date(2024, 6, 2),
    "voting_closes_at": date(2024, 6, 7),
}


def joins(walk: Walk, number: int, name: str) -> Member:
    """Somebody who joins today comes onto the list."""
    day = f"{timezone.localdate():%d/%m/%Y}"
    row = f"{number},{name},Someone,{name.lower()}@example.org,B1 1AA,active,{day},yes"
    walk.bring_in(COLUMNS, row)
    return Member.objects.get(number=str(number))


def test_whoever_joins_after_the_opening_gets_a_ballot_then(walk: Walk) -> None:
    ann, bob, cai, dil, gil, hal = people(
        *("Ann", "Bob", "Cai", "Dil", "Gil", "Hal"), region="midlands"
    )
    midlands = Region.objects.get(name=REGION)
    walk.create(
        "by-election", "By-elections 2024", regions=[str(midlands.pk)], joining_while_voting="on"
    )
    assert walk.dates(date(2024, 5, 31), DAYS_OF_2024) == DAYS_OF_2024
    assert walk.election.supporters_needed == 20
    walk.send("edit/", {"supporters_needed": "2"})
    ends = walk.election.timetable.voting_closes_at + timedelta(days=300)
    walk.send("timetable/", {**entered(ends, "term_ends_at")})
    walk.publish()
    contest = walk.contest(REGION)

    walk.until("self_nomination_opens_at")
    standing = [walk.stand(member, contest) for member in (ann, bob)]
    share = as_member(cai).open(f"/n/{standing[0].share_token}/nominate/")
    opens = f"They open on {instant(walk.election.timetable.supporting_opens_at)}."
    assert opens in why_not(share, action="/nominate/")
    walk.until("supporting_opens_at")
    stand = as_member(cai).open(f"/elections/{walk.slug}/stand/{contest.number}/")
    assert "Nominations for this contest closed on" in why_not(stand, "ballot_name")
    for supporter, nomination in zip((cai, dil, gil, hal), standing * 2, strict=True):
        walk.support(supporter, nomination)
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()

    walk.send("postpone/", {"reason": "The regions are drawn anew."})
    assert "The regions are drawn anew." in walk.public_page()
    for told in (ann, dil):
        assert "The regions are drawn anew." in walk.mail_to(told)[-1]
    walk.until("voting_opens_at")
    assert "postponed" in as_member(cai).open(f"/vote-as-member/{walk.slug}/").text
    walk.mail_to(cai)
    assert not Message.objects.filter(kind="ballot", state="sent").exists(), "it is kept back"
    walk.go_on_later_by(14, "The regions stay as they are.")
    assert walk.dates(date(2024, 5, 31), ("freeze_at", "voting_closes_at")) == {
        step: DAYS_OF_2024[step] for step in ("freeze_at", "voting_closes_at")
    }
    assert "The regions stay as they are." in walk.mail_to(dil)[-1]

    walk.until("voting_opens_at")
    for voter, marked in ((cai, "Ann Someone"), (dil, "Bob Someone")):
        page = walk.cast(walk.open_ballot(voter), {contest: (marked,)})
        assert "Your vote is recorded" in page
    eve = joins(walk, 201, "Eve")
    tasks.freeze_due()
    assert Message.objects.filter(kind="ballot").count() == 7
    assert "Your vote is recorded" in walk.cast(walk.open_ballot(eve), {contest: ("Bob Someone",)})

    walk.until("freeze_at", plus=timedelta(days=1))
    tasks.freeze_due()
    fay = joins(walk, 202, "Fay")
    tasks.freeze_due()
    assert not RollEntry.objects.filter(member=fay).exists()
    assert walk.mail_to(fay) == []
    assert "To vote you must have joined by" in walk.public_page("on-the-roll/", member=fay)
    walk.close_and_count()
    turnout = Turnout.objects.get(sheet__election=walk.election)
    assert (turnout.entitled, turnout.cast) == (7, 3)
    walk.declare()
    assert walk.elected(REGION) == ["Bob Someone"]
