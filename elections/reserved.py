"""The reserved seats of a contest, in the form in which counting takes them."""

from __future__ import annotations

from collections.abc import Mapping

from elections.counting import Minima
from elections.models import Contest, IdentityDeclaration


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
