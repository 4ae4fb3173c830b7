"""What a voter entered on the paper: read, checked, explained beside the field, never lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.links import ShownLink
from elections.models import RollEntry
from elections.paper import PaperCandidate, PaperContest, PaperSheet
from elections.reserved import ReservedSeats


@dataclass
class CandidateField:
    """A candidate with what was entered beside the name."""

    candidate: PaperCandidate
    field_name: str
    rank: str
    has_answered: bool = False
    error: str = ""

    @property
    def number(self) -> int:
        return self.candidate.number

    @property
    def name(self) -> str:
        return self.candidate.name_here

    @property
    def statement(self) -> str:
        return self.candidate.statement

    @property
    def slate_label(self) -> str:
        return self.candidate.slate_label

    @property
    def slate_colour(self) -> int | None:
        return self.candidate.slate_colour

    @property
    def slate_url(self) -> str:
        return self.candidate.slate_path

    @property
    def answers_url(self) -> str:
        """Where the answers to members' questions are, of one who gave any."""
        return self.candidate.page if self.has_answered else ""

    @property
    def links(self) -> tuple[ShownLink, ...]:
        return self.candidate.links

    @property
    def photo_url(self) -> str:
        return self.candidate.photo_url

    @property
    def left(self) -> str:
        return self.candidate.left

    @property
    def language(self) -> str:
        return self.candidate.language

    @property
    def is_ron(self) -> bool:
        return self.candidate.is_ron


@dataclass
class ContestFields:
    """One contest of the paper with everything entered in it."""

    contest: PaperContest
    candidates: list[CandidateField]
    error: str = ""
    ranking: list[int] = field(default_factory=list)

    @property
    def has_faults(self) -> bool:
        return bool(self.error) or any(one.error for one in self.candidates)

    @property
    def number(self) -> int:
        return self.contest.number

    @property
    def title_here(self) -> str:
        return self.contest.title_here

    @property
    def shown_title(self) -> str:
        return self.contest.shown_title

    @property
    def shown_description(self) -> str:
        return self.contest.shown_description

    @property
    def is_ranked(self) -> bool:
        return self.contest.is_ranked

    @property
    def is_question(self) -> bool:
        return self.contest.is_question

    @property
    def seats(self) -> int:
        return self.contest.seats

    @property
    def reserved(self) -> tuple[ReservedSeats, ...]:
        return self.contest.reserved

    @property
    def shows_photos(self) -> bool:
        return self.contest.shows_photos

    @property
    def limit(self) -> int | None:
        return self.contest.limit

    @property
    def shares(self) -> tuple[tuple[str, str], ...]:
        return self.contest.shares

    @property
    def leavers(self) -> list[CandidateField]:
        """Those on the paper who are no candidates any more."""
        return [one for one in self.candidates if one.left]

    @property
    def has_ron(self) -> bool:
        return any(one.is_ron for one in self.candidates)

    @property
    def field_name(self) -> str:
        return f"q-{self.number}"

    @property
    def chosen(self) -> list[CandidateField]:
        """The candidates given a place, in the voter's order."""
        by_number = {one.number: one for one in self.candidates}
        return [by_number[number] for number in self.ranking]

    @property
    def counts_first(self) -> CandidateField | None:
        """For whom the paper counts first: the count passes over whoever left since it was fixed."""
        return next((one for one in self.chosen if not one.left), None)

    @property
    def left_out(self) -> int:
        return len(self.candidates) - len(self.ranking)

    @property
    def is_blank(self) -> bool:
        return not self.ranking

    def entered(self) -> list[tuple[str, str]]:
        """The fields to post again, so that going back finds everything as it was."""
        if self.contest.is_question:
            return [(self.field_name, str(number)) for number in self.ranking]
        return [(one.field_name, one.rank) for one in self.candidates if one.rank]


