"""Dates and times as people write them, in London, and what has no one meaning is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from elections.forms.timing import InstantField, InstantWidget, read_date, read_time


def entered(**data: str) -> datetime | None:
    """What a field called `at` makes of these inputs."""
    value = InstantWidget().value_from_datadict(data, {}, "at")
    return InstantField(required=False).clean(value)


@pytest.mark.parametrize(
    "written",
    [
        "2026-06-30", "30/6/2026", "30/06/26", "30.6.2026", "30-06-2026", "30 June 2026",
        "30th june 2026", "30 Jun 2026", " 30 / 6 / 2026 ",
    ],
)  # fmt: skip
def test_dates(written: str) -> None:
    assert read_date(written) == date(2026, 6, 30)


@pytest.mark.parametrize("written", ["", "soon", "31/6/2026", "6/30/2026", "30 Juno 2026", "2026"])
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(ValueError):
        read_date(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12:00", time(12)), ("12.00", time(12)), ("1200", time(12)), ("noon", time(12)),
        ("12 noon", time(12)), ("12 am", time(0)), ("12pm", time(12)), ("3 pm", time(15)),
        ("3:30 p.m.", time(15, 30)), ("00:00", time(0)), ("9:05", time(9, 5)),
        ("12:00:30", time(12, 0, 30)),
    ],
)  # fmt: skip
def test_times(written: str, meant: time) -> None:
    assert read_time(written) == meant


@pytest.mark.parametrize("written", ["", "12", "25:00", "12:61", "13 pm", "midnight", "later"])
def test_what_is_no_time(written: str) -> None:
    with pytest.raises(ValueError):
        read_time(written)


def test_summer_and_winter() -> None:
    assert entered(at_date="30/6/2026", at_time="noon") == datetime(2026, 6, 30, 11, tzinfo=UTC)
    assert entered(at_date="2026-12-01", at_time="12:00") == datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2026-06-30T12:00", "30/6/2026 12:00", "30/6/2026, 12.00"])
def test_date_and_time_in_one(written: str) -> None:
    assert entered(at=written) == datetime(2026, 6, 30, 11, tzinfo=UTC)
    assert entered(at_date=written, at_time="") == datetime(2026, 6, 30, 11, tzinfo=UTC)


@pytest.mark.parametrize("written", ["9999-12-31", "9999-12-30", "0001-01-01", "31/12/1999"])
def test_a_year_that_no_step_is_in_is_refused(written: str) -> None:
    last = timezone.now().year + 10
    with pytest.raises(ValidationError, match=f"choose a date from 2000 to {last}"):
        entered(at_date=written, at_time="12:00")


def test_the_first_and_the_last_year_that_may_be_entered() -> None:
    last = timezone.now().year + 10
    assert entered(at_date="2000-01-01", at_time="12:00") == datetime(2000, 1, 1, 12, tzinfo=UTC)
    assert entered(at_date=f"{last}-12-31", at_time="12:00")
    with pytest.raises(ValidationError, match="Look at the year"):
        entered(at_date=f"{last + 1}-01-01", at_time="12:00")


def test_a_time_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="01:30 on 29/3/2026 does not exist in London"):
        entered(at_date="29/3/2026", at_time="1:30")


def test_a_time_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="01:30 on 25/10/2026 comes twice in London"):
        entered(at_date="25/10/2026", at_time="01:30")


@pytest.mark.parametrize(("hour", "meant"), [("00:59", 23), ("02:00", 2)])
def test_the_hours_beside_it_are_not(hour: str, meant: int) -> None:
    found = entered(at_date="25/10/2026", at_time=hour)
    assert found is not None
    assert found.hour == meant


def test_half_an_instant_is_refused() -> None:
    with pytest.raises(ValidationError, match="Enter the time"):
        entered(at_date="30/6/2026", at_time="")
    with pytest.raises(ValidationError, match="Enter the date"):
        entered(at_date="", at_time="12:00")


def test_nothing_is_nothing() -> None:
    assert entered(at_date="", at_time=" ") is None
    with pytest.raises(ValidationError, match="This field is required"):
        InstantField().clean(["", ""])


@pytest.mark.parametrize(
    "before",
    [
        datetime(2026, 6, 30, 11, 0, 7, 123456, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # the second 1:30 of that day
    ],
)
def test_what_is_left_as_it_was_stays_to_the_microsecond(before: datetime) -> None:
    shown = InstantWidget().decompress(before)
    assert InstantField(initial=before).clean(shown) == before


def test_what_was_written_is_shown_again() -> None:
    widget = InstantWidget()
    data = {"at_date": "30 June 2026", "at_time": "half past two"}
    shown = widget.render("at", widget.value_from_datadict(data, {}, "at"))
    assert 'value="2026-06-30"' in shown
    assert 'value="half past two"' in shown
