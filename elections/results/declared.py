"""Declarations: those that amend a contest's result, and all of them as they stand on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from elections.models import (
    Contest,
    Election,
    ResultDeclaration,
    ScrutineerReport,
)
from elections.results.counted import ContestResult
from elections.results.decided import DecidedContest


@dataclass(frozen=True)
class DeclarationView:
    """A declaration as it stands on record, with the names of those it says are elected."""

    declaration: ResultDeclaration
    elected: list[str]
    is_superseded: bool


def report_of(election: Election) -> ScrutineerReport | None:
    """What the scrutineer signed last, if anything; it says about which provisional declaration."""
    return ScrutineerReport.objects.filter(election=election).first()


def last_provisional(election: Election) -> int | None:
    """The number of the declaration that a report is to be about; None before the count."""
    provisional = election.declarations.filter(kind=ResultDeclaration.Kind.PROVISIONAL)
    last: int | None = provisional.aggregate(last=Max("number"))["last"]
    return last


def has_report(election: Election) -> bool:
    """The scrutineer signed about the last provisional declaration, before or after the result was
    declared."""
    report = report_of(election)
    return report is not None and report.about == last_provisional(election)


def lacks_report(election: Election) -> bool:
    """Nothing is signed about the last provisional declaration; a rehearsal needs nothing."""
    return not election.is_rehearsal and not has_report(election)


def declarations_of(
    election: Election,
    found: Iterable[ContestResult | DecidedContest],
    *,
    only: Contest | None = None,
) -> list[DeclarationView]:
    """Every declaration of an election, or those that touch `only` one contest; oldest first.

    A later one about the same contest, or about everything, supersedes an earlier one.
    """
    results = {result.contest.pk: result for result in found}
    made = [
        one
        for one in election.declarations.all()
        if only is None or one.contest_id in {None, only.pk}
    ]
    for one in made:
        if one.contest_id in results:
            one.contest = results[one.contest_id].contest
    return [
        DeclarationView(
            declaration=one,
            elected=[
                results[one.contest_id].names[number - 1]
                for number in one.elected or ()
                if one.contest_id in results
            ],
            is_superseded=any(
                later.contest_id in {None, one.contest_id} for later in made[place + 1 :]
            ),
        )
        for place, one in enumerate(made)
    ]
