"""What is played: the contest, its candidates, and one paper for each voter."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from elections.counting import Profile, blt
from elections.counting.errors import CountingError

MOST_CANDIDATES = 100  # whom two members can support between them
SUPPORTERS = 2  # of each candidate: the demand is a setting of the election
_NAMES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Holly", "Maple", "Rowan", "Willow")


class BadScript(Exception):
    """What was asked for cannot be played; the sentence says why."""


@dataclass(frozen=True)
class Script:
    """`papers` holds candidate numbers from 1, in order of preference, one entry for each voter."""

    title: str
    candidates: tuple[str, ...]
    seats: int
    papers: tuple[tuple[int, ...], ...]

    @property
    def members(self) -> int:
        """Everybody who must be on the list: the voters, or those who stand and support."""
        return max(len(self.papers), len(self.candidates) + SUPPORTERS)


def from_ballot_file(path: Path, seats: int | None) -> Script:
    """Exactly the papers of a BLT file, shuffled: they arrive in no order."""
    try:
        profile = blt.read(path.read_bytes(), path.name)
    except OSError as error:
        raise BadScript(f"{path} cannot be read: {error.strerror}.") from error
    except CountingError as error:
        raise BadScript(str(error)) from error
    if seats is not None and seats < 1:
        raise BadScript("There must be at least one seat to fill.")
    if profile.withdrawn:
        raise BadScript(f"{path.name} withdraws candidates: nobody can vote for them on a paper.")
    if len(profile.candidates) > MOST_CANDIDATES:
        raise BadScript(
            f"{path.name} has {len(profile.candidates)} candidates: a member supports at most "
            f"{MOST_CANDIDATES}."
        )
    if any(len(name) > 80 for name in profile.candidates):
        raise BadScript(
            f"{path.name} has a name of more than 80 letters: no paper has room for it."
        )
    papers = _papers(profile)
    random.Random(len(papers)).shuffle(papers)
    return Script(
        title=profile.title or path.stem,
        candidates=profile.candidates,
        seats=seats or profile.seats,
        papers=tuple(papers),
    )


def _papers(profile: Profile) -> list[tuple[int, ...]]:
    papers: list[tuple[int, ...]] = []
    for row, weight in zip(profile.rankings.tolist(), profile.weights.tolist(), strict=True):
        papers += [tuple(number for number in row if number)] * weight
    return papers


def invented(voters: int, seats: int | None) -> Script:
    """Nine candidates and papers out of a seeded generator."""
    draw = random.Random(2022)
    numbers = range(1, len(_NAMES) + 1)
    papers = tuple(
        tuple(sorted(numbers, key=lambda one: one * 0.15 + draw.random())[: draw.randint(1, 9)])
        for _voter in range(voters)
    )
    return Script("Played election", _NAMES, seats or 4, papers)
