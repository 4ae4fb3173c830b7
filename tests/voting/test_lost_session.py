"""Somebody who left the paper open until their session was over is told so, and casts nothing by it.

What they are told is true of those, too, who had cast their vote before.
"""

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


def says_that_nothing_was_recorded(answer: Any, *, papers: int = 0) -> str:
    """And nothing was: so many papers are in the box as before."""
    text = " ".join(answer.content.decode().split())
    assert answer.status_code == 403
    assert f"<h1>{NOT_RECORDED}</h1>" in text
    assert "this time nothing was recorded." in text
    assert "If a page told you before that your vote is recorded, it still is." in text
    assert (
        "What you filled in is still on this device, unless you cast your vote or cleared this device."
        in text
    )
    assert "nothing was cast" not in text, "nobody knows that any more"
    assert "cookie" not in text
    assert Inbox.objects.count() == papers
    return text


@pytest.mark.parametrize("name", ["show-paper", "check-vote", "cast-vote"])
def test_a_browser_that_forgot_the_link_is_told_to_follow_it_again(
    election: Election, name: str
) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    del client.cookies["ballot"]  # as after six hours
    sent = hidden_of(checked) if name == "cast-vote" else ranks(election, "Bea Okafor")
    text = says_that_nothing_was_recorded(client.post(page(election, name), sent))
    assert "Follow the link in your ballot email again" in text
    assert f'href="{page(election, "vote-election")}"' in text


def test_whoever_loads_their_receipt_again_is_told_that_their_vote_stands(
    election: Election,
) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    receipt = client.post(page(election, "cast-vote"), hidden_of(checked))
    assert "Your vote is recorded" in receipt.content.decode()
    del client.cookies["ballot"]  # as after six hours
    again = client.post(page(election, "cast-vote"), hidden_of(checked))
    says_that_nothing_was_recorded(again, papers=1)


def test_a_check_page_that_stayed_open_promises_nothing_once_the_device_is_cleared(
    election: Election,
) -> None:
    client = follow(election, "Callum")
    checked = client.post(page(election, "check-vote"), ranks(election, "Bea Okafor"))
    client.post(page(election, "clear-device"))
    says_that_nothing_was_recorded(client.post(page(election, "cast-vote"), hidden_of(checked)))


@pytest.mark.parametrize("name", ["check-vote", "cast-vote"])
def test_a_browser_that_forgot_everything_is_told_the_same(election: Election, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = ranks(election, "Bea Okafor")
    text = says_that_nothing_was_recorded(client.post(page(election, name), sent))
    assert "Follow the link in your ballot email again" in text


def test_whose_token_is_old_opens_the_paper_again(election: Election) -> None:
    """The browser still knows the link: somebody signed in or out in another tab."""
    client = Client(enforce_csrf_checks=True)
    client.get(link_of(entry_of(election, "Callum")))
    assert client.get(page(election, "show-paper")).status_code == 200
    sent = {**ranks(election, "Bea Okafor"), "csrfmiddlewaretoken": "x" * 64}
    text = says_that_nothing_was_recorded(client.post(page(election, "check-vote"), sent))
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
