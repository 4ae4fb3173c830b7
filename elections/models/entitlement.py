"""Who is entitled: the one definition, used for standing, nominating and the roll."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q

from elections.models.contest import Electorate, Sheet
from elections.models.election import Election, LabourCondition
from members.models import LabourMember, Member, StaffRole
from members.models.member import MemberQuerySet

LONDON = ZoneInfo("Europe/London")


def entitled_members(election: Election) -> MemberQuerySet:
    """Members who meet the election's conditions and had joined by its freeze.

    A date counts for the whole day. A list that gives no date of joining or of birth bars nobody by
    it, nor does one that does not say who is a member of the Labour Party: they declare it.
    """
    freeze_on = election.timetable.freeze_at.astimezone(LONDON).date()
    born_by = years_before(freeze_on, election.minimum_age)
    members = Member.objects.filter(
        Q(joined_on__isnull=True) | Q(joined_on__lte=freeze_on),
        Q(date_of_birth__isnull=True) | Q(date_of_birth__lte=born_by),
        status__in=election.entitled_statuses,
        same_person_as__isnull=True,
    )
    if election.labour == LabourCondition.REQUIRED:
        members = members.exclude(labour_member=LabourMember.NO)
    return members


def electors(sheet: Sheet) -> MemberQuerySet:
    """The entitled members who belong to the sheet's electorate.

    Staff rehearse an election whatever their membership is.
    """
    if sheet.electorate == Electorate.STAFF:
        return staff_members()
    members = entitled_members(sheet.election)
    if sheet.electorate == Electorate.REGION:
        return members.filter(region__in=sheet.regions.all())
    if sheet.electorate == Electorate.OFFICE_HOLDERS:
        return members.exclude(public_office="")
    if sheet.electorate == Electorate.NO_OFFICE:
        return members.filter(public_office="")
    if sheet.electorate == Electorate.LIST:
        return members.filter(pk__in=sheet.listed.values("member"))
    return members


def staff_members() -> MemberQuerySet:
    """Members whose mailbox holds an office."""
    return Member.objects.filter(
        email_key__in=StaffRole.objects.values("user__email"), same_person_as__isnull=True
    )


def is_elector(member: Member, sheet: Sheet) -> bool:
    return electors(sheet).filter(pk=member.pk).exists()


def is_elector_somewhere(member: Member, election: Election) -> bool:
    """Whether the member may vote in any contest or question of the election."""
    sheets = election.sheets.select_related("election__timetable")
    return any(is_elector(member, sheet) for sheet in sheets)


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
