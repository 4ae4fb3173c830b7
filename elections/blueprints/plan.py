"""What a plan of an election is made of, and the timetables that plans share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.functional import Promise

from elections.models import Attribute, Body, Electorate, Rule


@dataclass(frozen=True)
class PlannedContest:
    """A contest of a plan. `regions` names those whose members are its electorate, if it is one.

    `section_of` is the title of the contest whose electoral college this is a further section of.
    `list_name` and `listed` (keys of members) are those of an electorate that is a list of its own.
    """

    title: str | Promise
    electorate: Electorate = Electorate.ALL
    regions: tuple[str, ...] = ()
    rule: Rule = Rule.SCOTTISH
    seats: int = 1
    marks: int = 1
    minima: tuple[tuple[Attribute, int], ...] = ()
    section_of: str | Promise = ""
    weight: int = 1
    has_ron: bool = False
    supports: int | None = None  # candidates that a member may nominate; None: as many as seats
    list_name: str = ""
    listed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Blueprint:
    """A plan: contests, and each instant as a distance from the opening of voting."""

    key: str
    title: str | Promise
    body: Body
    contests: tuple[PlannedContest, ...]
    days: Days = field(default_factory=dict)
    supporters_needed: int = 20
    national: tuple[tuple[Attribute, int], ...] = ()  # minima over all contests, reported on
    text: str | Promise = ""  # what it is for, beside its title
    fills_vacancies: bool = False


Days = dict[str, timedelta]

# In days from the opening of voting, as the rest; a starting point like it.
_PAPERS_FIXED = timedelta(days=-1)
_COMPLAINTS = timedelta(days=8)  # from the close; the result is declared when they end
_TERM = timedelta(days=2 * 365)  # of the NCG: elected in 2018, 2020, 2022 and 2024
_DECLARATIONS_KEPT = timedelta(weeks=4)  # after the complaints: no rule says how long


def voting(days: int, *, notice: int, freeze: int) -> Days:
    """The days of every vote: so many of voting, with the notice and the freeze before its opening."""
    closes = timedelta(days=days)
    complaints_close = closes + _COMPLAINTS
    return {
        "notice_at": timedelta(days=-notice),
        "freeze_at": timedelta(days=-freeze),
        "papers_fixed_by_at": _PAPERS_FIXED,
        "voting_opens_at": timedelta(),
        "reminder_at": timedelta(days=days * 5 // 7),
        "voting_closes_at": closes,
        "complaints_close_at": complaints_close,
        "declaration_at": complaints_close,
    }


def standing(vote: Days, *, opens: int, closes: int) -> Days:
    """What a vote has besides where people stand: self-nomination and supporting nominations in one
    window, decisions half way between its close and the papers, appeals and withdrawals until half
    of what is left then; and afterwards the erasure of what candidates declared.
    """
    opened, closed = timedelta(days=-opens), timedelta(days=-closes)
    left = _PAPERS_FIXED - closed
    return {
        **vote,
        "self_nomination_opens_at": opened,
        "self_nomination_closes_at": closed,
        "supporting_opens_at": opened,
        "supporting_closes_at": closed,
        "decisions_due_at": closed + left / 2,
        "withdrawal_closes_at": closed + left * 3 / 4,
        "appeals_close_at": closed + left * 3 / 4,
        "declarations_kept_until_at": vote["complaints_close_at"] + _DECLARATIONS_KEPT,
    }


def for_a_term(days: Days) -> Days:
    """With a term of the NCG: from the end of the complaints, for two years."""
    starts = days["complaints_close_at"]
    return {**days, "term_starts_at": starts, "term_ends_at": starts + _TERM}


WITH_NOMINATIONS = standing(voting(14, notice=21, freeze=5), opens=19, closes=5)
QUESTION_ONLY = voting(7, notice=7, freeze=1)


def reserved(women: int, bame: int) -> tuple[tuple[Attribute, int], ...]:
    """Minima for the two groups that regions reserve seats for; 0 reserves none."""
    pairs = ((Attribute.WOMEN, women), (Attribute.BAME, bame))
    return tuple((attribute, least) for attribute, least in pairs if least)
