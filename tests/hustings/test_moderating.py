"""Officers approve or reject every question and answer; its author is told, with the reason."""

from __future__ import annotations

import pytest
from django.test import Client

from elections.models import Message, Nomination
from elections.refusal import Refused
from hustings import moderating
from hustings.models import Answer, Hustings, Question, State
from members.models import AuditEntry
from members.roles import Role
from tests.hustings import cast
from tests.hustings.cast import TEXT, words
from tests.members.people import add_staff, enter_office
from tests.office.cast import DAY, move
from tests.public import cast as public

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(hustings: Hustings) -> str:
    return f"/office/elections/{hustings.election.slug}/questions/"


def told() -> list[tuple[str, bool, str]]:
    messages = Message.objects.filter(kind=Message.Kind.HUSTINGS_DECIDED).order_by("id")
    return [(one.to, one.details["approved"], one.details["reason"]) for one in messages]


def test_an_officer_approves_a_question_and_its_author_is_told(
    rosas: Client, hustings: Hustings, office: str
) -> None:
    question = cast.asked(hustings)
    assert "question to decide" in words(rosas.get("/office/"))
    assert TEXT in words(rosas.get(f"{office}?state=pending"))
    page = f"{office}{question.pk}/"
    assert "Bea Okafor" in words(rosas.get(page))
    rosas.post(page, {"decision": "approve", "seen": question.words_digest})
    question.refresh_from_db()
    assert question.is_approved
    assert question.decided_by is not None
    assert told() == [("bea@example.org", True, "")]
    entry = AuditEntry.objects.get(action="question-decided")
    assert entry.subject == f"question {question.pk}"
    assert "to decide" not in words(rosas.get("/office/"))


def test_no_question_waits_of_a_poll_that_was_not_held(rosas: Client, hustings: Hustings) -> None:
    cast.asked(hustings)
    assert "question to decide" in words(rosas.get("/office/"))
    now = cast.ASKING
    move(hustings.election, voting_opens_at=now - 2 * DAY, voting_closes_at=now - DAY)
    page = words(rosas.get("/office/"))
    assert "poll that was not held" in page
    assert "to decide" not in page


def test_an_officer_rejects_with_a_reason(rosas: Client, hustings: Hustings, office: str) -> None:
    question = cast.asked(hustings)
    page = f"{office}{question.pk}/"
    rejected = {"decision": "reject", "seen": question.words_digest}
    assert rosas.post(page, {**rejected, "reason": " "}).status_code == 422
    rosas.post(page, {**rejected, "reason": "It names a member."})
    question.refresh_from_db()
    assert (question.is_rejected, question.reason) == (True, "It names a member.")
    assert told() == [("bea@example.org", False, "It names a member.")]
    with pytest.raises(Refused):
        moderating.reject(cast.asked(hustings), actor=cast.rosa(), reason="", now=cast.ASKING)


def test_an_answer_is_decided_alike(
    rosas: Client, hustings: Hustings, nomination: Nomination, office: str
) -> None:
    answer = cast.answered(cast.approved(hustings), nomination)
    page = f"{office}answers/{answer.pk}/"
    assert page in words(rosas.get(f"{office}answers/"))
    assert TEXT in words(rosas.get(page))
    rosas.post(page, {"decision": "approve", "seen": answer.words_digest})
    assert Answer.objects.get().is_approved
    assert told()[-1] == ("aisha@example.org", True, "")


def test_what_is_approved_is_what_was_read(rosas: Client, hustings: Hustings, office: str) -> None:
    question = cast.asked(hustings)
    seen = question.words_digest
    cast.asked(hustings, text="Something else?")
    response = rosas.post(f"{office}{question.pk}/", {"decision": "approve", "seen": seen})
    assert response.status_code == 422
    assert "changed it meanwhile" in words(response)
    assert "Something else?" in words(response)


def test_who_does_not_say_what_they_read_decides_nothing(
    rosas: Client, hustings: Hustings, office: str
) -> None:
    question = cast.asked(hustings)
    response = rosas.post(f"{office}{question.pk}/", {"decision": "approve"})
    assert response.status_code == 422
    assert "changed it meanwhile" in words(response)
    question.refresh_from_db()
    assert question.state == State.PENDING


def test_a_second_press_decides_nothing(rosas: Client, hustings: Hustings, office: str) -> None:
    question = cast.asked(hustings)
    approved = {"decision": "approve", "seen": question.words_digest}
    for _press in range(2):
        response = rosas.post(f"{office}{question.pk}/", approved)
    assert response.status_code == 422
    assert "already been decided" in words(response)
    assert len(told()) == 1


def test_what_was_approved_is_taken_down_with_a_reason(
    client: Client, rosas: Client, hustings: Hustings, office: str, url: str
) -> None:
    question = cast.approved(hustings)
    assert TEXT in words(client.get(f"{url}topics/1/"))
    rejected = {"decision": "reject", "reason": "It was not true."}
    rosas.post(f"{office}{question.pk}/", {**rejected, "seen": question.words_digest})
    assert TEXT not in words(client.get(f"{url}topics/1/"))
    assert told()[-1] == ("bea@example.org", False, "It was not true.")


def test_whose_it_is_or_who_stands_does_not_decide(
    hustings: Hustings, nomination: Nomination
) -> None:
    question = cast.asked(hustings)
    for email in ("bea@example.org", "aisha@example.org"):
        officer = add_staff(email, Role.OFFICER)
        with pytest.raises(Refused, match="another officer decides"):
            moderating.approve(question, actor=officer, now=cast.ASKING)
    assert Question.objects.get().is_pending


@pytest.mark.parametrize("role", [Role.SCRUTINEER, Role.ADMINISTRATOR])
def test_others_of_the_office_read_without_the_name_and_decide_nothing(
    client: Client,
    hustings: Hustings,
    nomination: Nomination,
    office: str,
    role: Role,
) -> None:
    question = cast.approved(hustings)
    answer = cast.answered(question, nomination)
    enter_office(client, "sami@example.org", role)
    for path in ("", f"{question.pk}/", f"answers/{answer.pk}/"):
        page = client.get(f"{office}{path}")
        assert page.status_code == 200
        assert "Bea Okafor" not in words(page)
        assert "Go on to check" not in words(page)
    for path in (f"{question.pk}/", f"answers/{answer.pk}/"):
        assert client.post(f"{office}{path}", {"decision": "approve"}).status_code == 403
    assert Answer.objects.get().is_pending


def test_an_officer_who_stands_has_no_office_here(hustings: Hustings, office: str) -> None:
    cast.asked(hustings)
    public.stands(public.callum(), hustings.election)
    client = Client()
    enter_office(client, "callum@example.org", Role.OFFICER)
    assert client.get(office).status_code == 403


def test_a_member_sees_none_of_it(efuas: Client, hustings: Hustings, office: str) -> None:
    question = cast.asked(hustings)
    for path in ("", "set-up/", f"{question.pk}/"):
        assert efuas.get(f"{office}{path}").status_code == 403
        assert efuas.post(f"{office}{path}", {"decision": "approve"}).status_code == 403


def test_what_waits_names_the_instant_by_which(rosas: Client, hustings: Hustings) -> None:
    cast.asked(hustings)
    page = words(rosas.get("/office/"))
    assert "Monday 29 June 2026" in page
