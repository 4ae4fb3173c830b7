"""A rehearsal is not there for anybody but those who hold an office and those on its roll."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from elections import publishing, scheduling, tallying
from elections.ballots import keys
from elections.models import Election, RollEntry
from members.models import StaffRole, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office import cast
from tests.public.test_every_url import EVERY
from tests.voting.cast import despite_the_guard, entry_of, link_of

pytestmark = pytest.mark.django_db
# Every address outside the office that names an election, whichever room adds it.
OF_AN_ELECTION = [
    path
    for path, _pattern in EVERY
    if path.startswith(("/elections/sample/", "/vote/", "/vote-as-member/", "/vote-email/"))
]


@pytest.fixture
def rehearsal(rosa: User) -> Election:
    """Of an election that nobody has been told of; Rosa is on its roll, and voting is open."""
    original = cast.prepared()
    cast.members()
    add_member("900", "Rosa Novak", rosa.email)
    copy = scheduling.rehearse(
        original,
        opens_in=timedelta(minutes=10),
        lasts=timedelta(minutes=20),
        key=uuid4(),
        actor=rosa,
        now=timezone.now(),
    )
    keys.make_sealing_key(copy.pk)
    publishing.fix_papers(copy, actor=rosa, now=timezone.now())
    return despite_the_guard(
        copy, voting_opens_at=timezone.now() - timedelta(minutes=1), papers_fixed_by_at=None
    )


@pytest.fixture
def declared(rehearsal: Election, rosa: User) -> Election:
    despite_the_guard(rehearsal, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count_due(timezone.now())
    tallying.declare(rehearsal, actor=rosa, now=timezone.now())
    return rehearsal


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.of_mailbox(email))
    return client


def open_pages(election: Election) -> list[str]:
    """Pages that are there for whoever may see the election: each kind that needs no sign-in."""
    number = election.contests.order_by("number")[0].number
    url = f"/elections/{election.slug}/"
    return [
        url,
        f"{url}notice/",
        f"{url}documents/{election.documents.all()[0].pk}/",
        f"{url}candidates/",
        f"{url}candidates/{number}/1/",
        f"{url}results/",
        f"{url}results/{number}/",
        f"{url}results/{number}/count.json",
        f"{url}results/bundle.zip",
        f"{url}manifest.json",
        f"{url}board/",
        f"{url}board/AB/",
        f"/vote/{election.slug}/",
    ]


def test_the_walk_finds_every_room() -> None:
    for known in ("", "your-slate/", "questions/", "results/bundle.zip", "board/sample/"):
        assert f"/elections/sample/{known}" in OF_AN_ELECTION
    assert "/vote/sample/cast/" in OF_AN_ELECTION


@pytest.mark.parametrize("email", ["", "callum@example.org"])
def test_others_are_answered_as_if_there_were_none(rehearsal: Election, email: str) -> None:
    client = signed_in(email) if email else Client()
    for path in OF_AN_ELECTION:
        for ask in (client.get, client.post):
            answer = ask(path.replace("sample", rehearsal.slug, 1))
            nowhere = ask(path.replace("sample", "nowhere", 1))
            assert answer.status_code == nowhere.status_code, path
            assert answer.status_code in (302, 404, 405), path
            if answer.status_code == 302:
                to = nowhere["Location"].replace("nowhere", rehearsal.slug)
                assert answer["Location"] == to, path


def test_no_page_that_is_there_shows_itself_to_others(declared: Election) -> None:
    for client in (Client(), signed_in("callum@example.org")):
        for url in open_pages(declared):
            assert client.get(url).status_code == 404, url


@pytest.mark.parametrize("office", list(Role))
def test_staff_see_every_page(declared: Election, office: Role) -> None:
    add_staff("olu@example.org", office)
    client = signed_in("olu@example.org")
    for url in open_pages(declared):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert b"".join(iter(answer)), url  # a file is closed once it is read
        assert "Cookie" in answer["Vary"], url  # no shared store hands it to others


def test_whoever_is_on_the_roll_sees_it_without_an_office(declared: Election, rosa: User) -> None:
    StaffRole.objects.filter(user=rosa).delete()
    assert RollEntry.objects.filter(election=declared).count() == 1
    client = signed_in(rosa.email)
    for url in open_pages(declared):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert b"".join(iter(answer)), url


def test_a_link_that_opens_nothing_names_the_rehearsal_to_no_guesser(declared: Election) -> None:
    entry = RollEntry.objects.get(election=declared)
    link = f"/v/{entry.pk}-{'A' * 26}/"
    assert Client().get(link).status_code == 404
    shown = signed_in(entry.member.email).get(link)
    assert shown.status_code == 200
    assert declared.title in shown.content.decode()


def test_the_mails_link_opens_the_paper_without_signing_in(rehearsal: Election) -> None:
    browser = Client()
    paper = browser.get(link_of(entry_of(rehearsal, "Rosa")), follow=True)
    assert paper.status_code == 200
    assert paper.redirect_chain[-1][0] == f"/vote/{rehearsal.slug}/"
    assert b"Check your vote" in paper.content
    assert browser.get(f"/elections/{rehearsal.slug}/").status_code == 404
