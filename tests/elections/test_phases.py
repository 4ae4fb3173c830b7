"""The phase of an election follows from its timetable, what was done, and the clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from elections import phases
from elections.phases import Phase

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


@dataclass
class Plan:
    self_nomination_opens_at: datetime | None
    self_nomination_closes_at: datetime | None
    supporting_opens_at: datetime | None
    supporting_closes_at: datetime | None
    voting_opens_at: datetime
    voting_closes_at: datetime
    reopening_opens_at: datetime | None = None
    reopening_closes_at: datetime | None = None
    appeals_close_at: datetime | None = None


PLAN = Plan(day(2), day(6), day(4), day(8), day(10), day(20))


@dataclass
class Done:
    published_at: datetime | None = None
    papers_fixed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    counted_at: datetime | None = None
    declared_at: datetime | None = None
    postponed_at: datetime | None = None


NOTICE = Done(published_at=day(0))
FIXED = Done(published_at=day(0), papers_fixed_at=day(9))


@pytest.mark.parametrize(
    ("done", "now", "expected"),
    [
        (Done(), day(15), Phase.PREPARING),
        (NOTICE, day(1), Phase.NOTICE),
        (NOTICE, day(2), Phase.NOMINATING),
        (NOTICE, day(7.9), Phase.NOMINATING),
        (NOTICE, day(8), Phase.CHECKING),
        (NOTICE, day(10), Phase.DELAYED),
        (NOTICE, day(20) - timedelta(microseconds=1), Phase.DELAYED),
        (NOTICE, day(20), Phase.NOT_HELD),
        (FIXED, day(9.5), Phase.READY),
        (FIXED, day(10), Phase.VOTING),
        (FIXED, day(20) - timedelta(microseconds=1), Phase.VOTING),
        (FIXED, day(20), Phase.COUNTING),
        (Done(day(0), day(9), None, day(20)), day(21), Phase.PROVISIONAL),
        (Done(day(0), day(9), None, day(20), day(22)), day(23), Phase.DECLARED),
        (Done(day(0), day(9), day(9.5)), day(13), Phase.WITHDRAWN),
        (Done(day(0), None, day(12)), day(13), Phase.WITHDRAWN),
        (Done(day(0), day(9), day(12)), day(13), Phase.ABANDONED),
        (Done(day(0), day(9), postponed_at=day(9.5)), day(11), Phase.POSTPONED),
        (Done(day(0), postponed_at=day(3)), day(4), Phase.POSTPONED),
    ],
)
def test_each_phase_begins_at_its_instant(done: Done, now: datetime, expected: Phase) -> None:
    assert phases.phase(PLAN, done, now) == expected


def test_a_question_has_no_nominations_to_wait_for() -> None:
    plan = Plan(None, None, None, None, day(10), day(20))
    assert phases.phase(plan, NOTICE, day(1)) == Phase.NOTICE
    assert phases.nominations_closed(plan, day(1))


def test_nominations_that_open_again_are_not_closed() -> None:
    plan = replace(PLAN, reopening_opens_at=day(8.5), reopening_closes_at=day(9))
    assert phases.phase(plan, NOTICE, day(8.7)) == Phase.NOMINATING
    assert phases.reopening_open(plan, day(8.5))
    assert not phases.reopening_open(plan, day(9))
    assert phases.phase(plan, NOTICE, day(9)) == Phase.CHECKING


def test_a_window_includes_its_first_instant_and_excludes_its_last() -> None:
    plan = PLAN
    assert phases.self_nomination_open(plan, day(2))
    assert not phases.self_nomination_open(plan, day(6))
    assert phases.supporting_open(plan, day(4))
    assert not phases.supporting_open(plan, day(8))
    assert not phases.self_nomination_open(replace(PLAN, self_nomination_closes_at=None), day(3))


def test_a_refusal_is_appealed_until_the_instant_and_a_late_one_until_the_papers() -> None:
    assert phases.appeals_close_at(PLAN, day(8)) is None
    plan = replace(PLAN, appeals_close_at=day(9))
    assert phases.appeals_close_at(plan, day(8)) == day(9)
    assert phases.appeals_close_at(plan, day(9)) is None
