"""What beat does after the close: the box, the roll, the count, the declaration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from elections import tallying, tasks
from elections.ballots.models import Box, Checkpoint, Inbox
from elections.models import (
    CountRecord,
    DeclaredBy,
    Election,
    Message,
    ResultDeclaration,
    Turnout,
)
from elections.phases import Phase
from elections.refusal import Refused
from members.models import User
from tests.embedded.guards import without_the_guard
from tests.voting.cast import despite_the_guard, entry_of, link_of, page, vote


def close(election: Election) -> Election:
    """The closing instant comes, and beat's sweep after it."""
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    assert tallying.close_due(timezone.now()) == 1
    return type(closed).objects.select_related("timetable").get(pk=closed.pk)


@pytest.mark.django_db(transaction=True)
def test_an_election_goes_from_votes_to_a_declared_result(election: Election, rosa: User) -> None:
    for voter, names in (
        ("Callum", ("Bea Okafor", "Aisha Bello")),
        ("Bea", ("Bea Okafor",)),
        ("Aisha", ("Aisha Bello",)),
    ):
        vote(election, voter, *names)
    assert tallying.close_due(timezone.now()) == 0, "voting is open"
    election = close(election)
    assert election.phase(timezone.now()) == Phase.COUNTING
    assert not Inbox.objects.exists()
    assert Box.objects.count() == 4  # Aisha returned two sheets
    turnout = Turnout.objects.get(sheet__title="Scotland")
    assert (turnout.entitled, turnout.cast) == (6, 3)

    assert tallying.count_due(timezone.now()) == 1
    election.refresh_from_db()
    assert election.phase(timezone.now()) == Phase.PROVISIONAL
    record = CountRecord.objects.get(contest__title="Scotland")
    result = json.loads(record.result)
    assert result["valid"] == 3
    elected = [record.contest.candidates.get(number=n).ballot_name for n in result["elected"]]
    assert elected == ["Bea Okafor"]

    tallying.declare(election, actor=rosa, now=timezone.now(), reason="The report is late.")
    election.refresh_from_db()
    assert election.phase(timezone.now()) == Phase.DECLARED
    kinds = list(ResultDeclaration.objects.values_list("number", "kind"))
    assert kinds == [(1, "provisional"), (2, "declared")]


@pytest.mark.django_db(transaction=True)
def test_closing_and_counting_twice_change_nothing(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    election = close(election)
    assert tallying.close_due(timezone.now()) == 0
    tallying.count(election, now=timezone.now())
    before = list(CountRecord.objects.values())
    tallying.count(election, now=timezone.now())
    assert list(CountRecord.objects.values()) == before
    assert ResultDeclaration.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_election_without_a_single_vote_is_counted_too(election: Election) -> None:
    election = close(election)
    assert Checkpoint.objects.filter(election=election.pk, total=0).count() == 2
    tallying.count(election, now=timezone.now())
    assert CountRecord.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_after_the_close_no_row_tells_who_voted_when(election: Election) -> None:
    for voter in ("Dewi", "Callum", "Aisha", "Bea"):
        vote(election, voter, "Bea Okafor")
    close(election)
    assert tallying.rewrite_roll_due(timezone.now())
    assert not tallying.rewrite_roll_due(timezone.now()), "once is enough"
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT xmin::text FROM elections_rollsheet")
        roll = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT DISTINCT xmin::text FROM ballots_box")
        box = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT xmin::text FROM elections_rollentry")
        entries = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT entry_id, sheet_id FROM elections_rollsheet ORDER BY ctid")
        places = cursor.fetchall()
    assert len(roll) == 1, "every row of the roll carries the closer's transaction"
    assert not box & (roll | entries), "no row of the box joins a row of the roll"
    assert places == sorted(places), "their places in the table are those of the index"


@pytest.mark.django_db(transaction=True)
def test_a_link_after_the_close_says_where_to_see_that_one_voted(election: Election) -> None:
    link = link_of(entry_of(election, "Callum"))
    close(election)
    text = Client().get(link).content.decode()
    assert "Voting has closed" in text
    assert election.get_absolute_url() in text


@pytest.mark.django_db(transaction=True)
def test_voters_hear_that_their_vote_is_recorded_once_and_without_a_tracker(
    election: Election,
) -> None:
    vote(election, "Callum", "Bea Okafor")
    close(election)
    tasks.queue_due_mail()  # beat's sweep
    tasks.queue_due_mail()
    message = Message.objects.get(kind="recorded")
    assert message.entry == entry_of(election, "Callum")
    assert message.details == {}


@pytest.mark.django_db(transaction=True)
def test_the_timetable_declares_where_the_election_says_so(election: Election, rosa: User) -> None:
    without_the_guard(Election.objects.filter(pk=election.pk), declared_by=DeclaredBy.AUTOMATIC)
    vote(election, "Callum", "Bea Okafor")
    election = close(election)
    now = timezone.now()
    despite_the_guard(election, declaration_at=now + timedelta(minutes=1))
    tallying.count(election, now=now)
    assert tallying.declare_due(now) == 0
    assert tallying.declare_due(now + timedelta(minutes=2)) == 1
    with pytest.raises(Refused, match="no provisional result"):
        tallying.declare(election, actor=rosa, now=now)


def test_there_is_nothing_to_declare_before_the_count(election: Election, rosa: User) -> None:
    with pytest.raises(Refused, match="no provisional result"):
        tallying.declare(election, actor=rosa, now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_small_contest_publishes_its_stages_and_no_rankings(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    election = close(election)
    tallying.count(election, now=timezone.now())
    client = Client()
    number = election.contests.get(title="Scotland").number
    shown = client.get(f"{page(election, 'show-results')}{number}/").content.decode()
    assert "The rankings are not published" in shown
    assert client.get(f"{page(election, 'show-results')}{number}/count.blt").status_code == 404
    assert client.get(f"{page(election, 'show-results')}{number}/count.json").status_code == 200


@contextmanager
def held(table: str) -> Iterator[None]:
    """A dump reads the table for as long as the block runs."""
    with meanwhile(f"LOCK TABLE {table} IN ACCESS SHARE MODE"):
        yield


@contextmanager
def meanwhile(statement: str) -> Iterator[None]:
    """Another session executes the statement, and its transaction lasts as long as the block."""
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(statement)
            yield
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_neither_closer_nor_rewriter_waits_for_a_dump(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    with held("ballots_inbox"):
        assert tallying.close_due(timezone.now()) == 0
    assert tallying.close_due(timezone.now()) == 1
    with held("elections_rollsheet"):
        assert not tallying.rewrite_roll_due(timezone.now())
    assert tallying.rewrite_roll_due(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_the_closer_gives_way_to_whoever_holds_a_row_of_the_roll(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    despite_the_guard(election, voting_closes_at=timezone.now())
    with meanwhile("UPDATE elections_rollsheet SET status = status"):
        assert tallying.close_due(timezone.now()) == 0
    assert Inbox.objects.exists()
    assert tallying.close_due(timezone.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_an_idle_closer_takes_no_lock(election: Election) -> None:
    vote(election, "Callum", "Bea Okafor")
    with CaptureQueriesContext(connection) as asked:
        assert tallying.close_due(timezone.now()) == 0
    (statement,) = [query["sql"] for query in asked]
    assert statement.startswith("SELECT ")
    assert "FOR UPDATE" not in statement


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_clock_is_early_closes_nothing(election: Election) -> None:
    assert tallying.close_due(timezone.now() + timedelta(days=30)) == 0
    election.refresh_from_db()
    assert election.box_closed_at is None
