"""Who is entitled: the one definition, used for standing, nominating and the roll."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, Q, Value, When

from elections.london import LONDON
from elections.models.contest import Electorate, ListedElector, Sheet
from elections.models.election import Election, LabourCondition
from members.models import LabourMember, Member, StaffRole
from members.models.member import MemberQuerySet

_MOST_COLUMNS = 1000  # asked for in one statement: the database bears some 1600

STATUS, JOINED, AGE, LABOUR, ONE_RECORD = "status", "joined", "age", "labour", "one-record"
ELECTORATE = "electorate"


def conditions(election: Election) -> dict[str, Q]:
    """What an entitled member meets, by name, as of the election's freeze.

    A date counts for the whole day. A list that gives no date of joining or of birth bars nobody by
    it, nor does one that does not say who is a member of the Labour Party: they declare it before
    their paper opens, and declare nothing to stand or to nominate.
    """
    freeze_on = freeze_day(election)
    born_by = years_before(freeze_on, election.minimum_age)
    found = {
        STATUS: Q(status__in=election.entitled_statuses),
        JOINED: Q(joined_on__isnull=True) | Q(joined_on__lte=freeze_on),
        AGE: Q(date_of_birth__isnull=True) | Q(date_of_birth__lte=born_by),
        ONE_RECORD: Q(same_person_as__isnull=True),
    }
    if election.labour == LabourCondition.REQUIRED:
        found[LABOUR] = ~Q(labour_member=LabourMember.NO)
    return found


def conditions_of(sheet: Sheet) -> dict[str, Q]:
    """What an elector of the sheet meets, by name: the election's conditions and its electorate's.

    Staff rehearse an election whatever their membership is.
    """
    electorate = {ELECTORATE: _belongs(sheet)}
    if sheet.electorate == Electorate.STAFF:
        return {ONE_RECORD: Q(same_person_as__isnull=True), **electorate}
    return {**conditions(sheet.election), **electorate}


def _belongs(sheet: Sheet) -> Q:
    if sheet.electorate == Electorate.STAFF:
        return _holds_office()
    if sheet.electorate == Electorate.REGION:
        keys = sheet.region_keys
        return Q(region__in=sheet.regions.all() if keys is None else keys)
    if sheet.electorate == Electorate.OFFICE_HOLDERS:
        return ~Q(public_office="")
    if sheet.electorate == Electorate.NO_OFFICE:
        return Q(public_office="")
    if sheet.electorate == Electorate.LIST:
        return Q(pk__in=ListedElector.objects.filter(sheet=sheet).values("member"))
    return Q()


def _holds_office() -> Q:
    return Q(email_key__in=StaffRole.objects.values("user__email"))


def entitled_members(election: Election) -> MemberQuerySet:
    """Members who meet the election's conditions and had joined by its freeze."""
    return Member.objects.filter(*conditions(election).values())


def electors(sheet: Sheet) -> MemberQuerySet:
    """The entitled members who belong to the sheet's electorate."""
    return Member.objects.filter(*conditions_of(sheet).values())


def electors_of_any(sheets: Iterable[Sheet]) -> MemberQuerySet:
    """The members who are electors of at least one of the sheets."""
    found = Member.objects.none()
    for sheet in sheets:
        found = found | electors(sheet)
    return found


def numbers_of_electors(sheets: Iterable[Sheet], *, besides: Iterable[int] = ()) -> dict[int, int]:
    """How many electors each of the sheets has, by its key, but for the members `besides`; one
    statement for all of them."""
    asked = {
        f"of_{sheet.pk}": Count("pk", filter=Q(*conditions_of(sheet).values())) for sheet in sheets
    }
    if not asked:
        return {}
    found = Member.objects.exclude(pk__in=besides).aggregate(**asked)
    return {int(name.removeprefix("of_")): number for name, number in found.items()}


def staff_members() -> MemberQuerySet:
    """Members whose mailbox holds an office."""
    return Member.objects.filter(_holds_office(), same_person_as__isnull=True)


def is_elector(member: Member, sheet: Sheet) -> bool:
    return electors(sheet).filter(pk=member.pk).exists()


def is_elector_somewhere(member: Member, election: Election) -> bool:
    """Whether the member may vote in any contest or question of the election."""
    sheets = list(election.sheets.with_regions())
    for sheet in sheets:
        sheet.election = election
    return bool(sheets_of(member, sheets))


def sheets_of(member: Member, sheets: Iterable[Sheet]) -> set[int]:
    """The keys of those sheets of which the member is an elector; one statement for all of them."""
    return {sheet for sheet, names in unmet_of(member, sheets).items() if not names}


def sheets_and_office_of(member: Member, sheets: Iterable[Sheet]) -> tuple[set[int], bool]:
    """As `sheets_of`, and whether the member's mailbox holds an office, by the same statement."""
    office = _holds_office()
    found, met = _unmet(member, sheets, besides=[office])
    return {sheet for sheet, names in found.items() if not names}, office in met


def unmet(member: Member, sheet: Sheet) -> list[str]:
    """The names of the conditions that keep a member from being an elector; none for an elector."""
    return unmet_of(member, [sheet])[sheet.pk]


def unmet_of(member: Member, sheets: Iterable[Sheet]) -> dict[int, list[str]]:
    """The same of several sheets, by their keys; one statement for all of them."""
    return _unmet(member, sheets)[0]


def _unmet(
    member: Member, sheets: Iterable[Sheet], besides: Iterable[Q] = ()
) -> tuple[dict[int, list[str]], set[Q]]:
    """As `unmet_of`; and all the conditions that the member meets, with those asked `besides`."""
    asked = {sheet.pk: conditions_of(sheet) for sheet in sheets}
    of_sheets = (condition for named in asked.values() for condition in named.values())
    met = _met(member, [*of_sheets, *besides])
    return {
        sheet: [name for name, condition in named.items() if condition not in met]
        for sheet, named in asked.items()
    }, met


def _met(member: Member, asked: Iterable[Q]) -> set[Q]:
    """Which conditions the member meets; one that many sheets have is asked once.

    The database is asked the very conditions that `electors` filters by.
    """
    met = {Q()}
    distinct = [one for one in dict.fromkeys(asked) if one not in met]
    for start in range(0, len(distinct), _MOST_COLUMNS):
        part = distinct[start : start + _MOST_COLUMNS]
        answers = {
            f"meets_{place}": Case(When(condition, then=Value(1)), default=Value(0))
            for place, condition in enumerate(part)
        }
        found = Member.objects.filter(pk=member.pk).annotate(**answers).values_list(*answers).get()
        met.update(condition for condition, is_met in zip(part, found, strict=True) if is_met)
    return met


def freeze_day(election: Election) -> date:
    """The day, in London, by which members must have joined."""
    return election.timetable.freeze_at.astimezone(LONDON).date()


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes the 28th where the year has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
