"""Many at once, and at the last moment: one paper each, and the clock of the database decides."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from elections import tallying, voting
from elections.ballots.models import Box, Inbox
from elections.models import Election, RollSheet
from elections.voter import Voter
from tests.voting.cast import despite_the_guard, entry_of, follow, hidden_of, page, ranks

AT_ONCE = 200 if os.environ.get("SOAK") else 24
THREADS = 8

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(requests: list[tuple[Client, dict[str, str]]], address: str) -> Counter[int]:
    """Send every request from a few threads that start together; how often each status came."""
    answers: Counter[int] = Counter()
    lock, gate = threading.Lock(), threading.Barrier(THREADS)

    def send(own: list[tuple[Client, dict[str, str]]]) -> None:
        gate.wait()
        for client, fields in own:
            status = client.post(address, fields).status_code
            with lock:
                answers[status] += 1
        connections.close_all()

    threads = [
        threading.Thread(target=send, args=(requests[number::THREADS],))
        for number in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_casts_of_one_voter_at_once_leave_one_paper_and_no_server_error(
    election: Election,
) -> None:
    requests = []
    for number in range(AT_ONCE):
        client = follow(election, "Callum")
        name = ("Bea Okafor", "Aisha Bello", "Callum Reid")[number % 3]
        checked = client.post(page(election, "check-vote"), ranks(election, name))
        requests.append((client, hidden_of(checked)))
    answers = all_at_once(requests, page(election, "cast-vote"))
    assert answers == {200: 1, 409: AT_ONCE - 1}
    assert Inbox.objects.count() + Box.objects.count() == 1


def test_the_same_paper_sent_many_times_at_once_gets_the_same_receipt(election: Election) -> None:
    client = follow(election, "Callum")
    paper = hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
    requests = [(follow(election, "Callum"), paper) for _number in range(AT_ONCE)]
    assert all_at_once(requests, page(election, "cast-vote")) == {200: AT_ONCE}
    assert Inbox.objects.count() == 1


def test_a_cast_before_the_close_counts_and_one_after_is_refused_whatever_the_worker_does(
    election: Election,
) -> None:
    """No closer runs here at all: the clock alone refuses."""
    early = follow(election, "Callum")
    late = follow(election, "Bea")
    papers = [
        hidden_of(client.post(page(election, "check-vote"), ranks(election, "Bea Okafor")))
        for client in (early, late)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        closes_at = cursor.fetchone()[0] + timedelta(seconds=2)
    despite_the_guard(election, voting_closes_at=closes_at)
    assert early.post(page(election, "cast-vote"), papers[0]).status_code == 200
    _sleep_until_the_database_says(closes_at + timedelta(milliseconds=1))
    assert late.post(page(election, "cast-vote"), papers[1]).status_code == 409
    assert RollSheet.objects.get(entry=entry_of(election, "Bea")).status == "open"
    tallying.close_due(timezone.now())
    assert Box.objects.count() == 1


def _sleep_until_the_database_says(instant: datetime) -> None:
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT clock_timestamp() >= %s", [instant])
            if cursor.fetchone()[0]:
                return
            time.sleep(0.001)


def test_a_refused_cast_leaves_the_voter_free_to_vote_when_the_close_moves_later(
    election: Election,
) -> None:
    entry = entry_of(election, "Callum")
    voter = Voter(entry, entry.code_generation, by_link=True)
    sheets = voting.sheets_for(entry).open
    reviewed = voting.review(
        voter, [(sheet, [(one.number, []) for one in sheet.contests]) for sheet in sheets]
    )
    moved = despite_the_guard(election, voting_closes_at=timezone.now())
    with pytest.raises(voting.NotOpen):
        voting.cast(voter, reviewed[0].sheet, reviewed[0].sealed, reviewed[0].mac)
    despite_the_guard(moved, voting_closes_at=timezone.now() + timedelta(hours=1))
    receipt = voting.cast(voter, reviewed[0].sheet, reviewed[0].sealed, reviewed[0].mac)
    assert receipt.receipt.tracker
