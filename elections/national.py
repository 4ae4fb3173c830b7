"""What all contests of an election came to together, beside the national minima: reported, never forced.

Where a contest reserves seats for a group, its published minima file says who of the elected was
counted for it. Where none does, candidates were asked for a total alone: that is taken with the count,
for what they declared may be erased before the result is declared, and published with the first
declared result. A number below `SMALL_GROUP` is never written down. The total is taken anew, in the
place of the one before, when a candidate leaves before the declaration; not for an amended result:
the difference would tell of one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from elections.counting import Minima
from elections.models import Attribute, Contest, Election, IdentityDeclaration, ResultDeclaration
from elections.reserved import SMALL_GROUP
from elections.results import (
    ContestResult,
    DecidedContest,
    contest_results,
    decided_contests,
)


@dataclass(frozen=True)
class ContestOutcome:
    """Who is elected in a contest as it stands (candidate numbers), and its published minima."""

    contest: Contest
    elected: tuple[int, ...]
    minima: Minima

    def attributes_of(self, number: int) -> list[str]:
        """What the candidate was counted for, as published."""
        return [one.name for one in self.minima.attributes if number in one.candidates]


def outcomes(election: Election) -> list[ContestOutcome]:
    """Every contest of people that is counted or decided; the latest amended declaration holds."""
    return _outcomes([*contest_results(election), *decided_contests(election)])


def _outcomes(results: Iterable[ContestResult | DecidedContest]) -> list[ContestOutcome]:
    found = [
        ContestOutcome(one.contest, one.outcome.elected, one.minima)
        for one in results
        if one.contest.is_for_people
    ]
    return sorted(found, key=lambda one: one.contest.number)


@dataclass(frozen=True)
class NationalLine:
    """One national minimum and what was reached.

    `elected` is None where no number is published; `is_exact` is False where there may be more;
    `is_met` is None where nobody can say. `is_awaited`: the total comes with the declared result.
    """

    group: str
    least: int
    elected: int | None
    is_exact: bool
    is_awaited: bool = False

    @property
    def is_met(self) -> bool | None:
        if self.elected is not None and self.elected >= self.least:
            return True
        return False if self.elected is not None and self.is_exact else None


def report(
    election: Election, results: Iterable[ContestResult | DecidedContest]
) -> list[NationalLine]:
    """A line for each national minimum, once there is a result: that of all contests."""
    minima = election.all_national_minima()
    if not minima or election.counted_at is None:
        return []
    found = _outcomes(results)
    declared = ResultDeclaration.Kind.DECLARED
    first = next((one for one in election.declarations.all() if one.kind == declared), None)
    totals = first.totals if first else {}
    lines = [
        _line(one.attribute, one.least, found, totals, is_declared=first is not None)
        for one in minima
    ]
    order = [str(attribute.label) for attribute in Attribute]
    return sorted(lines, key=lambda line: order.index(line.group))


def _line(
    attribute: str,
    least: int,
    found: list[ContestOutcome],
    totals: Mapping[str, Any],
    *,
    is_declared: bool,
) -> NationalLine:
    published, is_reserved, is_everywhere = 0, False, True
    for outcome in found:
        named = [one for one in outcome.minima.attributes if one.name == attribute]
        is_reserved |= bool(named)
        is_everywhere &= bool(named)
        published += sum(len(set(outcome.elected) & set(one.candidates)) for one in named)
    others = totals.get(attribute)
    number = published + (others["number"] if others else 0)
    return NationalLine(
        group=str(Attribute(attribute).label),
        least=least,
        elected=number if is_reserved or others else None,
        is_exact=is_everywhere or bool(others and others["is_exact"]),
        is_awaited=not is_reserved and not is_declared,
    )


def take_totals(election: Election) -> None:
    """Take the totals of a result that was just stored; runs in the transaction that stores it."""
    Election.objects.filter(pk=election.pk).update(national_totals=_totals_of(election))


def take_totals_anew(election: Election, before: list[ContestOutcome]) -> None:
    """The same, once a candidate left; `before` is who was elected until then.

    What is erased is counted no more: those totals stand while the same people are elected, and are
    given up otherwise.
    """
    if election.declarations_erased_at is None:
        take_totals(election)
    elif _elected(outcomes(election)) != _elected(before):
        Election.objects.filter(pk=election.pk).update(national_totals={})


def _elected(found: list[ContestOutcome]) -> list[tuple[int, ...]]:
    return [tuple(sorted(outcome.elected)) for outcome in found]


def publish_totals(election: Election) -> dict[str, dict[str, Any]]:
    """The totals as they were taken, for the declaration that keeps them from now on."""
    rows = Election.objects.filter(pk=election.pk)
    taken: dict[str, dict[str, Any]] | None = rows.values_list("national_totals", flat=True).get()
    rows.update(national_totals=None)
    return _totals_of(election) if taken is None else taken


def _totals_of(election: Election) -> dict[str, dict[str, Any]]:
    """How many of the elected declared each attribute where it was asked for a total alone.

    Groups below `SMALL_GROUP` are left out. So that nobody is known by being one of all, a number
    that leaves fewer than that over is given as "at least five".
    """
    found = outcomes(election)
    totals = {}
    for attribute in election.national_minima.values_list("attribute", flat=True):
        asked = [
            outcome
            for outcome in found
            if not outcome.contest.minima.filter(attribute=attribute).exists()
        ]
        elected = sum(len(outcome.elected) for outcome in asked)
        number = sum(_declared(outcome, attribute) for outcome in asked)
        if number >= SMALL_GROUP:
            is_exact = elected - number >= SMALL_GROUP
            totals[attribute] = {
                "number": number if is_exact else SMALL_GROUP,
                "is_exact": is_exact,
            }
    return totals


def _declared(outcome: ContestOutcome, attribute: str) -> int:
    return IdentityDeclaration.objects.filter(
        attribute=attribute,
        nomination__candidate__contest=outcome.contest,
        nomination__candidate__number__in=outcome.elected,
    ).count()
