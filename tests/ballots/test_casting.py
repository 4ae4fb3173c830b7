"""Casting: a paper in, a receipt out, once."""

from __future__ import annotations

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from elections.ballots import box, formats, keys, signing
from elections.ballots.box import AlreadyCast, PollClosed, PollNotOpen
from elections.ballots.errors import FormatError
from elections.ballots.models import Inbox
from tests.ballots import polls
from tests.ballots.polls import COORDINATORS, LONDON, MEMBERS, RULE_CHANGE, Poll


def test_a_paper_lies_sealed_in_the_inbox_with_a_token_of_its_sheet(poll: Poll) -> None:
    sealed = poll.seal((3, 1))
    poll.put(sealed)
    row = Inbox.objects.get()
    assert (row.election, row.sheet, bytes(row.sealed)) == (poll.election, LONDON, sealed)
    assert row.tracker == formats.tracker_of(sealed)
    assert len(sealed) == poll.manifest.sheet(LONDON).length + formats.OVERHEAD
    message = formats.token_message(
        poll.manifest.digest, LONDON, row.tracker, bytes(row.token_random)
    )
    key = signing.issuing_public(poll.manifest.sheet(LONDON).issuing)
    assert signing.is_token(key, bytes(row.signature), message)


def test_the_receipt_is_signed_by_the_board_of_the_manifest(poll: Poll) -> None:
    receipt = poll.put(poll.seal())
    message = formats.receipt_message(
        poll.manifest.digest, LONDON, formats.read_tracker(receipt.tracker)
    )
    assert len(receipt.tracker) == 52
    assert signing.is_board(poll.manifest.board, bytes.fromhex(receipt.signature), message)


def test_the_same_request_again_gets_the_same_receipt(poll: Poll) -> None:
    sealed = poll.seal()
    assert box.receipt_for(poll.election, LONDON, sealed) is None
    receipt = poll.put(sealed)
    assert box.receipt_for(poll.election, LONDON, sealed) == receipt
    poll.cast(20)
    box.move_due()
    assert box.receipt_for(poll.election, LONDON, sealed) == receipt
    poll.finish()
    assert box.receipt_for(poll.election, LONDON, sealed) == receipt
    assert box.receipt_for(poll.election, MEMBERS, sealed) is None
    assert box.receipt_for(poll.election, LONDON, poll.seal()) is None


def test_the_very_same_paper_is_not_put_twice(poll: Poll) -> None:
    sealed = poll.seal()
    poll.put(sealed)
    with pytest.raises(AlreadyCast) as raised:
        poll.put(sealed)
    assert formats.tracker_of(sealed) not in str(raised.value)
    assert raised.value.__suppress_context__
    assert Inbox.objects.count() == 1


def test_a_refused_paper_takes_the_callers_transaction_with_it(poll: Poll) -> None:
    poll.close_at()
    sealed = poll.seal()

    def claim_and_put() -> None:
        with transaction.atomic():
            polls.execute("UPDATE elections_election SET slug = 'claimed'")
            box.put(poll.election, LONDON, sealed)

    with pytest.raises(PollClosed):
        claim_and_put()
    assert polls.rows("SELECT slug FROM elections_election") != [("claimed",)]


@pytest.mark.django_db
def test_nothing_is_cast_before_the_opening_instant() -> None:
    poll = polls.fixed(opens=60)
    with pytest.raises(PollNotOpen):
        poll.cast()


@pytest.mark.django_db
def test_nothing_is_sealed_or_cast_before_the_papers_are_fixed() -> None:
    poll = polls.announced()
    with pytest.raises(PollNotOpen):
        poll.seal()
    with pytest.raises(PollNotOpen):
        poll.put(b"paper")


def test_nothing_is_cast_into_a_closed_or_a_withdrawn_poll(poll: Poll) -> None:
    sealed, other = poll.seal(), polls.fixed()
    poll.finish()
    other.withdraw()
    with pytest.raises(PollClosed):
        poll.put(sealed)
    keys.forget([poll.election])
    with pytest.raises(PollClosed):
        poll.put(sealed)
    with pytest.raises(PollClosed):
        other.cast()


@pytest.mark.parametrize("length", [0, 559, 561, 10_000])
def test_what_has_not_the_length_of_a_sealed_paper_is_refused(poll: Poll, length: int) -> None:
    with pytest.raises(FormatError):
        poll.put(bytes(length))


def test_a_sheet_that_is_none_is_refused(poll: Poll) -> None:
    with pytest.raises(FormatError):
        poll.put(poll.seal(), sheet=9)
    with pytest.raises(FormatError):
        box.seal(poll.election, 9, [])


def test_a_vote_that_is_none_is_not_sealed(poll: Poll) -> None:
    with pytest.raises(FormatError):
        box.seal(poll.election, LONDON, [(COORDINATORS, [9]), (RULE_CHANGE, [])])


def test_one_statement_puts_a_paper(
    poll: Poll, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sealed = poll.seal()
    keys.board(poll.election)  # remembered from the first cast on
    with django_assert_num_queries(1):
        box.put(poll.election, LONDON, sealed)
