"""Statements, questions, answers and programmes say which language they are in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from elections import nominating
from elections.models import Nomination
from hustings.models import Answer, Question
from slates.models import Slate
from tests.hustings import cast as hustings_cast
from tests.languages.cast import in_welsh, with_titles, words
from tests.members.people import sign_in
from tests.public import cast

pytestmark = pytest.mark.django_db
STATEMENT = '<div lang="cy"><p>Atebaf bob llythyr.</p></div>'


@pytest.fixture(autouse=True)
def _nominations_are_open() -> Iterator[None]:
    with time_machine.travel(cast.NOMINATIONS, tick=True):
        yield


def signed_in(email: str) -> Client:
    client = Client()
    sign_in(client, email)
    return client


def test_a_candidate_says_that_the_statement_is_in_welsh_and_it_is_shown_so() -> None:
    election = with_titles()
    cast.aisha()
    number = cast.contest(election).number
    aisha = signed_in("aisha@example.org")
    page = f"/elections/ncg-2026/stand/{number}/"
    entered = {"ballot_name": "Aisha", "statement": "Atebaf bob llythyr.", "language": "cy"}
    checked = words(aisha.post(page, {**entered, "step": "check"}))
    assert "This is written in Welsh." in checked
    assert '<input type="hidden" name="language" value="cy">' in checked
    aisha.post(page, {**entered, "step": "submit"})
    nomination = Nomination.objects.get()
    assert nomination.language == "cy"
    shown = words(Client().get(nomination.get_absolute_url()))
    assert STATEMENT in shown
    assert "This is written in Welsh." in shown


def test_a_statement_is_in_the_language_of_the_page_unless_its_author_says_otherwise() -> None:
    election = in_welsh(with_titles())
    cast.aisha()
    number = cast.contest(election).number
    aisha = signed_in("aisha@example.org")
    page = f"/elections/ncg-2026/stand/{number}/"
    form = aisha.get(f"{page}?lang=cy").context["form"]
    assert form["language"].value() == "cy"
    aisha.post(page, {"ballot_name": "Aisha", "statement": "Hello.", "step": "submit"})
    nomination = Nomination.objects.get()
    assert nomination.language == "cy"
    welsh = words(Client().get(f"{nomination.get_absolute_url()}?lang=cy"))
    assert "This is written in" not in welsh


def test_a_language_that_there_is_not_is_refused_and_one_in_a_draft_is_kept() -> None:
    number = cast.contest(with_titles()).number
    cast.aisha()
    aisha = signed_in("aisha@example.org")
    page = f"/elections/ncg-2026/stand/{number}/"
    answer = aisha.post(page, {"ballot_name": "A", "language": "fr", "step": "check"})
    assert answer.status_code == 422
    assert "language" in answer.context["form"].errors
    aisha.post(page, {"ballot_name": "A", "language": "cy", "step": "later"})
    assert aisha.get(page).context["form"]["language"].value() == "cy"


def test_changing_the_language_alone_is_a_change_and_asks_for_the_proof_again() -> None:
    election = with_titles()
    nomination = cast.stands(cast.aisha(), election)
    before = nomination.words_digest
    aisha = signed_in("aisha@example.org")
    entered = {"ballot_name": nomination.ballot_name, "statement": nomination.statement}
    aisha.post("/elections/ncg-2026/nomination/change/", {**entered, "language": "cy"})
    nomination.refresh_from_db()
    assert nomination.language == "cy"
    assert nomination.words_digest != before
    nominating.change(
        nomination,
        nomination.member,
        ballot_name="Aisha",
        statement="Helo.",
        now=cast.NOMINATIONS,
    )
    nomination.refresh_from_db()
    assert nomination.language == "cy"  # whoever says nothing of it leaves it


def test_questions_and_answers_of_a_hustings_say_their_language() -> None:
    hustings = hustings_cast.public()
    topic = hustings.topics.get(title="Democracy")
    hustings_cast.bea()
    with time_machine.travel(hustings_cast.ASKING, tick=True):
        bea = signed_in("bea@example.org")
        url = f"/elections/{hustings.election.slug}/questions/"
        sent = {"topic": topic.pk, "text": "Pryd fydd y cofnodion?", "language": "cy"}
        assert bea.post(f"{url}ask/", sent).status_code == 302
        question = Question.objects.get()
        assert question.language == "cy"
        Question.objects.update(state="approved")
        listed = words(Client().get(f"{url}topics/{topic.number}/"))
        assert '<span lang="cy">Pryd fydd y cofnodion?</span>' in listed
    nomination = cast.stands(cast.aisha(), hustings.election)
    with time_machine.travel(hustings_cast.ANSWERING, tick=True):
        aisha = signed_in("aisha@example.org")
        answer = {"text": "Bob mis.", "language": "cy"}
        assert aisha.post(f"{url}{question.pk}/answer/", answer).status_code == 302
        assert Answer.objects.get(nomination=nomination).language == "cy"
        Answer.objects.update(state="approved")
        shown = words(Client().get(f"{url}{question.pk}/"))
        assert '<div lang="cy"><p>Bob mis.</p></div>' in shown
        assert '<h1><span lang="cy">Pryd fydd y cofnodion?</span></h1>' in shown


def test_the_programme_of_a_slate_says_its_language_and_keeps_it() -> None:
    with_titles()
    cast.aisha()
    aisha = signed_in("aisha@example.org")
    entered = {"name": "Ymlaen", "colour": "1", "programme": "Rhaglen.", "website": ""}
    aisha.post("/elections/ncg-2026/register-slate/", {**entered, "language": "cy"})
    slate = Slate.objects.get()
    assert slate.language == "cy"
    own = words(aisha.get("/elections/ncg-2026/your-slate/"))
    assert '<div lang="cy"><p>Rhaglen.</p></div>' in own
    assert "This is written in Welsh." in own
    aisha.post("/elections/ncg-2026/your-slate/change/", {**entered, "language": "en-gb"})
    slate.refresh_from_db()
    assert slate.language == "en-gb"
