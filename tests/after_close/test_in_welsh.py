"""A result in Welsh: what the site itself named is in Welsh; records and files stay as they are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from elections.models import CountRecord, Election
from members.models import User
from tests.after_close import cast
from tests.languages.cast import in_welsh, words
from tests.office.cast import scotland
from tests.voting.cast import page

pytestmark = pytest.mark.django_db(transaction=True)
RON, AILAGOR = "Re-open nominations", "Ailagor enwebiadau"
IN_WELSH = "?lang=cy"


@pytest.fixture
def election(rosa: User) -> Election:
    """Re-open nominations has fewest votes: its one paper goes on to Bea, who is elected."""
    made = cast.set_up(rosa, cast.with_ron)
    cast.cast_votes(
        made,
        Aisha=["Aisha Bello"],
        Callum=["Aisha Bello"],
        Dewi=[RON, "Bea Okafor"],
        Efua=["Bea Okafor"],
        Farah=["Bea Okafor"],
    )
    return in_welsh(cast.count(made))


@pytest.fixture
def question(rosa: User) -> Election:
    return in_welsh(cast.asked(rosa, {"Aisha": cast.YES, "Bea": cast.YES, "Callum": cast.NO}))


def test_stages_table_and_pictures_call_re_open_nominations_by_its_welsh_name(
    election: Election,
) -> None:
    told = words(Client().get(f"{cast.result_page(election)}{IN_WELSH}"))
    assert RON not in told
    assert told.count(AILAGOR) > 3
    english = words(Client().get(f"{cast.result_page(election)}?lang=en-gb"))
    assert AILAGOR not in english
    assert english.count(RON) == told.count(AILAGOR)


def test_a_question_is_answered_and_its_electorate_named_in_welsh(question: Election) -> None:
    at = page(question, "show-results")
    told = words(Client().get(f"{at}{IN_WELSH}"))
    assert "<li>Ie: 2</li>" in told
    assert "<li>Na: 1</li>" in told
    assert '<th scope="row">Yr holl aelodau</th>' in told
    assert "All members" not in told
    stages = words(Client().get(f"{at}{question.contests.get().number}/{IN_WELSH}"))
    assert "Yes" not in stages


def test_records_and_files_stay_in_english_whoever_asks(election: Election) -> None:
    reader, number = Client(), scotland(election).number
    at = f"{page(election, 'show-results')}{number}/count."
    before = CountRecord.objects.get(contest__election=election).result
    reader.get(f"{cast.result_page(election)}{IN_WELSH}")
    for kind in ("csv", "json"):
        welsh, english = (content(one.get(f"{at}{kind}")) for one in (reader, Client()))
        assert welsh == english
    assert RON in content(reader.get(f"{at}csv"))
    answer = reader.get(f"/api/v1/elections/{election.slug}/results/")
    assert json.loads(answer.content)["contests"][0]["candidates"][-1] == RON
    assert CountRecord.objects.get(contest__election=election).result == before


def test_a_picture_by_itself_is_in_the_language_of_whoever_asks(election: Election) -> None:
    address = f"{page(election, 'show-results')}{scotland(election).number}/pictures/flow.svg"
    assert AILAGOR in content(Client().get(f"{address}{IN_WELSH}"))
    english = Client().get(address)
    assert RON in content(english)
    assert "Cookie" in english["Vary"]


def test_a_page_that_is_not_there_says_so_in_the_chosen_language(question: Election) -> None:
    assert '<html lang="cy">' in words(Client().get(f"/nowhere/{IN_WELSH}"))
    assert '<html lang="en-gb">' in words(Client().get("/nowhere/"))


def test_a_document_that_nobody_translated_says_that_it_is_in_english(question: Election) -> None:
    election = question
    document = election.documents.get(kind="privacy")
    at = f"{election.get_absolute_url()}documents/{document.pk}/"
    shown = words(Client().get(f"{at}{IN_WELSH}"))
    assert "<h1>Hysbysiad preifatrwydd</h1>" in shown
    assert '<div lang="en-gb"><p>' in shown


def content(answer: Any) -> str:
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(data.decode())