class BallotForm:
    """All contests of a voter's open sheets. `data` is what was posted, or nothing yet; `answered`
    are the nominations of those who answered members' questions."""

    def __init__(
        self,
        sheets: Sequence[PaperSheet],
        entry: RollEntry,
        data: Mapping[str, str] | None = None,
        *,
        answered: Collection[int] = (),
    ) -> None:
        self.sheets = sheets
        self.answered = answered
        self.contests = [
            self._read(contest, entry, data or {}) for sheet in sheets for contest in sheet.contests
        ]

    def is_valid(self) -> bool:
        return not any(fields.has_faults for fields in self.contests)

    def rankings(self, sheet: PaperSheet) -> list[tuple[int, list[int]]]:
        """Every contest of the sheet with candidate numbers in order of preference."""
        wanted = {contest.number for contest in sheet.contests}
        return [
            (fields.number, fields.ranking) for fields in self.contests if fields.number in wanted
        ]

    def faults(self) -> list[tuple[str, str]]:
        """For the summary: words, and where they lead."""
        faults = []
        for fields in self.contests:
            if fields.error:
                faults.append((f"{fields.title_here}: {fields.error}", f"#contest-{fields.number}"))
            faults += [
                (f"{one.name}: {one.error}", f"#id_{one.field_name}")
                for one in fields.candidates
                if one.error
            ]
        return faults

    def blank(self) -> list[ContestFields]:
        return [fields for fields in self.contests if fields.is_blank]

    def entered(self) -> list[tuple[str, str]]:
        return [pair for fields in self.contests for pair in fields.entered()]

    def _read(
        self, contest: PaperContest, entry: RollEntry, data: Mapping[str, str]
    ) -> ContestFields:
        fields = ContestFields(
            contest=contest,
            candidates=[
                CandidateField(
                    candidate=candidate,
                    field_name=f"r-{contest.number}-{candidate.number}",
                    rank=data.get(f"r-{contest.number}-{candidate.number}", "").strip()[:20],
                    has_answered=candidate.nomination in self.answered,
                )
                for candidate in contest.in_order_for(entry)
            ],
        )
        if contest.is_question:
            _read_answer(fields, data.get(fields.field_name, "").strip())
        elif contest.is_ranked:
            _read_ranks(fields)
        else:
            _read_marks(fields, contest.limit)
        return fields


def _read_answer(fields: ContestFields, answer: str) -> None:
    """One answer or none; anything else was not sent by our page."""
    by_number = {str(one.number): one for one in fields.candidates}
    if answer in by_number:
        by_number[answer].rank = "1"
        fields.ranking = [by_number[answer].number]
    elif answer:
        fields.error = _("Choose one of the answers, or none.")


def _read_marks(fields: ContestFields, limit: int | None) -> None:
    """Any value marks the candidate; the order on file is the order of record."""
    fields.ranking = sorted(one.number for one in fields.candidates if one.rank)
    if limit is not None and len(fields.ranking) > limit:
        fields.error = ngettext(
            "You marked %(count)s candidates. You have one vote: take some away.",
            "You marked %(count)s candidates. You have %(limit)s votes: take some away.",
            limit,
        ) % {"count": len(fields.ranking), "limit": limit}


def _read_ranks(fields: ContestFields) -> None:
    """Whole numbers from 1, each once and none left out."""
    most = len(fields.candidates)
    by_rank: dict[int, list[CandidateField]] = {}
    for one in fields.candidates:
        if not one.rank:
            continue
        if not (one.rank.isascii() and one.rank.isdigit()) or not 1 <= int(one.rank) <= most:
            one.error = _("Enter a whole number from 1 to %(most)s, or leave it empty.") % {
                "most": most
            }
            continue
        by_rank.setdefault(int(one.rank), []).append(one)
    for rank, sharing in by_rank.items():
        if len(sharing) > 1:
            for one in sharing:
                one.error = _("You gave the number %(rank)s more than once.") % {"rank": rank}
    if any(one.error for one in fields.candidates):
        return
    for place, rank in enumerate(sorted(by_rank), start=1):
        if rank != place:
            by_rank[rank][0].error = _("You gave the number %(rank)s but not %(missing)s.") % {
                "rank": rank,
                "missing": place,
            }
            return
    fields.ranking = [by_rank[rank][0].number for rank in sorted(by_rank)]
