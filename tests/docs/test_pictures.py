"""The pictures of docs/ show the pages as they are; `make pictures` takes them anew."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from elections import scheduling, tallying
from elections.ballots import keys
from elections.models import Election, RollEntry
from members.models import Member, User
from members.roles import Role
from slates import deciding, joining, registering
from tests.docs.pictures import DOCS, FOLDER, PICTURES, take
from tests.embedded.guards import without_the_guard
from tests.embedded.looking import enter
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.voting import cast as voting

STATEMENT = "I have organised in my branch for six years and will report back every month."


@pytest.fixture
def rosa(live_site: Site) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


def become(context: BrowserContext, site: Site, client: Client) -> None:
    enter(context, site.url, client.cookies["sessionid"].value)


def become_member(context: BrowserContext, site: Site, who: Member) -> None:
    client = Client()
    client.force_login(User.objects.of_mailbox(who.email))
    become(context, site, client)


def vote_on_both_papers(election: Election, first_name: str) -> None:
    """For Bea and for Efua: were one paper blank, the lot would elect now one, now another."""
    office_holders = election.contests.get(sheet__electorate="office-holders")
    efua = office_holders.candidates.get(ballot_name="Efua Mensah")
    browser = voting.follow(election, first_name)
    entered = voting.ranks(election, "Bea Okafor", "Aisha Bello")
    entered[f"r-{office_holders.number}-{efua.number}"] = "1"
    checked = browser.post(voting.page(election, "check-vote"), entered)
    cast = browser.post(voting.page(election, "cast-vote"), voting.hidden_of(checked))
    assert "Your vote is recorded" in cast.content.decode()


def test_voting_and_the_result(page: Page, live_site: Site, rosa: User) -> None:
    election = voting.open_election(rosa, statement=STATEMENT)
    # One order of the candidates, the same every time.
    without_the_guard(RollEntry.objects.filter(election=election), nonce=bytes(16))
    callum = voting.entry_of(election, "Callum")
    wrong = []

    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(voting.link_of(callum))
    page.get_by_role("button", name=re.compile("Bea Okafor")).first.click()
    page.get_by_role("button", name=re.compile("Aisha Bello")).first.click()
    expect(page.get_by_text("2 ranked, 1 not ranked.").first).to_be_visible()
    wrong.append(take(page, "ballot-paper"))
    page.get_by_role("button", name="Check your vote").click()
    page.wait_for_url("**/check/")
    wrong.append(take(page, "check-your-vote"))
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is recorded")).to_be_visible()
    wrong.append(take(page, "vote-recorded"))

    vote_on_both_papers(election, "Dewi")
    voting.vote(election, "Efua", "Aisha Bello", "Callum Reid")
    closed = voting.despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    closed.refresh_from_db()
    tallying.count(closed, now=timezone.now())
    page.goto(voting.page(election, "show-results"))
    wrong.append(take(page, "result"))
    page.goto(voting.page(election, "show-board"))
    wrong.append(take(page, "public-board"))
    assert not (aged := [one for one in wrong if one]), "\n".join(aged)


def test_before_voting(page: Page, live_site: Site, rosa: User) -> None:
    now = timezone.now()
    people = office.members()
    aisha, bea, callum, dewi = people[:4]
    election = office.noticed("National Coordinating Group 2026")
    stands = office.nominated(election, aisha, supporters=[bea], statement=STATEMENT)
    also = office.nominated(election, bea, supporters=[dewi], statement=STATEMENT)
    slate = registering.register(
        election, dewi, name="Branch First", colour=3, programme="Power to local groups.", now=now
    )
    deciding.approve(slate, actor=rosa, now=now)
    slate.refresh_from_db()
    joining.invite(slate, also, dewi, now=now)
    joining.accept(slate, also, bea, now=now)
    joining.invite(slate, stands, dewi, now=now)
    ready = office.prepared("By-election Scotland", opens_in=3 * office.DAY, only=("Scotland",))
    scheduling.publish_notice(ready, actor=None, now=ready.timetable.notice_at)
    keys.make_sealing_key(ready.pk)
    for who in people[:2]:
        office.accepted(office.nominated(ready, who, supporters=people[2:4]), rosa)
    office.alive()
    wrong = []

    become_member(page.context, live_site, callum)
    page.goto("/home/")
    wrong.append(take(page, "member-home"))
    become_member(page.context, live_site, aisha)
    page.goto(f"/elections/{election.slug}/nomination/")
    wrong.append(take(page, "own-nomination"))
    become_member(page.context, live_site, dewi)
    page.goto(f"/elections/{election.slug}/your-slate/")
    wrong.append(take(page, "own-slate"))
    become(page.context, live_site, office.enter(rosa))
    page.goto("/office/")
    wrong.append(take(page, "office-front"))
    page.goto(f"/office/elections/{ready.slug}/papers/")
    wrong.append(take(page, "office-papers"))
    assert not (aged := [one for one in wrong if one]), "\n".join(aged)


def test_every_picture_is_listed_and_shown_and_none_is_missing() -> None:
    shown = {
        name
        for page in [*DOCS.rglob("*.md"), DOCS.parent / "README.md"]
        for name in re.findall(r"!\[[^\]]+\]\([\w./]*pictures/([\w-]+)\.png\)", page.read_text())
    }
    assert shown == PICTURES.keys() == {file.stem for file in FOLDER.glob("*.png")}


def test_every_picture_says_in_words_what_it_shows() -> None:
    for page in DOCS.rglob("*.md"):
        for words in re.findall(r"!\[([^\]]*)\]", page.read_text()):
            assert len(words.split()) > 3, page
