"""A sender may die at any instant, and several may work at once: nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from elections import mailing
from elections.mailing import lanes
from elections.models import Election, Message
from tests.mailing import cast
from tests.mailing.moody import Moody

Sender = Callable[..., "subprocess.Popen[bytes]"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def election(transactional_db: None) -> Election:
    return cast.election()


def _killed(worker: subprocess.Popen[bytes]) -> None:
    """Until the database has noticed, too: it holds the dead sender's lane until then."""
    worker.kill()
    worker.wait()
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database "
                "WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s",
                [lanes.MAIL],
            )
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)
    raise AssertionError("The dead sender still holds its lane.")


def _finish() -> None:
    mailing.send_due(now=timezone.now() + timedelta(seconds=1), for_seconds=180)


def test_after_a_kill_in_the_middle_each_voter_has_one_mail(
    election: Election, moody: Moody, sender: Sender
) -> None:
    cast.enrol_many(election, 60)
    cast.ballots(election)
    moody.dawdle = 0.02
    worker = sender(moody.port)
    moody.wait_for(20)
    _killed(worker)
    assert "sending" in cast.states(), "it was killed while it held claims"
    moody.dawdle = 0
    _finish()
    assert set(cast.states()) == {"sent"}
    ids: dict[str, set[str]] = defaultdict(set)
    for address, message_id, _at in moody.received:
        ids[address].add(message_id)
    assert len(ids) == 60
    assert all(len(found) == 1 for found in ids.values())
    # The one mail that the server had taken and the worker could not mark any more.
    assert len(moody.received) <= 61


def test_killed_again_and_again_it_still_ends(
    election: Election, moody: Moody, sender: Sender
) -> None:
    cast.enrol_many(election, 60)
    cast.ballots(election)
    moody.dawdle = 0.02
    for so_far in (10, 20, 30):
        worker = sender(moody.port)
        moody.wait_for(so_far)
        _killed(worker)
    moody.dawdle = 0
    _finish()
    assert len({address for address, _id, _at in moody.received}) == 60
    assert len({message_id for _to, message_id, _at in moody.received}) == 60
    assert len(moody.received) <= 63


def test_two_senders_at_once_send_nothing_twice(
    election: Election, moody: Moody, sender: Sender
) -> None:
    cast.enrol_many(election, 150)
    cast.ballots(election)
    moody.dawdle = 0.2
    workers = [sender(moody.port), sender(moody.port)]
    moody.wait_for_connections(2)
    moody.dawdle = 0
    assert [worker.wait(180) for worker in workers] == [0, 0]
    assert set(Counter(address for address, _id, _at in moody.received).values()) == {1}
    assert cast.states() == ["sent"] * 150


def test_two_senders_together_keep_the_pace(
    election: Election, moody: Moody, sender: Sender
) -> None:
    cast.enrol_many(election, 40)
    cast.ballots(election)
    workers = [sender(moody.port, per_second=20), sender(moody.port, per_second=20)]
    assert [worker.wait(180) for worker in workers] == [0, 0]
    times = sorted(at for _to, _id, at in moody.received)
    assert len(times) == 40
    assert times[-1] - times[0] > 39 / 20 - 0.1


def test_claims_of_a_sender_that_is_alive_are_left_alone(election: Election, moody: Moody) -> None:
    cast.enrol_many(election, 3)
    cast.ballots(election)
    Message.objects.update(state="sending", claimed_at=timezone.now() - timedelta(seconds=90))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [lanes.MAIL])
    _finish()
    assert cast.states() == ["sending"] * 3
    Message.objects.update(claimed_at=timezone.now() - lanes.STALE_AFTER)
    _finish()
    assert cast.states() == ["sent"] * 3
    other.close()


def test_when_every_lane_is_taken_another_sender_does_nothing(
    election: Election, moody: Moody, settings: object
) -> None:
    settings.MAIL_PER_SECOND = 50  # type: ignore[attr-defined]
    cast.enrol_many(election, 3)
    cast.ballots(election)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [lanes.MAIL])
    _finish()
    assert cast.states() == ["queued"] * 3
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    _finish()
    assert cast.states() == ["sent"] * 3


def test_a_message_taken_over_meanwhile_keeps_what_the_other_sender_wrote(
    election: Election, moody: Moody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if this sender had hung for so long that another one took its message and sent it."""
    cast.enrol_many(election, 1)
    cast.ballots(election)
    taken_over = timezone.now()
    moody.at_data["voter0@example.org"] = ["550 Refused here, taken there"]
    wait = lanes.Lane.wait

    def hang(lane: lanes.Lane) -> None:
        wait(lane)
        Message.objects.update(state="sent", sent_at=taken_over, claimed_at=taken_over)

    monkeypatch.setattr(lanes.Lane, "wait", hang)
    _finish()
    message = Message.objects.get()
    assert (message.state, message.sent_at, message.error) == ("sent", taken_over, "")


@pytest.mark.parametrize(("per_second", "expected"), [(1, 1), (50, 1), (101, 2), (5000, 8)])
def test_there_are_as_many_lanes_as_the_pace_needs(per_second: int, expected: int) -> None:
    assert lanes.lanes_for(per_second) == expected


def test_the_pace_of_one_sender_does_not_catch_up(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: 0.0, sleep=slept.append)
    monkeypatch.setattr(lanes, "time", clock)
    lane = lanes.Lane(10, 0.0)
    for _ in range(3):
        lane.wait()
    assert slept == pytest.approx([0.1, 0.2])
    clock.monotonic = lambda: 100.0  # after a long wait in SMTP
    for _ in range(2):
        lane.wait()
    assert slept[2:] == pytest.approx([0.1])
