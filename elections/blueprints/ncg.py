"""The National Coordinating Group as it was elected from 2018 on, after the pages of each election.

The divisions of 2018 and the regions of 2020 are put together here from the eight regions of today: a
starting point that the office corrects, not a claim about where their borders ran.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.blueprints.plan import (
    WITH_NOMINATIONS,
    Blueprint,
    PlannedContest,
    for_a_term,
    reserved,
    standing,
    voting,
)
from elections.models import Attribute, Body, Electorate, Rule

# Region, seats, least women and marginalised genders, least BAME: 2022.
_REGIONS = (
    ("London & Eastern", 6, 3, 2),
    ("North West & North East", 5, 2, 2),
    ("Midlands", 4, 2, 1),
    ("South East", 3, 1, 1),
    ("South West", 3, 2, 0),
    ("Yorkshire, Northern Ireland & International", 3, 2, 0),
    ("Scotland", 1, 0, 0),
    ("Wales", 1, 1, 0),
)
# Across all seats: reported on, with no table of regions for the last three.
_NATIONAL = (
    (Attribute.WOMEN, 13),
    (Attribute.BAME, 6),
    (Attribute.DISABLED, 3),
    (Attribute.LGBT, 3),
    (Attribute.UNDER_30, 3),
)
_DIVISIONS = (
    (
        "North and Scotland",
        ("North West & North East", "Yorkshire, Northern Ireland & International", "Scotland"),
    ),
    ("Midlands, Wales and West", ("Midlands", "Wales", "South West")),
    ("London and South East", ("London & Eastern", "South East")),
)
_FIVE = (
    ("London and Eastern", ("London & Eastern",)),
    ("South East and South West", ("South East", "South West")),
    ("Midlands and Wales", ("Midlands", "Wales")),
    ("North West and North East", ("North West & North East",)),
    (
        "Yorkshire, Scotland, Northern Ireland and International",
        ("Yorkshire, Northern Ireland & International", "Scotland"),
    ),
)
_DAYS = for_a_term(WITH_NOMINATIONS)
# Nominations from 14 to 31 March for a vote from 2 April: they close two days before it.
_DAYS_2018 = for_a_term(standing(voting(14, notice=21, freeze=2), opens=19, closes=2))
_OFFICE_HOLDERS = _("Public office holders")


def alternated(seats: int, women: int) -> int:
    """The least women of the next cycle: where seats are odd the larger half goes to and fro."""
    return seats - women if seats % 2 else women


def _regional(*, is_next_cycle: bool) -> tuple[PlannedContest, ...]:
    return tuple(
        PlannedContest(
            title=region,
            electorate=Electorate.REGION,
            regions=(region,),
            seats=seats,
            minima=reserved(alternated(seats, women) if is_next_cycle else women, bame),
        )
        for region, seats, women, bame in _REGIONS
    )


# Office holders stand; their votes are two thirds of the college, the other members' one third.
_COLLEGE = (
    PlannedContest(title=_OFFICE_HOLDERS, electorate=Electorate.OFFICE_HOLDERS, seats=3, weight=2),
    PlannedContest(
        title=_("Public office holders: votes of the other members"),
        electorate=Electorate.NO_OFFICE,
        seats=3,
        section_of=_OFFICE_HOLDERS,
        weight=1,
    ),
)


def _of_2020(rule: Rule) -> tuple[PlannedContest, ...]:
    marks = 4 if rule == Rule.PLURALITY else 1
    regions = (
        PlannedContest(
            title=title,
            electorate=Electorate.REGION,
            regions=regions,
            rule=rule,
            seats=4,
            marks=marks,
        )
        for title, regions in _FIVE
    )
    return (
        *regions,
        PlannedContest(
            title=_OFFICE_HOLDERS,
            electorate=Electorate.OFFICE_HOLDERS,
            rule=rule,
            seats=4,
            marks=marks,
        ),
    )


NCG = (
    Blueprint(
        key="ncg-2024",
        title=_("National Coordinating Group, the cycle after 2022"),
        text=_(
            "Eight regions by single transferable vote, with the larger half of the seats reserved "
            "for women where it was not in 2022; public office holders by an electoral college."
        ),
        body=Body.NCG,
        days=_DAYS,
        contests=(*_regional(is_next_cycle=True), *_COLLEGE),
        national=_NATIONAL,
    ),
    Blueprint(
        key="ncg-2022",
        title=_("National Coordinating Group, regions as in 2022"),
        text=_(
            "Eight regions by single transferable vote, with the reserved seats of 2022; public "
            "office holders by an electoral college."
        ),
        body=Body.NCG,
        days=_DAYS,
        contests=(*_regional(is_next_cycle=False), *_COLLEGE),
        national=_NATIONAL,
    ),
    Blueprint(
        key="ncg-2020",
        title=_("National Coordinating Group, regions as in 2020, most votes win"),
        text=_(
            "Five regions and the public office holders with four seats each, up to four votes."
        ),
        body=Body.NCG,
        days=_DAYS,
        contests=_of_2020(Rule.PLURALITY),
    ),
    Blueprint(
        key="ncg-2020-stv",
        title=_("National Coordinating Group, regions as in 2020, single transferable vote"),
        text=_("Five regions and the public office holders with four seats each, in order."),
        body=Body.NCG,
        days=_DAYS,
        contests=_of_2020(Rule.SCOTTISH),
    ),
    Blueprint(
        key="ncg-2018",
        title=_("National Coordinating Group, divisions as in 2018"),
        text=_("Three divisions with four seats each, up to four votes, most votes win."),
        body=Body.NCG,
        days=_DAYS_2018,
        contests=tuple(
            PlannedContest(
                title=title,
                electorate=Electorate.REGION,
                regions=regions,
                rule=Rule.PLURALITY,
                seats=4,
                marks=4,
            )
            for title, regions in _DIVISIONS
        ),
    ),
)
