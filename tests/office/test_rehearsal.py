"""A rehearsal runs as the election will, for staff alone, and says on every page what it is."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import mailing, publishing, scheduling, tallying
from elections.ballots import keys
from elections.exports.lists import OF_AN_ELECTION as OF_AN_ELECTION_FILES
from elections.models import CountRecord, Election, Message, RollEntry
from members.models import User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.office import cast
from tests.office.test_made_at_once import AT_ONCE, told_of_an_address_taken_meanwhile
from tests.office.test_pages import OF_AN_ELECTION
from tests.voting.cast import despite_the_guard, entry_of, hidden_of, link_of

pytestmark = pytest.mark.django_db
MARK = "This is not a real election: nothing that is done here counts."


def words(page: object) -> str:
    return " ".join(page.content.decode().split())  # type: ignore[attr-defined]


@pytest.fixture
def original(rosa: User) -> Election:
    """Aisha and Bea stand in Scotland; nobody does among the office holders."""
    election = cast.noticed(opens_in=timedelta(days=2))
    people = cast.members()
    for who in people[:2]:
        cast.nominated(election, who, statement=f"I am {who.name}.")
    add_member("900", "Rosa Novak", rosa.email)
    return election


@pytest.fixture
def rehearsal(officer: Client, original: Election) -> Election:
    url = f"/office/elections/{original.slug}/rehearse/"
    answer = officer.post(url, {"key": str(uuid4()), "opens_in": "10", "lasts": "20"})
    assert answer.status_code == 302
    return cast.fresh(original.rehearsals.get())


@pytest.fixture
def open_rehearsal(rehearsal: Election, rosa: User) -> Election:
    """Its papers are fixed, and voting is open."""
    keys.make_sealing_key(rehearsal.pk)
    publishing.fix_papers(rehearsal, actor=rosa, now=timezone.now())
    Message.objects.update(not_before=timezone.now())
    return despite_the_guard(
        rehearsal, voting_opens_at=timezone.now() - timedelta(minutes=1), papers_fixed_by_at=None
    )


def test_it_is_a_copy_for_staff_marked_in_title_and_address(
    rehearsal: Election, original: Election
) -> None:
    assert rehearsal.title == "Rehearsal: NCG 2026"
    assert rehearsal.slug == "rehearsal-ncg-2026"
    assert rehearsal.rehearsal_of == original
    assert set(rehearsal.sheets.values_list("electorate", flat=True)) == {"staff"}
    assert rehearsal.contests.count() == original.contests.count()
    names = cast.scotland(rehearsal).candidates.values_list("ballot_name", "statement")
    assert list(names) == [
        ("Aisha Bello", "I am Aisha Bello."),
        ("Bea Okafor", "I am Bea Okafor."),
    ]
    others = rehearsal.contests.get(title="Public office holders").candidates.all()
    assert [one.ballot_name for one in others][:2] == ["Sample candidate A", "Sample candidate B"]
    assert len(others) == 5


def test_what_candidates_declared_is_not_in_it(rehearsal: Election) -> None:
    assert not rehearsal.contests.filter(minima__isnull=False).exists()
    assert not rehearsal.contests.filter(nominations__isnull=False).exists()


def test_sent_twice_there_is_one(officer: Client, original: Election, rehearsal: Election) -> None:
    url = f"/office/elections/{original.slug}/rehearse/"
    form = {"key": str(rehearsal.pk), "opens_in": "10", "lasts": "20"}
    again = officer.post(url, form, follow=True)
    assert "This rehearsal has already been made." in words(again)
    assert original.rehearsals.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_taken_at_the_same_moment_is_no_rehearsal_made_twice(original: Election) -> None:
    def rehearse() -> None:
        scheduling.rehearse(
            original,
            opens_in=timedelta(minutes=10),
            lasts=timedelta(minutes=20),
            key=uuid4(),
            actor=None,
            now=timezone.now(),
        )

    assert told_of_an_address_taken_meanwhile(rehearse, "rehearsal-ncg-2026") == [AT_ONCE]


def test_who_holds_an_office_and_is_no_member_is_named(officer: Client, original: Election) -> None:
    add_staff("sol@example.org", Role.SCRUTINEER)
    page = words(officer.get(f"/office/elections/{original.slug}/rehearse/"))
    assert "Rosa Novak, rosa@example.org" in page
    assert "so they get no paper" in page
    assert "<li>sol@example.org</li>" in page


def test_without_any_such_member_there_is_nobody_to_rehearse_with(officer: Client) -> None:
    election = cast.prepared()
    page = words(officer.get(f"/office/elections/{election.slug}/rehearse/"))
    assert "Nobody who holds an office here is on the membership list with that address." in page
    answer = officer.post(
        f"/office/elections/{election.slug}/rehearse/",
        {"key": str(uuid4()), "opens_in": "10", "lasts": "20"},
    )
    assert answer.status_code == 422


def test_a_rehearsal_is_not_rehearsed(officer: Client, rehearsal: Election) -> None:
    page = words(officer.get(f"/office/elections/{rehearsal.slug}/rehearse/"))
    assert "This is a rehearsal itself." in page


def test_it_is_listed_nowhere_but_with_staff(
    client: Client, rehearsal: Election, rosa: User
) -> None:
    for url in ("/", "/elections/"):
        assert "Rehearsal" not in words(client.get(url))
    client.force_login(User.objects.of_mailbox("callum@example.org"))
    assert "Rehearsal" not in words(client.get("/home/"))
    client.force_login(rosa)
    publishing.make_sealing_keys()
    publishing.fix_papers(rehearsal, actor=rosa, now=timezone.now())
    assert "Rehearsal: NCG 2026" in words(client.get("/home/"))


def test_it_runs_from_the_papers_to_the_declared_result(
    officer: Client, open_rehearsal: Election, rosa: User
) -> None:
    assert [one.member.name for one in RollEntry.objects.filter(election=open_rehearsal)] == [
        "Rosa Novak"
    ]
    mailing.send_due(now=timezone.now())
    ballot = mail.outbox[-1]
    assert ballot.to == ["Rosa Novak <rosa@example.org>"]
    assert "Rehearsal: NCG 2026" in ballot.subject
    assert MARK in " ".join(str(ballot.body).split())
    assert isinstance(ballot, EmailMultiAlternatives)
    assert MARK in " ".join(str(ballot.alternatives[0][0]).split())
    browser = Client()
    paper = browser.get(link_of(entry_of(open_rehearsal, "Rosa")), follow=True)
    assert MARK in words(paper)
    assert "Check your vote" in words(paper)
    checked = browser.post(of_page(open_rehearsal, "check-vote"), ranked(open_rehearsal))
    assert MARK in words(checked)
    cast_vote = browser.post(of_page(open_rehearsal, "cast-vote"), hidden_of(checked))
    assert MARK in words(cast_vote)
    despite_the_guard(open_rehearsal, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count_due(timezone.now())
    assert CountRecord.objects.filter(contest__election=open_rehearsal).count() == 9
    tallying.declare(open_rehearsal, actor=rosa, now=timezone.now())
    browser.force_login(rosa)  # the mail's link opens the voting pages alone
    for name in ("show-results", "show-board"):
        assert MARK in words(browser.get(of_page(open_rehearsal, name)))
    number = open_rehearsal.contests.order_by("number")[0].number
    count = reverse("elections:show-count", args=[open_rehearsal.slug, number])
    assert MARK in words(browser.get(count))
    for file in ("results/bundle.zip", f"results/{number}/count.csv"):
        assert 'filename="rehearsal-' in name_of(
            browser, f"/elections/{open_rehearsal.slug}/{file}"
        )


def name_of(browser: Client, url: str) -> str:
    """What a file is called that is downloaded whole."""
    answer = browser.get(url)
    assert b"".join(iter(answer))
    return str(answer["Content-Disposition"])


def of_page(election: Election, name: str) -> str:
    return reverse(f"elections:{name}", args=[election.slug])


def ranked(election: Election) -> dict[str, str]:
    return {f"r-{one.number}-1": "1" for one in election.contests.all()}


def test_every_page_of_it_is_marked(
    officer: Client, client: Client, open_rehearsal: Election
) -> None:
    """Every address of the site that names the election is asked for."""
    pages = [of_page(open_rehearsal, name) for name in OF_AN_ELECTION]
    number = cast.scotland(open_rehearsal).number
    slug = open_rehearsal.slug
    pages += [
        f"/office/elections/{slug}/contests/{number}/",
        f"/office/elections/{slug}/contests/{number}/remove/",
        f"/office/elections/{slug}/slates/",
        f"/office/elections/{slug}/questions/",
        f"/elections/{slug}/",
        f"/elections/{slug}/notice/",
        f"/elections/{slug}/documents/{open_rehearsal.documents.all()[0].pk}/",
        f"/elections/{slug}/candidates/",
        f"/elections/{slug}/candidates/{number}/1/",
        f"/elections/{slug}/results/",
        f"/elections/{slug}/board/",
        f"/elections/{slug}/board/AB/",
        f"/elections/{slug}/stand/",
        f"/vote/{slug}/",
        f"/vote-email/{slug}/",
    ]
    for url in pages:
        page = officer.get(url)
        assert page.status_code == 200, url
        assert MARK in words(page), url
        assert re.search(r"<title>\s*(Error: )?Rehearsal: ", words(page)), url


def test_every_file_of_it_is_marked(open_rehearsal: Election) -> None:
    taker = cast.enter(add_staff("olu@example.org", Role.OFFICER, Role.ADMINISTRATOR))
    for name in OF_AN_ELECTION_FILES:
        for kind in ("csv", "xlsx"):
            url = f"/office/elections/{open_rehearsal.slug}/files/{name}.{kind}"
            assert 'filename="rehearsal-' in name_of(taker, url), url


def test_the_real_election_is_not_marked(officer: Client, original: Election) -> None:
    for url in (f"/office/elections/{original.slug}/", f"/elections/{original.slug}/"):
        page = words(officer.get(url))
        assert MARK not in page
        assert "<title>Rehearsal" not in page


def test_nobody_but_those_on_its_roll_is_ever_mailed(
    officer: Client, open_rehearsal: Election, rosa: User
) -> None:
    Message.objects.create(
        election=open_rehearsal,
        kind="timetable-changed",
        member=entry_of(open_rehearsal, "Rosa").member,
        to="aisha@example.org",
        not_before=timezone.now(),
    )
    mailing.send_due(now=timezone.now())
    assert {address for one in mail.outbox for address in one.to} == {
        "Rosa Novak <rosa@example.org>"
    }
    scheduling.abandon(open_rehearsal, reason="We have seen it.", actor=rosa, now=timezone.now())
    mailing.send_due(now=timezone.now())
    assert "Rehearsal: NCG 2026" in mail.outbox[-1].subject
    assert mail.outbox[-1].to == ["Rosa Novak <rosa@example.org>"]
