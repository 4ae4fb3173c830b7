"""What the demo's NCG elections have besides the contests of the template, and who leaves one."""

from __future__ import annotations

from datetime import datetime

from elections import publishing, roll, scheduling, tallying
from elections.models import (
    Candidate,
    CandidateLeft,
    Contest,
    Election,
    Electorate,
    ListChange,
    Rule,
    Sheet,
)
from elections.models.entitlement import entitled_members
from members.models import User
from momentum_site.demo.people import ordinary

RON_CONTEST = "South East"  # one that gets enough papers to publish every stage
UNCONTESTED = "Scotland"  # its one seat has one candidate
LIST_CONTEST = "Delegates of local groups"
_LIST_NAME = "Delegates to the national assembly"
LISTED = 40  # members on the list
QUESTION = "Should the NCG publish its accounts every quarter?"
_TO_STRIKE = "six years"  # words of a statement


def add_to(election: Election, officer: User, now: datetime) -> None:
    """Re-open nominations in one region, seats of a list, and a question with thresholds."""
    region = election.contests.get(title=RON_CONTEST)
    region.has_ron = True
    scheduling.save_contest(
        region,
        electorate=Electorate.REGION,
        regions=list(region.sheet.regions.all()),
        minima=dict(region.minima.values_list("attribute", "least")),
        actor=officer,
    )
    _save_new(
        Contest(
            election=election,
            title=LIST_CONTEST,
            rule=Rule.PLURALITY,
            seats=2,
            marks=2,
            supports_per_member=2,
        ),
        Electorate.LIST,
        officer,
    )
    sheet = Sheet.objects.get(election=election, electorate=Electorate.LIST)
    numbers = ordinary(entitled_members(election)).order_by("pk").values_list("number", flat=True)
    roll.change_list(sheet, list(numbers[:LISTED]), ListChange.REPLACE, actor=officer, now=now)
    _save_new(
        Contest(
            election=election,
            title=QUESTION,
            description="The accounts would be on the members' pages within six weeks.",
            rule=Rule.YES_NO,
            turnout_needed=10,
            majority_needed=60,
        ),
        Electorate.ALL,
        officer,
    )


def _save_new(contest: Contest, electorate: Electorate, officer: User) -> None:
    scheduling.save_contest(
        contest, electorate=electorate, regions=[], minima={}, list_name=_LIST_NAME, actor=officer
    )


def leave(election: Election, officer: User, now: datetime) -> None:
    """The second candidate of one region leaves after the papers were fixed."""
    tallying.leave(
        Candidate.objects.get(contest__election=election, contest__title=RON_CONTEST, number=2),
        reason=CandidateLeft.Reason.WITHDREW,
        detail="Wrote to the office: a new job abroad.",
        actor=officer,
        now=now,
    )


def strike(election: Election, officer: User, now: datetime) -> None:
    """Words of a statement are struck out once voters read it."""
    people = Candidate.objects.filter(contest__election=election, left=None)
    publishing.strike(
        people.filter(statement__contains=_TO_STRIKE).order_by("pk")[0],
        passage=_TO_STRIKE,
        reason="It was four years.",
        actor=officer,
        now=now,
    )
