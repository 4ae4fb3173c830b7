"""A question answered yes or no.

The profile has two candidates: yes is 1, no is 2. A blank paper abstains. Yes is carried, and is
the one "elected", if

- more papers say yes than no (equal is not carried), and
- yes reaches the share ``majority / majority_of`` of the papers that say yes or no, where asked
  (abstentions are outside this denominator), and
- all papers returned, abstentions included, reach the share ``turnout / turnout_of`` of those
  ``entitled`` to vote, where asked.

Shares are compared as whole numbers, multiplied out, so nothing is rounded.
"""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.errors import InputError
from elections.counting.result import Action, Result, Stage, Threshold

__all__ = ["OPTIONS", "count", "valid"]

OPTIONS = frozenset({"majority", "majority_of", "turnout", "turnout_of", "entitled"})

YES, NO = 1, 2


def count(case: Case) -> Result:
    """Count the question. Raises `InputError` for options that make no share.

    ``majority_of`` and ``turnout_of`` are 100 unless given, so ``{"turnout": 30}`` asks for 30 %.
    """
    profile, options = case.profile, case.options
    if len(profile.candidates) != 2 or profile.withdrawn:
        raise InputError("a yes-no question has exactly two answers, yes and no")
    if case.seats != 1:
        raise InputError("a yes-no question has one seat, which is that of yes")
    if case.minima.bounds:
        raise InputError("a yes-no question cannot have minima, nor keep anybody elected")
    if case.ron is not None:
        raise InputError("a yes-no question has no nominations to re-open")
    for option, share in (
        ("majority_of", "majority"),
        ("turnout_of", "turnout"),
        ("entitled", "turnout"),
    ):
        if option in options and share not in options:
            raise InputError(f'"{option}" needs "{share}", the share that is asked')
    answered = valid(case)
    yes, no = (
        int(profile.weights[answered & (profile.rankings[:, 0] == answer)].sum())
        for answer in (YES, NO)
    )
    thresholds = []
    if "majority" in options:
        thresholds.append(
            _majority(yes, yes + no, options["majority"], _whole(case, "majority_of"))
        )
    if "turnout" in options:
        if options.get("entitled", 0) < profile.total:
            raise InputError(
                'a turnout threshold needs "entitled", at least as many as there are papers'
            )
        thresholds.append(
            _turnout(
                profile.total, options["entitled"], options["turnout"], _whole(case, "turnout_of")
            )
        )
    carried = yes > no and all(threshold.met for threshold in thresholds)
    elected = (YES,) if carried else ()
    return Result(
        rule="yes-no",
        seats=case.seats,
        valid=yes + no,
        invalid=profile.total - yes - no,
        quota=None,
        elected=elected,
        stages=(Stage(1, Action("first"), (yes, no), 0, None, places=0, elected=elected),),
        ties=(),
        digest=case.digest,
        thresholds=tuple(thresholds),
    )


def valid(case: Case) -> npt.NDArray[np.bool_]:
    """Which rankings of the profile are those of papers that answer."""
    one_mark: npt.NDArray[np.bool_] = np.count_nonzero(case.profile.rankings, axis=1) == 1
    return one_mark


def _whole(case: Case, option: str) -> int:
    whole = case.options.get(option, 100)
    if not 0 <= case.options[option.removesuffix("_of")] <= whole or whole < 1:
        raise InputError(f'"{option.removesuffix("_of")}" must be a share of "{option}" ({whole})')
    return whole


def _majority(yes: int, answers: int, share: int, whole: int) -> Threshold:
    met = yes * whole >= share * answers
    return Threshold("majority", yes, answers, "papers that say yes or no", share, whole, met)


def _turnout(papers: int, entitled: int, share: int, whole: int) -> Threshold:
    met = papers * whole >= share * entitled
    return Threshold("turnout", papers, entitled, "members entitled to vote", share, whole, met)
