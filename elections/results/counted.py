"""One contest counted, as pages and files show it: who is elected, and what each stage did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256

from elections.counting import Minima, Result, Stage, report
from elections.counting.result import canonical_json
from elections.counting.ron import every_name
from elections.models import (
    Candidate,
    Contest,
    CountRecord,
    ResultDeclaration,
)
from elections.reserved import ReservedSeats, seats_filled
from elections.results import pictures, telling
from elections.results.left import Left, left_among
from elections.results.stage_told import stage_told
from elections.results.wording import ON_SITE

Declared = ResultDeclaration.Kind


@dataclass(frozen=True)
class Outcome:
    """Who is elected, by candidate number, and which amended declaration says so, if one does."""

    elected: tuple[int, ...]
    amendment: ResultDeclaration | None = None

    @property
    def is_void(self) -> bool:
        return self.amendment is not None and self.amendment.kind == Declared.VOID


@dataclass(frozen=True)
class VoteCell:
    """A candidate's votes at the end of a stage, and what the stage changed."""

    number: int
    name: str
    votes: str
    transfer: str
    status: str  # "elected", "vacant", "excluded", "left" or ""; always "" of an answer


@dataclass(frozen=True)
class StageView:
    """`told` says in short what the stage did, `sentence` with every figure."""

    number: int
    sentence: str
    votes: list[VoteCell]
    non_transferable: str
    quota: str
    told: str = ""


@dataclass(frozen=True)
class SectionView:
    """A section of an electoral college in the count."""

    title: str
    share: str  # of the count: "1/3"
    papers: int
    valid: int
    factor: int


