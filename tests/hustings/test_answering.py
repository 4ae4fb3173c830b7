"""Candidates answer while answers are taken; everybody reads every candidate alike."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from time_machine import Traveller

from elections import nominating
from elections.models import Candidate, Nomination
from hustings import asking, moderating
from hustings.models import Answer, Hustings, Question
from tests.hustings import cast
from tests.hustings.cast import TEXT, words
from tests.members.people import add_member
from tests.public import cast as public

pytestmark = pytest.mark.django_db
SAID = "Yes, every month."


@pytest.fixture
def question(hustings: Hustings, clock: Traveller) -> Question:
    """Bea's, approved; answers are taken now."""
    asked = cast.approved(hustings)
    clock.move_to(cast.ANSWERING)
    return asked


@pytest.fixture
def aishas(question: Question, nomination: Nomination) -> Client:
    return public.sign_in(Client(), nomination.member)


@pytest.fixture
def nomination(hustings: Hustings) -> Nomination:
    return public.stands(public.aisha(), hustings.election)


def test_a_candidate_answers_and_an_officer_is_to_decide(
    aishas: Client, question: Question, url: str
) -> None:
    assert "1 question has no answer of yours." in words(aishas.get("/home/"))
    page = f"{url}{question.pk}/answer/"
    assert page in words(aishas.get(f"{url}{question.pk}/"))
    assert TEXT in words(aishas.get(page))
    response = aishas.post(page, {"text": SAID}, follow=True)
    assert "Sent." in words(response)
    assert Answer.objects.get().is_pending
    assert SAID not in words(Client().get(f"{url}{question.pk}/"))
    assert "has no answer of yours" not in words(aishas.get("/home/"))


def test_an_approved_answer_is_read_by_everybody(
    client: Client, question: Question, nomination: Nomination, url: str
) -> None:
    cast.shown(question, nomination)
    for page in (f"{url}{question.pk}/", nomination.get_absolute_url()):
        assert SAID in words(client.get(page)), page


def test_two_hundred_words_are_taken_and_not_one_more(
    aishas: Client, question: Question, url: str
) -> None:
    response = aishas.post(f"{url}{question.pk}/answer/", {"text": "word " * 201})
    assert response.status_code == 422
    assert "Use at most 200 words: you have 201." in words(response)
    aishas.post(f"{url}{question.pk}/answer/", {"text": "word " * 200})
    assert Answer.objects.count() == 1


def test_two_presses_answer_once_and_until_approved_it_may_change(
    aishas: Client, question: Question, nomination: Nomination, url: str
) -> None:
    page = f"{url}{question.pk}/answer/"
    for text in (SAID, SAID, "No."):
        aishas.post(page, {"text": text})
    answer = Answer.objects.get()
    assert answer.text == "No."
    moderating.approve(answer, actor=cast.rosa(), now=cast.ANSWERING)
    response = aishas.post(page, {"text": "Perhaps."})
    assert response.status_code == 422
    assert "no longer changes" in words(response)
    assert Answer.objects.get().text == "No."


def test_a_rejected_answer_is_changed_and_sent_again(
    aishas: Client, question: Question, nomination: Nomination, url: str
) -> None:
    answer = cast.answered(question, nomination)
    moderating.reject(answer, actor=cast.rosa(), reason="It names a rival.", now=cast.ANSWERING)
    page = f"{url}{question.pk}/answer/"
    assert "It names a rival." in words(aishas.get(page))
    aishas.post(page, {"text": "No."})
    assert Answer.objects.get().is_pending


@pytest.mark.parametrize("moment", [cast.ASKING, cast.OVER])
def test_outside_the_window_nobody_answers(
    question: Question, nomination: Nomination, url: str, clock: Traveller, moment: object
) -> None:
    clock.move_to(moment)  # type: ignore[arg-type]
    aishas = public.sign_in(Client(), nomination.member)
    response = aishas.post(f"{url}{question.pk}/answer/", {"text": SAID})
    assert response.status_code == 422
    assert "Answers are not taken now." in words(response)
    assert SAID in words(response)


def test_whoever_does_not_stand_answers_nothing(question: Question, url: str) -> None:
    efuas = public.sign_in(Client(), cast.efua())
    assert efuas.get(f"{url}{question.pk}/answer/").status_code == 404
    assert efuas.post(f"{url}{question.pk}/answer/", {"text": SAID}).status_code == 404
    assert not Answer.objects.exists()


def test_whoever_withdrew_answers_nothing_and_is_shown_no_more(
    aishas: Client, question: Question, nomination: Nomination, url: str
) -> None:
    cast.shown(question, nomination)
    nominating.withdraw(nomination, nomination.member, now=cast.ANSWERING)
    response = aishas.post(f"{url}{question.pk}/answer/", {"text": "Still here."})
    assert response.status_code == 422
    assert "do not stand in this election any more" in words(response)
    assert SAID not in words(Client().get(f"{url}{question.pk}/"))


