"""NCG 2024: standing opened again for one seat, members of Labour alone, referendums beside it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from elections.models import ReopenedContest, RollEntry, Sheet, Turnout
from members.models import Member
from momentum_site.play.browser import Refusal
from tests.cases.walking import Walk, as_member, people, why_not
from tests.office.cast import entered

pytestmark = pytest.mark.django_db(transaction=True)

REGION, OTHER = "South East", "Scotland"
LINE = (
    "South East, seats to fill: 1, only for: Women and marginalised genders and/or "
    "Black, Asian and minority ethnic."
)
# Seats, least women, least BAME, by region: where seats are odd, the larger half of 2022's women
# is the smaller one, and Scotland's is the woman's seat.
REGIONS = {
    "London & Eastern": (6, 3, 2),
    "North West & North East": (5, 3, 2),
    "Midlands": (4, 2, 1),
    "South East": (3, 2, 1),
    "South West": (3, 1, 0),
    "Yorkshire, Northern Ireland & International": (3, 1, 0),
    "Scotland": (1, 1, 0),
    "Wales": (1, 0, 0),
}
# Across all 26 seats.
NATIONAL = {"women": 13, "bame": 6, "disabled": 3, "lgbt": 3, "under-30": 3}


def as_planned(walk: Walk) -> dict[str, tuple[int, int, int]]:
    found = {}
    for contest in walk.contests().filter(title__in=REGIONS):
        least = dict(contest.minima.values_list("attribute", "least"))
        found[contest.title] = (contest.seats, least.get("women", 0), least.get("bame", 0))
    return found


def at_noon(days: int) -> datetime:
    """Noon in London so many days from now."""
    london = ZoneInfo("Europe/London")
    day = timezone.now().astimezone(london).date() + timedelta(days=days)
    return datetime.combine(day, time(12), tzinfo=london)


def add_question(walk: Walk, title: str) -> None:
    given: dict[str, str | list[str]] = {"title": title, "electorate": "all", "rule": "yes-no"}
    walk.send("contests/new/", given)


def in_labour(walk: Walk, voter: Member, answer: str) -> str:
    """From the mail's link to what is asked before the paper; returns the page that follows."""
    page = walk.open_ballot(voter)
    page.submit(page.form("is_labour_member"), {"is_labour_member": answer})
    return page.text


def test_one_seat_is_reopened_to_those_who_can_fill_it_and_questions_are_on_the_same_ballot(
    walk: Walk,
) -> None:
    wen, max_, moe, bea, bert, dot, noah = people(
        *("Wen", "Max", "Moe", "Bea", "Bert", "Dot", "Noah"), region="south-east"
    )
    (gus,) = people("Gus", region="south-east", first=201, labour_member="")
    (hal,) = people("Hal", region="south-east", first=202, labour_member="no")
    isla, jock = people("Isla", "Jock", region="scotland", first=301)
    walk.create("ncg-2024", "NCG 2024")
    assert as_planned(walk) == REGIONS
    assert sum(seats for seats, _women, _bame in REGIONS.values()) == 26
    assert dict(walk.election.national_minima.values_list("attribute", "least")) == NATIONAL
    assert walk.election.labour == "required"
    walk.keep_only(REGION, OTHER)
    add_question(walk, "Shall members elect the officers?")
    add_question(walk, "Shall meetings be closed?")
    walk.send("edit/", {"supporters_needed": "1"})
    walk.publish()
    region, other = walk.contest(REGION), walk.contest(OTHER)

    walk.until("self_nomination_opens_at")
    for member, attributes in ((wen, ["women"]), (max_, []), (moe, [])):
        walk.support(dot, walk.stand(member, region, *attributes))
    walk.support(jock, walk.stand(isla, other, "women"))
    walk.until("supporting_closes_at")
    walk.accept_everybody()
    page = walk.office.open(f"/office/elections/{walk.slug}/nominations/reopen/")
    assert LINE in " ".join(page.text.split())
    assert f'value="{other.number}"' not in page.text, "Scotland has no vacancy"
    walk.send(
        "nominations/reopen/",
        {
            "contests": [str(region.number)],
            "reason": "A seat would stay vacant.",
            **entered(timezone.now() + timedelta(hours=1), "opens_at"),
            **entered(at_noon(2), "closes_at"),
        },
    )
    assert walk.election.timetable.reopening_closes_at == at_noon(2)
    assert LINE in walk.public_page()
    assert LINE in walk.mail_to(noah)[-1]
    assert walk.mail_to(jock) == []

    walk.until("reopening_opens_at")
    assert ReopenedContest.objects.get().attributes == ["women", "bame"]
    with pytest.raises(Refusal, match="could not fill one"):
        walk.stand(noah, region)
    stand = as_member(jock).open(f"/elections/{walk.slug}/stand/{other.number}/")
    assert "Nominations for this contest closed on" in why_not(stand, "ballot_name")
    for member, attributes in ((bea, ["women", "bame"]), (bert, ["bame"]), (dot, ["women"])):
        walk.support(noah, walk.stand(member, region, *attributes))
    walk.until("reopening_closes_at")
    walk.accept_everybody()
    walk.fix_papers()
    assert not RollEntry.objects.filter(member=hal).exists(), "not a member of Labour"
    on_paper = Sheet.objects.filter(election=walk.election).on_paper()
    assert sorted(on_paper.values_list("title", flat=True)) == ["All members", "South East"]

    walk.until("voting_opens_at")
    ranked = [f"{name} Someone" for name in ("Max", "Moe", "Wen", "Dot", "Bea", "Bert")]
    officers, closed = walk.contests().filter(rule="yes-no")
    marked = {region: ranked, officers: ("Yes",), closed: ("No",)}
    assert "You cannot vote in this election" in in_labour(walk, gus, "no")
    assert "Check your vote" in in_labour(walk, gus, "yes")
    for voter in (gus, noah, wen, max_):
        receipt = walk.cast(walk.open_ballot(voter), marked)
        assert "Your vote is recorded" in receipt
        assert "Your trackers" in receipt
        assert walk.has_voted(voter)
    receipt = walk.cast(walk.open_ballot(jock), {officers: ("No",), closed: ("No",)})
    assert "Your vote is recorded" in receipt
    assert "Your trackers" not in receipt, "Scotland is not on the paper"
    page_of_hal = walk.public_page("on-the-roll/", member=hal)
    assert "No, you are not on the roll" in page_of_hal
    assert "not a member of the Labour Party" in page_of_hal

    walk.close_and_count()
    cast = dict(Turnout.objects.values_list("sheet__title", "cast"))
    assert cast == {"South East": 4, "All members": 5}
    walk.declare()
    # By votes alone Max, Moe and Wen: two seats are reserved for women, and one for BAME members.
    assert sorted(walk.elected(REGION)) == ["Bea Someone", "Max Someone", "Wen Someone"]
    assert walk.elected(OTHER) == ["Isla Someone"]
    results = walk.public_page("results/")
    assert "Carried" in results
    assert "Not carried" in results
