"""The results of an election's contests, with all their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects

from elections.models import (
    Candidate,
    Contest,
    CountRecord,
    Election,
    whole_contests,
)
from elections.models.record import CountRecordQuerySet
from elections.results.counted import ContestResult
from elections.results.decided import (
    DecidedContest,
    amendments_of,
    decided_among,
    decided_of,
    find_amendments,
    is_decided,
    with_left,
)
from elections.results.left import Left, left_among


def contest_results(election: Election) -> list[ContestResult]:
    """Every contest of a counted election, in the order of the paper."""
    found = _results(CountRecord.objects.filter(contest__election=election))
    return sorted(found, key=lambda result: result.contest.number)


def whole_results(election: Election) -> tuple[list[ContestResult], list[DecidedContest]]:
    """The same, and the contests that were decided without a poll, for pages that show them all: by
    four statements. The election keeps what was found, its declarations too."""
    prefetch_related_objects([election], "declarations")
    contests = whole_contests(election)
    return _counted(contests), decided_of(contests)


def result_of(contest: Contest) -> ContestResult:
    """The result of one counted contest."""
    return next(_results(CountRecord.objects.filter(contest=contest)))


def result_in(election: Election, number: int) -> ContestResult | None:
    """The result of the contest of that number; None if it was not counted."""
    contests = [one for one in whole_contests(election) if one.number == number]
    return next(iter(_counted(contests)), None)


def standing_result(contest: Contest) -> ContestResult | DecidedContest:
    """What became of a contest that is counted, or was decided without a poll."""
    decided = decided_among(Contest.objects.filter(pk=contest.pk))
    return decided[0] if decided else result_of(contest)


def left_of(candidates: Iterable[Candidate]) -> dict[int, Left]:
    """What became of those candidates who left, by their keys; nothing of whoever did not, or is
    elected again since. They come with their contests and these with their seat plans; nothing is
    asked before there is a result, and two things at most after."""
    by_contest: dict[Contest, list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.why_left:
            by_contest[one.contest].append(one)
    _with_results(by_contest)
    return {
        one.candidate.pk: one
        for contest, those in by_contest.items()
        for one in _left_of(contest, those)
    }


def left_in(contests: Iterable[Contest]) -> dict[int, Left]:
    """The same of contests that come with their seat plans, candidates and who of these left."""
    return left_of(candidate for contest in contests for candidate in contest.candidates.all())


def _with_results(contests: Iterable[Contest]) -> None:
    """Find what the results of these contests say, where there can be any."""
    decided = [one for one in contests if is_decided(one)]
    counted = [one for one in contests if not is_decided(one) and one.election.counted_at]
    find_amendments([*decided, *counted])
    records = CountRecord.objects.filter(kind=CountRecord.Kind.RESULT).order_by("number")
    prefetch_related_objects(counted, Prefetch("count_records", records.without_ballots()))


def _left_of(contest: Contest, gone: list[Candidate]) -> list[Left]:
    """What became of those who are `gone` from a contest whose results are found."""
    if is_decided(contest):
        return DecidedContest(contest, contest.seat_plan, gone, amendments_of(contest)).left
    if contest.election.counted_at and (counts := list(contest.count_records.all())):
        return ContestResult(counts[-1], amendments_of(contest), candidates=gone).left
    # The count to come passes over them.
    return left_among(gone, elected=(), skipped=[one.number for one in gone])


def _counted(contests: Sequence[Contest]) -> list[ContestResult]:
    """The results of those that were counted of contests that `whole_contests` found."""
    records = CountRecord.objects.without_ballots().order_by("kind", "number")
    prefetch_related_objects(contests, with_left(), Prefetch("count_records", records))
    return [_result(list(one.count_records.all())) for one in contests if one.count_records.all()]


def _results(records: CountRecordQuerySet) -> Iterator[ContestResult]:
    """The results of contests with all their records."""
    records = (
        records.without_ballots()
        .select_related("contest__sheet", "contest__election")
        .prefetch_related(
            Prefetch("contest__candidates", Candidate.objects.select_related("left")),
            "contest__declarations",
            Prefetch("contest__sections", Contest.objects.select_related("sheet")),
        )
        .order_by("contest_id", "kind", "number")
    )
    for _contest, group in groupby(records, key=lambda record: record.contest_id):
        yield _result(list(group))


def _result(counts: Sequence[CountRecord]) -> ContestResult:
    """Of all records of a contest, in order: the last result stands."""
    standing = [one for one in counts if one.kind == CountRecord.Kind.RESULT][-1]
    others = [one for one in counts if one is not standing]
    return ContestResult(standing, amendments_of(standing.contest), others)


def other_count(result: ContestResult, name: str) -> ContestResult | None:
    """One of the contest's other counts, by its name; None if there is none of that name."""
    found = (ContestResult(record) for record in result.others)
    return next((one for one in found if one.name == name), None)
