"""NCG 2022: eight regions with reserved seats, and public office holders, by the Scottish rules."""

from __future__ import annotations

import pytest

from elections import results
from members.models import Member, Region
from tests.cases.walking import Walk
from tests.members.people import add_member

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wales() -> list[Member]:
    region = Region.objects.get(code="wales")
    return [
        add_member(str(number), f"{name} Price", f"{name.lower()}@example.org", region=region)
        for number, name in enumerate(("Angharad", "Bryn", "Carys", "Dewi", "Elin"), start=101)
    ]


def test_the_one_seat_of_wales_goes_to_a_woman_whatever_the_votes(
    walk: Walk, wales: list[Member]
) -> None:
    walk.create("ncg-2022", "NCG 2022")
    for contest in walk.contests().exclude(title="Wales"):
        walk.send(f"contests/{contest.number}/remove/")
    walk.send("edit/", {"supporters_needed": "1"})
    walk.publish()
    contest = walk.contest("Wales")
    assert [(one.attribute, one.least) for one in contest.minima.all()] == [("women", 1)]
    walk.until("supporting_opens_at")
    angharad, bryn, carys, dewi, elin = wales
    walk.support(dewi, walk.stand(angharad, contest, "women"))
    walk.support(elin, walk.stand(bryn, contest))
    walk.support(bryn, walk.stand(carys, contest, "women"))
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    walk.until("voting_opens_at")
    for voter in (bryn, dewi, elin):
        assert "Your vote is recorded" in walk.vote(voter, {contest: ("Bryn Price", "Carys Price")})
        assert walk.has_voted(voter)
    walk.close_and_count()
    walk.declare()
    [result] = results.contest_results(walk.election)
    assert result.elected == ["Carys Price"]
