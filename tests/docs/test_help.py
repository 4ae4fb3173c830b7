"""The pages of docs/ on the site, for whoever asks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page

from members.models import User
from members.roles import Role
from momentum_site import guides
from tests.docs.reading import DOCS
from tests.embedded.looking import look_at
from tests.embedded.site import Site
from tests.members.people import add_staff
from tests.office import cast as office
from tests.voting import cast as voting

pytestmark = pytest.mark.django_db
NAMES = sorted(guides.names())


class Read(HTMLParser):
    """What a page's main part leads to, and what can be led to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"] or "")
        if tag == "img":
            self.pictures.append(given)
        if given.get("id"):
            self.ids.append(given["id"] or "")


def read(client: Client, path: str) -> Read:
    response = client.get(path)
    assert response.status_code == 200, path
    return Read(response.content.decode())


def test_every_page_is_there_and_what_it_leads_to(client: Client) -> None:
    pages = {guides.address(name): read(client, guides.address(name)) for name in NAMES}
    for address, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), address
        for link in page.links:
            path, _, fragment = link.partition("#")
            if (path or address) in pages:
                assert not fragment or fragment in pages[path or address].ids, (address, link)
            else:
                assert path.startswith("https://") or client.get(path).status_code in {200, 302}, (
                    address,
                    link,
                )
        for picture in page.pictures:
            assert picture["alt"], address
            assert finders.find(str(picture["src"]).removeprefix("/static/")), (address, picture)


def test_every_page_can_be_found_from_the_first(client: Client) -> None:
    found, waiting = {"/help/"}, ["/help/"]
    while waiting:
        for link in read(client, waiting.pop()).links:
            path = link.partition("#")[0]
            if path.startswith("/help/") and path not in found:
                found.add(path)
                waiting.append(path)
    assert found == {guides.address(name) for name in NAMES}


def test_the_footer_of_every_page_leads_to_help(client: Client) -> None:
    assert '<a href="/help/">Help</a>' in client.get("/elections/").content.decode()


@pytest.mark.parametrize(
    "path", ["/help/nothing/", "/help/roles/", "/help/../README/", "/help/adr/0001-instants/"]
)
def test_what_is_no_page_of_help_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_no_page_is_not_remembered(client: Client) -> None:
    client.get("/help/")
    kept = guides._guide.cache_info().currsize
    for number in range(5):
        client.get(f"/help/nothing-{number}/")
    assert guides._guide.cache_info().currsize == kept


def test_help_is_only_read(client: Client) -> None:
    assert client.post("/help/").status_code == 405


def drawn(text: str, folder: Path = DOCS) -> str:
    return guides._drawn("sample", f"# Title\n\n{text}\n", folder).body


def test_html_and_scripts_in_a_page_are_words() -> None:
    assert "<b>" not in drawn("a <b>bold</b> word, <script>alert(1)</script>")
    assert "href" not in drawn("[press](javascript:alert(1))")


def test_what_only_the_repository_has_stays_as_words() -> None:
    for link in ("../manage.py", "adr/0001-instants-are-columns.md", "../../../etc/passwd"):
        assert "<a" not in drawn(f"[the file]({link})")
        assert "the file" in drawn(f"[the file]({link})")


def test_a_link_to_another_page_leads_to_it_on_the_site() -> None:
    assert '<a href="/help/rules/ties/#the-lot">' in drawn("[a](ties.md#the-lot)", DOCS / "rules")
    assert '<a href="/help/rules/">' in drawn("[a](../rules/README.md)", DOCS / "roles")


def test_an_address_of_the_site_is_a_link_unless_it_differs_from_election_to_election() -> None:
    assert '<a href="/office/processes/"><code>' in drawn("`/office/processes/`")
    assert "<a" not in drawn("`/office/elections/ELECTION/papers/` and `/no-such-page/`")


def test_headings_of_the_same_words_have_anchors_of_their_own() -> None:
    assert re.findall(r'id="([^"]+)"', drawn("## Ties\n\n## Ties\n\n## Who, and when?")) == [
        "ties",
        "ties-1",
        "who-and-when",
    ]


def test_an_item_to_tick_has_a_box() -> None:
    body = drawn("- [ ] Telephone them.")
    assert '<span class="to-tick" aria-hidden="true">☐</span>Telephone them.' in body


def test_a_table_is_named_by_its_heading() -> None:
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    body = drawn(f"## Whom to call\n\n{table}\ntext\n\n{table}")
    assert 'aria-label="Whom to call"' in body
    assert 'aria-label="Whom to call (2)"' in body
    assert '<th scope="col">' in body


@pytest.fixture
def rosa() -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


def test_the_office_leads_to_the_runbook(rosa: User) -> None:
    browser = office.enter(rosa)
    election = office.checking()
    for path, guide in (
        ("/office/", "roles/runbook"),
        ("/office/processes/", "running"),
        (f"/office/elections/{election.slug}/papers/", "roles/runbook"),
    ):
        assert any(link.startswith(guides.address(guide)) for link in read(browser, path).links)


def test_whoever_votes_stands_or_has_a_slate_finds_help_there(rosa: User) -> None:
    election = voting.open_election(rosa)
    paper = read(voting.follow(election, "Callum"), voting.page(election, "show-paper"))
    assert guides.address("roles/member", "how-to-vote") in paper.links
    client = Client()
    client.force_login(User.objects.of_mailbox("callum@example.org"))
    stand = read(client, f"/elections/{election.slug}/stand/")
    assert guides.address("roles/candidate") in stand.links
    assert guides.address("rules") in read(client, "/how-votes-are-counted/").links


def test_guides_look_well_on_a_phone_and_on_a_desk(page: Page, live_site: Site) -> None:
    """A table, pictures, a list to tick, code, and a page with all of them."""
    for name in ("", "roles/member", "roles/runbook", "running", "rules/ties"):
        page.goto(guides.address(name))
        look_at(page)
