"""When windows move after the notice, those who stand and those who wait for an answer are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import Traveller

from elections import mailing, nominating
from elections.models import Message, Nomination, PublicChange
from hustings import moderating
from hustings.models import Hustings
from tests.hustings import cast
from tests.hustings.cast import WINDOWS
from tests.members.people import add_member
from tests.office.cast import entered
from tests.public import cast as public

pytestmark = pytest.mark.django_db
REASON = "Candidates asked for time."
LATER = cast.OVER + timedelta(hours=5)
KIND = Message.Kind.HUSTINGS_CHANGED


def told() -> dict[str, bool]:
    """To whom the mail goes, and whether it is told them as a candidate."""
    messages = Message.objects.filter(kind=KIND)
    assert messages.count() == len(set(messages.values_list("to", flat=True))), "nobody twice"
    return {one.to: one.details["stands"] for one in messages}


def move(hustings: Hustings, now: datetime = cast.ASKING, **instants: datetime) -> None:
    cast.set_up(hustings.election, instants={**WINDOWS, **instants}, reason=REASON, now=now)


def form(**instants: datetime) -> dict[str, Any]:
    shown: dict[str, Any] = {"reason": REASON}
    for name, at in {**WINDOWS, **instants}.items():
        shown |= entered(at, name)
    return shown


def body() -> str:
    return str(mail.outbox[-1].body)


def test_an_officer_moves_a_window_and_those_who_wait_read_when_and_why(
    rosas: Client, hustings: Hustings, nomination: Nomination
) -> None:
    cast.asked(hustings)
    cast.efua()
    page = f"/office/elections/{hustings.election.slug}/questions/set-up/"
    assert "are told by email what moved and why" in cast.words(rosas.get(page))
    rosas.post(page, form(answers_close_at=LATER))
    assert told() == {"aisha@example.org": True, "bea@example.org": False}
    Message.objects.exclude(to="bea@example.org").delete()
    mailing.send_due(now=timezone.now())
    assert mail.outbox[-1].to == ["Bea Okafor <bea@example.org>"]
    assert (
        "- Answers close: Monday 29 June 2026, 5 pm (BST)\n"
        "  before: Monday 29 June 2026, 12 noon (BST)\n\n"
        f"The reason:\n{REASON}\n"
    ) in body()
    assert "Questions open" not in body(), "what stays is not named"
    assert "the question you asked has no answer yet" in body()
    assert f"/elections/{hustings.election.slug}/questions/\n" in body()


def test_a_candidate_reads_that_they_can_answer(hustings: Hustings, nomination: Nomination) -> None:
    move(hustings, answers_close_at=cast.ANSWERING)  # it ends earlier
    mailing.send_due(now=timezone.now())
    assert "because you stand. You can answer" in body()
    assert "- Answers close: Wednesday 24 June 2026, 12 noon (BST)\n" in body()


def test_whoever_has_an_answer_or_was_rejected_or_left_does_not_wait(
    hustings: Hustings, nomination: Nomination, clock: Traveller
) -> None:
    callum = public.stands(public.callum(), hustings.election)
    nominating.withdraw(callum, callum.member, now=public.NOMINATIONS)
    question = cast.approved(hustings)  # Bea's
    rejected = cast.asked(hustings, cast.efua())
    moderating.reject(rejected, actor=cast.rosa(), reason="It names a member.", now=cast.ASKING)
    clock.move_to(cast.ANSWERING)
    answer = cast.answered(question, nomination)
    move(hustings, now=cast.ANSWERING, answers_close_at=LATER)
    assert told() == {"aisha@example.org": True, "bea@example.org": False}, "nobody reads it yet"
    Message.objects.filter(kind=KIND).delete()
    moderating.approve(answer, actor=cast.rosa(), now=cast.ANSWERING)
    cast.set_up(hustings.election, reason=REASON, now=cast.ANSWERING)
    assert told() == {"aisha@example.org": True}


def test_whoever_asked_and_stands_by_now_is_told_once_as_a_candidate(hustings: Hustings) -> None:
    cast.asked(hustings)
    public.stands(cast.bea(), hustings.election)
    move(hustings, answers_close_at=LATER)
    assert told() == {"bea@example.org": True}


def test_candidates_and_questions_of_another_election_are_not_concerned(
    hustings: Hustings, nomination: Nomination
) -> None:
    other = public.election("By-election", only="Scotland")
    public.stands(add_member("301", "Gwen Ives", "gwen@example.org"), other)
    others = cast.set_up(other, reason="Members asked for it.")
    cast.asked(others, cast.efua())
    Message.objects.filter(kind=KIND).delete()
    move(hustings, answers_close_at=LATER)
    assert told() == {"aisha@example.org": True}


def test_nobody_is_told_before_the_notice() -> None:
    election = cast.prepared()
    cast.set_up(election)
    cast.set_up(election, instants={**WINDOWS, "answers_close_at": LATER})
    assert not Message.objects.exists()


def test_candidates_are_told_where_questions_are_switched_on_after_the_notice(
    clock: Traveller,
) -> None:
    election = public.election(only="Scotland")
    public.stands(public.aisha(), election)
    clock.move_to(public.NOTICE_OUT)
    cast.set_up(election, reason="Members asked for it.")
    assert told() == {"aisha@example.org": True}
    mailing.send_due(now=timezone.now())
    assert "Members can ask the candidates of this election questions:\n" in body()
    assert "- Questions open: Monday 15 June 2026, 12 noon (BST)\n" in body()
    assert "before:" not in body()


def test_pressing_save_twice_records_and_tells_once(
    hustings: Hustings, nomination: Nomination
) -> None:
    for _press in range(2):
        move(hustings, answers_close_at=LATER)
    assert PublicChange.objects.count() == 1
    assert told() == {"aisha@example.org": True}


def test_what_is_refused_tells_nobody(
    rosas: Client, hustings: Hustings, nomination: Nomination
) -> None:
    page = f"/office/elections/{hustings.election.slug}/questions/set-up/"
    assert rosas.post(page, {**form(answers_close_at=LATER), "reason": ""}).status_code == 422
    assert not Message.objects.filter(kind=KIND).exists()


def test_a_candidate_without_an_address_holds_up_nobody(
    hustings: Hustings, nomination: Nomination
) -> None:
    public.stands(add_member("301", "Gwen Ives"), hustings.election)
    move(hustings, answers_close_at=LATER)
    assert told() == {"aisha@example.org": True}
