"""The results of an election's contests, with all their records."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from elections.models import (
    Candidate,
    Contest,
    CountRecord,
    Election,
)
from elections.results.counted import ContestResult
from elections.results.decided import DecidedContest, amendments_of, decided_among
from elections.results.left import Left, left_among


def contest_results(election: Election) -> list[ContestResult]:
    """Every contest of a counted election, in the order of the paper."""
    found = _results(CountRecord.objects.filter(contest__election=election))
    return sorted(found, key=lambda result: result.contest.number)


def result_of(contest: Contest) -> ContestResult:
    """The result of one counted contest."""
    return next(_results(CountRecord.objects.filter(contest=contest)))


def result_in(election: Election, number: int) -> ContestResult | None:
    """The result of the contest of that number; None if it was not counted."""
    records = CountRecord.objects.filter(contest__election=election, contest__number=number)
    result = next(_results(records), None)
    if result is not None:
        result.contest.election = election
    return result


def standing_result(contest: Contest) -> ContestResult | DecidedContest:
    """What became of a contest that is counted, or was decided without a poll."""
    decided = decided_among(Contest.objects.filter(pk=contest.pk))
    return decided[0] if decided else result_of(contest)


def left_of(candidate: Candidate) -> Left | None:
    """What became of a candidate who left; None of whoever did not, or is elected again since."""
    decided = decided_among(Contest.objects.filter(pk=candidate.contest_id))
    found: list[Left]
    if decided:
        found = decided[0].left
    elif CountRecord.objects.filter(contest=candidate.contest_id).exists():
        found = result_of(candidate.contest).left
    else:  # the count to come passes over them
        found = left_among([candidate], elected=(), skipped=[candidate.number])
    return next((one for one in found if one.candidate == candidate), None)


def _results(records: QuerySet[CountRecord]) -> Iterator[ContestResult]:
    """The results of contests with all their records: the last result stands."""
    records = (
        records.defer("papers", "sections")
        .select_related("contest__sheet", "contest__election")
        .prefetch_related(
            Prefetch("contest__candidates", Candidate.objects.select_related("left")),
            "contest__declarations",
            "contest__sections__sheet",
        )
        .order_by("contest_id", "kind", "number")
    )
    for _contest, group in groupby(records, key=lambda record: record.contest_id):
        counts = list(group)
        standing = [one for one in counts if one.kind == CountRecord.Kind.RESULT][-1]
        others = [one for one in counts if one is not standing]
        yield ContestResult(standing, amendments_of(standing.contest), others)


def other_count(result: ContestResult, name: str) -> ContestResult | None:
    """One of the contest's other counts, by its name; None if there is none of that name."""
    found = (ContestResult(record) for record in result.others)
    return next((one for one in found if one.name == name), None)
