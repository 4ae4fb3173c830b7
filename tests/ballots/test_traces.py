"""No row of the box leads to a voter: not by its version, its place, its index or its file.

Each test first shows the trace in the inbox, so that it would notice if it looked in vain.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from elections.ballots import box, formats
from tests.ballots import polls
from tests.ballots.polls import LONDON, MIN_BATCH, Poll, execute, rows

VOTERS = 40

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def roll() -> Poll:
    """A poll in which a row of a roll is marked in the transaction of every cast."""
    poll = polls.fixed()
    execute("CREATE TABLE roll (voter integer PRIMARY KEY, voted boolean)")
    execute("INSERT INTO roll SELECT n, false FROM generate_series(1, %s) n", VOTERS)
    return poll


def vote(poll: Poll, voter: int) -> str:
    """The tracker of the paper of this voter."""
    sealed = poll.seal()
    with transaction.atomic():
        execute("UPDATE roll SET voted = true WHERE voter = %s AND NOT voted", voter)
        box.put(poll.election, LONDON, sealed)
    return formats.tracker_of(sealed)


JOINED = "SELECT tracker FROM {} p JOIN roll r ON r.xmin::text = p.xmin::text"
PLACES = "SELECT tracker FROM {} ORDER BY ctid"


def test_no_paper_of_the_box_shares_a_transaction_with_a_voter(roll: Poll) -> None:
    for voter in range(1, VOTERS + 1):
        vote(roll, voter)
    assert len(rows(JOINED.format("ballots_inbox"))) == VOTERS
    assert box.move_due() == VOTERS - MIN_BATCH
    assert rows(JOINED.format("ballots_box")) == []
    # Nor do those that were put back, until the next casts.
    assert rows(JOINED.format("ballots_inbox")) == []


def test_the_last_batch_shares_none_even_if_the_roll_is_updated_in_its_transaction(
    roll: Poll,
) -> None:
    for voter in range(1, MIN_BATCH + 1):
        vote(roll, voter)
    roll.close_at()
    with transaction.atomic():
        execute("UPDATE roll SET voted = voted")
        box.close([roll.election])
    assert len(rows("SELECT DISTINCT xmin::text FROM roll")) == 1
    assert len(rows("SELECT 1 FROM ballots_box")) == MIN_BATCH
    assert rows(JOINED.format("ballots_box")) == []


def test_papers_lie_by_tracker_and_not_in_the_order_of_casting(roll: Poll) -> None:
    cast = [vote(roll, voter) for voter in range(1, VOTERS + 1)]
    assert [tracker for (tracker,) in rows(PLACES.format("ballots_inbox"))] == cast
    box.move_due()
    moved = [tracker for (tracker,) in rows(PLACES.format("ballots_box"))]
    left = [tracker for (tracker,) in rows(PLACES.format("ballots_inbox"))]
    assert moved == sorted(moved)
    assert left == sorted(left)
    assert sorted(moved + left) == sorted(cast)


def test_a_whole_batch_is_written_in_one_transaction(roll: Poll) -> None:
    for voter in range(1, VOTERS + 1):
        vote(roll, voter)
    box.move_due()
    assert len(rows("SELECT DISTINCT xmin::text, cmin::text FROM ballots_box")) == 1


def test_the_file_in_which_papers_arrived_is_dropped(roll: Poll) -> None:
    for voter in range(1, VOTERS + 1):
        vote(roll, voter)
    files = (
        "SELECT pg_relation_filenode('ballots_inbox'), pg_relation_filenode('ballots_inbox_pkey')"
    )
    ((table, index),) = rows(files)
    box.move_due()
    ((new_table, new_index),) = rows(files)
    assert table != new_table
    assert index != new_index
    # Nothing but the rows put back lies in the new one: no dead version of any other.
    assert rows("SELECT count(*), pg_relation_size('ballots_inbox') FROM ballots_inbox") == [
        (MIN_BATCH, 8192)
    ]


def test_an_idle_mover_writes_nothing(roll: Poll) -> None:
    vote(roll, 1)
    before = rows("SELECT ctid::text, xmin::text FROM ballots_inbox")
    assert box.move_due() == 0
    assert rows("SELECT ctid::text, xmin::text FROM ballots_inbox") == before
