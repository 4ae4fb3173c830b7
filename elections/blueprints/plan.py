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


@dataclass(frozen=True)
class Blueprint:
    """A plan: contests, and each instant as a distance from the opening of voting."""

    key: str
    title: str | Promise
    body: Body
    contests: tuple[PlannedContest, ...]
    days: dict[str, timedelta] = field(default_factory=dict)
    supporters_needed: int = 20
    national: tuple[tuple[Attribute, int], ...] = ()  # minima over all contests, reported on
    text: str | Promise = ""  # what it is for, beside its title


WITH_NOMINATIONS = {
    "notice_at": timedelta(days=-21),
    "self_nomination_opens_at": timedelta(days=-19),
    "self_nomination_closes_at": timedelta(days=-5),
    "supporting_opens_at": timedelta(days=-19),
    "supporting_closes_at": timedelta(days=-5),
    "freeze_at": timedelta(days=-5),
    "papers_fixed_by_at": timedelta(days=-1),
    "voting_opens_at": timedelta(),
    "reminder_at": timedelta(days=10),
    "voting_closes_at": timedelta(days=14),
    "declaration_at": timedelta(days=15),
    "complaints_close_at": timedelta(days=22),
}
QUESTION_ONLY = {
    "notice_at": timedelta(days=-7),
    "freeze_at": timedelta(days=-1),
    "papers_fixed_by_at": timedelta(days=-1),
    "voting_opens_at": timedelta(),
    "reminder_at": timedelta(days=5),
    "voting_closes_at": timedelta(days=7),
    "declaration_at": timedelta(days=8),
    "complaints_close_at": timedelta(days=15),
}


def reserved(women: int, bame: int) -> tuple[tuple[Attribute, int], ...]:
    """Minima for the two groups that regions reserve seats for; 0 reserves none."""
    pairs = ((Attribute.WOMEN, women), (Attribute.BAME, bame))
    return tuple((attribute, least) for attribute, least in pairs if least)
