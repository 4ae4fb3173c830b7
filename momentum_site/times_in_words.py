"""Days and instants in words, in London's time and the language of the page."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from elections.london import LONDON


def day(value: date | datetime | None) -> str:
    """The date in words: "Tuesday 30 June 2026". An instant is taken to London first."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = _in_london(value)
    return pgettext("date", "{weekday} {day} {month} {year}").format(
        weekday=_WEEKDAYS[value.weekday()](),
        day=value.day,
        month=_MONTHS[value.month - 1](),
        year=value.year,
    )


def clock(value: datetime | None) -> str:
    """The time of an instant in London with its zone: "12 noon (BST)", "3:30 pm (GMT)"."""
    if value is None or value == "":
        return ""
    local = _in_london(value)
    return pgettext("time and zone", "{time} ({zone})").format(
        time=_time_in_words(local), zone=local.tzname()
    )


def instant(value: datetime | None) -> str:
    """An aware datetime as people read it: "Tuesday 30 June 2026, 12 noon (BST)".

    Midnight says which end of the day it is, because "midnight on Tuesday" is read both ways.
    Raises ValueError for a datetime without a zone: such a value is not an instant.
    """
    if value is None or value == "":
        return ""
    return pgettext("date, time", "{date}, {time}").format(date=day(value), time=clock(value))


def brief(value: datetime | None) -> str:
    """An instant in a column of a list: "26 Nov 2026, 22:38", in London."""
    if value is None or value == "":
        return ""
    local = _in_london(value)
    return pgettext("date, time in a list", "{date}, {time}").format(
        date=date_format(local, "j M Y"), time=date_format(local, "H:i")
    )


def in_words(value: datetime | None, now: datetime | None = None) -> str:
    """How far an instant is from now: "in 3 days", "2 hours ago". Rounded down, never up."""
    if value is None or value == "":
        return ""
    seconds = int((value - (now or timezone.now())).total_seconds())
    ahead, seconds = seconds >= 0, abs(seconds)
    if seconds < 60:
        return gettext("in less than a minute") if ahead else gettext("less than a minute ago")
    return _ahead_in_words(seconds) if ahead else _ago_in_words(seconds)


def _in_london(value: datetime) -> datetime:
    if timezone.is_naive(value):
        raise ValueError(f"An instant needs a time zone: {value!r}")
    return value.astimezone(LONDON)


def _time_in_words(local: datetime) -> str:
    if (local.hour, local.minute) == (0, 0):
        return gettext("12 midnight at the start of the day")
    if (local.hour, local.minute) == (12, 0):
        return gettext("12 noon")
    time = {"hour": local.hour % 12 or 12, "minutes": f"{local.minute:02d}"}
    if local.hour < 12:
        words = gettext("{hour}:{minutes} am") if local.minute else gettext("{hour} am")
    else:
        words = gettext("{hour}:{minutes} pm") if local.minute else gettext("{hour} pm")
    return words.format(**time)


def _ahead_in_words(seconds: int) -> str:
    number, unit = _span(seconds)
    words = {
        "minutes": ngettext("in %(count)d minute", "in %(count)d minutes", number),
        "hours": ngettext("in %(count)d hour", "in %(count)d hours", number),
        "days": ngettext("in %(count)d day", "in %(count)d days", number),
        "months": ngettext("in %(count)d month", "in %(count)d months", number),
        "years": ngettext("in %(count)d year", "in %(count)d years", number),
    }
    return words[unit] % {"count": number}


def _ago_in_words(seconds: int) -> str:
    number, unit = _span(seconds)
    words = {
        "minutes": ngettext("%(count)d minute ago", "%(count)d minutes ago", number),
        "hours": ngettext("%(count)d hour ago", "%(count)d hours ago", number),
        "days": ngettext("%(count)d day ago", "%(count)d days ago", number),
        "months": ngettext("%(count)d month ago", "%(count)d months ago", number),
        "years": ngettext("%(count)d year ago", "%(count)d years ago", number),
    }
    return words[unit] % {"count": number}


def _span(seconds: int) -> tuple[int, str]:
    """How many of the largest unit that says enough."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return minutes, "minutes"
    if hours < 48:
        return hours, "hours"
    if days < 60:
        return days, "days"
    return (days // 30, "months") if days < 730 else (days // 365, "years")


_WEEKDAYS = (
    lambda: gettext("Monday"),
    lambda: gettext("Tuesday"),
    lambda: gettext("Wednesday"),
    lambda: gettext("Thursday"),
    lambda: gettext("Friday"),
    lambda: gettext("Saturday"),
    lambda: gettext("Sunday"),
)
_MONTHS = (
    lambda: gettext("January"),
    lambda: gettext("February"),
    lambda: gettext("March"),
    lambda: gettext("April"),
    lambda: gettext("May"),
    lambda: gettext("June"),
    lambda: gettext("July"),
    lambda: gettext("August"),
    lambda: gettext("September"),
    lambda: gettext("October"),
    lambda: gettext("November"),
    lambda: gettext("December"),
)
