"""Contests without a poll: decided when the papers were fixed, and drawn like a result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from elections.counting import Minima
from elections.models import (
    Candidate,
    Contest,
    Election,
    ResultDeclaration,
    SeatPlan,
)
from elections.models.contest import ContestQuerySet
from elections.reserved import ReservedSeats, seats_filled
from elections.results.counted import Outcome
from elections.results.left import Left, left_among


@dataclass(frozen=True)
class DecidedContest:
    """A contest without a poll: decided when the papers were fixed, and drawn like a result."""

    contest: Contest
    plan: SeatPlan
    candidates: list[Candidate]
    amendments: Sequence[ResultDeclaration] = ()
    won_by_ron = 0

    @property
    def names(self) -> list[str]:
        return [candidate.ballot_name for candidate in self.candidates]

    @property
    def left(self) -> list[Left]:
        """Those who left since: with a seat, or without one; no count passes over anybody."""
        return left_among(
            self.candidates, elected=self.outcome.elected, skipped=(), seated=self._seated
        )

    @property
    def _seated(self) -> set[int]:
        """Whoever was elected once, by what was fixed or by an amendment."""
        return set(self.plan.elected).union(*(one.elected or () for one in self.amendments))

    @property
    def is_carried(self) -> bool:
        return bool(self.outcome.elected)

    @cached_property
    def outcome(self) -> Outcome:
        """Who is elected: as it was fixed, but for who has left; or by the last amendment."""
        if self.amendments:
            last = self.amendments[-1]
            return Outcome(tuple(last.elected or ()), last)
        gone = {one.number for one in self.candidates if hasattr(one, "left")}
        return Outcome(tuple(number for number in self.plan.elected if number not in gone))

    @property
    def is_as_decided(self) -> bool:
        """Those are elected who were when the papers were fixed."""
        return set(self.outcome.elected) == set(self.plan.elected)

    @property
    def elected(self) -> list[str]:
        return [self.names[number - 1] for number in self.outcome.elected]

    @property
    def vacant(self) -> int:
        """The seats that nobody is elected to."""
        return max(0, self.contest.seats - len(self.outcome.elected))

    @property
    def minima(self) -> Minima:
        """Who was counted for what, as it is published."""
        if not self.plan.minima_file:
            return Minima()
        return Minima.from_text(self.plan.minima_file, "the stored minima")

    @property
    def seats_bound(self) -> int:
        """The seats that these minima are about: fewer than the contest's where some stay vacant."""
        return self.plan.seats

    @property
    def reserved(self) -> tuple[ReservedSeats, ...]:
        return seats_filled(self.minima, self.outcome.elected)


def decided_of(contests: Iterable[Contest]) -> list[DecidedContest]:
    """Those of the contests, which come with their seat plans, that were decided without a poll; asks
    nothing where there are none."""
    found = [one for one in contests if is_decided(one)]
    prefetch_related_objects(found, with_left())
    find_amendments(found)
    return [_decided_contest(contest) for contest in found]


def find_amendments(contests: Iterable[Contest]) -> None:
    """The declarations about contests, for `amendments_of`; asks nothing of those that come with them."""
    asked = [one for one in contests if not hasattr(one, "amendments_found")]
    prefetch_related_objects(asked, "declarations")


def is_decided(contest: Contest) -> bool:
    """Whether a contest that comes with its seat plan was decided without a poll."""
    return hasattr(contest, "seat_plan") and not contest.seat_plan.is_polled


def with_left() -> Prefetch[Any, Any, Any]:
    """The candidates of contests, and who of them left, by one statement."""
    return Prefetch("candidates", Candidate.objects.select_related("left"))


def decided_contests(election: Election) -> list[DecidedContest]:
    """The contests that were decided without a poll, in the order of the paper."""
    return decided_among(election.contests.all())


def decided_among(contests: ContestQuerySet) -> list[DecidedContest]:
    found = (
        contests.filter(seat_plan__is_polled=False)
        .select_related("seat_plan", "sheet", "election")
        .prefetch_related(with_left(), "declarations")
        .order_by("number")
    )
    return [_decided_contest(contest) for contest in found]


def _decided_contest(contest: Contest) -> DecidedContest:
    candidates = sorted(contest.candidates.all(), key=lambda one: one.number)
    return DecidedContest(
        contest,
        contest.seat_plan,
        candidates,
        amendments_of(contest),
    )


def amendments_of(contest: Contest) -> list[ResultDeclaration]:
    """The amended declarations about a contest, oldest first."""
    if (found := getattr(contest, "amendments_found", None)) is not None:
        return [_declaration(contest, **one) for one in found]
    return sorted(contest.declarations.all(), key=lambda one: one.number)


def _declaration(contest: Contest, *, made_at: str, **found: Any) -> ResultDeclaration:
    return ResultDeclaration(contest=contest, made_at=datetime.fromisoformat(made_at), **found)
