"""Whoever acts for a slate has no office in its election, given before or after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from elections.models import Election
from elections.refusal import Refused
from members.roles import Role
from slates import acting
from slates.models import Slate
from tests.members.people import add_staff
from tests.office.cast import enter
from tests.slates import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_an_agent_has_no_office_in_that_election(election: Election, role: Role) -> None:
    cast.approved(election)
    agent = enter(add_staff("efua@example.org", role))
    for name in ("elections:office-election", "slates:list-slates"):
        answer = agent.get(reverse(name, args=[election.slug]))
        assert answer.status_code == 403
        assert "You act for the slate “Branch First” in this election" in cast.words(answer)
    assert agent.get("/office/").status_code == 200, "other elections are open to her"


def test_who_was_taken_off_or_whose_slate_was_refused_has_the_office(election: Election) -> None:
    slate = cast.approved(election)
    added = cast.farah()
    acting.add_agent(
        slate, cast.efua(), number=added.number, last_name=added.last_name, now=cast.NOW
    )
    agent = enter(add_staff("efua@example.org", Role.OFFICER))
    office = reverse("elections:office-election", args=[election.slug])
    assert agent.get(office).status_code == 403
    others, own = (slate.agents.get(member=one) for one in (added, cast.efua()))
    with pytest.raises(Refused, match="nor act for a slate"):
        acting.remove_agent(slate, others.pk, cast.efua(), now=cast.NOW)
    agent.post(reverse("slates:remove-agent", args=[election.slug, own.pk]))
    assert not slate.agents.filter(member=cast.efua()).exists()
    assert agent.get(office).status_code == 200
    farah = enter(add_staff("farah@example.org", Role.OFFICER))
    assert farah.get(office).status_code == 403
    Slate.objects.update(state=Slate.State.REFUSED, reason="The name is a company's.")
    assert farah.get(office).status_code == 200
