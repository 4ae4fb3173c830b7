"""Seats to those with most votes, under the minima: the common half of plurality and approval."""

import numpy as np
import numpy.typing as npt

from elections.counting.case import Case
from elections.counting.papers import Rankings, Weights
from elections.counting.result import Action, Reason, Result, Stage
from elections.counting.ties import Ties

__all__ = ["most_votes"]

_EXACT_IN_FLOATS = 2**53


def most_votes(case: Case, rule: str, valid: npt.NDArray[np.bool_]) -> Result:
    """Elect by descending votes; each candidate marked on a ``valid`` paper has one from it.

    A candidate with whom no conforming set of winners remains (doomed) is passed over. Equals are
    elected together if all of them can be; otherwise the lot decides, and `LotNeeded` is raised
    where there is none. Once re-open nominations has come, the seats left stay vacant.
    """
    conformance = case.conformance
    rankings, weights = case.profile.rankings[valid], case.profile.weights[valid]
    marks = _marks(rankings, weights, len(case.profile.candidates))
    votes = {n: marks[n] if n in case.standing else 0 for n in range(1, len(marks))}
    ties = Ties(case.lots, case.profile.candidates)
    hopefuls = list(case.standing)
    elected: list[int] = []
    guarded: list[int] = []
    doomed: list[int] = []
    reasons: list[Reason] = []
    while len(elected) < conformance.places:
        found = conformance.assess(elected, hopefuls)
        seen = {*guarded, *doomed}
        guarded += [n for n in found.guarded if n not in seen]
        doomed += [n for n in found.doomed if n not in seen]
        reasons += [reason for reason in found.reasons if reason.candidate not in seen]
        hopefuls = [n for n in hopefuls if n not in found.doomed]
        most = max(votes[n] for n in hopefuls)
        equal = [n for n in hopefuls if votes[n] == most]
        if not _all_can_win(case, elected, equal, [n for n in hopefuls if n not in equal]):
            equal = [ties.choose(equal, 1, (), "most")]
        elected += [n for n in equal if n != case.ron]
        if case.ron in equal:
            break
        hopefuls = [n for n in hopefuls if n not in equal]
    counted = int(weights.sum())
    vacant = 0 if case.ron is None else case.seats - len(elected)
    stage = Stage(
        number=1,
        action=Action("first"),
        votes=tuple(votes.values()),
        non_transferable=0,
        quota=None,
        places=0,
        elected=(*elected, *([case.ron] if case.ron and vacant else [])),
        guarded=tuple(sorted(guarded)),
        doomed=tuple(sorted(doomed)),
        reasons=tuple(sorted(reasons, key=lambda reason: reason.candidate)),
    )
    return Result(
        rule=rule,
        seats=case.seats,
        valid=counted,
        invalid=case.profile.total - counted,
        quota=None,
        elected=tuple(elected),
        stages=(stage,),
        ties=tuple(ties.decided),
        digest=case.digest,
        ron=case.ron,
        vacant=vacant,
    )


def _all_can_win(case: Case, elected: list[int], equal: list[int], others: list[int]) -> bool:
    if case.ron is None or case.ron not in equal:
        return case.conformance.possible([*elected, *equal], others)
    # RON needs one seat; whatever it and its equals leave stays vacant.
    left = case.seats - len(elected) - len(equal)
    return case.conformance.possible([*elected, *equal, *[case.ron] * left], ())


def _marks(rankings: Rankings, weights: Weights, candidates: int) -> list[int]:
    """How many papers mark each candidate, by number."""
    if weights.dtype == object or int(weights.sum()) > _EXACT_IN_FLOATS:
        marked = (weights[(rankings == n).any(axis=1)].sum() for n in range(1, candidates + 1))
        return [0, *map(int, marked)]
    marks = np.zeros(candidates + 1)
    for place in rankings.T:  # nobody is marked twice on a paper
        marks += np.bincount(place, weights, candidates + 1)
    return [int(number) for number in marks]
