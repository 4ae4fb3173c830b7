"""From the inbox into the box, in batches; and the close, which leaves nothing behind."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from elections.ballots import board, box, formats, keys, signing
from elections.ballots.box import PollClosed, PollStillOpen
from elections.ballots.errors import FormatError, KeyDestroyed, KeyMissing
from elections.ballots.models import Box, Checkpoint, Inbox
from tests.ballots import polls
from tests.ballots.polls import LONDON, MEMBERS, MIN_BATCH, OUTLINE, Poll


def _trackers(table: type[Box] | type[Inbox]) -> set[str]:
    return set(table.objects.values_list("tracker", flat=True))


def test_nothing_moves_below_twice_the_smallest_batch(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH - 1)
    assert box.move_due() == 0
    assert Box.objects.count() == Checkpoint.objects.count() == 0


def test_a_batch_leaves_the_smallest_batch_behind(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH + 2)
    before = _trackers(Inbox)
    assert box.move_due() == MIN_BATCH + 2
    assert Inbox.objects.count() == MIN_BATCH
    assert _trackers(Inbox) | _trackers(Box) == before
    assert not _trackers(Inbox) & _trackers(Box)
    assert box.move_due() == 0


def test_who_stays_is_drawn_by_chance(poll: Poll) -> None:
    stayed = set()
    receipts = [formats.read_tracker(one.tracker) for one in poll.cast(6)]
    for _ in range(40):
        with transaction.atomic():
            box.move_due()
            stayed |= {receipts.index(tracker) for tracker in _trackers(Inbox)}
            transaction.set_rollback(True)
    assert stayed == set(range(6))


def test_sheets_move_apart(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH)
    poll.cast_members(2 * MIN_BATCH - 1)
    assert box.move_due() == MIN_BATCH
    assert set(Box.objects.values_list("sheet", flat=True)) == {LONDON}
    assert Inbox.objects.filter(sheet=MEMBERS).count() == 2 * MIN_BATCH - 1


def test_every_batch_has_a_signed_checkpoint_that_follows_the_last(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    first, second = Checkpoint.objects.order_by("index")
    assert (first.index, first.total, second.index, second.total) == (1, 3, 2, 9)
    file = board.batch_file(poll.election, LONDON, 2)
    expected = formats.checkpoint(
        poll.manifest.digest,
        LONDON,
        2,
        previous=bytes(first.hash),
        total=9,
        file_hash=sha256(file).digest(),
    )
    assert bytes(second.hash) == expected
    assert signing.is_board(poll.manifest.board, bytes(second.signature), expected)


def test_papers_of_other_elections_stay_where_they_are(poll: Poll) -> None:
    other = polls.fixed()
    other.cast(2 * MIN_BATCH - 1)
    before = set(Inbox.objects.filter(election=other.election).values_list("tracker", flat=True))
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    after = set(Inbox.objects.filter(election=other.election).values_list("tracker", flat=True))
    assert after == before


def test_past_the_close_a_sheet_moves_whole(poll: Poll) -> None:
    other = polls.fixed()
    other.cast(1)
    poll.cast(2 * MIN_BATCH)
    other.close_at()
    assert box.move_due() == MIN_BATCH + 1
    assert not Inbox.objects.filter(election=other.election).exists()


def test_the_close_moves_everything_and_gives_every_sheet_its_final_checkpoint(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    poll.finish()
    assert Inbox.objects.count() == 0
    assert Box.objects.count() == 2 * MIN_BATCH
    final = Checkpoint.objects.order_by("sheet", "index").values_list("sheet", "index", "total")
    assert list(final) == [(LONDON, 1, 3), (LONDON, 2, 6), (MEMBERS, 1, 0)]


def test_a_sheet_whose_inbox_is_empty_keeps_its_last_checkpoint_as_the_final_one(
    poll: Poll,
) -> None:
    poll.cast(2 * MIN_BATCH)
    poll.close_at()
    assert box.move_due() == 2 * MIN_BATCH
    poll.close()
    assert Checkpoint.objects.filter(sheet=LONDON).count() == 1


def test_the_close_destroys_what_could_still_make_votes(poll: Poll) -> None:
    poll.finish()
    for destroyed in (lambda: keys.code(poll.election), lambda: keys.issuing(poll.election, 1)):
        with pytest.raises(KeyDestroyed):
            destroyed()
    box.destroy_casting_keys([poll.election])


def test_no_box_is_closed_before_its_instant_or_twice(poll: Poll) -> None:
    with pytest.raises(PollStillOpen):
        poll.close()
    poll.finish()
    with pytest.raises(PollClosed):
        poll.close()


def test_closing_one_election_leaves_another_open(poll: Poll) -> None:
    other = polls.fixed()
    other.cast(MIN_BATCH)
    poll.cast(1)
    poll.finish()
    assert set(Inbox.objects.values_list("election", flat=True)) == {other.election}
    assert keys.code(other.election)
    other.cast(MIN_BATCH)
    assert box.move_due() == MIN_BATCH


def test_elections_past_their_close_are_closed_together(poll: Poll) -> None:
    other = polls.fixed()
    poll.cast(1)
    other.cast(1)
    poll.close_at()
    other.close_at()
    with transaction.atomic():
        box.close([poll.election, other.election])
    assert Inbox.objects.count() == 0
    assert Checkpoint.objects.count() == 4


def test_papers_of_a_withdrawn_election_hold_nobody_up(poll: Poll) -> None:
    withdrawn = polls.fixed()
    withdrawn.cast(MIN_BATCH)
    withdrawn.withdraw()
    poll.cast(2 * MIN_BATCH)
    assert box.move_due() == MIN_BATCH
    assert not Inbox.objects.filter(election=withdrawn.election).exists()


def test_an_abandoned_election_is_destroyed_unopened(poll: Poll) -> None:
    poll.cast(2 * MIN_BATCH)
    box.move_due()
    with pytest.raises(PollStillOpen):
        box.abandon([poll.election])
    poll.withdraw()
    box.abandon([poll.election])
    assert Inbox.objects.count() == 0
    with pytest.raises(KeyDestroyed):
        keys.sealing_private(poll.election)


def test_custody_by_trustees_is_not_promised_yet(db: None) -> None:
    poll = polls.announced()
    with pytest.raises(FormatError, match="trustees"):
        box.fix(poll.election, OUTLINE | {"custody": "trustees"}, polls.casting_keys())


def test_papers_are_not_fixed_before_the_sealing_key_is_made_or_twice(db: None) -> None:
    poll = polls.announced()
    with pytest.raises(KeyMissing):
        box.fix(poll.election, OUTLINE, polls.casting_keys())
    keys.make_sealing_key(poll.election)
    box.fix(poll.election, OUTLINE, polls.casting_keys())
    with pytest.raises(IntegrityError):
        box.fix(poll.election, OUTLINE, polls.casting_keys())
