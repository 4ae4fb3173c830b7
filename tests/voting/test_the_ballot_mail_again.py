"""A member whose ballot mail was lost has it sent again, with the same link, from their own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from elections.models import Election, Message
from tests.members.people import add_member
from tests.public.cast import sign_in
from tests.voting.cast import despite_the_guard, entry_of, page

pytestmark = pytest.mark.django_db


def of_bea(election: Election) -> Client:
    return sign_in(Client(), entry_of(election, "Bea").member)


def test_it_is_queued_once_more_and_the_page_says_where_to_look(election: Election) -> None:
    bea = entry_of(election, "Bea")
    Message.objects.update(
        state="sent",
        not_before=timezone.now() - timedelta(hours=1),
        sent_at=timezone.now() - timedelta(hours=1),
    )
    client = of_bea(election)
    assert "Send it again" in client.get(page(election, "send-link-again")).content.decode()
    answer = client.post(page(election, "send-link-again"))
    assert "Your ballot email is on its way" in answer.content.decode()
    assert Message.objects.filter(entry=bea, kind="ballot", state="queued").count() == 1
    bea.refresh_from_db()
    assert bea.code_generation == 1, "the link in the first mail still works"


def test_a_second_request_says_the_same_and_sends_nothing(election: Election) -> None:
    client = of_bea(election)
    first, second = (client.post(page(election, "send-link-again")) for _time in range(2))
    assert second.content == first.content
    assert Message.objects.filter(entry=entry_of(election, "Bea"), kind="ballot").count() == 1


def test_after_the_close_it_says_so(election: Election) -> None:
    client = of_bea(election)
    despite_the_guard(election, voting_closes_at=timezone.now())
    answer = client.post(page(election, "send-link-again"))
    said = answer.content.decode()
    assert "Voting has closed." in said
    assert "Time of voting:" in said
    assert "You are voting as" not in said


def test_whoever_is_not_on_the_roll_is_told(election: Election) -> None:
    late = add_member("999", "Gwen Tudor", "gwen@example.org")
    answer = sign_in(Client(), late).post(page(election, "send-link-again"))
    assert "is not on the roll of this election" in answer.content.decode()


def test_strangers_sign_in_first(election: Election) -> None:
    answer = Client().post(page(election, "send-link-again"))
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]
