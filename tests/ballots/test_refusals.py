"""What must never happen to a paper, tried in SQL, past all of our Python."""

from __future__ import annotations

import os
from hashlib import sha256
from uuid import uuid4

import psycopg2
import pytest
from django.db import DatabaseError, transaction

from elections.ballots import box, window
from elections.ballots.models import Box, Inbox
from tests.ballots import polls
from tests.ballots.polls import LONDON, Poll, execute, rows

CLOSED, NOT_OPEN, IN_THE_BOX, STANDS, NOT_SO = "MB001", "MB002", "MB003", "MB004", "MB005"
CHECK, TWICE = "23514", "23505"


def refused(statement: str, *values: object) -> str:
    """The SQLSTATE with which the database refuses the statement."""
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        execute(statement, *values)
    return window.sqlstate(raised.value)


def _paper(sealed: bytes) -> list[object]:
    return [LONDON, sha256(sealed).hexdigest(), sealed, os.urandom(32), os.urandom(384)]


INSERT = (
    "INSERT INTO ballots_inbox (election, sheet, tracker, sealed, token_random, signature)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)
MOVE = (
    "INSERT INTO ballots_box"
    " SELECT election, sheet, tracker, sealed, token_random, signature, {} FROM ballots_inbox"
)


def _moved(poll: Poll) -> None:
    poll.cast(8)
    assert box.move_due() == 5


@pytest.mark.parametrize("table", ["ballots_box", "ballots_checkpoint", "ballots_poll"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET election = election", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_what_is_on_the_board_stands_for_ever(poll: Poll, table: str, statement: str) -> None:
    _moved(poll)
    assert refused(statement.format(table)) == STANDS


@pytest.mark.parametrize("table", ["ballots_inbox", "ballots_key"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET sheet = sheet", "DELETE FROM {}"])
def test_a_cast_paper_and_a_key_do_not_change(poll: Poll, table: str, statement: str) -> None:
    poll.cast()
    assert refused(statement.format(table)) == STANDS


def test_a_paper_is_accepted_while_voting_is_open(poll: Poll) -> None:
    execute(INSERT, poll.election, *_paper(b"sealed"))
    assert Inbox.objects.count() == 1


@pytest.mark.django_db
def test_no_paper_enters_before_the_opening_instant() -> None:
    assert refused(INSERT, polls.fixed(opens=60).election, *_paper(b"sealed")) == NOT_OPEN


@pytest.mark.django_db
def test_no_paper_enters_before_the_papers_are_fixed() -> None:
    assert refused(INSERT, polls.announced().election, *_paper(b"sealed")) == NOT_OPEN


@pytest.mark.django_db
def test_no_paper_enters_for_an_election_that_is_none() -> None:
    assert refused(INSERT, uuid4(), *_paper(b"sealed")) == NOT_OPEN


def test_no_paper_enters_after_the_closing_instant(poll: Poll) -> None:
    poll.close_at()
    assert refused(INSERT, poll.election, *_paper(b"sealed")) == CLOSED


def test_no_paper_enters_a_closed_box(poll: Poll) -> None:
    poll.finish()
    assert refused(INSERT, poll.election, *_paper(b"sealed")) == CLOSED


def test_no_paper_enters_for_a_withdrawn_election(poll: Poll) -> None:
    poll.withdraw()
    assert refused(INSERT, poll.election, *_paper(b"sealed")) == CLOSED


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_from_before_does_not_help() -> None:
    poll = polls.fixed()
    with polls.another_session() as other, other.cursor() as cursor:
        other.set_session(isolation_level="REPEATABLE READ")
        with pytest.raises(psycopg2.Error) as raised:
            cursor.execute(INSERT, [str(poll.election), *_paper(b"sealed")])
    assert raised.value.pgcode == NOT_SO


def test_a_paper_enters_once_whether_it_lies_in_the_inbox_or_the_box(poll: Poll) -> None:
    paper = _paper(b"sealed")
    execute(INSERT, poll.election, *paper)
    assert refused(INSERT, poll.election, *paper) == TWICE
    execute(INSERT, polls.fixed().election, *_paper(b"another"))
    poll.cast(7)
    while not Box.objects.filter(tracker=paper[1]).exists():
        poll.cast(3)
        box.move_due()
    assert refused(INSERT, poll.election, *paper) == IN_THE_BOX


def test_a_tracker_is_the_hash_of_its_paper(poll: Poll) -> None:
    paper = _paper(b"sealed")
    paper[1] = sha256(b"other").hexdigest()
    assert refused(INSERT, poll.election, *paper) == CHECK


def test_a_signature_has_its_length(poll: Poll) -> None:
    assert refused(INSERT, poll.election, *_paper(b"sealed")[:-1], bytes(383)) == CHECK


def test_a_paper_that_was_not_in_the_inbox_does_not_come_into_the_box(poll: Poll) -> None:
    statement = (
        "INSERT INTO ballots_box (election, sheet, tracker, sealed, token_random, signature, batch)"
        " VALUES (%s, %s, %s, %s, %s, %s, 1)"
    )
    assert refused(statement, poll.election, *_paper(b"sealed")) == NOT_SO
    poll.cast()
    changed = "INSERT INTO ballots_box SELECT election, 2, tracker, sealed, token_random, signature, 1 FROM ballots_inbox"
    assert refused(changed) == NOT_SO


def test_a_batch_that_has_its_checkpoint_takes_no_more_papers(poll: Poll) -> None:
    _moved(poll)
    assert refused(MOVE.format(1)) == NOT_SO
    assert refused(MOVE.format(3)) == NOT_SO


def test_no_paper_comes_into_the_box_before_voting_opens_or_once_it_is_closed(poll: Poll) -> None:
    poll.cast()
    execute("UPDATE elections_election SET box_closed_at = clock_timestamp()")
    assert refused(MOVE.format(1)) == CLOSED
    early = polls.fixed(opens=60)
    statement = (
        "INSERT INTO ballots_box (election, sheet, tracker, sealed, token_random, signature, batch)"
        " VALUES (%s, %s, %s, %s, %s, %s, 1)"
    )
    assert refused(statement, early.election, *_paper(b"sealed")) == NOT_OPEN


CHECKPOINT = (
    "INSERT INTO ballots_checkpoint (election, sheet, index, total, hash, signature)"
    " VALUES (%s, 1, %s, %s, %s, %s)"
)


@pytest.mark.parametrize(("index", "total"), [(1, 0), (2, 4), (2, 6), (3, 5)])
def test_a_checkpoint_follows_the_last_one_and_counts_the_box(
    poll: Poll, index: int, total: int
) -> None:
    _moved(poll)
    assert refused(CHECKPOINT, poll.election, index, total, bytes(32), bytes(64)) == NOT_SO


def test_no_checkpoint_is_added_to_a_closed_box(poll: Poll) -> None:
    poll.finish()
    assert refused(CHECKPOINT, poll.election, 2, 0, bytes(32), bytes(64)) == CLOSED


def test_a_manifest_is_stored_with_its_own_digest_once(poll: Poll) -> None:
    statement = "INSERT INTO ballots_poll (election, manifest, digest) VALUES (%s, %s, %s)"
    assert refused(statement, uuid4(), b"{}", bytes(32)) == CHECK
    assert refused(statement, poll.election, b"{}", sha256(b"{}").digest()) == TWICE


def test_a_key_is_there_once_for_each_purpose(poll: Poll) -> None:
    statement = (
        "INSERT INTO ballots_key (election, purpose, sheet, public)"
        " SELECT election, purpose, sheet, public FROM ballots_key WHERE purpose = %s LIMIT 1"
    )
    for purpose in ("board", "issuing", "sealing"):
        assert refused(statement, purpose) == TWICE


def test_the_lock_in_the_triggers_is_the_one_the_closer_takes(poll: Poll) -> None:
    from elections.ballots.moving import LOCK

    ((source,),) = rows("SELECT prosrc FROM pg_proc WHERE proname = 'ballots_state'")
    assert f"pg_advisory_xact_lock_shared({LOCK})" in source
