"""The ballot paper as it was fixed: what a voter sees of it, and in which order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from elections.bilingual import Titled, paragraphs_here
from elections.links import ShownLink, shown
from elections.models import Candidate, Contest, Election, RollEntry, Rule, whole_contests
from elections.models.contest import sheet_title_here
from elections.models.nomination import photo_url
from elections.reserved import ReservedSeats, seats_of, seats_to_fill
from members.languages import Language, here


@dataclass(frozen=True)
class PaperCandidate:
    """`left` says why somebody is no candidate any more, in words that follow the name."""

    number: int
    name: str
    statement: str
    slate_label: str
    slate_colour: int | None
    slate_path: str
    links: tuple[ShownLink, ...] = ()
    photo_url: str = ""
    left: str = ""
    is_ron: bool = False
    nomination: int | None = None
    page: str = ""  # the path of their own public page
    name_here: str = ""  # of an answer, in the language of the page
    language: str = Language.ENGLISH


@dataclass(frozen=True)
class PaperContest(Titled):
    """A contest of one sheet; `limit` is how many marks a voter has, None for as many as they like.

    `shares` are those of the electorates of an electoral college: title, and share of the count.
    """

    number: int
    title: str
    description: str
    rule: str
    seats: int
    limit: int | None
    reserved: tuple[ReservedSeats, ...]
    candidates: tuple[PaperCandidate, ...]
    shares: tuple[tuple[str, str], ...] = ()
    title_cy: str = ""
    description_cy: str = ""

    @property
    def shown_description(self) -> str:
        return paragraphs_here(self.description, self.description_cy)

    @property
    def is_question(self) -> bool:
        return self.rule == Rule.YES_NO

    @property
    def is_ranked(self) -> bool:
        return Rule(self.rule).is_ranked

    @property
    def shows_photos(self) -> bool:
        """Where one candidate has a photo, those without one have an empty frame of its size."""
        return any(one.photo_url for one in self.candidates)

    def in_order_for(self, entry: RollEntry) -> tuple[PaperCandidate, ...]:
        """The candidates in an order that differs from voter to voter and stays for each.

        An answer to a question keeps its place: yes, then no. So does re-open nominations, the last:
        it competes with nobody for a good place, and every voter finds it in the same one.
        """
        if self.is_question:
            return self.candidates
        seed = bytes(entry.nonce) + self.number.to_bytes(2, "big")

        def place(one: PaperCandidate) -> tuple[bool, bytes]:
            return one.is_ron, hashlib.sha256(seed + one.number.to_bytes(2, "big")).digest()

        return tuple(sorted(self.candidates, key=place))


@dataclass(frozen=True)
class PaperSheet:
    pk: int
    number: int
    title: str
    electorate: str
    contests: tuple[PaperContest, ...] = field(default=())

    @property
    def title_here(self) -> str:
        return sheet_title_here(self.title, self.electorate)

    @property
    def contests_here(self) -> str:
        """What is voted on with it, as its voters know it."""
        return ", ".join(one.title_here for one in self.contests)


def sheets_of(election_id: UUID, noted: int = 0) -> tuple[PaperSheet, ...]:
    """Every sheet of an election whose papers are fixed, kept in the process: nothing of it changes
    but what is noted of candidates since, and that is said in the language of the page.

    Callers make sure that the papers are fixed. Those who show candidates say how much has been
    `noted`, so that no page goes on with what was kept before: see `voting.sheets_for`.
    """
    return kept_sheets(election_id, noted, here())


@lru_cache(maxsize=64)
def kept_sheets(election_id: UUID, _noted: int, _here: Language) -> tuple[PaperSheet, ...]:
    contests = [one for one in whole_contests(Election(pk=election_id)) if one.is_polled]
    prefetch_related_objects(contests, Prefetch("candidates", Candidate.objects.as_shown()))
    by_sheet: dict[int, list[PaperContest]] = {}
    sheets = {}
    for contest in contests:
        if not contest.candidates.all():
            continue
        sheets[contest.sheet_id] = contest.sheet
        by_sheet.setdefault(contest.sheet_id, []).append(_paper_contest(contest))
    return tuple(
        PaperSheet(
            pk=sheet.pk,
            number=sheet.number,
            title=sheet.title,
            electorate=sheet.electorate,
            contests=tuple(by_sheet[pk]),
        )
        for pk, sheet in sorted(sheets.items(), key=lambda pair: pair[1].number)
    )


def _paper_contest(contest: Contest) -> PaperContest:
    """A contest as its voters see it: a section of a college as the contest that people stand in."""
    head = contest.section_of or contest
    return PaperContest(
        number=contest.number,
        title=head.title,
        title_cy=head.title_cy,
        description=head.description,
        description_cy=head.description_cy,
        rule=head.rule,
        seats=seats_to_fill(head),
        limit=Rule(head.rule).limit(head.marks),
        reserved=seats_of(head),
        candidates=tuple(
            PaperCandidate(
                number=candidate.number,
                name=candidate.ballot_name,
                name_here=candidate.name_here,
                language=candidate.language,
                statement=candidate.statement_shown,
                slate_label=candidate.slate_label,
                slate_colour=candidate.slate_colour,
                slate_path=candidate.slate_path,
                links=shown(candidate.links),
                photo_url=photo_url(candidate.photo_digest),
                left=candidate.why_left,
                is_ron=candidate.is_ron,
                nomination=candidate.nomination_id,
                page=candidate.nomination.get_absolute_url() if candidate.nomination else "",
            )
            for candidate in head.candidates.all()
        ),
        shares=tuple(head.shares()),
    )
