"""Counting elections: pure, exact, and the same bytes for the same papers. See README.md."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from elections.counting.case import Case
from elections.counting.errors import (
    BallotFileError,
    BundleError,
    CountingError,
    InputError,
    LotNeeded,
    MinimaImpossible,
)
from elections.counting.minima import Assessment, Attribute, Minima, assess, uncontested
from elections.counting.papers import Profile
from elections.counting.result import Result, Stage
from elections.counting.rules import RULES
from elections.counting.vacancies import (
    SeatPlan,
    could_fill,
    openings,
    plan_seats,
    require_satisfiable,
)

__all__ = [
    "RULES",
    "Assessment",
    "Attribute",
    "BallotFileError",
    "BundleError",
    "CountingError",
    "InputError",
    "LotNeeded",
    "Minima",
    "MinimaImpossible",
    "Profile",
    "Result",
    "SeatPlan",
    "Stage",
    "assess",
    "could_fill",
    "count",
    "openings",
    "plan_seats",
    "require_satisfiable",
    "uncontested",
]


def count(
    profile: Profile,
    rule: str,
    *,
    seats: int | None = None,
    minima: Minima | None = None,
    withdrawn: Sequence[int] = (),
    lots: Sequence[int] | None = None,
    options: Mapping[str, int] | None = None,
    ron: int | None = None,
    kept: Sequence[int] = (),
) -> Result:
    """Count the papers of one contest.

    - ``seats`` replaces those of the profile;
    - ``withdrawn`` are candidate numbers to skip, besides those of the profile;
    - ``lots`` is an order of candidate numbers: a lot falls on whoever comes first in it;
    - ``options`` are the rule's own, see its module;
    - ``ron`` is the number of the candidate "re-open nominations", the last one: see `ron`;
    - ``kept`` are elected whatever the votes: a seat of another is counted anew, and theirs are not.

    Raises `InputError`, `MinimaImpossible` if no set of winners conforms, and `LotNeeded` if a
    tie needs a lot that was not given.
    """
    if rule not in RULES:
        raise InputError(f'there is no rule "{rule}", only {", ".join(RULES)}')
    options = dict(options or {})
    for option in sorted(options.keys() - RULES[rule].options):
        raise InputError(f'the rule {rule} has no option "{option}"')
    case = Case(
        replace(
            profile,
            seats=profile.seats if seats is None else seats,
            withdrawn=tuple(sorted({*profile.withdrawn, *withdrawn})),
        ),
        (minima or Minima()).with_kept(kept),
        None if lots is None else tuple(lots),
        options,
        ron,
    )
    return RULES[rule].count(case)
