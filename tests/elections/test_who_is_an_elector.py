"""The one definition of who may stand, nominate and vote."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from elections import roll
from elections.models import Election, RollEntry, RollSheet
from elections.models.entitlement import electors, is_elector, years_before
from members.models import Member, Region
from tests.members.people import add_member
from tests.office.cast import fresh, move, prepared

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def election(db: None) -> Election:
    made = prepared()
    move(made, freeze_at=datetime(2026, 6, 11, 12, tzinfo=LONDON))
    return fresh(made)


def aisha(**more: object) -> Member:
    member = add_member(
        "100", "Aisha Bello", "aisha@example.org", region=Region.objects.get(code="scotland")
    )
    Member.objects.filter(pk=member.pk).update(**more)
    member.refresh_from_db()
    return member


@pytest.mark.parametrize(
    ("more", "entitled"),
    [
        ({}, True),
        ({"status": "grace"}, True),
        ({"status": "expired"}, False),
        ({"status": "cancelled"}, False),
        ({"status": "suspended"}, False),
        ({"joined_on": date(2026, 6, 11)}, True),  # the day counts whole
        ({"joined_on": date(2026, 6, 12)}, False),
        ({"joined_on": None}, True),
        ({"date_of_birth": date(2012, 6, 11)}, True),  # fourteen that day
        ({"date_of_birth": date(2012, 6, 12)}, False),
        ({"labour_member": ""}, True),  # who declares it before the paper opens
        ({"labour_member": "no"}, False),
    ],
)
def test_every_value_of_a_membership_has_a_stated_effect(
    election: Election, more: dict[str, object], entitled: bool
) -> None:
    scotland = election.sheets.get(title="Scotland")
    assert is_elector(aisha(**more), scotland) is entitled


def test_a_sheet_belongs_to_its_electorate_alone(election: Election) -> None:
    member = aisha()
    holders = election.sheets.get(electorate="office-holders")
    wales = election.sheets.get(title="Wales")
    assert not is_elector(member, wales)
    assert not is_elector(member, holders)
    Member.objects.filter(pk=member.pk).update(public_office="Councillor")
    assert is_elector(member, holders)


def test_a_leap_day_is_taken_back_to_the_last_of_february() -> None:
    assert years_before(date(2028, 2, 29), 14) == date(2014, 2, 28)
    assert years_before(date(2028, 2, 29), 16) == date(2012, 2, 29)


def test_the_roll_copies_what_later_changes_do_not_touch(election: Election) -> None:
    member = aisha(public_office="MP")
    assert len(roll.write_roll(election, now=timezone.now())) == 1
    Member.objects.filter(pk=member.pk).update(status="expired", email_key="new@example.org")
    entry = RollEntry.objects.get(election=election)
    assert (entry.status, entry.email) == ("active", "aisha@example.org")
    assert len(bytes(entry.nonce)) == 32
    assert RollSheet.objects.filter(entry=entry, status="open").count() == 2
    assert not roll.write_roll(election, now=timezone.now()), "again changes nothing"


def test_nobody_without_a_sheet_is_on_the_roll(election: Election) -> None:
    member = aisha()
    Member.objects.filter(pk=member.pk).update(region=None)
    assert not roll.write_roll(election, now=timezone.now())
    assert electors(election.sheets.get(title="Scotland")).count() == 0
