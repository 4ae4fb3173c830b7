"""NCG 2022: eight regions with reserved seats, and public office holders, by the Scottish rules."""

from __future__ import annotations

import pytest

from tests.cases.walking import Walk, people

pytestmark = pytest.mark.django_db(transaction=True)


HOLDERS = "Public office holders"


def test_the_one_seat_of_wales_goes_to_a_woman_whatever_the_votes(walk: Walk) -> None:
    angharad, bryn, carys, dewi, elin = people(
        "Angharad", "Bryn", "Carys", "Dewi", "Elin", region="wales"
    )
    walk.create("ncg-2022", "NCG 2022")
    walk.keep_only("Wales")
    walk.send("edit/", {"supporters_needed": "1"})
    walk.publish()
    contest = walk.contest("Wales")
    assert [(one.attribute, one.least) for one in contest.minima.all()] == [("women", 1)]
    walk.until("supporting_opens_at")
    walk.support(dewi, walk.stand(angharad, contest, "women"))
    walk.support(elin, walk.stand(bryn, contest))
    walk.support(bryn, walk.stand(carys, contest, "women"))
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    walk.until("voting_opens_at")
    ranked = ("Bryn Someone", "Carys Someone")
    for voter in (bryn, dewi, elin):
        assert "Your vote is recorded" in walk.vote(voter, {contest: ranked})
        assert walk.has_voted(voter)
    walk.close_and_count()
    walk.declare()
    assert walk.elected("Wales") == ["Carys Someone"]


def test_office_holders_weigh_two_thirds_of_their_college(walk: Walk) -> None:
    holders = people(
        "Gwen", "Hugh", "Iris", "Jack", "Kim", region="wales", public_office="Councillor"
    )
    others = people("Ann", "Bob", "Cai", "Dil", "Eva", region="midlands", first=201)
    walk.create("ncg-2022", "NCG 2022")
    walk.keep_only(HOLDERS, f"{HOLDERS}: votes of the other members")
    walk.send("edit/", {"supporters_needed": "0"})
    college = walk.contest(HOLDERS)
    walk.send(f"contests/{college.number}/", {"seats": "1", "supports_per_member": "1"})
    walk.publish()
    walk.until("self_nomination_opens_at")
    for holder in holders[:2]:
        walk.stand(holder, college)
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    walk.until("voting_opens_at")
    further = college.sections.get()
    # Gwen has both office holders' papers and none of the others'; Hugh all five of those.
    for holder in holders[2:4]:
        walk.vote(holder, {college: ("Gwen Someone",)})
    for member in others:
        walk.vote(member, {further: ("Hugh Someone",)})
    walk.close_and_count()
    walk.declare()
    assert walk.elected(HOLDERS) == ["Gwen Someone"]
