"""The answers to a voter's forms in the other language: nothing is lost, and nothing is sent twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from elections.ballots.models import Inbox
from elections.models import Election
from members.roles import Role
from tests.languages.cast import in_welsh, words
from tests.members.people import add_staff
from tests.voting.cast import follow, hidden_of, open_election, page, ranks

TO_WELSH = 'form="entered" formaction="?lang=cy" lang="cy">Cymraeg</button>'
ENTERED = re.compile(r'<input type="hidden"\s+name="(r-[^"]+)"\s+value="([^"]*)"')


@pytest.fixture
def election(db: None) -> Election:
    """Voting is open."""
    return open_election(add_staff("rosa@example.org", Role.OFFICER), statement="I answer letters.")


@pytest.fixture
def welsh(election: Election) -> Election:
    """The same, offered in Welsh."""
    return in_welsh(election)


def checked(client: Client, election: Election) -> Any:
    return client.post(page(election, "check-vote"), ranks(election, "Bea Okafor", "Aisha Bello"))


def in_order(answer: Any) -> list[str]:
    return re.findall(r'class="name">([^<]+)<', answer.content.decode())


def test_the_check_page_is_had_in_the_other_language_with_the_same_ranking(
    welsh: Election,
) -> None:
    client = follow(welsh, "Callum")
    english = checked(client, welsh)
    assert TO_WELSH in words(english)
    assert 'id="entered"' in words(english)
    sent = dict(ENTERED.findall(english.content.decode()))
    assert sent == ranks(welsh, "Bea Okafor", "Aisha Bello")
    other = client.post(f"{page(welsh, 'check-vote')}?lang=cy", sent)
    assert '<html lang="cy">' in words(other)
    assert in_order(other) == in_order(english) == ["Bea Okafor", "Aisha Bello"]
    assert 'formaction="?lang=en-gb"' in words(other)
    assert not Inbox.objects.exists()
    assert client.post(page(welsh, "cast-vote"), hidden_of(other)).status_code == 200
    assert Inbox.objects.count() == 1


def test_a_paper_with_mistakes_leads_to_the_paper_in_the_other_language(welsh: Election) -> None:
    wrong = dict.fromkeys(ranks(welsh, "Bea Okafor", "Aisha Bello"), "1")
    for name in ("check-vote", "show-paper"):
        answer = words(follow(welsh, "Callum").post(page(welsh, name), wrong))
        assert f'<a href="{page(welsh, "show-paper")}?lang=cy" lang="cy"' in answer
        assert "formaction" not in answer, "Enter in a field would press it"


def test_the_receipt_says_why_it_has_one_language(welsh: Election) -> None:
    client = follow(welsh, "Callum")
    receipt = words(client.post(page(welsh, "cast-vote"), hidden_of(checked(client, welsh))))
    assert "This page has one language only, because your vote is never sent twice." in receipt
    assert "Cymraeg" not in receipt


def test_where_no_welsh_is_offered_nothing_is_said_of_languages(election: Election) -> None:
    client = follow(election, "Callum")
    check = checked(client, election)
    assert "Cymraeg" not in words(check)
    receipt = words(client.post(page(election, "cast-vote"), hidden_of(check)))
    assert "language only" not in receipt


def test_each_reader_has_what_candidates_say_of_themselves_with_words_of_their_own_language(
    welsh: Election,
) -> None:
    paper, client = page(welsh, "show-paper"), follow(welsh, "Callum")
    english, other = (words(client.get(f"{paper}?lang={one}")) for one in ("en-gb", "cy"))
    for text, statement, none in (
        (english, "Statement", "No slate"),
        (other, "Datganiad", "Dim llechen"),
    ):
        assert text.count(f"<summary>{statement}<") == 3
        assert text.count(none) == 3
