"""What the pictures are drawn from: the figures of a record, by candidate instead of by stage."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from elections.counting import Result

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """A count with the names of its columns, who is `elected` by its outcome, and who had `left`.

    Candidates are numbers from 1, stages places from 0, votes units of the rule.
    """

    title: str
    names: Sequence[str]
    result: Result
    elected: Sequence[int]
    left: Collection[int] = ()

    @property
    def stages(self) -> range:
        return range(len(self.result.stages))

    @property
    def numbers(self) -> range:
        return range(1, len(self.names) + 1)

    def name(self, number: int) -> str:
        return self.names[number - 1]

    def votes(self, number: int, stage: int) -> int:
        return self.result.stages[stage].votes[number - 1]

    def unused(self, stage: int) -> int:
        """Votes of papers that name nobody who is left."""
        return self.result.stages[stage].non_transferable

    def quota(self, stage: int) -> int | None:
        return self.result.stages[stage].quota

    def figure(self, units: int) -> str:
        """As the table writes it, thousands apart; without noughts that say nothing."""
        whole, _point, part = self.result.stages[0].figure(units).partition(".")
        part = part.rstrip("0")
        return f"{int(whole):,}" + (f".{part}" if part else "")

    def short(self, units: int) -> str:
        """For labels: the same, rounded to two decimals."""
        exact = Decimal(self.result.stages[0].figure(units))
        whole, _point, part = f"{exact.quantize(_HUNDREDTH, ROUND_HALF_UP):,f}".partition(".")
        part = part.rstrip("0")
        return whole + (f".{part}" if part else "")

    @cached_property
    def most(self) -> int:
        """The highest figure, of a candidate or of a quota."""
        highest = [max(stage.votes) for stage in self.result.stages]
        highest += [stage.quota for stage in self.result.stages if stage.quota is not None]
        return max([*highest, 1])

    @cached_property
    def whole(self) -> int:
        """All votes of the first stage."""
        first = self.result.stages[0]
        return max(sum(first.votes) + first.non_transferable, 1)

    @cached_property
    def elected_at(self) -> dict[int, int]:
        """The stage at which each of the elected was; whom only a declaration elected has none."""
        found = {
            number: place
            for place, stage in enumerate(self.result.stages)
            for number in stage.elected
        }
        return {number: found[number] for number in self.elected if number in found}

    @property
    def won_by_nobody(self) -> set[int]:
        """Each re-open nominations that won a seat."""
        ron = self.result.ron
        won = {number for stage in self.result.stages for number in stage.elected}
        return set() if ron is None else {number for number in won if number >= ron}

    @cached_property
    def excluded_at(self) -> dict[int, int]:
        """The stage that excluded each, but for whom a declaration elected since."""
        return {
            number: place
            for place, stage in enumerate(self.result.stages)
            if stage.action.kind.startswith("exclude")
            for number in stage.action.candidates
            if number not in self.elected
        }

    def lasts(self, number: int) -> int:
        """The last stage at which the candidate holds papers, or could."""
        if number in self.excluded_at:
            return self.excluded_at[number] - 1
        return self.stages[-1]

    @cached_property
    def in_order(self) -> list[int]:
        """The elected first, in the order of election; then whoever came further; last who had left."""
        others = [one for one in self.numbers if one not in self.elected and one not in self.left]
        others.sort(key=lambda one: (-self.lasts(one), -self.votes(one, self.lasts(one)), one))
        return [*self.elected, *others, *sorted(set(self.left) - set(self.elected))]
