"""Who is still in the running, who is elected, who can be: common to every transferable vote.

What a vote is worth, when it moves and who reaches a quota is each rule's business. Minima are asked
here (see `minima`), and as many re-open nominations stand as there are seats (see `ron`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from elections.counting.case import Case
from elections.counting.minima import Assessment
from elections.counting.result import Action, Kind, Result, Stage
from elections.counting.ron import lots_with_every_ron, with_every_ron
from elections.counting.ties import Ties

__all__ = ["Race", "exclusion"]

# Those elected, and those who are hopeful
_Field = tuple[tuple[int, ...], tuple[int, ...]]


class Race:
    """The candidates of one count as they stand.

    - ``profile`` and ``lots``: those of the case with every further RON;
    - ``hopefuls``: numbers of the continuing candidates; ``elected``: in order of election, each RON
      that won a seat among them.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._conformance = case.conformance
        self.profile, self.lots = case.profile, case.lots
        if case.ron is not None:
            self.profile = with_every_ron(self.profile, case.ron)
            self.lots = lots_with_every_ron(self.lots, case.ron, case.seats)
        self._columns = len(case.profile.candidates)
        self.numbers = range(1, len(self.profile.candidates) + 1)
        self.hopefuls = list(case.standing)
        self.elected: list[int] = []
        self._assessed: tuple[_Field, Assessment] | None = None

    @property
    def vacancies(self) -> int:
        """Places that nobody has won yet."""
        return self._conformance.places - len(self.elected)

    @property
    def people(self) -> tuple[int, ...]:
        """Those elected who are not re-open nominations."""
        return tuple(number for number in self.elected if not self.is_ron(number))

    @property
    def has_minima(self) -> bool:
        return bool(self._conformance.minima.bounds)

    def assess(self) -> Assessment:
        """Who is guarded and who is doomed now."""
        now = tuple(self.elected), tuple(self.hopefuls)
        if self._assessed is None or self._assessed[0] != now:
            self._assessed = now, self._conformance.assess(*now)
        return self._assessed[1]

    @property
    def able(self) -> list[int]:
        """The hopefuls who are not doomed."""
        doomed = self.assess().doomed
        return [number for number in self.hopefuls if number not in doomed]

    @property
    def unguarded(self) -> list[int]:
        """The hopefuls who may be excluded."""
        guarded = self.assess().guarded
        return [number for number in self.hopefuls if number not in guarded]

    def is_ron(self, number: int) -> bool:
        """Whether the number stands for re-open nominations."""
        return self._conformance.is_ron(number)

    def ron_waits(self, surpluses: Iterable[int]) -> bool:
        """Whether one of these surpluses is RON's for a further RON, and others still stand."""
        further = [self.is_ron(number) for number in self.hopefuls]
        return any(map(self.is_ron, surpluses)) and any(further) and not all(further)

    def can_all_win(self, numbers: Collection[int]) -> bool:
        """Whether these hopefuls could all be elected now."""
        others = [number for number in self.hopefuls if number not in numbers]
        others += [number + 1 for number in numbers if self._is_followed(number)]
        return self._conformance.possible([*self.elected, *numbers], others)

    def elect(self, numbers: Iterable[int]) -> None:
        """Elect hopefuls, in this order. With a seat won by RON, a further one stands."""
        won = list(numbers)
        self.elected += won
        self.hopefuls = [number for number in self.hopefuls if number not in won]
        self.hopefuls += [number + 1 for number in won if self._is_followed(number)]

    def fill(self, votes: Mapping[int, int]) -> tuple[int, ...]:
        """Elect those left if they are no more than the places left, most votes first.

        With RON they may be too many for a maximum, though no more than the places: then nobody is.
        """
        before = len(self.elected)
        while self.vacancies:
            able = self.able
            if len(able) > self.vacancies or not self.can_all_win(able):
                break
            self.elect(sorted(able, key=lambda number: (-votes[number], number)))
        return tuple(self.elected[before:])

    def result(
        self, rule: str, *, valid: int, quota: int, stages: Sequence[Stage], ties: Ties
    ) -> Result:
        """The count as a result, once no place is left."""
        return Result(
            rule=rule,
            seats=self._case.seats,
            valid=valid,
            invalid=self._case.profile.total - valid,
            quota=quota,
            elected=self.people,
            stages=tuple(self._reported(stages, ties)),
            ties=tuple(ties.decided),
            digest=self._case.digest,
            ron=self._case.ron,
            vacant=len(self.elected) - len(self.people),
        )

    def _reported(self, stages: Sequence[Stage], ties: Ties) -> Iterator[Stage]:
        """The stages without the columns of those further RON that never came to anything."""
        seen = {self._columns, *self.elected}
        for stage in stages:
            seen.update(number for number, votes in enumerate(stage.votes, start=1) if votes)
            seen.update(stage.guarded, stage.action.candidates)
            seen.update(stage.proposed.candidates if stage.proposed else ())
        seen.update(*(tie.candidates for tie in ties.decided))
        for stage in stages:
            yield replace(stage, votes=stage.votes[: max(seen)])

    def _is_followed(self, number: int) -> bool:
        """Whether a further RON comes after this one."""
        return self.is_ron(number) and number < len(self.numbers)


def exclusion(kind: Kind, numbers: Sequence[int], last: Stage) -> Action:
    """The exclusion of these candidates after the ``last`` stage, with whom it spares."""
    most = max(last.votes[number - 1] for number in numbers)
    spared = [number for number in last.guarded if last.votes[number - 1] <= most]
    return Action(
        kind,
        numbers[0],
        tuple(numbers) if len(numbers) > 1 else (),
        tuple(spared) if kind == "exclude" else (),
    )
