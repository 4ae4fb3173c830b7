"""The office's front page: what needs a person comes first, red only if it is late."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import office_questions, publishing
from elections.models import Election, Heartbeat, Message
from members.models import Member, Status, User
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member
from tests.office import cast

pytestmark = pytest.mark.django_db


def needs(officer: Client) -> list[tuple[str, bool]]:
    """What the page says needs somebody, and whether it is late.

    Every one is a link that works; where a list is behind it, the list has as many rows.
    """
    page = officer.get("/office/").content.decode()
    section = page.split('id="needs"')[1].split('id="running"')[0]
    found = []
    for row in section.split('<div class="summary-row">')[1:]:
        href = re.search(r'href="([^"]+)"', row)
        assert href
        behind = officer.get(href[1].replace("&amp;", "&"))
        assert behind.status_code == 200
        words = " ".join(re.sub(r"<[^>]+>", "", row.split("</a>")[0]).split())
        if listing := (behind.context or {}).get("listing"):
            assert listing.page.paginator.count == int(words.split()[0].replace(",", "")), words
        found.append((words, "tag problem" in row))
    return found


@pytest.fixture(autouse=True)
def _alive(db: None) -> None:
    cast.alive()


def test_nothing_waits(officer: Client) -> None:
    assert needs(officer) == []
    assert "Nothing waits for you." in officer.get("/office/").content.decode()


def test_a_silent_process(officer: Client) -> None:
    Heartbeat.objects.filter(name="tally").update(at=timezone.now() - timedelta(seconds=31))
    Heartbeat.objects.filter(name="beat").delete()
    assert needs(officer) == [("2 processes have shown no sign of life", True)]
    assert officer.get("/office/processes/").content.decode().count("Silent") == 2


def test_a_notice_to_publish(officer: Client) -> None:
    election = cast.prepared()
    assert needs(officer) == [("1 notice to publish: NCG 2026", False)]
    cast.move(election, notice_at=timezone.now() - timedelta(minutes=1))
    assert needs(officer) == [("1 notice to publish: NCG 2026", True)]


def test_nominations_that_can_be_decided(officer: Client) -> None:
    """While support still comes in, only those who have enough; then all."""
    election = cast.noticed()
    people = cast.members(6)
    people[5].delete()  # nobody without an address here
    cast.nominated(election, people[0], supporters=people[2:4])
    cast.nominated(election, people[1], supporters=people[4:5])
    assert needs(officer) == [("1 nomination to decide: NCG 2026", False)]
    cast.move(
        election,
        self_nomination_closes_at=timezone.now() - timedelta(minutes=1),
        supporting_closes_at=timezone.now() - timedelta(minutes=1),
    )
    assert ("2 nominations to decide: NCG 2026", False) in needs(officer)


def test_papers_to_fix(officer: Client) -> None:
    election = cast.checking()
    vacancy = ("1 seat that stays vacant unless nominations open again: NCG 2026", False)
    assert needs(officer) == [vacancy, ("1 set of papers to fix: NCG 2026", False)]
    cast.move(election, papers_fixed_by_at=timezone.now() - timedelta(minutes=1))
    assert needs(officer) == [("1 set of papers to fix: NCG 2026", True), vacancy]
    cast.move(election, voting_opens_at=timezone.now() - timedelta(minutes=1))
    assert needs(officer) == [("1 delayed poll: its papers are not fixed: NCG 2026", True)]


def test_a_poll_that_was_not_held(officer: Client) -> None:
    """Nothing of it is decided any more: it waits to be withdrawn."""
    election = cast.checking()
    cast.nominated(election, cast.members(1)[0])
    assert ("1 nomination to decide: NCG 2026", False) in needs(officer)
    closed = timezone.now() - timedelta(minutes=1)
    cast.move(election, voting_opens_at=closed - timedelta(days=1), voting_closes_at=closed)
    said = "1 poll that was not held, to withdraw with the reason: NCG 2026"
    assert [one for one in needs(officer) if "NCG 2026" in one[0]] == [(said, False)]


def test_mail_and_addresses(officer: Client, rosa: User) -> None:
    """Farah can be written to neither as a member nor as a voter."""
    cast.voting(rosa)
    Message.objects.update(not_before=timezone.now() - timedelta(minutes=9))
    Message.objects.filter(to="bea@example.org").update(state="failed")
    assert needs(officer) == [
        ("4 messages wait and nothing moves: NCG 2026", True),
        ("1 voter without a usable address: NCG 2026", False),
        ("1 member without a usable address or a region", False),
        ("1 message could not be delivered: NCG 2026", False),
    ]


def test_a_count_to_declare(officer: Client, rosa: User) -> None:
    election = cast.voting(rosa)
    Message.objects.update(state="sent")
    now = timezone.now()
    Election.objects.filter(pk=election.pk).update(box_closed_at=now, counted_at=now)
    assert ("1 count to declare: NCG 2026", False) in needs(officer)
    assert ("1 report for the scrutineer to sign: NCG 2026", False) in needs(officer)
    before = now - timedelta(minutes=1)
    cast.move(election, complaints_close_at=before, declaration_at=now + timedelta(minutes=5))
    assert ("1 count to declare: NCG 2026", False) in needs(officer)
    cast.move(election, declaration_at=before)
    assert needs(officer)[:2] == [
        ("1 report for the scrutineer to sign: NCG 2026", True),
        ("1 count to declare: NCG 2026", True),
    ]


def test_a_count_that_does_not_come(officer: Client, rosa: User) -> None:
    election = cast.fixed(rosa)
    Message.objects.update(state="sent")
    now = timezone.now()
    cast.move(election, voting_opens_at=now - timedelta(hours=2))
    late = cast.fresh(election)
    # Only as it is read: the database lets nobody move the close of fixed papers to the past.
    late.timetable.voting_closes_at = now - timedelta(minutes=6)
    rows = office_questions.running([late], now)
    labels = [need.label for need in office_questions.needs_of(rows[0], now)]
    assert labels == ["count that should be finished: NCG 2026"]


def test_what_is_running(officer: Client, rosa: User) -> None:
    cast.voting(rosa)
    page = " ".join(officer.get("/office/").content.decode().split())
    assert "Voting is open" in page
    assert "Next: reminder, " in page
    assert "0 of 5 sent." in page
    Message.objects.update(state="sent")
    page = " ".join(officer.get("/office/").content.decode().split())
    assert ">Mail</a>: 5 sent." in page
    Message.objects.filter(to="bea@example.org").update(state="failed")
    page = " ".join(officer.get("/office/").content.decode().split())
    assert ">Ballot</a>: 4 of 5 sent. 1 failed." in page


def test_records_that_may_be_one_person(officer: Client, rosa: User) -> None:
    """Among the entitled alone; late from two days before the freeze, and no papers before that."""
    election = cast.noticed()
    cast.members(2)
    again = add_member("900", "Aisha Bello", "aisha@example.org")
    need = "1 pair of records that may be one person: NCG 2026"
    assert (need, False) in needs(officer)
    cast.move(election, freeze_at=timezone.now() + timedelta(days=1))
    assert (need, True) in needs(officer)
    now = timezone.now()
    obstacles = publishing.obstacles_to_fixing(cast.fresh(election), now)
    assert any("look like one person, not decided yet: 1." in one for one in obstacles)
    Member.objects.filter(pk=again.pk).update(status=Status.EXPIRED)
    assert need not in [words for words, _late in needs(officer)]
    obstacles = publishing.obstacles_to_fixing(cast.fresh(election), now)
    assert not any("one person" in one for one in obstacles)


def test_the_list_is_looked_through_once_for_all_elections(officer: Client) -> None:
    """A pair counts in those elections alone to which both records are entitled."""
    made = [cast.noticed(title) for title in ("One", "Two", "Three")]
    cast.members(2)
    add_member("900", "Aisha Bello", "aisha@example.org", joined_on=date(2020, 1, 1))
    without_the_guard(Election.objects.filter(pk=made[2].pk), entitled_statuses=["grace"])
    with CaptureQueriesContext(connection) as asked:
        officer.get("/office/")
    assert sum("WITH spelled" in one["sql"] for one in asked.captured_queries) == 1
    assert [words for words, _late in needs(officer) if "records" in words] == [
        "1 pair of records that may be one person: One",
        "1 pair of records that may be one person: Two",
    ]
