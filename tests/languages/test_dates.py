"""Days, times and spans in Welsh: the names of the CLDR, the rest from the catalogue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from momentum_site import times_in_words
from momentum_site.templatetags import look
from tests.languages.cast import welsh_for

NOON = datetime(2026, 6, 30, 11, 0, tzinfo=UTC)


def test_days_and_months_have_their_welsh_names() -> None:
    with translation.override("cy"):
        assert times_in_words.day(NOON) == "dydd Mawrth 30 Mehefin 2026"
        days = {
            times_in_words.day(NOON + timedelta(days=n)).rsplit(maxsplit=3)[0] for n in range(7)
        }
        assert len(days) == 7
        assert all(day.startswith("dydd ") for day in days)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON, "hanner dydd (BST)"),
        (datetime(2026, 1, 5, 14, 30, tzinfo=UTC), "2.30yp (GMT)"),
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "9yb (GMT)"),
    ],
)
def test_the_catalogue_says_how_a_time_is_written(at: datetime, words: str) -> None:
    welsh = {
        "12 noon": "hanner dydd",
        "{hour}:{minutes} pm": "{hour}.{minutes}yp",
        "{hour} am": "{hour}yb",
    }
    with welsh_for(**welsh), translation.override("cy"):
        assert times_in_words.clock(at) == words


@pytest.mark.parametrize(
    ("span", "ahead", "ago"),
    [
        (timedelta(minutes=1), "in 1 minute", "1 minute ago"),
        (timedelta(hours=3), "in 3 hours", "3 hours ago"),
        (timedelta(days=2), "in 2 days", "2 days ago"),
        (timedelta(days=70), "in 2 months", "2 months ago"),
        (timedelta(days=800), "in 2 years", "2 years ago"),
    ],
)
def test_a_span_is_one_message_with_its_number(span: timedelta, ahead: str, ago: str) -> None:
    assert times_in_words.in_words(NOON + span, NOON) == ahead
    assert times_in_words.in_words(NOON - span, NOON) == ago


def test_numbers_are_written_alike_in_both_languages() -> None:
    with translation.override("cy"):
        assert look.thousands(13307) == "13,307"
        assert look.percent(1, 3) == "33.3%"
