"""An electoral college: sections of voters whose papers make one count, each with a stated share.

**Electoral college, sections scaled.** The papers of each section are multiplied by a whole number,
the section's factor. The factors are the smallest that put the valid papers of the sections in the
ratio of their weights: sections of 1/3 and 2/3 have the weights 1 and 2, so that 300 valid papers
of the first and 50 of the second are counted as 300 and 12 × 50 = 600. Nothing is rounded. A section
without a valid paper takes no part, and a section left alone is not scaled. Papers that are not
valid are reported for their section and do not enter the count.

No published rules say how a college was counted under the single transferable vote: this is the
default of this project, a named rule in a file of its own, which another could replace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from elections.counting.case import Case
from elections.counting.errors import InputError
from elections.counting.minima import Minima
from elections.counting.papers import Profile, exact_array
from elections.counting.rules import RULES

__all__ = ["College", "Scaled", "Section", "factors", "merged"]


@dataclass(frozen=True)
class Section:
    """The papers of one section, all with the same candidates and seats, and its weight."""

    profile: Profile
    weight: int


@dataclass(frozen=True)
class Scaled:
    """A section in the count: its papers, those valid, and how often each of these is counted."""

    papers: int
    valid: int
    weight: int
    factor: int


@dataclass(frozen=True)
class College:
    """The papers of all sections as they are counted, and what became of each section."""

    profile: Profile
    sections: tuple[Scaled, ...]


def merged(
    sections: Sequence[Section],
    rule: str,
    *,
    withdrawn: Sequence[int] = (),
    options: Mapping[str, int] | None = None,
    ron: int | None = None,
) -> College:
    """Put the papers of the sections into one profile, in which each counts by its factor.

    ``rule``, ``withdrawn``, ``options`` and ``ron`` are those of the count: they say which papers are
    valid. Raises `InputError`, for a yes-no question too: its thresholds count papers.
    """
    first = sections[0].profile
    if rule == "yes-no":
        raise InputError("a yes-no question has no sections")
    if any(one.profile.candidates != first.candidates for one in sections):
        raise InputError("the sections of a college have the same candidates")
    rows, papers = [], []
    for section in sections:
        profile = replace(section.profile, seats=first.seats, withdrawn=tuple(sorted(withdrawn)))
        valid = RULES[rule].valid(Case(profile, Minima(), None, dict(options or {}), ron))
        rows.append(profile.rankings[valid])
        papers.append(profile.weights[valid])
    totals = [int(one.sum()) for one in papers]
    scaled = factors(totals, [section.weight for section in sections])
    weights = exact_array(
        [
            weight * factor
            for one, factor in zip(papers, scaled, strict=True)
            for weight in one.tolist()
        ]
    )
    longest = max(one.shape[1] for one in rows)
    padded = [np.pad(one, ((0, 0), (0, longest - one.shape[1]))) for one in rows]
    return College(
        Profile.from_rows(
            first.candidates, first.seats, np.concatenate(padded), weights, title=first.title
        ),
        tuple(
            Scaled(section.profile.total, valid, section.weight, factor)
            for section, valid, factor in zip(sections, totals, scaled, strict=True)
        ),
    )


def factors(valid: Sequence[int], weights: Sequence[int]) -> list[int]:
    """How often the papers of each section count: the smallest whole numbers in the stated ratio.

    A section without a valid paper has the factor 1, which changes nothing. Raises `InputError`.
    """
    if any(weight < 1 for weight in weights):
        raise InputError("the weight of a section is at least 1")
    shares = [
        Fraction(weight, papers) if papers else None
        for papers, weight in zip(valid, weights, strict=True)
    ]
    voted = [share for share in shares if share is not None]
    whole = lcm(*(share.denominator for share in voted))
    common = gcd(*(int(share * whole) for share in voted))
    return [1 if share is None else int(share * whole) // common for share in shares]
