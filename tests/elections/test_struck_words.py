"""Words struck out of a text: found whatever the spaces, replaced everywhere, never a mark itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from elections.striking import Strike, left_of, passage_in, with_marks

TEXT = "Bea stole\nthe cash. I will not. Bea stole\nthe cash."


def test_words_are_found_whatever_the_spaces_between_them() -> None:
    assert passage_in(TEXT, "  Bea stole the\n cash ") == "Bea stole\nthe cash"
    assert passage_in(TEXT, "Bea stole the car") == ""
    assert passage_in(TEXT, "   ") == ""


def test_what_looks_like_a_pattern_is_words() -> None:
    assert passage_in("Why? (Because.)", "(Because.)") == "(Because.)"
    assert passage_in("Why", ".+") == ""


def test_every_occurrence_goes() -> None:
    shown = with_marks(TEXT, [Strike("Bea stole\nthe cash", "[struck]")])
    assert shown == "[struck]. I will not. [struck]."


def test_a_later_strike_leaves_the_mark_of_an_earlier_one() -> None:
    strikes = [Strike("Bea", "[struck: not I]"), Strike("I", "[gone]")]
    assert with_marks("Bea and I", strikes) == "[struck: not I] and [gone]"
    assert left_of("Bea and I", strikes) == ["", " and ", ""]


@given(st.text(max_size=100), st.text(min_size=1, max_size=10))
def test_what_was_struck_is_no_longer_shown(text: str, passage: str) -> None:
    assert all(passage not in piece for piece in left_of(text, [Strike(passage, "\x00")]))


@given(st.text(max_size=100))
def test_without_a_strike_the_text_is_as_it_was(text: str) -> None:
    assert with_marks(text, []) == text