def test_a_question_not_approved_is_not_answered(
    hustings: Hustings, nomination: Nomination, url: str, clock: Traveller
) -> None:
    waiting = cast.asked(hustings)
    clock.move_to(cast.ANSWERING)
    aishas = public.sign_in(Client(), nomination.member)
    assert aishas.post(f"{url}{waiting.pk}/answer/", {"text": SAID}).status_code == 404


def test_those_who_answered_and_those_who_did_not_are_listed_alike(
    client: Client, hustings: Hustings, question: Question, nomination: Nomination, url: str
) -> None:
    public.stands(public.callum(), hustings.election)
    cast.shown(question, nomination)
    page = words(client.get(f"{url}{question.pk}/"))
    assert len(re.findall(r'<li class="candidate">', page)) == 2
    assert page.count("No slate") == 2
    assert "No answer yet." in page
    assert "Bea" not in page  # who asked


def test_answers_are_in_an_order_of_each_reader(
    hustings: Hustings, question: Question, url: str
) -> None:
    for one in range(8):
        public.stands(add_member(str(500 + one), f"Person {one}"), hustings.election)

    def order(browser: str) -> list[str]:
        page = words(Client().get(f"{url}{question.pk}/", headers={"user-agent": browser}))
        return re.findall(r"Person \d", page)

    first = order("Firefox")
    assert sorted(first) == [f"Person {one}" for one in range(8)]
    assert order("Firefox") == first
    assert any(order(f"Browser {one}") != first for one in range(3))


def test_questions_are_listed_by_upvotes(client: Client, hustings: Hustings, url: str) -> None:
    for one in range(4):
        asked = cast.approved(
            hustings, cast.person(f"30{one}", f"Ann {one}"), text=f"Question {one}?"
        )
        for voter in range(one):
            who = cast.person(f"4{one}{voter}", f"Voter {one}{voter}")
            asking.upvote(asked, who, now=cast.ASKING)
    page = words(client.get(f"{url}topics/1/"))
    assert re.findall(r"Question (\d)\?</a>", page) == ["3", "2", "1", "0"]


def test_after_fixing_the_answers_stand_with_the_candidates(
    client: Client, hustings: Hustings, question: Question, nomination: Nomination, url: str
) -> None:
    cast.shown(question, nomination)
    public.accepted(nomination, cast.rosa())
    public.papers_fixed(hustings.election, cast.rosa())
    candidate = Candidate.objects.select_related("contest").get(nomination=nomination)
    numbers = f"{candidate.contest.number}/{candidate.number}"
    paper = f"/elections/{hustings.election.slug}/candidates/{numbers}/"
    page = words(client.get(f"{url}{question.pk}/"))
    assert paper in page
    assert SAID in page
    assert SAID in words(client.get(paper))


def test_html_in_an_answer_is_text(
    client: Client, question: Question, nomination: Nomination, url: str
) -> None:
    cast.shown(question, nomination, "<script>alert(1)</script>")
    assert "<script>alert" not in words(client.get(f"{url}{question.pk}/"))


def test_the_database_refuses_an_answer_from_another_election(question: Question) -> None:
    elsewhere = public.stands(public.callum(), public.election("Another"))
    with pytest.raises(DatabaseError, match="who stand in the election"), transaction.atomic():
        Answer.objects.create(
            question=question, nomination=elsewhere, text="x", sent_at=cast.ANSWERING
        )


def test_an_answer_to_a_question_that_is_taken_down_meanwhile_is_not_lost(
    aishas: Client, question: Question, url: str
) -> None:
    page = f"{url}{question.pk}/answer/"
    aishas.get(page)
    moderating.reject(question, actor=cast.rosa(), reason="Names a member.", now=cast.ANSWERING)
    response = aishas.post(page, {"text": SAID})
    assert response.status_code == 422
    assert "This question is not shown any more." in words(response)
    assert SAID in words(response)
    assert TEXT not in words(response)
    assert not Answer.objects.exists()
    assert "This question is not shown any more." in words(aishas.get(page))


def test_whoever_upvotes_a_question_that_is_taken_down_meanwhile_is_told(
    question: Question, url: str
) -> None:
    moderating.reject(question, actor=cast.rosa(), reason="Names a member.", now=cast.ANSWERING)
    efuas = public.sign_in(Client(), cast.efua())
    response = efuas.post(f"{url}{question.pk}/upvote/", follow=True)
    assert response.status_code == 200
    assert "This question is not shown, so it cannot be upvoted." in words(response)


def test_a_question_that_nobody_has_decided_is_as_if_it_were_not_there(
    aishas: Client, hustings: Hustings, url: str, clock: Traveller
) -> None:
    clock.move_to(cast.ASKING)
    pending = cast.asked(hustings, cast.efua())
    clock.move_to(cast.ANSWERING)
    assert aishas.post(f"{url}{pending.pk}/answer/", {"text": SAID}).status_code == 404
