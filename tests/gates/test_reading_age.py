"""What members read reads easily: at about twelve years of age."""

from __future__ import annotations

import pytest

from tests.gates import reading
from tests.gates.reading import GRADE, MOST_WORDS, Text


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    return reading.said_to_members()


def test_what_each_file_says_to_members_is_easy_to_read(said: dict[str, list[str]]) -> None:
    hard = [
        f"{text.name}: grade {text.grade}, {GRADE} at most. Its hardest sentences:\n  "
        + "\n  ".join(text.worst())
        for text in reading.texts(said)
        if text.grade > GRADE
    ]
    assert not hard, "\n".join(hard)


def test_no_sentence_for_members_is_too_long(said: dict[str, list[str]]) -> None:
    long = [
        f"{name}: {one}"
        for name, sentences in said.items()
        for one in sentences
        if len(one.split()) > MOST_WORDS
    ]
    assert not long, f"more than {MOST_WORDS} words:\n" + "\n".join(long)


def test_pages_mail_refusals_and_words_for_scripts_are_read_and_nothing_of_the_office(
    said: dict[str, list[str]],
) -> None:
    pages = ("elections/voter/paper.html", "elections/mail/ballot.txt", "404.html")
    assert {f"templates/{page}" for page in pages} <= said.keys()
    modules = {"elections/voting.py", "elections/forms/ballot.py", "slates/joining.py"}
    assert modules <= said.keys()
    assert "Nobody is ranked." in said["templates/components/_ranked_contest.html"]
    assert not any("/office/" in name for name in said)


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ('{% translate "You have not voted yet." %}', ["You have not voted yet."]),
        ('{% translate "Vote" %}', []),
        ('{% include "x" with text=_("Voting is closed now.") %}', ["Voting is closed now."]),
        (
            "{% blocktranslate trimmed %}Open <a href='{{ url }}'>the page</a>. Then vote there."
            "{% endblocktranslate %}",
            ["Open the page.", "Then vote there."],
        ),
        (
            "{% blocktranslate count n=n %}One vote was cast.{% plural %}Many votes were cast."
            "{% endblocktranslate %}",
            ["Many votes were cast."],
        ),
    ],
)
def test_what_is_read_of_a_template(template: str, sentences: list[str]) -> None:
    assert reading.sentences_of(template) == sentences


def test_a_hard_text_is_found_and_its_worst_sentence_named() -> None:
    hard = (
        "Notwithstanding the aforementioned constitutional provisions, candidates necessarily "
        "acknowledge responsibilities regarding organisational communication."
    )
    text = Text("made up", ("You can vote now.", hard))
    assert text.grade > GRADE
    assert text.worst(1) == [hard]