class ContestResult:
    """One contest's count record, its names, and views of it.

    `amendments` are the amended declarations about the contest, oldest first; `others` its other
    counts: as cast, and results that were superseded. `candidates` are given by whoever asks of some of
    them alone.
    """

    def __init__(
        self,
        record: CountRecord,
        amendments: Sequence[ResultDeclaration] = (),
        others: Sequence[CountRecord] = (),
        candidates: Sequence[Candidate] | None = None,
    ) -> None:
        self.record = record
        self.amendments = amendments
        self.others = others
        self.contest: Contest = record.contest
        found = self.contest.candidates.all() if candidates is None else candidates
        self.candidates = sorted(found, key=lambda one: one.number)

    @cached_property
    def names(self) -> list[str]:
        """A name for each column of the count: those of the candidates, then of each further RON.

        As they are on record, for files; pages have `names_here`.
        """
        names = [candidate.ballot_name for candidate in self.candidates]
        return every_name(names, len(self.result.stages[0].votes))

    @cached_property
    def names_here(self) -> list[str]:
        """The same, with answers and re-open nominations in the language of the page."""
        names = [candidate.name_here for candidate in self.candidates]
        return every_name(names, len(self.result.stages[0].votes))

    @property
    def published(self) -> str:
        """The count's JSON as it leaves the site: of a small contest without the digest of its papers,
        from which a handful of rankings could be guessed."""
        if not self.record.is_small:
            return self.record.result
        data = json.loads(self.record.result)
        del data["digest"]
        return canonical_json(data)

    @cached_property
    def result(self) -> Result:
        """What this count came to, whatever was declared since: see `outcome`."""
        return Result.from_json(self.record.result)

    @cached_property
    def given(self) -> dict[str, object]:
        """What the count was given, as `count.json` publishes it."""
        given: dict[str, object] = json.loads(self.record.count)
        return given

    @property
    def name(self) -> str:
        """Names this count among those of the contest: `as-cast-1`."""
        return f"{self.record.kind}-{self.record.number}"

    @property
    def is_the_result(self) -> bool:
        return self.record.kind == CountRecord.Kind.RESULT

    @cached_property
    def outcome(self) -> Outcome:
        """Who is elected: the standing outcome, from which every mark is drawn."""
        if not self.amendments:
            return Outcome(self.result.elected)
        last = self.amendments[-1]
        return Outcome(tuple(last.elected or ()), last)

    @property
    def elected(self) -> list[str]:
        return [self.names_here[number - 1] for number in self.outcome.elected]

    @property
    def elected_by_count(self) -> list[str]:
        """Whom this count elected, which a declaration may have superseded."""
        return [self.names_here[number - 1] for number in self.result.elected]

    @property
    def vacant(self) -> int:
        """The seats that nobody is elected to."""
        return max(0, self.contest.seats - len(self.outcome.elected))

    @property
    def won_by_ron(self) -> int:
        """Those of them that re-open nominations won."""
        return min(self.vacant, self.result.vacant)

    @cached_property
    def left(self) -> list[Left]:
        """Those who left after the papers were fixed: this count skips them, or they were unseated."""
        elected = self.outcome.elected if self.is_the_result else ()
        return left_among(self.candidates, elected=elected, skipped=self._skipped)

    @property
    def barred(self) -> list[str]:
        """Those to whom no seat was open: all are reserved, and whoever could fill them has left."""
        numbers = self.given.get("barred")
        return [self.names_here[one - 1] for one in numbers] if isinstance(numbers, list) else []

    @property
    def sections(self) -> list[SectionView]:
        """The sections of an electoral college; none where there is one electorate."""
        found = self.given.get("sections")
        if not isinstance(found, list):
            return []
        titles = {one.number: one.sheet.title_here for one in self.contest.college()}
        whole = sum(one["weight"] for one in found)
        return [
            SectionView(
                title=titles[one["contest"]],
                share=f"{one['weight']}/{whole}",
                papers=one["papers"],
                valid=one["valid"],
                factor=one["factor"],
            )
            for one in found
        ]

    @property
    def papers_valid(self) -> int:
        """The papers that were counted, each once; `result.valid` is what the sections of a college are
        weighted to."""
        return sum(one.valid for one in self.sections) if self.sections else self.result.valid

    @property
    def minima(self) -> Minima:
        """What bound the count, and who was counted for what."""
        if not self.record.minima:
            return Minima()
        return Minima.from_text(self.record.minima, "the stored minima")

    @property
    def seats_bound(self) -> int:
        """The seats that these minima are about: fewer than the contest's where some stay vacant."""
        seats = self.given["seats"]
        assert isinstance(seats, int)
        return seats

    @property
    def reserved(self) -> tuple[ReservedSeats, ...]:
        """The seats reserved by the contest's minima, and how many of each group were elected."""
        return seats_filled(self.minima, self.outcome.elected)

    @property
    def is_carried(self) -> bool:
        return bool(self.outcome.elected)

    @property
    def quota(self) -> str:
        result = self.result
        return "" if result.quota is None else result.stages[0].figure(result.quota)

    @property
    def quota_in_words(self) -> str:
        """For a sentence: without noughts that say nothing."""
        return f"{Decimal(self.quota).normalize():,f}" if self.quota else ""

    @property
    def final_votes(self) -> list[tuple[str, str]]:
        """Names with their votes at the last stage, for counts of one stage."""
        last = self.result.stages[-1]
        return [
            (name, last.figure(votes))
            for name, votes in zip(self.names_here, last.votes, strict=True)
        ]

    @property
    def ties(self) -> list[str]:
        return [report.tie_sentence(tie, self.names_here, ON_SITE) for tie in self.result.ties]

    @property
    def lots(self) -> list[str]:
        """The order in which the lot decides, first first; none of a question, which has no ties."""
        order = self.given["lots"]
        if self.contest.is_question or not isinstance(order, list):
            return []
        return [self.names_here[number - 1] for number in order]

    @property
    def thresholds(self) -> list[str]:
        return [
            report.threshold_sentence(threshold, ON_SITE) for threshold in self.result.thresholds
        ]

    @property
    def minima_told(self) -> list[str]:
        """What the reserved seats did to the count, in sentences; none where none are reserved."""
        return (
            telling.minima_told(self.result, self.names_here, self.minima, self._skipped)
            if self.minima.bounds
            else []
        )

    @property
    def summary(self) -> list[str]:
        """Who is elected, in whole sentences that can be quoted."""
        return telling.outcome_told(
            self.elected,
            vacant=self.vacant,
            is_question=self.contest.is_question,
            votes=self.final_votes,
        )

    @property
    def has_votes(self) -> bool:
        """Whether anybody had a vote at any stage: if not, there is nothing to draw."""
        return any(any(stage.votes) for stage in self.result.stages)

    @property
    def pictures(self) -> list[pictures.Picture]:
        if not self.has_votes:
            return []
        return pictures.draw(
            pictures.Figures(
                title=self.contest.title_here,
                names=self.names_here,
                result=self.result,
                elected=self.outcome.elected if self.is_the_result else self.result.elected,
                left=self._skipped,
            )
        )

    @property
    def fingerprint(self) -> str:
        """The same as long as everything is the same that a page draws of the count. Links to its
        files are among it, so that a count with the same figures in another election has another."""
        record, outcome = self.record, self.outcome
        drawn = (record.result, record.count, record.minima, self.names_here, outcome.elected)
        return sha256(
            repr((record.pk, drawn, self.contest.title_here, self.name)).encode()
        ).hexdigest()

    @cached_property
    def stages(self) -> list[StageView]:
        views, before = [], None
        status = dict.fromkeys(self._skipped, "left")
        for stage in self.result.stages:
            status |= {number: self._won(number) for number in stage.elected}
            if stage.action.kind.startswith("exclude"):
                status |= dict.fromkeys(stage.action.candidates, "excluded")
            if stage is self.result.stages[-1] and self.is_the_result:
                status |= dict.fromkeys(self.outcome.elected, "elected")
            views.append(self._view(stage, before, {} if self.contest.is_question else status))
            before = stage
        return views

    @property
    def _skipped(self) -> list[int]:
        skipped = self.given["withdrawn"]
        return skipped if isinstance(skipped, list) else []

    def _won(self, number: int) -> str:
        """The status of whom a stage elected: who lost the seat since is marked nowhere."""
        if self.result.ron is not None and number >= self.result.ron:
            return "vacant"
        is_elected = number in self.outcome.elected or not self.is_the_result
        return "elected" if is_elected else ""

    def _view(self, stage: Stage, before: Stage | None, status: dict[int, str]) -> StageView:
        cells = []
        for number, (name, votes) in enumerate(
            zip(self.names_here, stage.votes, strict=True), start=1
        ):
            change = votes - before.votes[number - 1] if before else 0
            cells.append(
                VoteCell(
                    number=number,
                    name=name,
                    votes=stage.figure(votes),
                    transfer=f"{Decimal(stage.figure(change)):+f}" if change else "",
                    status=status.get(number, ""),
                )
            )
        told = stage_told(stage, before, self.names_here, self.result)
        sentence = report.stage_sentence(stage, self.names_here, self.result.ron, ON_SITE)
        return StageView(
            number=stage.number,
            sentence=told if self.contest.is_question else sentence,
            votes=cells,
            non_transferable=stage.figure(stage.non_transferable),
            quota="" if stage.quota is None else stage.figure(stage.quota),
            told=told,
        )
