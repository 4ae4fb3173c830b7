"""Declarations: those that amend a contest's result, and all of them as they stand on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    """What the scrutineer reported about the election, if they have signed it."""
    return ScrutineerReport.objects.filter(election=election).first()


def declarations_of(
    election: Election,
    found: Iterable[ContestResult | DecidedContest],
    *,
    only: Contest | None = None,
) -> list[DeclarationView]:
    """Every declaration of an election, or those that touch `only` one contest; oldest first.

    A later one about the same contest, or about everything, supersedes an earlier one.
    """
    names = {result.contest.pk: result.names for result in found}
    made = [
        one
        for one in election.declarations.select_related("contest").order_by("number")
        if only is None or one.contest_id in {None, only.pk}
    ]
    return [
        DeclarationView(
            declaration=one,
            elected=[
                names[one.contest_id][number - 1]
                for number in one.elected or ()
                if one.contest_id in names
            ],
            is_superseded=any(
                later.contest_id in {None, one.contest_id} for later in made[place + 1 :]
            ),
        )
        for place, one in enumerate(made)
    ]
