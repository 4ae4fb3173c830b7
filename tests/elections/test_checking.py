"""What an officer is shown of a text: addresses, numbers to ring, flagged words, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.checking import Kind, passages_in, pieces_of

WORDS = ("scab", "total liar")


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in passages_in(text, WORDS)]


@pytest.mark.parametrize(
    ("text", "passage", "kind"),
    [
        ("Write to aisha.khan+ncg@mail.example.org today", "aisha.khan+ncg@mail.example.org", "email"),
        ("aisha (at) example (dot) org", "aisha (at) example (dot) org", "email"),
        ("aisha[at]example.org", "aisha[at]example.org", "email"),
        ("Ring 020 7946 0123 now", "020 7946 0123", "phone"),
        ("Ring +44 (0)20 7946 0123.", "+44 (0)20 7946 0123", "phone"),
        ("07700 900123", "07700 900123", "phone"),
        ("07700-900-123", "07700-900-123", "phone"),
        ("(01632) 960123", "(01632) 960123", "phone"),
        ("0044 7700 900123", "0044 7700 900123", "phone"),
        ("I live in E1 6AN with", "E1 6AN", "postcode"),
        ("in sw1a 2aa.", "sw1a 2aa", "postcode"),
        ("EC1A1BB", "EC1A1BB", "postcode"),
        ("GIR 0AA", "GIR 0AA", "postcode"),
        ("B33 8TH", "B33 8TH", "postcode"),
        ("come to 12a Station Road,", "12a Station Road", "address"),
        ("at 221 Upper Baker Street", "221 Upper Baker Street", "address"),
        ("Flat 3, the corner", "Flat 3", "address"),
        ("He is a SCAB!", "SCAB", "flagged"),
        ("a total\n liar", "total\n liar", "flagged"),
    ],
)  # fmt: skip
def test_it_is_found(text: str, passage: str, kind: str) -> None:
    assert (passage, kind) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I was elected in 2019, 2021 and 2023.",
        "13,307 members voted, 35 % of 38,000.",
        "From 10 to 12 on 24/06/2026",
        "We raised £1,200,000 for strikes.",
        "The scabbard of the council",
        "Twenty hours on the road with 3 comrades",
        "Point 4: housing. Point 5: trains.",
        "follow me @aisha",
        "COP26 and NHS75 matter",
    ],
)
def test_nothing_is_found_in_what_is_harmless(text: str) -> None:
    assert marked(text) == []


def test_where_two_kinds_meet_one_is_named() -> None:
    assert marked("12 Station Road, E1 6AN") == [
        ("12 Station Road", "address"),
        ("E1 6AN", "postcode"),
    ]


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=4))
def test_the_pieces_are_the_text(text: str, flagged: list[str]) -> None:
    assert "".join(piece.text for piece in pieces_of(text, flagged)) == text


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=4))
def test_no_two_passages_overlap(text: str, flagged: list[str]) -> None:
    found = passages_in(text, flagged)
    assert all(one.start < one.end for one in found)
    assert all(one.end <= following.start for one, following in pairwise(found))


@given(st.text(st.characters(categories=("L", "Zs", "P")), max_size=80))
def test_an_email_address_is_found_wherever_it_stands(around: str) -> None:
    text = f"{around} me@example.org {around}"
    assert any(
        one.kind == Kind.EMAIL or "me@example.org" not in text[one.start : one.end]
        for one in passages_in(text)
    )


@given(
    st.sampled_from(["scab", "total liar"]),
    st.text(st.characters(categories=("Zs", "P")), max_size=20),
)
def test_a_flagged_word_is_found_in_any_case(word: str, around: str) -> None:
    text = f"{around} {word.upper()} {around}"
    assert any(one.kind == Kind.FLAGGED for one in passages_in(text, WORDS))
