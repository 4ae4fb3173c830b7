"""Instants, spans and numbers as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from momentum_site import times_in_words
from momentum_site.templatetags import look

NOW = datetime(2026, 6, 27, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 6, 30, 11, 0, tzinfo=UTC), "Tuesday 30 June 2026, 12 noon (BST)"),
        (datetime(2026, 11, 3, 15, 30, tzinfo=UTC), "Tuesday 3 November 2026, 3:30 pm (GMT)"),
        (datetime(2026, 1, 5, 9, 0, tzinfo=UTC), "Monday 5 January 2026, 9 am (GMT)"),
        (datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "Monday 5 January 2026, 12:05 am (GMT)"),
        (datetime(2026, 1, 5, 12, 45, tzinfo=UTC), "Monday 5 January 2026, 12:45 pm (GMT)"),
        (
            datetime(2026, 6, 29, 23, 0, tzinfo=UTC),
            "Tuesday 30 June 2026, 12 midnight at the start of the day (BST)",
        ),
        (
            datetime(2026, 12, 1, 0, 0, tzinfo=UTC),
            "Tuesday 1 December 2026, 12 midnight at the start of the day (GMT)",
        ),
    ],
)
def test_an_instant_is_told_in_london_with_its_zone(at: datetime, words: str) -> None:
    assert times_in_words.instant(at) == words


def test_the_hour_that_comes_twice_is_told_apart_by_its_zone() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert times_in_words.clock(first) == "1:30 am (BST)"
    assert times_in_words.clock(first + timedelta(hours=1)) == "1:30 am (GMT)"


def test_the_day_of_an_instant_is_the_day_in_london() -> None:
    assert times_in_words.day(datetime(2026, 6, 29, 23, 0, tzinfo=UTC)) == "Tuesday 30 June 2026"
    assert times_in_words.day(date(2026, 6, 30)) == "Tuesday 30 June 2026"


def test_a_time_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        times_in_words.instant(datetime(2026, 6, 30, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    "show",
    [
        times_in_words.instant,
        times_in_words.day,
        times_in_words.clock,
        times_in_words.in_words,
        look.thousands,
    ],
)
def test_what_is_not_set_is_shown_as_nothing(show: object) -> None:
    assert callable(show)
    assert show(None) == ""


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(days=3), "in 3 days"),
        (timedelta(days=2, hours=23, minutes=59), "in 2 days"),
        (timedelta(hours=47), "in 47 hours"),
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(minutes=59, seconds=59), "in 59 minutes"),
        (timedelta(seconds=59), "in less than a minute"),
        (timedelta(seconds=-5), "less than a minute ago"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(hours=-2), "2 hours ago"),
        (timedelta(days=-61), "2 months ago"),
        (timedelta(days=800), "in 2 years"),
    ],
)
def test_a_span_is_rounded_down_so_that_nobody_is_promised_more(
    away: timedelta, words: str
) -> None:
    assert times_in_words.in_words(NOW + away, NOW) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (13307, "13,307"),
        (-4200, "-4,200"),
        (Decimal("1195.50000"), "1,195.50000"),
        ("24310.25", "24,310.25"),
        ("0.000000000", "0.000000000"),
        (Decimal("0.000000001"), "0.000000001"),
    ],
)
def test_thousands_are_separated(number: object, words: str) -> None:
    assert look.thousands(number) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (8502, 24310, "35.0%"),
        (1, 3, "33.3%"),
        (1, 8, "12.5%"),
        (5, 10000, "0.1%"),
        (0, 10, "0.0%"),
        (3, 0, "–"),
        (Decimal("72.45"), None, "72.5%"),
        (Fraction(145, 2), None, "72.5%"),
    ],
)
def test_a_share_has_one_decimal(
    part: int | Decimal | Fraction, whole: int | None, words: str
) -> None:
    assert look.percent(part, whole) == words


def test_a_tracker_is_read_in_fours() -> None:
    assert look.in_fours("ABCDEFGHIJ") == ["ABCD", "EFGH", "IJ"]
    assert look.in_fours(bytes(32)) == ["AAAA"] * 13
