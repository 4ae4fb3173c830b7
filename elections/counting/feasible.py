"""Whether some winners meet every bound, decided exactly: a search over how many of each kind win.

Candidates with the same attributes are of one kind, and interchangeable. The search takes kind after kind,
never looks at the same open places and bounds twice, and leaves a branch as soon as the kinds still to
come cannot meet a bound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from elections.counting.errors import InputError

__all__ = ["Kind", "winners_of_each_kind"]

_MOST_STATES = 500_000  # some seconds; real contests take dozens


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
    return _Search(kinds, list(least)).run(places, list(most))


@dataclass(frozen=True)
class _State:
    """``places`` and bounds that are open once the first ``done`` kinds have so many ``winners``."""

    done: int
    places: int
    least: tuple[int, ...]
    most: tuple[int, ...]
    winners: tuple[int, ...] = ()

    @property
    def wanted(self) -> int:
        """The attributes of which winners are wanted still, as bits."""
        return sum(1 << bit for bit, least in enumerate(self.least) if least)

    def after(self, having: int, winners: int) -> "_State":
        """With so many winners of the next kind."""
        has = [having >> bit & 1 for bit in range(len(self.least))]
        return _State(
            self.done + 1,
            self.places - winners,
            tuple(max(0, n - h * winners) for n, h in zip(self.least, has, strict=True)),
            tuple(n - h * winners for n, h in zip(self.most, has, strict=True)),
            (*self.winners, winners),
        )


class _Search:
    """Those who could meet most of the bounds come first; the others fill what is left."""

    def __init__(self, kinds: Sequence[Kind], least: list[int]) -> None:
        self.least = tuple(least)
        wanted = _State(0, 0, self.least, ()).wanted
        self.order = sorted(
            range(len(kinds)), key=lambda at: -(kinds[at].having & wanted).bit_count()
        )
        self.kinds = [kinds[at] for at in self.order]
        # How many are of the kinds from each on, and how many of them have each attribute.
        self.there = [0]
        self.having = [[0] * len(least)]
        for kind in reversed(self.kinds):
            self.there.append(self.there[-1] + kind.size)
            self.having.append(
                [
                    many + kind.size * (kind.having >> bit & 1)
                    for bit, many in enumerate(self.having[-1])
                ]
            )
        self.there.reverse()
        self.having.reverse()

    def run(self, places: int, most: list[int]) -> list[int] | None:
        todo = [_State(0, places, self.least, tuple(most))]
        seen = set()
        while todo:
            state = todo.pop()
            if not self.can_meet_each(state):
                continue
            limits = self.limits(state)
            if not any(state.least) and all(map(int.__ge__, state.most, limits)):
                return self.filled(state)
            # What no longer limits anything makes no difference.
            most_now = tuple(map(min, state.most, limits))
            key = state.done, state.places, state.least, most_now
            if key in seen or not self.can_meet_sum(state):
                continue
            seen.add(key)
            if len(seen) > _MOST_STATES:
                raise InputError(
                    "there are too many reserved seats or groups to be looked at together"
                )
            todo += self.branches(state)
        return None

    def limits(self, state: _State) -> list[int]:
        """How many could win at the most of those who have each attribute."""
        return [min(state.places, many) for many in self.having[state.done]]

    def can_meet_each(self, state: _State) -> bool:
        """Whether the kinds to come could meet each bound, taken for itself."""
        there = self.there[state.done]
        return 0 <= state.places <= there and all(
            least <= min(state.places, many, most) and state.places - (there - many) <= most
            for least, most, many in zip(
                state.least, state.most, self.having[state.done], strict=True
            )
        )

    def can_meet_sum(self, state: _State) -> bool:
        """Whether as many winners as there are places have enough attributes all together."""
        needed, places, wanted = sum(state.least), state.places, state.wanted
        if needed <= places:
            return True
        counts = [0] * (len(state.least) + 1)
        for kind in self.kinds[state.done :]:
            counts[(kind.having & wanted).bit_count()] += kind.size
        for many in range(len(state.least), 0, -1):
            winners = min(places, counts[many])
            needed -= winners * many
            places -= winners
        return needed <= 0

    def branches(self, state: _State) -> Iterator[_State]:
        """Every number of winners of the next kind, the best guess last."""
        kind = self.kinds[state.done]
        fewest = max(0, state.places - self.there[state.done + 1])
        allowed = [most for bit, most in enumerate(state.most) if kind.having >> bit & 1]
        numbers = range(fewest, min(kind.size, state.places, *allowed) + 1)
        for number in numbers if kind.having & state.wanted else reversed(numbers):
            yield state.after(kind.having, number)

    def filled(self, state: _State) -> list[int]:
        """The winners, where anybody may have the places that are left."""
        winners, places = list(state.winners), state.places
        for kind in self.kinds[state.done :]:
            winners.append(min(kind.size, places))
            places -= winners[-1]
        found = [0] * len(winners)
        for at, number in zip(self.order, winners, strict=True):
            found[at] = number
        return found
