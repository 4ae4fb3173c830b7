"""What members read reads easily: at about twelve years of age."""

from __future__ import annotations

import pytest

from tests.gates import reading
from tests.gates.reading import GRADE, MOST_WORDS, TEMPLATES, Text

# Still too hard; a line goes once its template is written anew. Nothing may be added.
TOO_HARD: frozenset[str] = frozenset()


def test_each_template_for_members_is_easy_to_read() -> None:
    hard = [text for text in reading.texts(reading.for_members()) if text.grade > GRADE]
    said = [
        f"{text.name}: grade {text.grade}, {GRADE} at most. Its hardest sentences:\n  "
        + "\n  ".join(text.worst())
        for text in hard
        if text.name not in TOO_HARD
    ]
    assert not said, "\n".join(said)
    assert {text.name for text in hard} == TOO_HARD, "what is easy now leaves the list"


def test_no_sentence_for_members_is_too_long() -> None:
    said = [
        f"{path.relative_to(TEMPLATES).as_posix()}: {sentence}"
        for path in reading.for_members()
        for sentence in reading.sentences_of(path.read_text())
        if len(sentence.split()) > MOST_WORDS
    ]
    assert not said, f"more than {MOST_WORDS} words:\n" + "\n".join(said)


def test_the_walk_finds_pages_and_mail_for_members_and_none_of_the_office() -> None:
    names = {path.relative_to(TEMPLATES).as_posix() for path in reading.for_members()}
    assert {"elections/voter/paper.html", "elections/mail/ballot.txt", "404.html"} <= names
    assert not any(name.startswith("elections/office/") for name in names)


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
