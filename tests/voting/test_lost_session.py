"""Somebody who left the paper open until their session was over is told so, and casts nothing by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from elections.ballots.models import Inbox
from elections.models import Election
from tests.languages.cast import in_welsh
from tests.voting.cast import entry_of, follow, hidden_of, link_of, page, ranks

NOT_RECORDED = "Your vote was not recorded by this page"


def says_that_nothing_was_cast(answer: Any) -> str:
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 403
    assert f"<h1>{NOT_RECORDED}</h1>" in text
    assert "nothing was cast" in text
    assert "What you filled in is still on this device." in text
    assert "cookie" not in text
    assert not Inbox.objects.exists()
    return text


@pytest.mark.parametrize("name", ["show-paper", "check-vote", "cast-vote"])
def test_a_browser_that_forgot_the_link_is_told_to_follow_it_again(
    election: Election, name: str
) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    del client.cookies["ballot"]  # as after six hours
    sent = hidden_of(checked) if name == "cast-vote" else ranks(election, "Bea Okafor")
    text = says_that_nothing_was_cast(client.post(page(election, name), sent))
    assert "Follow the link in your ballot email again" in text
    assert f'href="{page(election, "vote-election")}"' in text


@pytest.mark.parametrize("name", ["check-vote", "cast-vote"])
def test_a_browser_that_forgot_everything_is_told_the_same(election: Election, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = ranks(election, "Bea Okafor")
    text = says_that_nothing_was_cast(client.post(page(election, name), sent))
    assert "Follow the link in your ballot email again" in text


def test_whose_token_is_old_opens_the_paper_again(election: Election) -> None:
    """The browser still knows the link: somebody signed in or out in another tab."""
    client = Client(enforce_csrf_checks=True)
    client.get(link_of(entry_of(election, "Callum")))
    assert client.get(page(election, "show-paper")).status_code == 200
    sent = {**ranks(election, "Bea Okafor"), "csrfmiddlewaretoken": "x" * 64}
    text = says_that_nothing_was_cast(client.post(page(election, "check-vote"), sent))
    assert f'href="{page(election, "show-paper")}">Open your ballot paper' in text


def test_it_is_told_in_the_language_that_was_chosen(election: Election) -> None:
    in_welsh(election)
    client = Client(enforce_csrf_checks=True)
    client.cookies["language"] = "cy"
    answer = client.post(page(election, "cast-vote"))
    assert answer.status_code == 403
    assert '<html lang="cy">' in answer.content.decode()
    assert answer["Content-Language"] == "cy"


def test_of_an_election_that_is_not_public_nothing_is_said(election: Election) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        page(election, "cast-vote").replace(election.slug, "another")
    )
    assert answer.status_code == 403
    assert not re.search(NOT_RECORDED, answer.content.decode())
