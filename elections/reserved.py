"""The reserved seats of a contest: as voters are told of them, as candidates are asked for them, and
as counting takes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise

from elections.counting import Minima
from elections.models import Attribute, Contest, IdentityDeclaration, SeatPlan

SMALL_GROUP = 5  # people below which no number is published of what they declared


@dataclass(frozen=True)
class ReservedSeats:
    """The seats of a contest reserved for one group; `elected` of it, once that is known."""

    least: int
    group: str | Promise
    elected: int | None = None


def asked_for_seats(contest: Contest) -> list[Attribute]:
    """What this contest's minima ask of a candidate: published with the name, if they agree."""
    return [Attribute(minimum.attribute) for minimum in contest.all_minima() if minimum.least]


def asked_for_totals(contest: Contest) -> list[Attribute]:
    """What the election reports over all contests and this contest does not ask for itself."""
    reserved = set(asked_for_seats(contest))
    asked = {Attribute(one.attribute) for one in contest.election.national_minima.all()}
    return [attribute for attribute in Attribute if attribute in asked - reserved]


def seats_of(contest: Contest) -> tuple[ReservedSeats, ...]:
    """What voters are told of a contest's minima: with fixed papers, those that bind the count."""
    if plan := plan_of(contest):
        return tuple(
            ReservedSeats(plan.minima[attribute], Attribute(attribute).label)
            for attribute in sorted(plan.minima)
            if plan.minima[attribute]
        )
    return tuple(
        ReservedSeats(minimum.least, minimum.group)
        for minimum in contest.all_minima()
        if minimum.least
    )


def plan_of(contest: Contest) -> SeatPlan | None:
    """What was fixed of the contest's seats; None before, and for a question."""
    return getattr(contest, "seat_plan", None)


def seats_to_fill(contest: Contest) -> int:
    """How many seats the count fills."""
    plan = plan_of(contest)
    return plan.seats if plan else contest.seats


def bound_by_plan(contest: Contest, numbers: Mapping[int, int]) -> Minima:
    """The minima of the count: who declared what, with the least numbers that were fixed."""
    minima, plan = minima_of(contest, numbers), plan_of(contest)
    if plan is None:
        return minima
    return Minima(
        tuple(replace(one, minimum=plan.minima.get(one.name, 0)) for one in minima.attributes)
    )


def seats_filled(minima: Minima, elected: Collection[int]) -> tuple[ReservedSeats, ...]:
    """The same of a counted contest, with how many of the group were elected."""
    return tuple(
        ReservedSeats(
            attribute.minimum,
            Attribute(attribute.name).label,
            len(set(elected).intersection(attribute.candidates)),
        )
        for attribute in minima.attributes
        if attribute.minimum
    )


def broken_by(minima: Minima, seats: int, elected: Collection[int]) -> tuple[ReservedSeats, ...]:
    """The reserved seats that whoever is elected would take from their group, of so many seats.

    A seat that stays vacant takes nothing: those outside the group fill at most seats minus minimum.
    Source: elections.md, "Minima, vacancies, unopposed".
    """
    chosen = set(elected)
    return tuple(
        one
        for one, attribute in zip(
            seats_filled(minima, elected),
            (attribute for attribute in minima.attributes if attribute.minimum),
            strict=True,
        )
        if len(chosen.difference(attribute.candidates)) > seats - attribute.minimum
    )


def declared_by(nominations: Collection[int]) -> dict[int, list[str]]:
    """What those of these nominations (by their keys) declared who declared anything."""
    found: dict[int, list[str]] = {}
    if not nominations:
        return found
    for nomination, attribute in IdentityDeclaration.objects.filter(
        nomination__in=nominations
    ).values_list("nomination_id", "attribute"):
        found.setdefault(nomination, []).append(attribute)
    return found


def minima_of(
    contest: Contest,
    numbers: Mapping[int, int],
    given: Mapping[int, Collection[str]] | None = None,
) -> Minima:
    """The contest's minima with those who declared each attribute and consented to its publication.

    `numbers` gives each nomination (by its key) the number that its candidate has in the count;
    `given` is what `declared_by` says of them, for whoever has asked for several contests.
    """
    given = declared_by(numbers.keys()) if given is None else given
    declared: dict[str, list[int]] = {}
    for nomination, number in numbers.items():
        for attribute in given.get(nomination, ()):
            declared.setdefault(attribute, []).append(number)
    return Minima.from_json(
        {
            "attributes": {
                minimum.attribute: {
                    "candidates": sorted(declared.get(minimum.attribute, [])),
                    "min": minimum.least,
                }
                for minimum in contest.all_minima()
            }
        }
    )
