"""What anybody reads and what members do, in a real browser: no page too wide, none axe minds."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from playwright.sync_api import Page

from elections.models import Election
from members.models import Member
from members.roles import Role
from tests.elections.pictures import picture
from tests.embedded.looking import enter, faults_of
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.public.cast import sign_in
from tests.voting.cast import open_election


def nominating() -> Election:
    """Nominations are open; Aisha and Bea stand in Scotland, Aisha with one supporter."""
    election = office.noticed("NCG by-election", opens_in=timedelta(days=10))
    aisha, bea, callum, *_others = Member.objects.order_by("number")
    office.nominated(election, aisha, supporters=[callum], slate_label="Your Voice", slate_colour=3)
    office.nominated(election, bea)
    return election


def sign_in_as(page: Page, site: Site, number: str) -> None:
    client = sign_in(Client(), Member.objects.get(number=number))
    enter(page.context, site.url, client.cookies["sessionid"].value)


def looked_at(page: Page, *paths: str) -> list[str]:
    wrong = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok or path == "/nowhere/", path
        wrong += faults_of(page)
    return wrong


def test_every_page_at_both_widths(page: Page, live_site: Site) -> None:
    voting = open_election(add_staff("rosa@example.org", Role.OFFICER))
    election = nominating()
    asked = voting.get_absolute_url(), election.get_absolute_url()
    share = [
        one.get_absolute_url() for one in election.contests.get(title="Scotland").nominations.all()
    ]
    scotland = election.contests.get(title="Scotland").number
    on_paper = f"{asked[0]}candidates/{voting.contests.get(title='Scotland').number}/1/"

    wrong = looked_at(page, "/", "/elections/", *asked, *(f"{path}candidates/" for path in asked))
    wrong += looked_at(page, on_paper, *share, f"{share[0]}nominate/", "/sign-in/", "/nowhere/")
    wrong += looked_at(page, "/privacy/", "/accessibility/", "/how-your-vote-is-protected/")

    sign_in_as(page, live_site, "103")  # Callum, who nominated Aisha
    wrong += looked_at(page, "/home/", *share, *(f"{path}nominate/" for path in share))
    wrong += looked_at(page, f"{asked[1]}stand/", f"{asked[1]}stand/{scotland}/")
    page.get_by_label("Your name on the ballot paper").fill("")
    page.get_by_role("button", name="Continue").click()
    wrong += faults_of(page)  # nothing was entered
    page.get_by_label("Your name on the ballot paper").fill("Callum Reid")
    page.get_by_label("Your photo").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_label("Link 1").fill("https://example.org/callum")
    page.get_by_role("button", name="Save and finish later").click()
    wrong += looked_at(page, "/home/", f"{asked[1]}stand/{scotland}/delete-draft/")
    wrong += looked_at(page, f"{asked[1]}stand/{scotland}/")
    page.get_by_role("button", name="Continue").click()
    wrong += faults_of(page)  # the answers to be checked, with the photo that was kept
    wrong += looked_at(page, *(f"{path}take-back/" for path in share))
    wrong += looked_at(page, f"/vote-email/{voting.slug}/")
    page.get_by_role("button", name="Send it again").click()
    wrong += faults_of(page)

    sign_in_as(page, live_site, "101")  # Aisha, who stands
    own = f"{asked[1]}nomination/"
    paths = ("change", "proof", "withdraw")
    wrong += looked_at(page, "/home/", own, *(f"{own}{path}/" for path in paths))
    assert not wrong, "\n".join(wrong)
