"""Who is entitled: the one definition, used for standing, nominating and the roll."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q

from elections.models.contest import Electorate, Sheet
from elections.models.election import Election
from members.models import Member, Status
from members.models.member import MemberQuerySet

LONDON = ZoneInfo("Europe/London")
ENTITLED_STATUSES = (Status.ACTIVE, Status.GRACE)
MINIMUM_AGE = 14  # years, on the day of the freeze


def entitled_members(election: Election) -> MemberQuerySet:
    """Members in good standing who had joined by the freeze. A date counts for the whole day.

    A list that gives no date of joining or of birth bars nobody by it.
    """
    freeze_on = election.timetable.freeze_at.astimezone(LONDON).date()
    born_by = years_before(freeze_on, MINIMUM_AGE)
    return Member.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=freeze_on),
        Q(date_of_birth__isnull=True) | Q(date_of_birth__lte=born_by),
        status__in=ENTITLED_STATUSES,
    )


def electors(sheet: Sheet) -> MemberQuerySet:
    """The entitled members who belong to the sheet's electorate."""
    members = entitled_members(sheet.election)
    if sheet.electorate == Electorate.REGION:
        return members.filter(region=sheet.region)
    if sheet.electorate == Electorate.OFFICE_HOLDERS:
        return members.exclude(public_office="")
    return members


def is_elector(member: Member, sheet: Sheet) -> bool:
    return electors(sheet).filter(pk=member.pk).exists()


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
