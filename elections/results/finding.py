"""The results of an election's contests, with all their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from elections.models import (
    Candidate,
    Contest,
    CountRecord,
    Election,
)
from elections.results.counted import ContestResult
from elections.results.decided import (
    DecidedContest,
    amendments_of,
    decided_among,
    decided_of,
    with_left,
)
from elections.results.left import Left, left_among


def contest_results(election: Election) -> list[ContestResult]:
    """Every contest of a counted election, in the order of the paper."""
    found = _results(CountRecord.objects.filter(contest__election=election))
    return sorted(found, key=lambda result: result.contest.number)


def result_of(contest: Contest) -> ContestResult:
    """The result of one counted contest."""
    return next(_results(CountRecord.objects.filter(contest=contest)))


def standing_result(contest: Contest) -> ContestResult | DecidedContest:
    """What became of a contest that is counted, or was decided without a poll."""
    decided = decided_among(Contest.objects.filter(pk=contest.pk))
    return decided[0] if decided else result_of(contest)


def left_of(candidates: Iterable[Candidate]) -> dict[int, Left]:
    """What became of those candidates who left, by their keys; nothing of whoever did not, or is
    elected again since. Asks nothing where nobody left, and four things where somebody did."""
    gone = {one.contest_id for one in candidates if one.why_left}
    if not gone:
        return {}
    return left_in(
        Contest.objects.filter(pk__in=gone)
        .select_related("seat_plan", "sheet", "election")
        .prefetch_related(with_left())
    )


def left_in(contests: Iterable[Contest]) -> dict[int, Left]:
    """The same of contests that come with their seat plans, candidates and who of these left."""
    found = [one for one in contests if any(each.why_left for each in one.candidates.all())]
    prefetch_related_objects(
        found,
        "declarations",
        Prefetch(
            "count_records",
            CountRecord.objects.filter(kind=CountRecord.Kind.RESULT)
            .defer("papers", "sections")
            .order_by("number"),
        ),
    )
    return {one.candidate.pk: one for contest in found for one in _left_of_contest(contest)}


def _left_of_contest(contest: Contest) -> list[Left]:
    if decided := decided_of([contest]):
        return decided[0].left
    if counts := list(contest.count_records.all()):
        return ContestResult(counts[-1], amendments_of(contest)).left
    # The count to come passes over them.
    candidates = contest.candidates.all()
    return left_among(candidates, elected=(), skipped=[one.number for one in candidates])


def _results(records: QuerySet[CountRecord]) -> Iterator[ContestResult]:
    """The results of contests with all their records: the last result stands."""
    records = (
        records.defer("papers", "sections")
        .select_related("contest__sheet", "contest__election")
        .prefetch_related(
            Prefetch("contest__candidates", Candidate.objects.select_related("left")),
            "contest__declarations",
            Prefetch("contest__sections", Contest.objects.select_related("sheet")),
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
