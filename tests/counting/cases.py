"""Small elections for the tests: at random from a seed, and as hypothesis strategies."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from elections.counting import Attribute, Minima, Profile, Result, count

from .naive import conforming_sets


@dataclass(frozen=True)
class Election:
    """Everything a count is given."""

    candidates: int
    seats: int
    rankings: tuple[tuple[int, ...], ...]
    minima: Minima
    withdrawn: tuple[int, ...]
    lots: tuple[int, ...]
    ron: int | None = None

    @property
    def standing(self) -> list[int]:
        return [n for n in range(1, self.candidates + 1) if n not in self.withdrawn]

    def profile(self, rankings: Sequence[Sequence[int]] | None = None) -> Profile:
        names = [f"Candidate {number}" for number in range(1, self.candidates + 1)]
        return Profile.from_rankings(
            names, self.seats, self.rankings if rankings is None else rankings, "Small"
        )

    def count(self, rule: str = "scottish", options: Mapping[str, int] | None = None) -> Result:
        return count(
            self.profile(),
            rule,
            minima=self.minima,
            withdrawn=self.withdrawn,
            lots=self.lots,
            options=options,
            ron=self.ron,
        )


def random_election(seed: int) -> Election:
    """A small election full of ties; two in three have minima, which can always be met."""
    draw = random.Random(seed)
    candidates = draw.randint(2, 7)
    everybody = range(1, candidates + 1)
    withdrawn = tuple(draw.sample(everybody, draw.choice([0, 0, 0, 1])))
    seats = draw.randint(1, min(4, candidates))
    liked = draw.sample(everybody, candidates)
    rankings = []
    for _ in range(draw.randint(0, 30)):
        ranking = sorted(liked, key=lambda n: liked.index(n) + draw.uniform(0, candidates))
        rankings.append(tuple(ranking[: draw.randint(0, candidates)]))
    lots = tuple(draw.sample(everybody, candidates))
    standing = [n for n in everybody if n not in withdrawn]
    minima = Minima()
    if seed % 3:
        while True:
            minima = random_minima(draw, candidates, seats)
            if conforming_sets(standing, min(seats, len(standing)), minima):
                break
    return Election(candidates, seats, tuple(rankings), minima, withdrawn, lots)


def random_election_of_equals(seed: int) -> Election:
    """Two or three candidates have as many votes as each other, often a quota, and may not always
    have had; in two elections of three not all of them can win, though there may be places."""
    draw = random.Random(f"equals {seed}")
    many, further = draw.randint(2, 3), draw.randint(2, 4)
    candidates, seats = many + further, draw.randint(1, 3)
    everybody = draw.sample(range(1, candidates + 1), candidates)
    equals, others = everybody[:many], everybody[many:]
    rankings: list[tuple[int, ...]] = []
    for _ in range(draw.randint(1, 4)):
        later, papers = draw.sample(others, draw.randint(0, further)), draw.randint(1, 3)
        for one in equals:
            rankings += [(one, *later)] * papers
    for _ in range(draw.randint(0, 6)):
        rankings.append(tuple(draw.sample(others, draw.randint(0, further))))
    for _ in range(draw.choice([0, 0, 1, 2])):
        # These lie with somebody weak first
        at = draw.randrange(len(rankings))
        weak = draw.choice(others)
        rankings[at] = (weak, *(n for n in rankings[at] if n != weak))
    minima = Minima()
    while seed % 3:
        together = Attribute("alike", tuple(sorted(equals)), 0, draw.randint(1, many - 1))
        minima = Minima((together, *random_minima(draw, candidates, seats, 1).attributes))
        if conforming_sets(everybody, seats, minima):
            break
    lots = tuple(draw.sample(everybody, candidates))
    return Election(candidates, seats, tuple(rankings), minima, (), lots)


def random_election_with_ron(seed: int) -> Election:
    """As `random_election`; the last candidate is re-open nominations, liked more than others."""
    draw = random.Random(f"ron {seed}")
    while True:
        election = random_election(draw.randrange(10**9))
        ron = election.candidates
        minima = Minima(
            tuple(
                replace(one, candidates=tuple(n for n in one.candidates if n != ron))
                for one in election.minima.attributes
            )
        )
        liked = draw.choice([0, 0, 0.3, 0.6])
        with_ron = replace(
            election,
            rankings=tuple(
                (ron, *(n for n in ranking if n != ron)) if draw.random() < liked else ranking
                for ranking in election.rankings
            ),
            minima=minima,
            ron=ron,
        )
        # RON can win any number of seats and has no attribute
        people = [n for n in with_ron.standing if n != ron]
        ends = (conforming_sets(people, many, minima) for many in range(election.seats + 1))
        if ron not in election.withdrawn and any(ends):
            return with_ron


def random_question(seed: int) -> tuple[Election, dict[str, int]]:
    """A question and the thresholds asked of it: few papers, often at a threshold to the paper."""
    draw = random.Random(seed)
    papers = [draw.choice([(1,), (1,), (2,), (), (1, 2)]) for _ in range(draw.randint(0, 24))]
    options: dict[str, int] = {}
    if draw.random() < 0.6:
        options["majority"], options["majority_of"] = draw.choice(
            [(1, 2), (2, 3), (60, 100), (3, 4)]
        )
    if draw.random() < 0.6:
        options["turnout"] = draw.choice([0, 20, 50, 75, 100])
        options["entitled"] = len(papers) + draw.choice([0, 1, len(papers), 3 * len(papers)])
    return Election(2, 1, tuple(papers), Minima(), (), (1, 2)), options


def random_minima(
    draw: random.Random, candidates: int, seats: int, groups: int | None = None
) -> Minima:
    """Minima, every third one with a maximum, on one to three or so many overlapping groups."""
    attributes = []
    names = ["bame", "disabled", "women", "young", "zoned"]
    for name in names[: groups or draw.randint(1, 3)]:
        having = tuple(n for n in range(1, candidates + 1) if draw.random() < 0.5)
        least = draw.randint(0, seats)
        most = draw.choice([None, None, draw.randint(least, seats)])
        attributes.append(Attribute(name, having, least, most))
    return Minima(tuple(attributes))


elections = st.integers(min_value=0, max_value=10**9).map(random_election)
