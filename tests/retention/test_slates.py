"""Who acted for a slate goes with the papers, its programme with the statements; the slate stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import erasing
from elections.models import Election
from members.models import Member
from slates.models import Agent, Invitation, Slate
from tests.office import cast
from tests.office.cast import fresh, members, nominated
from tests.retention.cast import YEAR, acted, planned, told

pytestmark = pytest.mark.django_db


def _slate(election: Election, agent: Member, name: str, state: Slate.State) -> Slate:
    now = timezone.now()
    slate = Slate.objects.create(
        election=election,
        slug=name.lower(),
        name=name,
        programme="Every branch decides.",
        website="https://branch.example.org/",
        colour=3 if state == Slate.State.APPROVED else 4,
        registered_by=agent,
        registered_at=now,
        state=state,
    )
    Agent.objects.create(slate=slate, member=agent, added_at=now)
    return slate


@pytest.fixture
def slate() -> Slate:
    """Bea's slate is approved: Aisha stands with it, Callum declined. Dewi's was never decided."""
    election = cast.checking()
    aisha, bea, callum, dewi = members()[:4]
    now = timezone.now()
    slate = _slate(election, bea, "Branch", Slate.State.APPROVED)
    _slate(election, dewi, "Late", Slate.State.PENDING)
    for member, state in (
        (aisha, Invitation.State.ACCEPTED),
        (callum, Invitation.State.DECLINED),
    ):
        Invitation.objects.create(
            slate=slate,
            nomination=nominated(election, member),
            invited_by=bea,
            invited_at=now,
            state=state,
            answered_at=now,
        )
    return slate


def polled(now: datetime) -> dict[str, datetime]:
    return dict.fromkeys(("papers_fixed_at", "box_closed_at", "counted_at"), now)


def test_agents_and_what_came_of_nothing_go_with_the_papers(slate: Slate) -> None:
    now = timezone.now()
    acted(slate.election, declared_at=now - YEAR, **polled(now))
    planned(slate.election, term_ends_at=now + timedelta(days=30))
    erasing.erase_due(now)
    assert not Agent.objects.exists()
    assert [one.nomination.ballot_name for one in Invitation.objects.all()] == ["Aisha Bello"]
    assert Invitation.objects.get().invited_by is None
    [left] = Slate.objects.all()
    assert (left.name, left.registered_by) == ("Branch", None)
    assert left.programme == "Every branch decides."
    page = Client().get(slate.get_absolute_url()).content.decode()
    assert "Every branch decides." in page


def test_a_programme_goes_at_the_end_of_the_term_and_the_slate_stays(slate: Slate) -> None:
    now = timezone.now()
    acted(slate.election, declared_at=now, **polled(now))
    planned(slate.election, term_ends_at=now - timedelta(seconds=1))
    erasing.erase_due(now)
    left = Slate.objects.get(name="Branch")
    assert (left.programme, left.website, left.is_changed_since) == ("", "", False)
    assert fresh(slate.election).statements_erased_at == now
    assert Agent.objects.count() == 2, "their time has not come"
    page = " ".join(Client().get(slate.get_absolute_url()).content.decode().split())
    assert "Branch" in page
    assert "Programme and website: erased on" in page
    assert "No programme was given" not in page


def test_nothing_of_it_goes_before_its_time(slate: Slate) -> None:
    now = timezone.now()
    election = acted(slate.election, declared_at=now, **polled(now))
    for change in (
        lambda: Slate.objects.filter(pk=slate.pk).update(programme="", website="", reason=""),
        lambda: Slate.objects.filter(pk=slate.pk).update(registered_by=None),
        lambda: Slate.objects.filter(state="pending").delete(),
        lambda: Invitation.objects.filter(state="declined").delete(),
        lambda: Invitation.objects.update(invited_by=None),
        lambda: Agent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    acted(election, declared_at=now - YEAR)
    for change in (
        lambda: Slate.objects.filter(state="approved").delete(),
        lambda: Invitation.objects.filter(state="accepted").delete(),
        lambda: Slate.objects.filter(pk=slate.pk).update(name="Another"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_acted_or_declined_takes_it_home_until_it_is_erased(slate: Slate) -> None:
    aisha, bea, callum, dewi = Member.objects.order_by("number")[:4]
    agents = {"Slates you registered", "Slates you act for"}
    assert told(bea) >= agents
    assert told(dewi) >= agents
    for invited in (aisha, callum):
        assert "Invitations to slates" in told(invited)
    now = timezone.now()
    acted(slate.election, declared_at=now - YEAR, **polled(now))
    planned(slate.election, term_ends_at=now + timedelta(days=30))
    erasing.erase_due(now)
    assert not (told(bea) | told(dewi)) & agents
    assert "Invitations to slates" not in told(callum)
    assert "Invitations to slates" in told(aisha), "with whom a candidate stood was published"
