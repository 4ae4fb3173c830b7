"""Opening: everything is verified first, what is malformed is counted, rankings are mixed."""

from __future__ import annotations

from collections import Counter

import pytest
from pytest_django import Settings

from elections.ballots import box, keys, opening, sealing
from elections.ballots.errors import (
    KeyNotGiven,
    PollClosed,
    PollStillOpen,
    RecordBroken,
)
from elections.ballots.paper import Fault
from tests.ballots import polls
from tests.ballots.polls import (
    CONVENTION,
    COORDINATORS,
    LONDON,
    MEMBERS,
    RULE_CHANGE,
    Poll,
    execute,
)


def test_every_ranking_comes_out_once(poll: Poll) -> None:
    votes = [((1, 2, 3), (1,)), ((2,), (2,)), ((), ()), ((5, 4, 3, 2, 1), (1,)), ((1, 2, 3), ())]
    for ranking, answer in votes:
        poll.put(poll.seal(ranking, answer))
    poll.cast_members(2)
    poll.finish()
    opened = opening.open_box(poll.election)
    assert Counter(opened.rankings[COORDINATORS]) == Counter(ranking for ranking, _ in votes)
    assert Counter(opened.rankings[RULE_CHANGE]) == Counter(answer for _, answer in votes)
    assert opened.rankings[CONVENTION] == [(3,), (3,)]
    assert opened.papers == {LONDON: 5, MEMBERS: 2}
    assert opened.malformed == {LONDON: {}, MEMBERS: {}}


def test_contests_are_mixed_apart(poll: Poll) -> None:
    rankings = [(n % 5 + 1, (n // 5) % 5 + 1) for n in range(25) if n % 5 != n // 5]
    for ranking in rankings:
        poll.put(poll.seal(ranking, (ranking[0] % 2 + 1,)))
    poll.finish()
    first, second = opening.open_box(poll.election), opening.open_box(poll.election)
    assert first.rankings[COORDINATORS] != second.rankings[COORDINATORS]
    kept = sum(
        answer == (ranking[0] % 2 + 1,)
        for ranking, answer in zip(
            first.rankings[COORDINATORS], first.rankings[RULE_CHANGE], strict=True
        )
    )
    assert kept < len(rankings)


def test_a_box_without_papers_opens(poll: Poll) -> None:
    poll.finish()
    opened = opening.open_box(poll.election)
    assert opened.rankings == {COORDINATORS: [], RULE_CHANGE: [], CONVENTION: []}
    assert opened.papers == {LONDON: 0, MEMBERS: 0}


def test_malformed_papers_are_counted_by_reason(poll: Poll) -> None:
    one, length = poll.manifest, poll.manifest.sheet(LONDON).length
    other = polls.fixed()
    members = box.seal(poll.election, MEMBERS, [(CONVENTION, [1])])
    unsealed = sealing.unseal(sealing.private_key(_private(poll)), one.digest, MEMBERS, members)
    poll.cast(2)
    for sealed in (
        bytes(length + 48),
        other.seal(),
        members,  # sealed for the members' sheet, put on London's
        sealing.seal(one.sealing, one.digest, LONDON, b"x" * length),
        sealing.seal(one.sealing, one.digest, LONDON, unsealed),
    ):
        poll.put(sealed)
    poll.finish()
    opened = opening.open_box(poll.election)
    assert opened.malformed[LONDON] == {
        Fault.UNSEALABLE.value: 3,
        Fault.FORMAT.value: 1,
        Fault.OTHER_SHEET.value: 1,
    }
    assert opened.papers[LONDON] == 7
    assert len(opened.rankings[COORDINATORS]) == 2


def _private(poll: Poll) -> bytes:
    return keys.sealing_private(poll.election).private_bytes_raw()


def test_nothing_is_opened_before_the_box_is_closed(poll: Poll) -> None:
    poll.cast()
    with pytest.raises(PollStillOpen):
        opening.open_box(poll.election)
    poll.close_at()
    with pytest.raises(PollStillOpen):
        opening.open_box(poll.election)


def test_a_withdrawn_election_stays_sealed(poll: Poll) -> None:
    poll.cast()
    poll.finish()
    poll.withdraw()
    with pytest.raises(PollClosed, match="stay sealed"):
        opening.open_box(poll.election)


def test_only_the_tally_worker_opens(poll: Poll, settings: Settings) -> None:
    poll.finish()
    settings.TALLY_KEY = None
    with pytest.raises(KeyNotGiven):
        opening.open_box(poll.election)


def test_a_box_that_was_tampered_with_is_not_opened(poll: Poll) -> None:
    poll.cast(2)
    poll.finish()
    execute("ALTER TABLE ballots_box DISABLE TRIGGER ballots_box_stands")
    execute("UPDATE ballots_box SET token_random = decode(repeat('00', 32), 'hex')")
    with pytest.raises(RecordBroken, match="not the hash of its batch"):
        opening.open_box(poll.election)


def test_a_paper_whose_token_is_not_signed_stops_the_opening(poll: Poll) -> None:
    poll.cast(2)
    execute(
        "INSERT INTO ballots_inbox VALUES (%s, 1, encode(sha256('x'), 'hex'), 'x', %s, %s)",
        *(poll.election, bytes(32), bytes(384)),
    )
    poll.finish()
    with pytest.raises(RecordBroken, match="signature of a paper is wrong"):
        opening.open_box(poll.election)


def test_papers_that_no_checkpoint_counts_stop_the_opening(poll: Poll) -> None:
    poll.cast(2)
    poll.finish()
    execute("ALTER TABLE ballots_box DISABLE TRIGGER USER")
    execute(
        "INSERT INTO ballots_box VALUES (%s, 1, encode(sha256('x'), 'hex'), 'x', %s, %s, 2)",
        *(poll.election, bytes(32), bytes(384)),
    )
    with pytest.raises(RecordBroken, match="no checkpoint counts"):
        opening.open_box(poll.election)
