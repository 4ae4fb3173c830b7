"""The roll is that of its freeze, even where the sweep was away and the list changed since."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from elections import roll, scheduling
from elections.models import Election, RollEntry
from members import telling_apart
from members.importing import runs
from members.models import AuditEntry, ImportRun, Member, Region, User
from tests.members import lists
from tests.roll import cast
from tests.roll.cast import DAY, HOUR, fresh

pytestmark = pytest.mark.django_db
HEADER = "Membership number,First name,Last name,Email,Status,Start date"
LAPSED = "101,Aisha,Bello,aisha@example.org,expired,19/03/2017"
REINSTATED = "102,Bea,Okafor,bea@example.org,active,19/03/2017"
NEW = "103,Callum,Reid,callum@example.org,active,19/03/2017"


@pytest.fixture
def due(rosa: User) -> Election:
    """The freeze was a minute ago, and no sweep has come since; Aisha was entitled, Bea was not."""
    now = timezone.now()
    made = cast.question(
        rosa, opens_at=now + DAY, freeze_at=now - timedelta(minutes=1), labour="not-asked"
    )
    cast.member("101", "Aisha Bello")
    cast.member("102", "Bea Okafor", status="expired")
    return made


def test_an_election_put_off_after_its_freeze_keeps_that_roll(due: Election, rosa: User) -> None:
    scheduling.postpone(due, reason="The hall burnt.", actor=rosa, now=timezone.now())
    Member.objects.filter(number="101").update(status="expired")
    assert is_as_at_the_freeze(due)


def is_as_at_the_freeze(election: Election) -> bool:
    entries = RollEntry.objects.filter(election=election)
    on_it = list(entries.values_list("member__number", "status", "region__code"))
    return bool(fresh(election).roll_frozen_at) and on_it == [("101", "active", "scotland")]


def test_a_list_applied_after_the_freeze_finds_the_roll_frozen(
    due: Election, rosa: User, tmp_path: Path
) -> None:
    path = lists.write(tmp_path, HEADER, LAPSED, REINSTATED, NEW)
    run = runs.receive("list.csv", [path.read_bytes()], actor=rosa)
    runs.confirm_columns(run, run.mapping)
    runs.work()
    assert fresh(due).roll_frozen_at is None, "a list that is only checked changes nothing"
    runs.approve(run, actor=rosa)
    runs.work()
    assert ImportRun.objects.get().state == "applied"
    assert Member.objects.get(number="101").status == "expired"
    assert is_as_at_the_freeze(due)
    assert AuditEntry.objects.get(action="roll-frozen").actor is None
    assert roll.freeze_due(timezone.now()) == 0


def test_the_command_does_the_same(due: Election, tmp_path: Path) -> None:
    path = lists.write(tmp_path, HEADER, LAPSED, REINSTATED, NEW)
    lists.run(path, "--dry-run")
    assert fresh(due).roll_frozen_at is None
    lists.run(path)
    assert Member.objects.get(number="103").status == "active"
    assert is_as_at_the_freeze(due)


def test_placing_a_member_freezes_what_is_due(due: Election, officer: Client) -> None:
    aisha = Member.objects.get(number="101")
    wales = Region.objects.get(code="wales")
    officer.post(f"/office/members/{aisha.pk}/place/", {"region": wales.pk, "reason": "Has moved."})
    aisha.refresh_from_db()
    assert aisha.region == wales
    assert is_as_at_the_freeze(due)


def test_releasing_freezes_what_is_due(due: Election, officer: Client) -> None:
    aisha = Member.objects.get(number="101")
    Member.objects.filter(pk=aisha.pk).update(region_placed_by_hand=True)
    officer.post(f"/office/members/{aisha.pk}/place/", {"region": "", "reason": "By mistake."})
    aisha.refresh_from_db()
    assert aisha.region is None
    assert is_as_at_the_freeze(due)


def test_telling_records_apart_too(due: Election, rosa: User) -> None:
    aisha, bea = Member.objects.get(number="101"), Member.objects.get(number="102")
    telling_apart.decide(
        aisha, bea, keep=bea, reason="She married.", actor=rosa, now=timezone.now()
    )
    assert is_as_at_the_freeze(due)


def test_before_the_freeze_a_list_freezes_nothing(rosa: User, tmp_path: Path) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR, labour="not-asked")
    lists.run(lists.write(tmp_path, HEADER, NEW))
    assert fresh(made).roll_frozen_at is None
    assert not RollEntry.objects.exists()


def test_late_joiners_until_the_freeze_are_those_of_the_list_then(
    rosa: User, tmp_path: Path
) -> None:
    """Papers are fixed already: whoever joined by the freeze comes on, whoever is listed later not."""
    now = timezone.now()
    cast.member("100", "Dewi Price", date_of_birth=date(1970, 1, 1))
    made = cast.question(rosa, opens_at=now - HOUR, freeze_at=now + DAY, labour="not-asked")
    made = cast.fixed(made, rosa)
    cast.joins_today("101", "Aisha Bello")
    cast.member("102", "Bea Okafor", status="expired")
    cast.move(made, freeze_at=timezone.now())
    lists.run(lists.write(tmp_path, HEADER, LAPSED, REINSTATED, NEW))
    entries = RollEntry.objects.filter(election=made).order_by("member__number")
    assert list(entries.values_list("member__number", flat=True)) == ["100", "101"]
    assert len(cast.mail_to(Member.objects.get(number="101"), "ballot")) == 1


BROKEN = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON elections_rollentry FOR EACH ROW EXECUTE FUNCTION broken();
"""


def test_a_list_is_not_applied_where_the_roll_cannot_be_frozen(
    due: Election, rosa: User, tmp_path: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
    path = lists.write(tmp_path, HEADER, LAPSED)
    run = runs.receive("list.csv", [path.read_bytes()], actor=rosa)
    runs.confirm_columns(run, run.mapping)
    runs.work()
    runs.approve(run, actor=rosa)
    runs.work()
    assert ImportRun.objects.get().state == "failed"
    assert Member.objects.get(number="101").status == "active"
