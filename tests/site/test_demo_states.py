"""The demo shows every state that an election can come into besides the phases of a usual one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from elections.models import Appeal, Election, FixingProposal, ResultDeclaration, Seat
from elections.phases import Phase
from members.roles import Role
from momentum_site.demo import loading, states
from momentum_site.demo.people import appoint_staff
from momentum_site.demo.roster import import_people


@pytest.mark.django_db(transaction=True)
def test_every_further_state_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MEMBERS", 400)
    officer = appoint_staff()[Role.OFFICER]
    import_people(loading._members())
    now = timezone.now()
    loading._set_up("In preparation", now + timedelta(days=25), officer)
    states.load(officer, now)
    elections = Election.objects.select_related("timetable")
    shown = {one.title: one.phase(timezone.now()) for one in elections}
    assert {*shown.values()} == {
        Phase.PREPARING,
        Phase.NOTICE,
        Phase.NOMINATING,
        Phase.CHECKING,
        Phase.VOTING,
        Phase.DECLARED,
        Phase.POSTPONED,
        Phase.WITHDRAWN,
        Phase.ABANDONED,
    }
    assert elections.filter(rehearsal_of__isnull=False).count() == 1
    assert elections.taking_late_joiners(at=now).count() == 1
    assert FixingProposal.objects.count() == 1
    assert Appeal.objects.filter(outcome="").count() == 1
    assert ResultDeclaration.objects.filter(kind="unseated").count() == 1
    assert Seat.objects.filter(ended_on__isnull=False).exists()
