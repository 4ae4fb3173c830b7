"""By-elections as in 2023 and 2024: one or two vacancies of a constituency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from elections.blueprints.plan import Blueprint, PlannedContest, reserved, standing, voting
from elections.models import Body, Electorate

# Standing 17 to 21 May, nominating 23 to 29 May, voting 31 May to 7 June: 2024. When the term of a
# vacancy ends is not the template's to say: the seat register knows it, or the office.
_DAYS = {
    **standing(voting(7, notice=16, freeze=2), opens=14, closes=2),
    "self_nomination_closes_at": timedelta(days=-10),
    "supporting_opens_at": timedelta(days=-8),
}
_JOIN_WHILE_VOTING = timedelta(days=2)  # after the opening, as in 2024

BY_ELECTION = Blueprint(
    key="by-election",
    title=_("By-election"),
    text=_(
        "One or two vacancies in the regions you choose below. If the seat register knows them, begin "
        "there: it knows which minima are still open."
    ),
    body=Body.NCG,
    days=_DAYS,
    contests=(),
    fills_vacancies=True,
)


def by_election(
    contests: Iterable[PlannedContest], *, body: str = Body.NCG, joining_while_voting: bool = False
) -> Blueprint:
    """The plan of a by-election for these contests."""
    days = {**_DAYS, "freeze_at": _JOIN_WHILE_VOTING} if joining_while_voting else _DAYS
    return replace(BY_ELECTION, body=Body(body), contests=tuple(contests), days=days)


def in_regions(
    regions: Iterable[str], vacancies: int, *, joining_while_voting: bool = False
) -> Blueprint:
    """A by-election of regions by name, with as many vacancies each.

    Of two, at least one woman and at least one BAME member are planned (one person may be both), as in
    2023; which minima are still open is for the office to say.
    """
    planned = (
        PlannedContest(
            title=region,
            electorate=Electorate.REGION,
            regions=(region,),
            seats=vacancies,
            minima=reserved(1, 1) if vacancies > 1 else (),
        )
        for region in regions
    )
    return by_election(planned, joining_while_voting=joining_while_voting)
