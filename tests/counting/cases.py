"""Small elections for the tests: at random from a seed, and as hypothesis strategies."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

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

    @property
    def standing(self) -> list[int]:
        return [n for n in range(1, self.candidates + 1) if n not in self.withdrawn]

    def profile(self, rankings: Sequence[Sequence[int]] | None = None) -> Profile:
        names = [f"Candidate {number}" for number in range(1, self.candidates + 1)]
        return Profile.from_rankings(
            names, self.seats, self.rankings if rankings is None else rankings, "Small"
        )

    def count(self, rule: str = "scottish") -> Result:
        return count(
            self.profile(), rule, minima=self.minima, withdrawn=self.withdrawn, lots=self.lots
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


def random_minima(draw: random.Random, candidates: int, seats: int) -> Minima:
    attributes = []
    for name in ["bame", "disabled", "women"][: draw.randint(1, 3)]:
        having = tuple(n for n in range(1, candidates + 1) if draw.random() < 0.5)
        least = draw.randint(0, seats)
        most = draw.choice([None, None, draw.randint(least, seats)])
        attributes.append(Attribute(name, having, least, most))
    return Minima(tuple(attributes))


elections = st.integers(min_value=0, max_value=10**9).map(random_election)
