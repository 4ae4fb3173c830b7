"""Words of a fixed statement are struck out: by an officer, for good, with a public reason."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from elections import mailing, publishing, scheduling
from elections.models import (
    Candidate,
    Election,
    Message,
    Nomination,
    PublicChange,
    StruckPassage,
)
from elections.refusal import Refused
from members.models import AuditEntry, User
from members.roles import Role
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db

STRIKE = {"passage": "answer every  letter", "reason": "Untrue.", "confirm": "ncg-2026"}


@pytest.fixture
def election(rosa: User) -> Election:
    """Papers are fixed; each candidate's statement is "I will answer every letter."."""
    return cast.fixed(rosa)


@pytest.fixture
def candidate(election: Election) -> Candidate:
    return cast.scotland(election).candidates.select_related("contest").get(number=1)


@pytest.fixture
def url(election: Election, candidate: Candidate) -> str:
    return f"/office/elections/{election.slug}/nominations/{candidate.nomination_id}/strike/"


def words(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def test_the_page_says_what_will_happen(officer: Client, url: str) -> None:
    page = words(officer, url)
    assert "I will answer every letter." in page
    assert "It cannot be taken back." in page
    check = officer.post(url, {name: STRIKE[name] for name in ("passage", "reason")})
    assert "To confirm, type ncg-2026" in check.content.decode()
    assert "answer every  letter" in check.content.decode()


def test_a_dated_mark_stands_in_their_place_wherever_the_statement_is_shown(
    officer: Client, election: Election, candidate: Candidate, url: str
) -> None:
    answer = officer.post(url, STRIKE, follow=True)
    assert "The words are struck out." in answer.content.decode()
    nomination = Nomination.objects.get(candidate=candidate)
    aishas = Client()
    aishas.force_login(User.objects.of_mailbox(nomination.member.email))
    number = candidate.contest.number
    today = f"{timezone.localtime():%-d %B %Y}"
    mark = f"I will [words struck out on {today} by the returning officer: Untrue.]."
    for browser, page in (
        (Client(), f"/elections/{election.slug}/candidates/{number}/1/"),
        (Client(), nomination.get_absolute_url()),
        (aishas, f"/elections/{election.slug}/nomination/"),
        (aishas, f"/elections/{election.slug}/nomination/proof/"),
    ):
        shown = words(browser, page)
        assert "answer every letter" not in shown, page
        assert mark in shown, page


def test_others_keep_their_words(officer: Client, election: Election, url: str) -> None:
    officer.post(url, STRIKE)
    other = cast.scotland(election).candidates.get(number=2)
    page = f"/elections/{election.slug}/candidates/{cast.scotland(election).number}/2/"
    assert other.statement in words(Client(), page)


def test_everybody_reads_that_it_was_done_and_why(
    officer: Client, rosa: User, election: Election, url: str
) -> None:
    officer.post(url, STRIKE)
    page = words(Client(), f"/elections/{election.slug}/")
    assert "Words of a statement were struck out: Aisha Bello, Scotland" in page
    assert "Untrue." in page
    entry = AuditEntry.objects.get(action="passage-struck")
    assert (entry.actor, entry.reason) == (rosa, "Untrue.")
    assert "every letter" not in str(entry.detail), "the audit does not repeat them"


def test_the_candidate_and_nobody_else_is_told_which_words_and_why(
    officer: Client, election: Election, candidate: Candidate, url: str
) -> None:
    Message.objects.all().delete()
    answer = officer.post(url, STRIKE, follow=True)
    assert "The candidate is told by email." in answer.content.decode()
    [message] = Message.objects.all()
    nomination = Nomination.objects.get(candidate=candidate)
    assert (message.kind, message.member, message.to) == (
        "statement-struck",
        nomination.member,
        "aisha@example.org",
    )
    mailing.send_due(now=timezone.now())
    told = str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == ["Aisha Bello <aisha@example.org>"]
    assert "words out of your statement in Scotland:\n\n“answer every letter”\n" in told
    assert "The reason:\nUntrue.\n" in told
    assert f"{nomination.get_absolute_url()}\n" in told


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"passage": ""}, "Enter the words to strike out."),
        ({"reason": " "}, "Give the reason: everybody can read it."),
        ({"confirm": ""}, "Type the election"),
        ({"passage": "answer no letter"}, "These words are not in the statement"),
    ],
)
def test_nothing_happens_without_words_reason_and_confirmation(
    officer: Client, url: str, missing: dict[str, str], said: str
) -> None:
    answer = officer.post(url, {**STRIKE, **missing})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not StruckPassage.objects.exists()
    assert not PublicChange.objects.filter(kind="struck").exists()
    assert not Message.objects.filter(kind="statement-struck").exists()


def test_the_second_press_finds_them_gone(officer: Client, url: str) -> None:
    officer.post(url, STRIKE)
    answer = officer.post(url, STRIKE)
    assert answer.status_code == 422
    assert "not in the statement as it is shown" in answer.content.decode()
    assert Message.objects.filter(kind="statement-struck").count() == 1
    assert StruckPassage.objects.count() == 1


def test_nobody_strikes_words_before_the_papers_are_fixed(officer: Client) -> None:
    election = cast.checking()
    nomination = cast.nominated(election, cast.members()[0])
    page = f"/office/elections/{election.slug}/nominations/{nomination.pk}/strike/"
    assert officer.get(page).status_code == 404
    assert officer.post(page, STRIKE).status_code == 404


def test_administrator_and_scrutineer_read_and_do_not_strike(
    administrator: Client, scrutineer: Client, url: str
) -> None:
    for browser in (administrator, scrutineer):
        assert browser.get(url).status_code == 200
        assert browser.post(url, STRIKE).status_code == 403
    assert not StruckPassage.objects.exists()


def test_whoever_stands_strikes_nothing(candidate: Candidate) -> None:
    aisha = add_staff("aisha@example.org", Role.OFFICER)
    with pytest.raises(Refused, match="another officer decides"):
        publishing.strike(
            candidate, passage="letter", reason="Mine.", actor=aisha, now=timezone.now()
        )


def test_what_was_struck_stays_struck(officer: Client, url: str) -> None:
    officer.post(url, STRIKE)
    for change in (
        StruckPassage.objects.all().delete,
        lambda: StruckPassage.objects.update(reason="x"),
    ):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            change()


def test_a_later_strike_is_added(officer: Client, candidate: Candidate, url: str) -> None:
    officer.post(url, STRIKE)
    officer.post(url, {**STRIKE, "passage": "I will", "reason": "Nor this."})
    shown = Candidate.objects.get(pk=candidate.pk).statement_shown
    assert shown.count("[words struck out on") == 2
    assert "I will" not in shown


def test_words_of_a_withdrawn_election_are_struck_and_the_candidate_is_told(
    officer: Client, election: Election, candidate: Candidate, url: str, rosa: User
) -> None:
    scheduling.withdraw(election, reason="The hall burnt down.", actor=rosa, now=timezone.now())
    mailing.send_due(now=timezone.now())
    mail.outbox.clear()
    assert officer.post(url, STRIKE).status_code == 302
    mailing.send_due(now=timezone.now())
    [told] = mail.outbox
    assert isinstance(told, mail.EmailMultiAlternatives)
    for said in (str(told.body), str(told.alternatives[0][0])):
        assert "Voting would have closed on" in said
        assert "Untrue." in said
