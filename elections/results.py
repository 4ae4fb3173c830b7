"""A stored count as pages and files show it. Nothing here counts: everything is read off the record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from elections.counting import Minima, Result, Stage, report
from elections.models import Attribute, Contest, CountRecord, Election, Turnout
from elections.reserved import ReservedSeats, seats_filled


@dataclass(frozen=True)
class VoteCell:
    """A candidate's votes at the end of a stage, and what the stage changed."""

    name: str
    votes: str
    transfer: str
    status: str  # "elected", "excluded" or ""


@dataclass(frozen=True)
class StageView:
    number: int
    sentence: str
    votes: list[VoteCell]
    non_transferable: str
    quota: str


class ContestResult:
    """One contest's count record, its names, and views of it."""

    def __init__(self, record: CountRecord) -> None:
        self.record = record
        self.contest: Contest = record.contest
        self.names = [
            candidate.ballot_name
            for candidate in sorted(self.contest.candidates.all(), key=lambda one: one.number)
        ]

    @property
    def published(self) -> str:
        """The count's JSON as it leaves the site: of a small contest without the digest of its papers,
        from which a handful of rankings could be guessed."""
        if not self.record.is_small:
            return self.record.result
        data = json.loads(self.record.result)
        del data["digest"]
        return json.dumps(data, sort_keys=True, separators=(",", ":"))

    @cached_property
    def result(self) -> Result:
        return Result.from_json(self.record.result)

    @property
    def elected(self) -> list[str]:
        return [self.names[number - 1] for number in self.result.elected]

    @property
    def reserved(self) -> tuple[ReservedSeats, ...]:
        """The seats reserved by the contest's minima, and how many of each group were elected."""
        if not self.record.minima:
            return ()
        minima = Minima.from_text(self.record.minima, "the stored minima")
        return seats_filled(minima, self.result.elected)

    @property
    def is_carried(self) -> bool:
        return bool(self.result.elected)

    @property
    def quota(self) -> str:
        result = self.result
        return "" if result.quota is None else result.stages[0].figure(result.quota)

    @property
    def final_votes(self) -> list[tuple[str, str]]:
        """Names with their votes at the last stage, for counts of one stage."""
        last = self.result.stages[-1]
        return [
            (name, last.figure(votes)) for name, votes in zip(self.names, last.votes, strict=True)
        ]

    @property
    def ties(self) -> list[str]:
        return [report.tie_sentence(tie, self.names) for tie in self.result.ties]

    @property
    def thresholds(self) -> list[str]:
        return [report.threshold_sentence(threshold) for threshold in self.result.thresholds]

    @cached_property
    def stages(self) -> list[StageView]:
        views, before = [], None
        elected: set[int] = set()
        excluded: set[int] = set()
        for stage in self.result.stages:
            elected |= set(stage.elected)
            if stage.action.kind.startswith("exclude") and stage.action.candidate:
                excluded.add(stage.action.candidate)
            views.append(self._view(stage, before, elected, excluded))
            before = stage
        return views

    def _view(
        self, stage: Stage, before: Stage | None, elected: set[int], excluded: set[int]
    ) -> StageView:
        cells = []
        for number, (name, votes) in enumerate(zip(self.names, stage.votes, strict=True), start=1):
            change = votes - before.votes[number - 1] if before else 0
            cells.append(
                VoteCell(
                    name=name,
                    votes=stage.figure(votes),
                    transfer=f"{Decimal(stage.figure(change)):+}" if change else "",
                    status="elected"
                    if number in elected
                    else "excluded"
                    if number in excluded
                    else "",
                )
            )
        return StageView(
            number=stage.number,
            sentence=_in_words(report.stage_sentence(stage, self.names)),
            votes=cells,
            non_transferable=stage.figure(stage.non_transferable),
            quota="" if stage.quota is None else stage.figure(stage.quota),
        )


def _in_words(sentence: str) -> str:
    """The sentence with each attribute by its name on screen instead of its key."""
    for attribute in Attribute:
        sentence = sentence.replace(f'"{attribute.value}"', f"“{attribute.label}”")
    return sentence


def contest_results(election: Election) -> list[ContestResult]:
    """Every contest of a counted election, in the order of the paper."""
    records = (
        CountRecord.objects.filter(contest__election=election, kind=CountRecord.Kind.RESULT)
        .that_stand()
        .select_related("contest__sheet", "contest__election")
        .prefetch_related("contest__candidates")
    )
    by_number = sorted(records, key=lambda record: record.contest.number)
    return [ContestResult(record) for record in by_number]


def turnout(election: Election) -> list[Turnout]:
    """The numbers of every sheet, as they were stored at the close."""
    return list(
        Turnout.objects.filter(sheet__election=election)
        .select_related("sheet")
        .order_by("sheet__number")
    )
