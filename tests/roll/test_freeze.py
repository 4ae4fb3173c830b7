"""The freeze is an instant of its own: from it on no change of the list reaches the roll."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from elections import publishing, roll, tasks
from elections.models import Election, Message, RollEntry, RollSheet
from elections.refusal import Refused
from members.models import AuditEntry, Member, User
from momentum_site.celery import SWEEPS
from tests.roll import cast
from tests.roll.cast import DAY, HOUR, fresh, move

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(rosa: User) -> Election:
    """The freeze was a minute ago, voting opens tomorrow, papers are not fixed."""
    now = timezone.now()
    return cast.question(rosa, opens_at=now + DAY, freeze_at=now - timedelta(minutes=1))


def test_the_sweep_writes_the_roll_at_the_freeze(waiting: Election) -> None:
    aisha = cast.member("101", "Aisha Bello")
    tasks.freeze_due()
    assert fresh(waiting).roll_frozen_at is not None
    assert cast.papers(waiting, aisha) == ["All members"]
    line = AuditEntry.objects.get(action="roll-frozen")
    assert (line.actor, line.detail) == (None, {"entries": 1})
    assert "elections.tasks.freeze_due" in SWEEPS


def test_the_sweep_does_nothing_before_the_freeze(rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)
    cast.member("101", "Aisha Bello")
    assert roll.freeze_due(now) == 0
    assert fresh(made).roll_frozen_at is None
    assert not RollEntry.objects.exists()


def test_a_later_import_changes_nothing_on_the_roll_that_the_papers_use(
    waiting: Election, rosa: User
) -> None:
    aisha = cast.member("101", "Aisha Bello")
    bea = cast.member("102", "Bea Okafor", status="expired")
    tasks.freeze_due()
    Member.objects.filter(pk=aisha.pk).update(
        status="cancelled", region=None, email="new@example.org", email_key="new@example.org"
    )
    Member.objects.filter(pk=bea.pk).update(status="active")
    cast.member("103", "Callum Reid")
    tasks.freeze_due()
    cast.fixed(waiting, rosa)
    entry = RollEntry.objects.get(election=waiting)
    assert (entry.member, entry.status, entry.email) == (aisha, "active", "aisha@example.org")
    assert entry.region == cast.region("scotland")
    assert [one.to for one in Message.objects.filter(kind="ballot")] == ["aisha@example.org"]
    assert AuditEntry.objects.filter(action="roll-frozen").count() == 1


def test_fixing_freezes_the_roll_itself_where_the_sweep_was_late(
    waiting: Election, rosa: User
) -> None:
    cast.member("101", "Aisha Bello")
    made = cast.fixed(waiting, rosa)
    assert made.roll_frozen_at is not None
    assert RollEntry.objects.filter(election=made).count() == 1
    assert AuditEntry.objects.get(action="roll-frozen").actor == rosa
    assert AuditEntry.objects.get(action="papers-fixed").detail == {"voters": 1}


def test_a_freeze_before_the_opening_stands_in_the_way_of_the_papers(rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)
    assert any("join in time" in one for one in publishing.obstacles_to_fixing(made, now))
    with pytest.raises(Refused, match="join in time"):
        publishing.fix_papers(made, actor=rosa, now=now)


@pytest.mark.parametrize("later", [timedelta(), HOUR])
def test_a_freeze_at_or_after_the_opening_does_not(rosa: User, later: timedelta) -> None:
    opens = timezone.now() + HOUR
    made = cast.question(rosa, opens_at=opens, freeze_at=opens + later)
    assert not any("join" in one for one in publishing.obstacles_to_fixing(made, timezone.now()))


def test_an_election_that_was_withdrawn_or_postponed_is_not_frozen(waiting: Election) -> None:
    now = timezone.now()
    Election.objects.filter(pk=waiting.pk).update(postponed_at=now)
    assert roll.freeze_due(now) == 0
    Election.objects.filter(pk=waiting.pk).update(
        postponed_at=None, withdrawn_at=now, withdrawn_reason="No quorum."
    )
    assert roll.freeze_due(now) == 0


BROKEN = """
CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
CREATE TRIGGER broken BEFORE INSERT ON elections_rollentry FOR EACH ROW
    WHEN (NEW.election_id = '%s') EXECUTE FUNCTION broken();
"""


def test_one_roll_that_fails_holds_up_no_other(waiting: Election, rosa: User) -> None:
    now = timezone.now()
    other = cast.question(rosa, opens_at=now + DAY, freeze_at=now - HOUR)
    cast.member("101", "Aisha Bello")
    with connection.cursor() as cursor:
        cursor.execute(BROKEN % waiting.pk)
    assert roll.freeze_due(now) == 1
    assert fresh(waiting).roll_frozen_at is None
    assert fresh(other).roll_frozen_at is not None


def test_sheets_that_nobody_votes_on_leave_the_roll(rosa: User) -> None:
    now = timezone.now()
    made = cast.of_scotland(rosa, freeze_at=now - HOUR, opens_at=now + DAY)
    holder = cast.member("201", "Owain Rees", public_office="MP", region=cast.region("wales"))
    both = cast.member("202", "Efua Mensah", public_office="Councillor")
    tasks.freeze_due()
    assert cast.papers(made, holder) == ["Members who hold public office"]
    assert cast.papers(made, both) == ["Scotland", "Members who hold public office"]
    scotland = made.sheets.get(title="Scotland")
    assert roll.keep_only(made, [scotland]) == 5
    assert cast.entry(made, holder) is None
    assert cast.papers(made, both) == ["Scotland"]
    assert RollSheet.objects.exclude(sheet=scotland).count() == 0


def test_the_pages_of_the_office_say_when(officer: Client, rosa: User) -> None:
    now = timezone.now()
    made = cast.question(rosa, opens_at=now + DAY, freeze_at=now + HOUR)
    cast.member("101", "Aisha Bello")
    page = f"/office/elections/{made.slug}/"
    assert "The roll is frozen on" in cast.text_of(officer, f"{page}roll/")
    move(made, freeze_at=now + 2 * DAY)
    words = cast.text_of(officer, f"{page}roll/")
    assert "The roll is written when the papers are fixed. Members who join or pay by" in words
    assert "come onto it by themselves" in cast.text_of(officer, f"{page}papers/")
    move(made, freeze_at=now - HOUR)
    tasks.freeze_due()
    assert "with 1 voter. It stays as it is." in cast.text_of(officer, f"{page}papers/")
    assert "Frozen on" in cast.text_of(officer, f"{page}roll/")
