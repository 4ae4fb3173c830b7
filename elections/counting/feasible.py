"""Whether some winners meet every bound, decided exactly: how many of each kind of candidates could win?

Candidates with the same attributes are of one kind, and interchangeable. Three steps, of which the first
two are quick and nearly always enough:

1. *Prices.* A price is set on each bound; the places go to those who are worth most at these prices, and the
   price of every bound that they miss goes up. Soon they may meet every bound; or the prices prove that
   nobody could: even those worth most are worth less than the bounds ask for.
2. *Swaps.* One winner after the other is changed for somebody else, so that fewer bounds are missed.
3. *Search.* Kind after kind, never looking at the same open places and bounds twice, and leaving a branch
   where a bound by itself, or all of them at their prices, cannot be met any more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from elections.counting.errors import InputError

__all__ = ["Kind", "winners_of_each_kind"]

_ROUNDS = 60  # of raising prices, and of swaps: more would settle little more
_MOST_STATES = 200_000  # of the search: some seconds; real contests take none

_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """So many candidates (``size``) with the same attributes, which are the bits of ``having``."""

    having: int
    size: int


def winners_of_each_kind(
    kinds: Sequence[Kind], places: int, least: Sequence[int], most: Sequence[int]
) -> list[int] | None:
    """How many of each kind could win the places; None if no winners meet all bounds.

    ``least`` and ``most`` are how many winners may have each attribute, in the order of the bits. Raises
    `InputError` where there is too much to look at.
    """
    if not 0 <= places <= sum(kind.size for kind in kinds) or min([0, *most]) < 0:
        return None
    if max([0, *least]) > places:
        return None
    field = _Field(kinds, places, least, [min(number, places) for number in most])
    found = field.by_prices()
    if field.is_proven_impossible:
        return None
    if found is None:
        found = field.by_swaps()
    if found is None:
        found = _Search(field).run()
    return None if found is None else [int(winners) for winners in found]


class _Field:
    """The kinds, the bounds, and what each is worth at the prices reached so far."""

    def __init__(
        self, kinds: Sequence[Kind], places: int, least: Sequence[int], most: Sequence[int]
    ) -> None:
        self.places = places
        bits = range(len(least))
        self.having = np.array(
            [[kind.having >> bit & 1 for bit in bits] for kind in kinds], np.int64
        ).reshape(len(kinds), len(least))
        self.sizes = np.array([kind.size for kind in kinds], np.int64)
        self.least, self.most = np.array(least, np.int64), np.array(most, np.int64)
        self.price_of_least = np.zeros(len(least), np.int64)
        self.price_of_most = np.zeros(len(least), np.int64)
        self.is_proven_impossible = False

    @property
    def worth(self) -> _Numbers:
        """What a winner of each kind is worth."""
        worth: _Numbers = self.having @ (self.price_of_least - self.price_of_most)
        return worth

    @property
    def asked(self) -> int:
        """What the winners must be worth together if they meet all bounds."""
        return int(self.price_of_least @ self.least - self.price_of_most @ self.most)

    def by_prices(self) -> _Numbers | None:
        """Winners who meet all bounds, if raising prices comes to some; or a proof that there are none."""
        for _ in range(_ROUNDS):
            worth = self.worth
            winners = self.dearest(worth)
            if int(winners @ worth) < self.asked:
                self.is_proven_impossible = True
                return None
            having = winners @ self.having
            if (having >= self.least).all() and (having <= self.most).all():
                return winners
            self.price_of_least = np.maximum(0, self.price_of_least + self.least - having)
            self.price_of_most = np.maximum(0, self.price_of_most + having - self.most)
        return None

    def by_swaps(self) -> _Numbers | None:
        """Winners who meet all bounds, if changing one for another again and again comes to some.

        Each time that change which makes up for most is made. Where none does, a bound that is missed
        counts more from then on.
        """
        winners = self.dearest(self.worth)
        weight_of_least, weight_of_most = np.ones_like(self.least), np.ones_like(self.most)
        for _ in range(_ROUNDS):
            having = winners @ self.having
            short, over = np.maximum(0, self.least - having), np.maximum(0, having - self.most)
            missed = int(short @ weight_of_least + over @ weight_of_most)
            if not missed:
                return winners
            out, into = np.flatnonzero(winners), np.flatnonzero(winners < self.sizes)
            if not out.size or not into.size:
                return None
            swapped = having - self.having[out][:, None] + self.having[into]
            would_miss = (
                np.maximum(0, self.least - swapped) @ weight_of_least
                + np.maximum(0, swapped - self.most) @ weight_of_most
            )
            best = int(would_miss.argmin())
            if would_miss.flat[best] < missed:
                winners[out[best // len(into)]] -= 1
                winners[into[best % len(into)]] += 1
            else:
                weight_of_least += short > 0
                weight_of_most += over > 0
        return None

    def dearest(self, worth: _Numbers) -> _Numbers:
        """As many of each kind as win where those worth most win."""
        order = np.argsort(-worth, kind="stable")
        before = np.cumsum(self.sizes[order]) - self.sizes[order]
        winners = np.zeros(len(worth), np.int64)
        winners[order] = np.clip(self.places - before, 0, self.sizes[order])
        return winners


@dataclass(frozen=True)
class _State:
    """``places`` and bounds that are open once the first ``done`` kinds have so many ``winners``."""

    done: int
    places: int
    least: tuple[int, ...]
    most: tuple[int, ...]
    winners: tuple[int, ...] = ()

    def after(self, having: Sequence[int], winners: int) -> "_State":
        """With so many winners of the next kind."""
        return _State(
            self.done + 1,
            self.places - winners,
            tuple(max(0, n - h * winners) for n, h in zip(self.least, having, strict=True)),
            tuple(n - h * winners for n, h in zip(self.most, having, strict=True)),
            (*self.winners, winners),
        )


class _Search:
    """The kinds whose worth differs most from nothing come first."""

    def __init__(self, field: _Field) -> None:
        worth = field.worth
        self.order = np.argsort(-abs(worth), kind="stable")
        self.first = _State(
            0, field.places, tuple(field.least.tolist()), tuple(field.most.tolist())
        )
        self.worth: list[int] = worth[self.order].tolist()
        self.prices = (field.price_of_least.tolist(), field.price_of_most.tolist())
        self.having: list[list[int]] = field.having[self.order].tolist()
        self.sizes: list[int] = field.sizes[self.order].tolist()
        # How many are of the kinds from each on, and how many of them have each attribute.
        self.there = [0]
        self.have = [[0] * len(field.least)]
        for having, size in zip(self.having[::-1], self.sizes[::-1], strict=True):
            self.there.append(self.there[-1] + size)
            self.have.append([n + size * h for n, h in zip(self.have[-1], having, strict=True)])
        self.there.reverse()
        self.have.reverse()
        # Kinds by their worth, for each state as far as they are still to come.
        self.dearest = sorted(range(len(self.worth)), key=lambda at: -self.worth[at])

    def run(self) -> _Numbers | None:
        waiting, seen = [self.first], set()
        while waiting:
            state = waiting.pop()
            if not self.can_meet_each(state):
                continue
            limits = [min(state.places, many) for many in self.have[state.done]]
            if not any(state.least) and all(map(int.__ge__, state.most, limits)):
                return self.filled(state)
            # What limits nothing any more makes no difference.
            most = tuple(map(min, state.most, limits))
            key = state.done, state.places, state.least, most
            if key in seen or not self.can_meet_all(state):
                continue
            seen.add(key)
            if len(seen) > _MOST_STATES:
                raise InputError(
                    "there are too many reserved seats or groups to be looked at together"
                )
            waiting += self.branches(state)
        return None

    def can_meet_each(self, state: _State) -> bool:
        """Whether the kinds to come could meet each bound, taken by itself."""
        there = self.there[state.done]
        return state.places <= there and all(
            least <= min(state.places, many, most) and state.places - (there - many) <= most
            for least, most, many in zip(
                state.least, state.most, self.have[state.done], strict=True
            )
        )

    def can_meet_all(self, state: _State) -> bool:
        """Whether those worth most of the kinds to come are worth what the open bounds ask for."""
        short = sum(map(int.__mul__, self.prices[0], state.least))
        short -= sum(map(int.__mul__, self.prices[1], state.most))
        places = state.places
        for at in self.dearest:
            if at >= state.done:
                winners = min(places, self.sizes[at])
                short -= winners * self.worth[at]
                places -= winners
                if not places:
                    break
        return short <= 0

    def branches(self, state: _State) -> Iterator[_State]:
        """Every number of winners of the next kind, the best guess last."""
        having = self.having[state.done]
        fewest = max(0, state.places - self.there[state.done + 1])
        allowed = [most for has, most in zip(having, state.most, strict=True) if has]
        numbers = range(fewest, min(self.sizes[state.done], state.places, *allowed) + 1)
        for number in numbers if self.worth[state.done] > 0 else reversed(numbers):
            yield state.after(having, number)

    def filled(self, state: _State) -> _Numbers:
        """The winners, where anybody may have the places that are left."""
        winners, places = list(state.winners), state.places
        for size in self.sizes[state.done :]:
            winners.append(min(size, places))
            places -= winners[-1]
        found = np.zeros(len(winners), np.int64)
        found[self.order] = winners
        return found
