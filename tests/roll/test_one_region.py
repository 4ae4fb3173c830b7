"""Nobody is on the roll with the papers of two regions, whoever corrects it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.utils import timezone

from elections import roll, scheduling
from elections.models import Election, RollEntry, RollSheet
from members.models import Member, User
from tests.office.cast import prepared
from tests.roll import cast
from tests.roll.cast import DAY, fresh, move

pytestmark = pytest.mark.django_db
REASON = "The list had her in the wrong region."


@pytest.fixture
def gwen(db: None) -> Member:
    """Left out: the list had her as expired."""
    return cast.member("301", "Gwen Parry", status="expired")


def test_nobody_has_the_papers_of_two_regions(officer: Client, rosa: User, gwen: Member) -> None:
    """Wherever an officer clicks, and whoever goes round the site."""
    now = timezone.now()
    made = two_regions(rosa)
    wales, scots = made.sheets.get(title="Wales"), made.sheets.get(title="Scotland")
    sent = {"papers": [str(wales.number), str(scots.number)], "reason": REASON}
    answer = officer.post(f"/office/elections/{made.slug}/roll/{gwen.pk}/papers/", sent)
    assert answer.status_code == 422
    assert "Two of these papers are those of different regions." in answer.content.decode()
    assert cast.entry(made, gwen) is None
    roll.put_on(made, gwen, [wales], reason=REASON, actor=rosa, now=now)
    entry = RollEntry.objects.get(election=made, member=gwen)
    assert entry.region == cast.region("wales")
    with pytest.raises(InternalError, match="papers of one region"), transaction.atomic():
        RollSheet.objects.create(entry=entry, sheet=scots)
    roll.put_on(made, gwen, [scots], reason=REASON, actor=rosa, now=now)
    assert cast.papers(made, gwen) == ["Scotland"]


def test_papers_that_one_region_has_in_common_go_together(rosa: User, gwen: Member) -> None:
    made = two_regions(rosa, wales_has=("wales", "scotland"))
    wales, scots = made.sheets.get(title="Wales"), made.sheets.get(title="Scotland")
    roll.put_on(made, gwen, [wales, scots], reason=REASON, actor=rosa, now=timezone.now())
    assert cast.papers(made, gwen) == ["Scotland", "Wales"]
    assert RollEntry.objects.get(member=gwen).region == cast.region("scotland")


def two_regions(rosa: User, *, wales_has: Sequence[str] = ("wales",)) -> Election:
    """Scotland and Wales elect, and the roll is frozen."""
    made = prepared(opens_in=3 * DAY, only=("Scotland", "Wales"))
    made.sheets.get(title="Wales").regions.set(map(cast.region, wales_has))
    scheduling.publish_notice(made, actor=None, now=made.timetable.notice_at)
    move(made, freeze_at=timezone.now())
    roll.freeze_due(timezone.now())
    return fresh(made)
