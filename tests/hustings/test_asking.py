"""A member asks one question, and upvotes one in each topic; candidates do neither."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from time_machine import Traveller

from elections.models import Election, Nomination
from hustings import asking, moderating
from hustings.models import Hustings, Question, Upvote
from members.models import AuditEntry, Member
from tests.hustings import cast
from tests.hustings.cast import TEXT, words
from tests.members.people import add_member
from tests.public import cast as public

pytestmark = pytest.mark.django_db


def entered(hustings: Hustings, text: str = TEXT, topic: int = 1) -> dict[str, Any]:
    return {"topic": hustings.topics.get(number=topic).pk, "text": text}


# --- Asking --------------------------------------------------------------------------------------


def test_a_member_asks_and_an_officer_is_to_decide(
    beas: Client, hustings: Hustings, url: str
) -> None:
    assert f"{url}ask/" in words(beas.get("/home/"))
    assert f"{url}ask/" in words(beas.get(url))
    response = beas.post(f"{url}ask/", entered(hustings), follow=True)
    assert "Sent. You are told by email what an officer decided." in words(response)
    assert TEXT in words(response)
    question = Question.objects.get()
    assert (question.member, question.is_pending) == (cast.bea(), True)
    entry = AuditEntry.objects.get(action="question-sent")
    assert (entry.subject, entry.actor, entry.detail) == (f"question {question.pk}", None, {})


def test_nobody_else_reads_it_before_it_is_approved(
    client: Client, hustings: Hustings, url: str
) -> None:
    question = cast.asked(hustings)
    assert TEXT not in words(client.get(url))
    assert TEXT not in words(client.get(f"{url}topics/1/"))
    assert client.get(f"{url}{question.pk}/").status_code == 404


def test_forty_words_are_taken_and_not_one_more(beas: Client, hustings: Hustings, url: str) -> None:
    response = beas.post(f"{url}ask/", entered(hustings, "word " * 41))
    assert response.status_code == 422
    assert "Use at most 40 words: you have 41." in words(response)
    assert "word word word" in words(response)
    beas.post(f"{url}ask/", entered(hustings, "word " * 40))
    assert Question.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "abcdefghijklm " * 39 + "\u202e"])
def test_what_is_no_question_is_refused(
    beas: Client, hustings: Hustings, url: str, text: str
) -> None:
    assert beas.post(f"{url}ask/", entered(hustings, text)).status_code == 422
    assert not Question.objects.exists()


def test_a_topic_of_another_election_is_refused(beas: Client, hustings: Hustings, url: str) -> None:
    other = cast.set_up(public.election("Another", noticed=False))
    response = beas.post(f"{url}ask/", entered(other))
    assert response.status_code == 422


def test_two_presses_ask_once(beas: Client, hustings: Hustings, url: str) -> None:
    for _press in range(2):
        response = beas.post(f"{url}ask/", entered(hustings), follow=True)
        assert response.status_code == 200
    assert Question.objects.count() == 1
    assert AuditEntry.objects.filter(action="question-sent").count() == 1


def test_until_it_is_approved_its_author_may_change_it(
    beas: Client, hustings: Hustings, url: str
) -> None:
    cast.asked(hustings)
    assert TEXT in words(beas.get(f"{url}ask/"))
    beas.post(f"{url}ask/", entered(hustings, "And the accounts?", topic=2))
    question = Question.objects.get()
    assert (question.text, question.topic.number) == ("And the accounts?", 2)


def test_an_approved_question_is_the_one_question(
    beas: Client, hustings: Hustings, url: str
) -> None:
    cast.approved(hustings)
    assert "You have asked your one question." in words(beas.get(f"{url}ask/"))
    response = beas.post(f"{url}ask/", entered(hustings, "Another?"))
    assert response.status_code == 422
    assert "Another?" in words(response)
    assert Question.objects.get().text == TEXT


def test_a_rejected_question_is_changed_and_sent_again(
    beas: Client, hustings: Hustings, url: str
) -> None:
    question = cast.asked(hustings)
    moderating.reject(question, actor=cast.rosa(), reason="It names a member.", now=cast.ASKING)
    assert "It names a member." in words(beas.get(f"{url}ask/"))
    beas.post(f"{url}ask/", entered(hustings, "And the accounts?"))
    question.refresh_from_db()
    assert (question.text, question.state, question.reason) == ("And the accounts?", "pending", "")


def test_a_candidate_does_not_ask(aishas: Client, hustings: Hustings, url: str) -> None:
    assert f"{url}ask/" not in words(aishas.get(url))
    assert "Candidates neither ask nor upvote" in words(aishas.get(f"{url}ask/"))
    response = aishas.post(f"{url}ask/", entered(hustings))
    assert response.status_code == 422
    assert not Question.objects.exists()


def test_the_question_of_somebody_who_stands_later_is_not_shown(
    client: Client, hustings: Hustings, url: str
) -> None:
    question = cast.approved(hustings)
    assert TEXT in words(client.get(f"{url}topics/1/"))
    public.stands(cast.bea(), hustings.election)
    assert TEXT not in words(client.get(f"{url}topics/1/"))
    assert client.get(f"{url}{question.pk}/").status_code == 404


def test_whoever_may_not_vote_does_not_ask(client: Client, hustings: Hustings, url: str) -> None:
    lapsed = add_member("300", "Lapsed Larry", "larry@example.org", status="expired")
    public.sign_in(client, lapsed)
    assert f"{url}ask/" not in words(client.get("/home/"))
    response = client.post(f"{url}ask/", entered(hustings))
    assert response.status_code == 422
    assert "Only members who may vote" in words(response)


@pytest.mark.parametrize("moment", ["early", "late"])
def test_outside_the_window_nobody_asks_and_what_was_written_is_kept(
    hustings: Hustings, url: str, clock: Traveller, moment: str
) -> None:
    name = "questions_open_at" if moment == "early" else "questions_close_at"
    clock.move_to(cast.WINDOWS[name] if moment == "late" else public.NOTICE_OUT)
    beas = public.sign_in(Client(), cast.bea())
    response = beas.post(f"{url}ask/", entered(hustings))
    assert response.status_code == 422
    assert "Questions are not taken now." in words(response)
    assert TEXT in words(response)


def test_a_withdrawn_election_takes_none(beas: Client, hustings: Hustings, url: str) -> None:
    Election.objects.filter(pk=hustings.pk).update(
        withdrawn_at=cast.ASKING, withdrawn_reason="The hall burnt down."
    )
    response = beas.post(f"{url}ask/", entered(hustings))
    assert "not under way" in words(response)


def test_where_they_are_switched_off_there_is_nothing(client: Client) -> None:
    election = public.election(only="Scotland")
    url = f"/elections/{election.slug}/questions/"
    public.sign_in(client, cast.bea())
    for path in ("", "ask/", "topics/1/", "1/", "1/answer/"):
        assert client.get(f"{url}{path}").status_code == 404
    assert url not in words(client.get(election.get_absolute_url()))


# --- Upvoting ------------------------------------------------------------------------------------


def press(client: Client, url: str, question: Question, act: str = "upvote") -> str:
    return words(client.post(f"{url}{question.pk}/{act}/", follow=True))


def test_a_member_upvotes_one_question_of_each_topic(
    efuas: Client, hustings: Hustings, url: str
) -> None:
    first = cast.approved(hustings)
    second = cast.approved(hustings, cast.person("301", "Ann One"), text="And the accounts?")
    elsewhere = cast.approved(hustings, cast.person("302", "Ann Two"), text="Why?", topic=2)
    assert "Upvoted." in press(efuas, url, first)
    assert "to another question" in press(efuas, url, second)
    assert "Upvoted." in press(efuas, url, elsewhere)
    assert set(Upvote.objects.values_list("question", flat=True)) == {first.pk, elsewhere.pk}


def test_two_presses_upvote_once(efuas: Client, hustings: Hustings, url: str) -> None:
    question = cast.approved(hustings)
    for _press in range(2):
        page = press(efuas, url, question)
    assert "Take your upvote back" in page
    assert Upvote.objects.count() == 1


def test_an_upvote_is_taken_back_and_given_to_another(
    efuas: Client, hustings: Hustings, url: str
) -> None:
    first = cast.approved(hustings)
    second = cast.approved(hustings, cast.person("301", "Ann One"), text="And the accounts?")
    press(efuas, url, first)
    for _press in range(2):
        assert "taken back" in press(efuas, url, first, "take-back")
    press(efuas, url, second)
    assert Upvote.objects.get().question == second


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_topic(
    efuas: Client, hustings: Hustings, url: str
) -> None:
    question = cast.approved(hustings)
    for act in ("upvote", "take-back"):
        response = efuas.get(f"{url}{question.pk}/{act}/")
        assert (response.status_code, response["Location"]) == (302, f"{url}topics/1/")
    assert not Upvote.objects.exists()


def test_a_candidate_does_not_upvote(aishas: Client, hustings: Hustings, url: str) -> None:
    question = cast.approved(hustings)
    assert "/upvote/" not in words(aishas.get(f"{url}topics/1/"))
    assert "Candidates neither ask nor upvote" in press(aishas, url, question)
    assert not Upvote.objects.exists()


def test_the_upvote_of_somebody_who_stands_later_no_longer_counts(
    client: Client, hustings: Hustings, url: str
) -> None:
    question = cast.approved(hustings)
    asking.upvote(question, cast.efua(), now=cast.ASKING)
    assert re.search(r"\b1\s+upvote\b", words(client.get(f"{url}topics/1/")))
    public.stands(cast.efua(), hustings.election)
    assert re.search(r"\b0\s+upvotes\b", words(client.get(f"{url}topics/1/")))


def test_a_question_not_approved_is_not_upvoted(
    efuas: Client, hustings: Hustings, url: str
) -> None:
    question = cast.asked(hustings)
    assert efuas.post(f"{url}{question.pk}/upvote/").status_code == 404


def test_once_answers_have_closed_nobody_upvotes(
    hustings: Hustings, url: str, clock: Traveller
) -> None:
    question = cast.approved(hustings)
    clock.move_to(cast.OVER)
    efuas = public.sign_in(Client(), cast.efua())
    assert "not upvoted now" in press(efuas, url, question)
    assert not Upvote.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client: Client, hustings: Hustings, url: str) -> None:
    question = cast.approved(hustings)
    for path in ("ask/", f"{question.pk}/upvote/", f"{question.pk}/answer/"):
        response = client.post(f"{url}{path}")
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")


# --- What the database refuses -------------------------------------------------------------------


def test_the_database_refuses_a_second_question(hustings: Hustings) -> None:
    question = cast.asked(hustings)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(
            hustings=hustings,
            topic=question.topic,
            member=cast.bea(),
            text="x",
            sent_at=cast.ASKING,
        )


def test_the_database_refuses_a_candidates_question(
    hustings: Hustings, nomination: Nomination
) -> None:
    with pytest.raises(DatabaseError, match="candidates do not ask"), transaction.atomic():
        Question.objects.create(
            hustings=hustings,
            topic=hustings.topics.get(number=1),
            member=nomination.member,
            text="x",
            sent_at=cast.ASKING,
        )


def test_the_database_refuses_a_second_upvote_in_a_topic(hustings: Hustings) -> None:
    first = cast.approved(hustings)
    second = cast.approved(hustings, cast.person("301", "Ann One"))
    asking.upvote(first, cast.efua(), now=cast.ASKING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Upvote.objects.create(
            question=second, topic=second.topic, member=cast.efua(), given_at=cast.ASKING
        )


@pytest.mark.parametrize("wrong", ["a candidate's", "of another topic", "not approved"])
def test_the_database_refuses_an_upvote_that_must_not_be(
    hustings: Hustings, nomination: Nomination, wrong: str
) -> None:
    question = cast.asked(hustings) if wrong == "not approved" else cast.approved(hustings)
    topic = hustings.topics.get(number=2) if wrong == "of another topic" else question.topic
    member = nomination.member if wrong == "a candidate's" else cast.efua()
    with pytest.raises(DatabaseError, match="upvote"), transaction.atomic():
        Upvote.objects.create(question=question, topic=topic, member=member, given_at=cast.ASKING)


def test_the_database_refuses_to_change_what_is_approved(hustings: Hustings) -> None:
    cast.approved(hustings)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Question.objects.update(text="Something else.")


# --- With another record -------------------------------------------------------------------------


def test_whoever_stands_with_a_record_found_to_be_theirs_neither_asks_nor_upvotes(
    beas: Client, hustings: Hustings, url: str
) -> None:
    question = cast.approved(hustings, cast.efua())
    again = add_member("902", "Bea Okafor", "okafor@example.org", same_person_as=cast.bea())
    Nomination.objects.create(
        contest=public.contest(hustings.election),
        member=again,
        ballot_name="Bea Okafor",
        submitted_at=public.NOMINATIONS,
    )
    refused = "Candidates neither ask nor upvote."
    assert refused in words(beas.post(f"{url}ask/", entered(hustings), follow=True))
    assert refused in words(beas.post(f"{url}{question.pk}/upvote/", follow=True))
    assert (Question.objects.count(), Upvote.objects.count()) == (1, 0)
    with pytest.raises(DatabaseError, match="candidates do not upvote"), transaction.atomic():
        Upvote.objects.create(
            question=question, topic=question.topic, member=cast.bea(), given_at=cast.ASKING
        )


def test_whoever_stands_with_another_record_is_offered_neither_questions_nor_answers(
    beas: Client, hustings: Hustings, url: str, clock: Traveller
) -> None:
    again = add_member("902", "Bea Okafor", "okafor@example.org")
    public.stands(again, hustings.election)
    cast.approved(hustings, cast.efua())
    assert f"{url}ask/" in words(beas.get("/home/"))
    Member.objects.filter(pk=again.pk).update(same_person_as=cast.bea())
    assert f"{url}ask/" not in words(beas.get("/home/"))
    assert "Candidates neither ask nor upvote" in words(beas.get(f"{url}ask/"))
    clock.move_to(cast.ANSWERING)
    beas = public.sign_in(Client(), cast.bea())
    assert "Answer members’ questions" not in words(beas.get("/home/"))
