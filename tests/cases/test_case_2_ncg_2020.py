"""NCG 2020: regions of four seats, and four seats that public office holders fill among themselves."""

from __future__ import annotations

import pytest

from elections.models import RollSheet
from tests.cases.walking import Walk, people

pytestmark = pytest.mark.django_db(transaction=True)
HOLDERS = "Public office holders"
REGION = "Midlands and Wales"


def test_an_office_holder_returns_two_papers_in_one_press(walk: Walk) -> None:
    members = people("Ann", "Bob", "Cai", "Dil", "Eva", "Fin", region="midlands")
    holders = people(
        *("Gwen", "Hugh", "Iris", "Jack", "Kim", "Lou"),
        region="wales",
        first=201,
        public_office="Councillor",
    )
    walk.create("ncg-2020", "NCG 2020")
    walk.keep_only(REGION, HOLDERS)
    walk.send("edit/", {"supporters_needed": "0"})
    walk.publish()
    region, office = walk.contest(REGION), walk.contest(HOLDERS)
    walk.until("self_nomination_opens_at")
    for member in members[:5]:
        walk.stand(member, region)
    for holder in holders[:5]:
        walk.stand(holder, office)
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    assert RollSheet.objects.filter(sheet__title="Members who hold public office").count() == 6
    walk.until("voting_opens_at")
    four = [f"{name} Someone" for name in ("Ann", "Bob", "Cai", "Dil")]
    own = [f"{name} Someone" for name in ("Gwen", "Hugh", "Iris", "Jack")]
    page = walk.vote(holders[5], {region: four, office: own})
    assert "Your vote is recorded" in page
    assert walk.has_voted(holders[5])
    assert walk.has_voted(members[5]) is False
    walk.vote(members[5], {region: four})
    walk.close_and_count()
    walk.declare()
    assert sorted(walk.elected(REGION)) == four
    assert sorted(walk.elected(HOLDERS)) == own
