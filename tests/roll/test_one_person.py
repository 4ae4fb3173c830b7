"""One person with two records gets one ballot, whenever it is found out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import office_questions, publishing, roll, tasks
from elections.models import Election, RollEntry, RollSheet
from elections.refusal import Refused
from members import telling_apart
from members.models import Member, User
from tests.embedded.guards import without_the_guard
from tests.roll import cast
from tests.roll.cast import DAY, fresh
from tests.roll.test_am_i_on_the_roll import asks
from tests.voting.cast import despite_the_guard

pytestmark = pytest.mark.django_db
BORN = date(1980, 2, 29)
HELD_BACK = "Our list has another record that looks like yours."


@pytest.fixture
def open_poll(rosa: User) -> Election:
    """Voting is open, with Aisha on the roll; members may join for two days more."""
    cast.member("101", "Aisha Bello", date_of_birth=BORN)
    now = timezone.now()
    made = cast.question(
        rosa, opens_at=now - timedelta(minutes=5), freeze_at=now + 2 * DAY, labour="not-asked"
    )
    return cast.fixed(made, rosa)


@pytest.fixture
def frozen(rosa: User) -> Election:
    """The roll is frozen with Aisha on it twice; voting opens tomorrow, papers are not fixed."""
    now = timezone.now()
    # A moment ago: an hour ago might be yesterday, and the twin joins today.
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now - timedelta(seconds=1))
    cast.member("101", "Aisha Bello", date_of_birth=BORN)
    twin()
    tasks.freeze_due()
    return fresh(made)


def aisha() -> Member:
    return Member.objects.get(number="101")


def twin(number: str = "202", **given: str) -> Member:
    """Who looks like Aisha, with another address."""
    return cast.joins_today(
        number, "Aisha Bello", email=f"a{number}@example.org", date_of_birth=BORN, **given
    )


def decide(one: Member, other: Member, keep: Member | None, by: User) -> None:
    telling_apart.decide(one, other, keep=keep, reason="She rang.", actor=by, now=timezone.now())


def on_it(election: Election) -> list[str]:
    entries = RollEntry.objects.filter(election=election).order_by("member__number")
    return list(entries.values_list("member__number", flat=True))


def needs(election: Election) -> dict[str, bool]:
    """What waits about records, and whether it is late."""
    now = timezone.now()
    found = office_questions.needs_of(office_questions.running([fresh(election)], now)[0], now)
    return {
        f"{one.number} {one.label.split(':')[0]}": one.late
        for one in found
        if "record" in one.label
    }


def page_of_pair(officer: Client, other: Member) -> str:
    return cast.text_of(officer, f"/office/members/{aisha().pk}/same-person/{other.pk}/")


# --- Late joiners --------------------------------------------------------------------------------


def test_a_late_joiner_who_looks_like_somebody_on_the_roll_waits(
    open_poll: Election, officer: Client
) -> None:
    other, bea = twin(), cast.joins_today("102", "Bea Okafor")
    tasks.freeze_due()
    assert on_it(open_poll) == ["101", "102"]
    assert cast.mail_to(other, "ballot") == []
    assert cast.entry(open_poll, bea) is not None, "nobody else waits for it"
    assert needs(open_poll) == {"1 pair of records that may be one person": True}
    words = asks(open_poll, other)
    assert "No, you are not on the roll" in words
    assert HELD_BACK in words
    assert "101" not in words
    assert HELD_BACK not in asks(open_poll, aisha())
    words = page_of_pair(officer, other)
    assert "Record 101 is on the roll of “Open meetings?”." in words
    assert "Record 202 is not on the roll of “Open meetings?” yet." in words


def looks_through_the_list() -> int:
    """How many times the sweep compares everybody with everybody."""
    with CaptureQueriesContext(connection) as asked:
        tasks.freeze_due()
    return sum("WITH spelled" in one["sql"] for one in asked.captured_queries)


def test_the_sweep_looks_through_the_list_only_when_something_has_changed(
    open_poll: Election, rosa: User
) -> None:
    other = twin()
    assert looks_through_the_list() == 1
    assert looks_through_the_list() == 0, "the same member waits, and nothing was done"
    second = twin("203")
    assert looks_through_the_list() == 1, "somebody else waits, too"
    assert looks_through_the_list() == 0
    decide(aisha(), other, None, rosa)
    decide(aisha(), second, None, rosa)
    decide(other, second, None, rosa)
    assert looks_through_the_list() == 1
    assert on_it(open_poll) == ["101", "202", "203"]
    assert looks_through_the_list() == 0, "nobody waits any more"


def test_and_after_ten_minutes_in_any_case(open_poll: Election) -> None:
    twin()
    assert looks_through_the_list() == 1
    Member.objects.filter(number="202").update(date_of_birth=date(1990, 1, 1), postcode="")
    assert looks_through_the_list() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert looks_through_the_list() == 1
    assert on_it(open_poll) == ["101", "202"]


def test_two_late_joiners_who_look_like_each_other_both_wait(
    open_poll: Election, rosa: User
) -> None:
    one = cast.joins_today("301", "Efua Mensah", email="e1@example.org", date_of_birth=BORN)
    other = cast.joins_today("302", "Efua Mensah", email="e2@example.org", date_of_birth=BORN)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101"]
    decide(one, other, one, rosa)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101", "301"]


def test_found_to_be_two_people_both_vote(open_poll: Election, rosa: User) -> None:
    other = twin()
    tasks.freeze_due()
    decide(aisha(), other, None, rosa)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101", "202"]
    assert len(cast.mail_to(other, "ballot")) == 1
    assert needs(open_poll) == {}


def test_found_to_be_one_person_the_record_on_the_roll_may_be_kept(
    open_poll: Election, rosa: User
) -> None:
    other = twin()
    decide(aisha(), other, aisha(), rosa)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101"]
    assert needs(open_poll) == {}


@pytest.mark.django_db(transaction=True)
def test_or_the_newer_one_which_comes_onto_the_roll_when_the_other_is_taken_off(
    open_poll: Election, rosa: User, officer: Client
) -> None:
    other = twin()
    decide(aisha(), other, other, rosa)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101"], "not both"
    assert needs(open_poll) == {"1 record on the roll that is found to be another's": True}
    words = asks(open_poll, other)
    assert "You are on the roll with another record of yours, membership number 101." in words
    with pytest.raises(Refused, match=r"on the roll with record 101\. Take that one off first"):
        _put_on(open_poll, other, rosa)
    roll.take_off(open_poll, aisha(), reason="Twice.", actor=rosa, now=timezone.now())
    tasks.freeze_due()
    assert on_it(open_poll) == ["202"]
    assert needs(open_poll) == {}


def test_nobody_who_has_voted_is_removed_and_nobody_votes_a_second_time(
    open_poll: Election, rosa: User
) -> None:
    other = twin()
    without_the_guard(RollSheet.objects.filter(entry__member=aisha()), status=RollSheet.Status.CAST)
    decide(aisha(), other, other, rosa)
    tasks.freeze_due()
    assert on_it(open_poll) == ["101"]
    with pytest.raises(Refused, match="has voted, and stays on the roll"):
        roll.take_off(open_poll, aisha(), reason="Twice.", actor=rosa, now=timezone.now())


def _put_on(election: Election, who: Member, officer: User) -> None:
    sheets = list(election.sheets.all())
    roll.put_on(election, who, sheets, reason="Left out.", actor=officer, now=timezone.now())


def test_an_officer_decides_the_pair_before_putting_anybody_on(
    open_poll: Election, rosa: User
) -> None:
    other = twin()
    with pytest.raises(Refused, match="Record 101, which is on the roll, looks like the same"):
        _put_on(open_poll, other, rosa)
    decide(aisha(), other, aisha(), rosa)
    with pytest.raises(Refused, match="Record 202 is found to be the same person as record 101"):
        _put_on(open_poll, Member.objects.get(pk=other.pk), rosa)
    assert on_it(open_poll) == ["101"]


def test_past_the_freeze_the_pair_is_still_asked_about_and_an_officer_puts_on_who_is_another(
    open_poll: Election, rosa: User, officer: Client
) -> None:
    other = twin()
    despite_the_guard(open_poll, freeze_at=timezone.now())
    tasks.freeze_due()
    made = fresh(open_poll)
    assert made.roll_frozen_at is not None
    twin("203")  # joined too late, and waits for nothing
    assert needs(made) == {"1 pair of records that may be one person": True}
    assert HELD_BACK in asks(made, other)
    url = f"/office/members/{aisha().pk}/same-person/{other.pk}/"
    answer = officer.post(url, {"decision": "two", "reason": "Cousins."}, follow=True)
    words = " ".join(answer.content.decode().split())
    assert "Record 202 is not on the roll of “Open meetings?”, which is frozen." in words
    decide(other, Member.objects.get(number="203"), None, rosa)
    _put_on(made, other, rosa)
    assert on_it(made) == ["101", "202"]
    assert needs(made) == {}


def test_once_the_roll_is_closed_nothing_waits(open_poll: Election) -> None:
    twin()
    assert needs(open_poll) != {}
    closed = despite_the_guard(open_poll, voting_closes_at=timezone.now(), freeze_at=timezone.now())
    assert needs(closed) == {}


# --- Decided between the freeze and the papers ---------------------------------------------------


def test_a_pair_on_a_frozen_roll_is_asked_about_whatever_the_list_says_since(
    frozen: Election,
) -> None:
    assert needs(frozen) == {"1 pair of records that may be one person": True}
    Member.objects.filter(number="202").update(status="expired")
    now = timezone.now()
    assert any("look like one person" in one for one in publishing.obstacles_to_fixing(frozen, now))


def test_no_papers_are_fixed_while_one_person_is_on_the_roll_twice(
    frozen: Election, rosa: User, officer: Client
) -> None:
    other = Member.objects.get(number="202")
    url = f"/office/members/{aisha().pk}/same-person/{other.pk}/"
    answer = officer.post(url, {"decision": aisha().pk, "reason": "She rang."}, follow=True)
    words = " ".join(answer.content.decode().split())
    assert "Record 202 is still on the roll of “Open meetings?”. Take it off there" in words
    assert f'href="/office/elections/{frozen.slug}/roll/{other.pk}/"' in words
    assert on_it(frozen) == ["101", "202"], "nobody is taken off silently"
    with pytest.raises(Refused, match=r"found to be the same person .* Membership numbers: 202\."):
        cast.fixed(frozen, rosa)
    assert needs(frozen) == {"1 record on the roll that is found to be another's": False}
    words = cast.text_of(officer, f"/office/elections/{frozen.slug}/roll/?record=another")
    assert "<td>202</td>" in words
    assert "<td>101</td>" not in words
    roll.take_off(frozen, other, reason="Twice.", actor=rosa, now=timezone.now())
    cast.fixed(frozen, rosa)
    assert on_it(frozen) == ["101"]


# --- Of one person one record is kept ------------------------------------------------------------


def test_a_record_that_stands_for_others_is_not_found_to_be_anothers(rosa: User) -> None:
    one, two, three = (twin(number) for number in ("1", "2", "3"))
    decide(one, two, one, rosa)
    with pytest.raises(telling_apart.NotDecided, match="Record 2 is found to be the same person"):
        decide(Member.objects.get(pk=one.pk), three, three, rosa)
    decide(Member.objects.get(pk=one.pk), three, one, rosa)
    assert set(Member.objects.filter(same_person_as=one)) == {two, three}
