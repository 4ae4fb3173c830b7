"""NCG 2020: regions of four seats, and four seats that public office holders fill among themselves."""

from __future__ import annotations

from datetime import date

import pytest

from elections.models import RollSheet
from hustings.models import Hustings
from momentum_site.play.browser import Refusal
from tests.cases import campaign
from tests.cases.walking import Walk, as_member, people, why_not

pytestmark = pytest.mark.django_db(transaction=True)
HOLDERS = "Public office holders"
REGION = "Midlands and Wales"
FORWARD, RENEWAL = "Forward Momentum", "Momentum Renewal"
# Nominations, the freeze with their close, and voting, each at midday.
DAYS_OF_2020 = {
    "self_nomination_opens_at": date(2020, 5, 28),
    "self_nomination_closes_at": date(2020, 6, 11),
    "freeze_at": date(2020, 6, 11),
    "voting_opens_at": date(2020, 6, 16),
    "voting_closes_at": date(2020, 6, 30),
}


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


def test_slates_and_questions_lead_to_the_paper(walk: Walk) -> None:
    standing = people("Ann", "Bob", "Cai", "Dil", "Eva", region="midlands")
    ann, bob, cai, dil, _eva = standing
    fay, gil, hal, ida = people("Fay", "Gil", "Hal", "Ida", region="wales", first=201)
    walk.create("ncg-2020", "NCG 2020")
    assert walk.dates(date(2020, 6, 16), DAYS_OF_2020) == DAYS_OF_2020
    assert set(walk.contests().values_list("seats", "marks")) == {(4, 4)}
    assert walk.contests().count() == 6
    walk.keep_only(REGION)
    walk.send("edit/", {"supporters_needed": "0"})
    campaign.switch_questions_on(walk)
    hustings = Hustings.objects.get(election=walk.election)
    assert hustings.topics.count() == 6
    assert (hustings.question_words, hustings.answer_words) == (40, 200)
    walk.publish()
    region = walk.contest(REGION)

    walk.until("self_nomination_opens_at")
    nominations = {member: walk.stand(member, region) for member in standing}
    campaign.register_slate(walk, fay, FORWARD, 1)
    campaign.register_slate(walk, gil, RENEWAL, 4)
    for agent, candidate in ((fay, ann), (fay, bob), (gil, cai), (gil, dil)):
        campaign.invite(walk, agent, nominations[candidate])
    for candidate, reply in ((ann, "accept"), (bob, "accept"), (cai, "accept"), (dil, "decline")):
        campaign.answer_invitation(walk, candidate, reply)

    with pytest.raises(Refusal, match="Use at most 40 words: you have 41"):
        campaign.ask(walk, hal, 1, "why " * 41)
    first, second = campaign.ask(walk, hal, 1, "why " * 40), campaign.ask(walk, ida, 1, "Who pays?")
    rude = campaign.ask(walk, gil, 2, "Who is worst?")
    assert "Who pays?" not in walk.public_page("questions/topics/1/"), "not decided yet"
    campaign.decide(walk, first)
    campaign.decide(walk, second)
    campaign.decide(walk, rude, reason="It is about a person.")
    assert "It is about a person." in walk.mail_to(gil)[-1]
    assert "Who pays?" in walk.public_page("questions/topics/1/")
    again = as_member(ida).open(f"/elections/{walk.slug}/questions/ask/")
    assert "You have asked your one question." in why_not(again, "topic", "text")
    by_candidate = as_member(ann).open(f"/elections/{walk.slug}/questions/ask/")
    assert "Candidates neither ask nor upvote." in why_not(by_candidate, "topic", "text")
    assert "Upvoted." in campaign.upvote(walk, fay, second)
    assert "given your upvote in this topic" in campaign.upvote(walk, fay, first)
    topic = as_member(ann).open(f"/elections/{walk.slug}/questions/topics/1/")
    assert "Who pays?" in why_not(topic, action=f"/questions/{second.pk}/upvote/")

    walk.until("answers_open_at")
    with pytest.raises(Refusal, match="Use at most 200 words: you have 201"):
        campaign.answer(walk, ann, second, "all " * 201)
    campaign.decide(walk, campaign.answer(walk, ann, second, "All of us do."))
    campaign.decide(walk, campaign.answer(walk, bob, second, "Nobody."), reason="Say more.")
    assert "Say more." in walk.mail_to(bob)[-1]
    shown = walk.public_page(f"questions/{second.pk}/")
    assert "All of us do." in shown
    assert "Nobody." not in shown
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    walk.fix_papers()

    walk.until("voting_opens_at")
    labels = dict(region.candidates.values_list("ballot_name", "slate_label"))
    assert labels == {
        "Ann Someone": FORWARD,
        "Bob Someone": FORWARD,
        "Cai Someone": RENEWAL,
        "Dil Someone": "",
        "Eva Someone": "",
    }
    of_renewal = walk.public_page("slates/momentum-renewal/")
    assert "Cai Someone" in of_renewal
    assert "Dil Someone" not in of_renewal, "nobody is on a slate without consent"
    paper = walk.open_ballot(hal)
    beside_names = (f"Slate:</span> {FORWARD}<", f"Slate:</span> {RENEWAL}<", ">No slate<")
    assert [paper.text.count(words) for words in beside_names] == [2, 1, 2]
    four = [f"{name} Someone" for name in ("Ann", "Bob", "Dil", "Eva")]
    assert "Your vote is recorded" in walk.cast(paper, {region: four})
    walk.close_and_count()
    walk.declare()
    assert sorted(walk.elected(REGION)) == four
