"""What a member is told of the conditions never disagrees with who is an elector."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from elections.models import Election, Electorate, LabourCondition, ListedElector, Sheet
from elections.models.entitlement import conditions_of, electors, is_elector, unmet
from members.models import LabourMember, Member, Region, Status
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office.cast import fresh, move, prepared

LONDON = ZoneInfo("Europe/London")
JOINED = (None, date(2026, 6, 11), date(2026, 6, 12))
BORN = (None, date(2012, 6, 11), date(2012, 6, 12))


@pytest.fixture
def election(db: None) -> Election:
    made = prepared()
    move(made, freeze_at=datetime(2026, 6, 11, 12, tzinfo=LONDON))
    for number, electorate in enumerate(
        (Electorate.ALL, Electorate.NO_OFFICE, Electorate.LIST, Electorate.STAFF), start=50
    ):
        Sheet.objects.create(
            election=made, number=number, title=str(electorate.label), electorate=electorate
        )
    return fresh(made)


def everybody() -> list[Member]:
    """One member for every combination of what the list can say."""
    places = (None, Region.objects.get(code="scotland"), Region.objects.get(code="wales"))
    first = add_member("1", "Aisha Bello", "staff@example.org")
    values = product(Status, JOINED, BORN, LabourMember, places, ("", "MP"), (None, first))
    made = Member.objects.bulk_create(
        Member(
            number=str(1000 + number),
            first_name="Member",
            last_name=str(number),
            email_key="staff@example.org" if number % 2 else "",
            status=status,
            joined_on=joined,
            date_of_birth=born,
            labour_member=labour,
            region=region,
            public_office=office,
            same_person_as=same,
        )
        for number, (status, joined, born, labour, region, office, same) in enumerate(values)
    )
    return [first, *made]


@pytest.mark.parametrize("labour", LabourCondition)
def test_the_explanation_and_the_definition_agree_over_every_value(
    election: Election, labour: LabourCondition
) -> None:
    Election.objects.filter(pk=election.pk).update(labour=labour)
    add_staff("staff@example.org", Role.OFFICER)
    members = everybody()
    sheets = list(Sheet.objects.filter(election=election).select_related("election__timetable"))
    listed = next(sheet for sheet in sheets if sheet.electorate == Electorate.LIST)
    ListedElector.objects.bulk_create(
        ListedElector(sheet=listed, member=member) for member in members[::3]
    )
    for sheet in sheets:
        entitled = set(electors(sheet).values_list("pk", flat=True))
        barred = {
            name: set(
                Member.objects.exclude(
                    pk__in=Member.objects.filter(condition).values("pk")
                ).values_list("pk", flat=True)
            )
            for name, condition in conditions_of(sheet).items()
        }
        explained = {member.pk for member in members} - set().union(*barred.values())
        assert explained == entitled, sheet
        for member in members[:: max(1, len(members) // 40)]:
            reasons = unmet(member, sheet)
            assert set(reasons) == {name for name, pks in barred.items() if member.pk in pks}
            assert (not reasons) == is_elector(member, sheet)


def test_each_condition_is_named(election: Election) -> None:
    scotland = Sheet.objects.select_related("election__timetable").get(
        election=election, title="Scotland"
    )
    first = add_member("1", "Aisha Bello")
    other = add_member(
        "2",
        "Bea Okafor",
        region=None,
        status="expired",
        joined_on=date(2026, 6, 12),
        date_of_birth=date(2020, 1, 1),
        labour_member="no",
        same_person_as=first,
    )
    assert unmet(first, scotland) == []
    assert set(unmet(other, scotland)) == {
        "status",
        "joined",
        "age",
        "one-record",
        "labour",
        "electorate",
    }
