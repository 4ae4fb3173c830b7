"""Templates of elections: what the set-up form offers, each a plan the office then corrects.

The NCG plans follow Momentum's published election pages of their year; durations are starting
points and every figure can be changed before the notice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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


_WITH_NOMINATIONS = {
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
_QUESTION_ONLY = {
    "notice_at": timedelta(days=-7),
    "freeze_at": timedelta(days=-1),
    "papers_fixed_by_at": timedelta(days=-1),
    "voting_opens_at": timedelta(),
    "reminder_at": timedelta(days=5),
    "voting_closes_at": timedelta(days=7),
    "declaration_at": timedelta(days=8),
    "complaints_close_at": timedelta(days=15),
}

# Region, seats, least women and marginalised genders, least BAME: NCG 2022.
_NCG_2022 = (
    ("London & Eastern", 6, 3, 2),
    ("North West & North East", 5, 2, 2),
    ("Midlands", 4, 2, 1),
    ("South East", 3, 1, 1),
    ("South West", 3, 2, 0),
    ("Yorkshire, Northern Ireland & International", 3, 2, 0),
    ("Scotland", 1, 0, 0),
    ("Wales", 1, 1, 0),
)


def _reserved(women: int, bame: int) -> tuple[tuple[Attribute, int], ...]:
    pairs = ((Attribute.WOMEN, women), (Attribute.BAME, bame))
    return tuple((attribute, least) for attribute, least in pairs if least)


BLUEPRINTS = {
    blueprint.key: blueprint
    for blueprint in (
        Blueprint(
            key="ncg-2022",
            title=_("National Coordinating Group, regions as in 2022"),
            body=Body.NCG,
            days=_WITH_NOMINATIONS,
            contests=(
                *(
                    PlannedContest(
                        title=region,
                        electorate=Electorate.REGION,
                        regions=(region,),
                        seats=seats,
                        minima=_reserved(women, bame),
                    )
                    for region, seats, women, bame in _NCG_2022
                ),
                PlannedContest(
                    title=_("Public office holders"),
                    electorate=Electorate.OFFICE_HOLDERS,
                    seats=3,
                ),
            ),
        ),
        Blueprint(
            key="all-members",
            title=_("One contest of all members"),
            body=Body.NEC,
            days=_WITH_NOMINATIONS,
            contests=(PlannedContest(title=_("Candidates to back"), seats=9),),
        ),
        Blueprint(
            key="most-votes",
            title=_("One contest of all members, most votes win"),
            body=Body.NCG,
            days=_WITH_NOMINATIONS,
            contests=(
                PlannedContest(title=_("Members' seats"), rule=Rule.PLURALITY, seats=4, marks=4),
            ),
        ),
        Blueprint(
            key="referendum",
            title=_("A yes or no question to all members"),
            body=Body.MEMBERS_VOTE,
            days=_QUESTION_ONLY,
            contests=(PlannedContest(title=_("The question"), rule=Rule.YES_NO),),
        ),
    )
}


def placeholders() -> set[str]:
    """What stands in templates where a question is to be written."""
    return {
        str(contest.title)
        for blueprint in BLUEPRINTS.values()
        for contest in blueprint.contests
        if contest.rule == Rule.YES_NO
    }
