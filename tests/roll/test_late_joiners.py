"""Where the freeze comes after the opening, members who qualify in time get their ballot then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from elections import mailing, roll, scheduling, tallying, tasks
from elections.models import Election, Message, RollEntry, Turnout
from elections.phases import Phase
from members.models import AuditEntry, Member, User
from tests.roll import cast
from tests.roll.cast import DAY, HOUR, fresh
from tests.voting.cast import despite_the_guard, hidden_of, link_of, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def open_poll(rosa: User) -> Election:
    """A question to all members, voting opened a moment ago, members may join for two days more."""
    cast.member("101", "Aisha Bello")
    now = timezone.now()
    made = cast.question(
        rosa, opens_at=now - timedelta(minutes=5), freeze_at=now + 2 * DAY, labour="not-asked"
    )
    return cast.fixed(made, rosa)


def answers(election: Election, who: Member, answer: str) -> object:
    """From the link to the receipt; 1 is yes, 2 is no."""
    entry = RollEntry.objects.get(election=election, member=who)
    client = Client()
    client.get(link_of(entry))
    number = election.contests.get().number
    checked = client.post(page(election, "check-vote"), {f"q-{number}": answer})
    return client.post(page(election, "cast-vote"), hidden_of(checked))


def test_the_papers_are_fixed_and_the_roll_stays_open(open_poll: Election) -> None:
    assert open_poll.roll_frozen_at is None
    assert RollEntry.objects.count() == 1
    assert not AuditEntry.objects.filter(action="roll-frozen").exists()


@pytest.mark.django_db(transaction=True)
def test_case_five_joined_after_voting_opened_and_voted(open_poll: Election) -> None:
    """By-elections 2024: join by 2 June, after voting opened on 31 May."""
    bea = cast.joins_today("102", "Bea Okafor")
    tasks.freeze_due()
    assert cast.papers(open_poll, bea) == ["All members"]
    line = AuditEntry.objects.get(action="roll-corrected")
    assert (line.actor, line.detail) == (None, {"joined": 1})
    assert mailing.send_due(now=timezone.now()).sent == 2  # Aisha's and Bea's
    [ballot] = cast.mail_to(bea, "ballot")
    assert ballot.state == "sent"
    tasks.freeze_due()
    assert AuditEntry.objects.filter(action="roll-corrected").count() == 1, "nothing is due"
    receipt = answers(open_poll, bea, "1")
    assert "Your vote is recorded" in receipt.content.decode()  # type: ignore[attr-defined]

    despite_the_guard(open_poll, freeze_at=timezone.now())
    callum = cast.joins_today("103", "Callum Reid", status="expired")
    tasks.freeze_due()
    assert fresh(open_poll).roll_frozen_at is not None
    assert AuditEntry.objects.get(action="roll-frozen").detail == {"entries": 2}
    Member.objects.filter(pk=callum.pk).update(status="active")
    tasks.freeze_due()
    assert cast.entry(open_poll, callum) is None, "too late"

    closed = despite_the_guard(open_poll, voting_closes_at=timezone.now())
    assert tallying.close_due(timezone.now()) == 1
    turnout = Turnout.objects.get(sheet__election=closed)
    assert (turnout.entitled, turnout.cast) == (2, 1)
    tallying.count(fresh(closed), now=timezone.now())
    assert fresh(closed).phase(timezone.now()) == Phase.PROVISIONAL


@pytest.mark.django_db(transaction=True)
def test_when_the_freeze_moves_voters_read_that_it_concerns_others_and_whoever_joins_gets_a_ballot(
    open_poll: Election, rosa: User
) -> None:
    now = timezone.now()
    bea = cast.member("102", "Bea Okafor", status="expired")
    mailing.send_due(now=now)  # Aisha's ballot
    scheduling.change_timetable(
        open_poll,
        {"freeze_at": now + 3 * DAY},
        reason="Payments are late.",
        actor=rosa,
        now=now,
    )
    assert Message.objects.filter(kind="timetable-changed").count() == 1
    mailing.send_due(now=timezone.now())
    told = str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == ["Aisha Bello <aisha@example.org>"]
    assert "- Joined and paid by: " in told
    assert "You are on the roll already" in told
    assert cast.mail_to(bea, "timetable-changed") == [], "she is not on the roll, and no candidate"

    Member.objects.filter(pk=bea.pk).update(status="active")
    tasks.freeze_due()
    mailing.send_due(now=timezone.now())
    assert [one.state for one in Message.objects.filter(to="bea@example.org")] == ["sent"]
    assert "Your ballot paper for Bea Okafor" in mail.outbox[-1].subject
    assert Message.objects.filter(to="aisha@example.org", kind="ballot").count() == 1


def test_another_step_that_moves_says_nothing_of_the_roll(open_poll: Election, rosa: User) -> None:
    now = timezone.now()
    later = open_poll.timetable.voting_closes_at + DAY
    scheduling.extend_voting(open_poll, later, reason="Post is slow.", actor=rosa, now=now)
    mailing.send_due(now=now)
    [told] = [one for one in mail.outbox if "The timetable has changed" in one.subject]
    assert "You are on the roll already" not in str(told.body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"status": "expired"}, {"status": "active"}),  # paid up
        ({"labour_member": "no"}, {"labour_member": "yes"}),
    ],
)
def test_whoever_qualifies_late_joins(
    rosa: User, before: dict[str, str], after: dict[str, str]
) -> None:
    now = timezone.now()
    bea = cast.member("102", "Bea Okafor", **before)
    made = cast.question(rosa, opens_at=now + HOUR, freeze_at=now + DAY)
    made = cast.fixed(made, rosa)
    assert cast.entry(made, bea) is None
    Member.objects.filter(pk=bea.pk).update(**after)
    assert roll.freeze_due(now) == 1
    assert cast.entry(made, bea) is not None
    [ballot] = cast.mail_to(bea, "ballot")
    assert ballot.not_before == made.timetable.voting_opens_at


def test_a_member_placed_in_a_region_gets_its_paper(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + DAY, opens_at=now - HOUR)
    nowhere = cast.member("201", "Efua Mensah", region=None, public_office="MP")
    made = cast.fixed(made, rosa)
    assert cast.papers(made, nowhere) == ["Members who hold public office"]
    mailing.send_due(now=now)
    Member.objects.filter(pk=nowhere.pk).update(region=cast.region("scotland"))
    roll.freeze_due(now)
    assert cast.papers(made, nowhere) == ["Scotland", "Members who hold public office"]
    entry = cast.entry(made, nowhere)
    assert entry is not None
    assert entry.region == cast.region("scotland")


def test_a_second_paper_is_mailed_about_once_more(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + DAY, opens_at=now - HOUR)
    made = cast.fixed(made, rosa)
    aisha = Member.objects.get(number="102")
    Message.objects.filter(entry__election=made).update(state="sent", sent_at=now)
    Member.objects.filter(pk=aisha.pk).update(public_office="Councillor")
    roll.freeze_due(now)
    assert cast.papers(made, aisha) == ["Scotland", "Members who hold public office"]
    ballots = Message.objects.filter(entry__election=made, entry__member=aisha, kind="ballot")
    assert list(ballots.order_by("round").values_list("round", "state")) == [
        (1, "sent"),
        (2, "queued"),
    ]


def test_nobody_gets_the_papers_of_two_regions_by_moving(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now + DAY, opens_at=now + HOUR)
    wales = cast.member("201", "Efua Mensah", region=cast.region("wales"), public_office="MP")
    made = cast.fixed(made, rosa)
    Member.objects.filter(pk=wales.pk).update(region=cast.region("scotland"))
    assert roll.freeze_due(now) == 0
    assert cast.papers(made, wales) == ["Members who hold public office"]


def test_whom_an_officer_took_off_does_not_come_back(open_poll: Election, rosa: User) -> None:
    aisha = Member.objects.get(number="101")
    roll.take_off(open_poll, aisha, reason="Left in May.", actor=rosa, now=timezone.now())
    roll.freeze_due(timezone.now())
    assert cast.entry(open_poll, aisha) is None


def test_at_the_close_a_roll_that_was_never_frozen_is_frozen_as_it_stands(
    open_poll: Election,
) -> None:
    now = timezone.now()
    despite_the_guard(open_poll, voting_closes_at=now, freeze_at=now)
    cast.joins_today("102", "Bea Okafor")
    assert roll.freeze_due(now) == 0, "voting is over"
    assert tallying.close_due(timezone.now()) == 1
    assert fresh(open_poll).roll_frozen_at is not None
    assert RollEntry.objects.count() == 1
    assert AuditEntry.objects.get(action="roll-frozen").detail == {"entries": 1}


def test_the_office_sees_a_roll_that_still_grows(officer: Client, open_poll: Election) -> None:
    words = cast.text_of(officer, f"/office/elections/{open_poll.slug}/roll/")
    assert "Not frozen: members who join or pay by" in words
    assert "Aisha Bello" in words
