"""What can be checked of a result whose rankings are secret, as too few papers were cast.

Nobody can recount it. But it must be written as the engine writes results, be of the count that
`count.json` describes, and its figures must agree with each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from elections import counting
from elections.counting import college
from elections.counting.errors import BundleError
from elections.counting.papers import Profile, exact_array
from elections.counting.reading import read_json
from elections.counting.result import ENGINE, Result, Stage, canonical_json

__all__ = ["contradiction"]


def contradiction(
    text: str, how: Mapping[str, Any], sections: Sequence[Mapping[str, int]]
) -> str | None:
    """The first thing wrong with the result in ``text``, in a few words; None if nothing is.

    ``how`` are the arguments of `counting.count`, and ``sections`` those of a college, as count.json
    has them. Raises `InputError` where a question cannot be counted so.
    """
    try:
        result = _read(text)
        if result is None:
            return "result.json is not as a count is written"
        return next(_contradictions(result, how, sections), None)
    except (LookupError, TypeError, ValueError, AttributeError, BundleError):
        return "result.json does not hold what a count does"


def _read(text: str) -> Result | None:
    """The result, if it is to the byte what the engine writes; the digest, which tells of the papers,
    may be left out."""
    data = read_json(text, "result.json", BundleError)
    result = Result.from_json(canonical_json({"digest": ""} | data))
    written = read_json(result.to_json(), "", BundleError)
    if "digest" not in data:
        del written["digest"]
    numbers = [result.seats, result.valid, result.invalid, *result.elected]
    is_whole = all(type(number) is int and number >= 0 for number in numbers)
    return result if is_whole and canonical_json(written) == text else None


def _contradictions(
    result: Result, how: Mapping[str, Any], sections: Sequence[Mapping[str, int]]
) -> Iterator[str]:
    if result.engine != ENGINE:
        yield '"engine" is another one'
    for name in ("rule", "seats", "ron"):
        if getattr(result, name) != how[name] and not (name == "seats" and how[name] is None):
            yield f'"{name}" is not that of count.json'
    if sections:
        yield from _of_sections(result, sections)
    yield from _of_stages(result, how)
    if result.quota != result.stages[-1].quota or (
        result.rule == "scottish" and result.has_several_quotas
    ):
        yield "the quota is not that of the stages"
    yield from _of_elected(result, how)
    for tie in result.ties:
        if not 1 <= tie.stage <= len(result.stages) or tie.chosen not in (None, *tie.candidates):
            yield "a tie is of no stage, or chose somebody who was not tied"
    if result.rule == "yes-no" and _asked_again(result, how) != replace(result, digest=""):
        yield "the answers do not give this outcome"


def _of_stages(result: Result, how: Mapping[str, Any]) -> Iterator[str]:
    for at, stage in enumerate(result.stages):
        if stage.number != at + 1 or len(stage.votes) != len(result.stages[0].votes):
            yield f"stage {at + 1} is missing, or of other candidates"
        if not _adds_up(stage, result, how):
            yield f"the votes of stage {at + 1} do not add up"
        if at and not _moves(result.stages[at - 1], stage):
            yield f"the votes of stage {at + 1} are not those before it and those transferred"
        if any(stage.votes[number - 1] for number in how["withdrawn"]):
            yield f"in stage {at + 1} somebody has votes who has left"


def _of_sections(result: Result, sections: Sequence[Mapping[str, int]]) -> Iterator[str]:
    valid = [section["valid"] for section in sections]
    scaled = college.factors(valid, [section["weight"] for section in sections])
    if scaled != [section["factor"] for section in sections]:
        yield "the factors of the sections are not those of their weights"
    papers = sum(number * factor for number, factor in zip(valid, scaled, strict=True))
    if (result.valid, result.invalid) != (papers, 0):
        yield "the valid papers are not those of the sections"


def _adds_up(stage: Stage, result: Result, how: Mapping[str, Any]) -> bool:
    """Whether every valid paper is somewhere, or, where papers have marks, gave a mark or more."""
    valid: int = result.valid * 10**stage.places
    votes = sum(stage.votes)
    if min(stage.votes) < 0:
        return False
    if stage.quota is not None:
        sums = [sum(batch.votes) + batch.non_transferable for batch in stage.batches]
        return {votes + stage.non_transferable, *sums} == {valid}
    if stage.non_transferable:
        return False
    if result.rule == "yes-no":
        return votes == valid
    marks = len(stage.votes)
    if result.rule == "plurality":
        marks = how["options"].get("marks", result.seats)
    return valid <= votes <= valid * marks and max(stage.votes) <= valid


def _moves(before: Stage, stage: Stage) -> bool:
    """Whether whoever received papers has so many votes more, and nobody else has more.

    Meek's method deals all papers anew, and tells no transfers.
    """
    if stage.keep_factors:
        return True
    received = {sent.to: sent.value for sent in stage.transfers}
    senders = stage.action.candidates
    return all(
        now - then == received.get(number, 0)
        for number, (then, now) in enumerate(zip(before.votes, stage.votes, strict=True), start=1)
        if number not in senders
    )


def _of_elected(result: Result, how: Mapping[str, Any]) -> Iterator[str]:
    won = [number for stage in result.stages for number in stage.elected]
    people = tuple(number for number in won if result.ron is None or number < result.ron)
    if people != result.elected:
        yield "those elected are not those of the stages"
    if len(set(won)) < len(won) or len(people) + result.vacant > result.seats:
        yield "more are elected than there are seats, or somebody twice"
    if bool(result.vacant) != (len(won) > len(people)):
        yield "the vacant seats are not those that re-open nominations won"
    if not set(people) <= set(range(1, len(result.stages[0].votes) + 1)):
        yield "somebody is elected who does not stand"
    if set(people) & set(how["withdrawn"]):
        yield "somebody is elected who has left"
    if not set(how["kept"]) <= set(people):
        yield "somebody is not elected who was to be kept"


def _asked_again(result: Result, how: Mapping[str, Any]) -> Result:
    """The question, counted from its answers: of these the result says everything but the digest."""
    (yes, no), blank = result.stages[0].votes, result.invalid
    papers = [(answer, number) for answer, number in ((1, yes), (2, no), (0, blank)) if number]
    rows = np.array([[answer] for answer, _ in papers], np.uint8).reshape(-1, 1)
    weights = exact_array([number for _, number in papers])
    profile = Profile.from_rows(["", ""], result.seats, rows, weights)
    return replace(counting.count(profile, **how), digest="")
