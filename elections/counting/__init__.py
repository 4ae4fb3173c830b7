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
from elections.counting.minima import (
    ELECTED_BEFORE,
    Assessment,
    Attribute,
    Minima,
    assess,
    uncontested,
)
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
    profile = replace(
        profile,
        seats=profile.seats if seats is None else seats,
        withdrawn=tuple(sorted({*profile.withdrawn, *withdrawn})),
    )
    minima = minima or Minima()
    _require_can_be_kept(kept, profile, minima, ron)
    case = Case(
        profile,
        minima.with_kept(kept),
        None if lots is None else tuple(lots),
        options,
        ron,
    )
    return RULES[rule].count(case)


def _require_can_be_kept(
    kept: Sequence[int], profile: Profile, minima: Minima, ron: int | None
) -> None:
    """Raise `InputError` where ``kept`` cannot be. It is counted as a minimum, which whoever gave it
    never wrote: of that only messages about other minima speak."""
    for number in kept:
        if not 1 <= number <= len(profile.candidates):
            raise InputError(f"there is no candidate {number} to be kept")
        if number in profile.withdrawn:
            raise InputError(f"candidate {number} is to be kept, and has withdrawn")
        if number == ron:
            raise InputError("re-open nominations cannot be kept: nobody was elected")
    if len(set(kept)) > profile.seats:
        raise InputError(f"more are to be kept ({len(set(kept))}) than there are seats")
    if kept and any(attribute.name == ELECTED_BEFORE for attribute in minima.attributes):
        raise InputError(f'no minimum may be called "{ELECTED_BEFORE}" where somebody is kept')
