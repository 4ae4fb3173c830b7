"""NCG 2018: three divisions of four seats, up to four votes, most votes win."""

from __future__ import annotations

import pytest

from tests.cases.walking import Walk, people

pytestmark = pytest.mark.django_db(transaction=True)
DIVISION = "North and Scotland"


def test_a_division_of_several_regions_marks_up_to_four(walk: Walk) -> None:
    scots = people("Ailsa", "Blair", "Calum", region="scotland")
    north = people("Dora", "Eric", "Fay", region="north-west-north-east", first=201)
    walk.create("ncg-2018", "NCG 2018")
    walk.keep_only(DIVISION)
    walk.send("edit/", {"supporters_needed": "1"})
    walk.publish()
    contest = walk.contest(DIVISION)
    assert (contest.rule, contest.seats, contest.marks) == ("plurality", 4, 4)
    walk.until("supporting_opens_at")
    for candidate, supporter in zip(
        [*scots, *north[:2]], [*scots[1:], north[2], north[2], north[2]], strict=False
    ):
        walk.support(supporter, walk.stand(candidate, contest))
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    walk.until("voting_opens_at")
    names = [f"{name} Someone" for name in ("Ailsa", "Blair", "Calum", "Dora", "Eric")]
    for voter, marked in ((scots[0], names[:4]), (north[0], names[:4]), (north[2], names[1:])):
        assert "Your vote is recorded" in walk.vote(voter, {contest: marked})
    walk.close_and_count()
    walk.declare()
    assert sorted(walk.elected(DIVISION)) == sorted(names[:4])
