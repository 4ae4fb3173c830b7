"""The summary of what will happen when has the windows of the hustings, in their place."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from elections import office_questions
from elections.models import Election
from hustings.models import Hustings
from tests.hustings import cast
from tests.hustings.cast import WINDOWS, words

pytestmark = pytest.mark.django_db
SENTENCES = [
    "Members who may vote can ask the candidates one question each, and upvote.",
    "Nobody can ask the candidates any more.",
    "Candidates can answer the questions that officers approved.",
    "Nobody can answer or upvote any more.",
]


@pytest.fixture
def election() -> Election:
    return cast.prepared()


def test_the_windows_are_in_the_order_of_time(election: Election) -> None:
    cast.set_up(election)
    happenings = office_questions.what_will_happen(election)
    instants = [one.at for one in happenings]
    assert instants == sorted(instants)
    own = [one for one in happenings if one.sentence in SENTENCES]
    assert [one.sentence for one in own] == SENTENCES
    assert [one.at for one in own] == list(WINDOWS.values())
    before = happenings[happenings.index(own[0]) - 1]
    after = happenings[happenings.index(own[-1]) + 1]
    assert before.at <= WINDOWS["questions_open_at"] < WINDOWS["answers_close_at"] < after.at


def test_they_follow_what_the_election_does_at_the_same_instant(election: Election) -> None:
    closes = election.timetable.voting_closes_at
    cast.set_up(election, instants={**WINDOWS, "answers_close_at": closes})
    last = [one.sentence for one in office_questions.what_will_happen(election) if one.at == closes]
    assert last == ["Voting closes by the clock. The papers are counted at once.", SENTENCES[-1]]


@pytest.mark.parametrize("page", ["", "notice/"])
def test_an_officer_reads_them_before_publishing(
    rosas: Client, election: Election, page: str
) -> None:
    cast.set_up(election)
    shown = words(rosas.get(f"/office/elections/{election.slug}/{page}"))
    places = [shown.index(sentence) for sentence in SENTENCES]
    assert places == sorted(places)
    assert re.search(rf"{re.escape(SENTENCES[0])}.*?15 June 2026", shown, re.DOTALL)


def test_after_a_window_moved_the_new_instant_is_there(hustings: Hustings) -> None:
    later = cast.OVER + timedelta(hours=5)
    cast.set_up(
        hustings.election,
        instants={**WINDOWS, "answers_close_at": later},
        reason="Candidates asked for time.",
        now=cast.ASKING,
    )
    happenings = office_questions.what_will_happen(hustings.election)
    assert [one.at for one in happenings if one.sentence == SENTENCES[-1]] == [later]


def test_without_a_hustings_nothing_is_said_of_it(election: Election) -> None:
    said = {one.sentence for one in office_questions.what_will_happen(election)}
    assert said
    assert said.isdisjoint(SENTENCES)
