"""The reserved seats of a contest: as voters are told of them, as candidates are asked for them, and
as counting takes them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from elections.counting import Minima
from elections.models import Attribute, Contest, IdentityDeclaration


@dataclass(frozen=True)
class ReservedSeats:
    """The seats of a contest reserved for one group; `elected` of it, once that is known."""

    least: int
    group: str | Promise
    elected: int | None = None


def seats_of(contest: Contest) -> tuple[ReservedSeats, ...]:
    """What voters are told of a contest's minima."""
    return tuple(
        ReservedSeats(minimum.least, minimum.group)
        for minimum in contest.minima.all()
        if minimum.least
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


def minima_of(contest: Contest, numbers: Mapping[int, int]) -> Minima:
    """The contest's minima with those who declared each attribute and consented to its publication.

    `numbers` gives each nomination (by its key) the number that its candidate has in the count.
    """
    declared: dict[str, list[int]] = {}
    for attribute, nomination in IdentityDeclaration.objects.filter(
        nomination__in=numbers
    ).values_list("attribute", "nomination_id"):
        declared.setdefault(attribute, []).append(numbers[nomination])
    return Minima.from_json(
        {
            "attributes": {
                minimum.attribute: {
                    "candidates": sorted(declared.get(minimum.attribute, [])),
                    "min": minimum.least,
                }
                | ({"max": minimum.most} if minimum.most is not None else {})
                for minimum in contest.minima.all()
            }
        }
    )


def asked_for_seats(contest: Contest) -> list[Attribute]:
    """What this contest's minima ask of a candidate: published with the name, if they agree."""
    return [
        Attribute(minimum.attribute)
        for minimum in contest.minima.all()
        if minimum.least or minimum.most is not None
    ]


def asked_for_totals(contest: Contest) -> list[Attribute]:
    """What the election reports over all contests and this contest does not ask for itself."""
    reserved = set(asked_for_seats(contest))
    asked = {Attribute(one.attribute) for one in contest.election.national_minima.all()}
    return [attribute for attribute in Attribute if attribute in asked - reserved]
