"""What a cell means, whatever program last saved it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache

from members.models import LabourMember, Status

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u3000]+")


def tidy(text: str) -> str:
    """The text without what cannot be seen: padding, control characters, odd spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return _SPACES.sub(" ", _CONTROL.sub("", text)).strip()


# --- Membership numbers --------------------------------------------------------------------------

NUMBER_MAX = 64
_MANGLED = re.compile(r"(\d+)[.,]0{0,2}\Z")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})\Z")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+\Z")


class Unreadable(Exception):
    """A date or a number that is none, or from which a spreadsheet has taken digits away."""


def membership_number(text: str) -> str:
    """The number as it was before a spreadsheet took it for an amount. Leading zeros are kept.

    Raises Unreadable for one that a spreadsheet has rounded: its last digits are lost.
    """
    if text.isalnum() and "e" not in text and "E" not in text:
        return text
    text = text.lstrip("'’`").strip()
    if len(text) > 3 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    if _GROUPED.match(text):
        return text.replace(",", "")
    if mangled := _MANGLED.match(text):
        return mangled[1]
    if scientific := _SCIENTIFIC.match(text):
        whole, fraction, power = scientific[1], scientific[2] or "", int(scientific[3])
        if 0 < len(fraction) < power:
            raise Unreadable(text)
        if len(fraction) <= power:
            return whole + fraction.ljust(power, "0")
    return " ".join(text.split())


# --- Names ---------------------------------------------------------------------------------------


def split_name(full: str) -> tuple[str, str]:
    """First and last name of "Aisha Khan" or "Khan, Aisha"; one word alone is a last name."""
    last, comma, first = full.partition(",")
    if comma and first.strip():
        return first.strip(), last.strip()
    first, _space, last = full.replace(",", "").strip().rpartition(" ")
    return first.strip(), last.strip()


def names_of(full: str, last: str) -> tuple[str, str]:
    """First and last name where a list has the full name, or calls the first name "name"."""
    if not last:
        return split_name(full)
    first = full[: -len(last)] if full.casefold().endswith(last.casefold()) else full
    return first.rstrip(" ,"), last


# --- Status and answers --------------------------------------------------------------------------

_STATUSES = {
    Status.ACTIVE: """active; current; paid; paid up; fully paid; fully paid up; live; valid; renewed;
        in good standing; good standing; member; full member; full; ok; yes; active member;
        current member""",
    Status.GRACE: """grace; grace period; in grace; in grace period; in arrears; arrears; overdue;
        past due; payment due; payment overdue; due; renewal due; unpaid; late; in default""",
    Status.EXPIRED: """expired; lapsed; ended; not renewed; out of date; inactive; expired member;
        lapsed member""",
    Status.CANCELLED: """cancelled; canceled; resigned; left; terminated; withdrawn; ex member;
        former; former member; cancelled by member; expelled; deceased; died; removed; closed""",
    Status.SUSPENDED: """suspended; under suspension; suspension; administratively suspended;
        admin suspended; administrative suspension; on suspension; suspended member; paused;
        on hold""",
}


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.casefold())


_STATUS_OF = {
    _plain(word): status.value for status, words in _STATUSES.items() for word in words.split(";")
}
_YES = {"yes", "y", "true", "t", "1", "x", "on", "ja", "member", "confirmed", "✓", "✔"}
_NO = {"no", "n", "false", "f", "0", "off", "none", "notamember", "nonmember", "never"}
_NOTHING = {"", "none", "no", "n", "na", "nil", "null", "0", "false", "never", "unknown", "notset"}


def status(text: str) -> str:
    """One of the membership's states, or "" for a word that is none of them."""
    return _STATUS_OF.get(text) or _STATUS_OF.get(_plain(text), "")


def labour_member(text: str) -> str:
    if not text:
        return ""
    word = _plain(text) or text
    if word in _YES:
        return LabourMember.YES.value
    return LabourMember.NO.value if word in _NO else ""


def is_yes(text: str) -> bool:
    return bool(text) and (_plain(text) or text) in _YES


def public_office(text: str) -> str:
    """The office, "" where the list says in some way that there is none."""
    return "" if _plain(text) in _NOTHING else text


# --- Dates ---------------------------------------------------------------------------------------

_NUMERIC = re.compile(
    r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:[ T,]+[\d:.]+ ?[ap]?m?)?\Z", re.IGNORECASE
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?\Z")
_COMPACT = re.compile(r"(19\d\d|20\d\d)(\d\d)(\d\d)\Z")
_NAMED = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[ \-/.]*([a-z]{3,9})\.?,?[ \-/.]*(\d{4}|\d{2})"
    r"(?:[ T,]+[\d:.]+.*)?\Z",
    re.IGNORECASE,
)
_NAMED_US = re.compile(
    r"(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?:[ T,]+[\d:.]+.*)?\Z",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?\Z")
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
_SERIAL_ZERO = date(1899, 12, 30)


@lru_cache(maxsize=50_000)
def read_date(text: str, month_first: bool = False, past: bool = False) -> date | None:  # noqa: FBT001, FBT002
    """The day that is written; None for nothing. Raises Unreadable.

    ``month_first`` reads 03/04/2020 as the fourth of March; ``past`` puts years of two digits
    into the past, for dates of birth.
    """
    if not text:
        return None
    if match := _NUMERIC.match(text):
        first, second, year = (int(part) for part in match.groups())
        day, month = (second, first) if month_first else (first, second)
        return _day(year, month, day, short=len(match[3]) == 2, past=past)
    if match := _ISO.match(text) or _COMPACT.match(text):
        return _day(*(int(part) for part in match.groups()), short=False, past=past)
    if match := _SERIAL.match(text):
        return _plausible(_SERIAL_ZERO + timedelta(days=int(match[1])))
    if match := _NAMED.match(text):
        return _named(match[1], match[2], match[3], past=past)
    if match := _NAMED_US.match(text):
        return _named(match[2], match[1], match[3], past=past)
    raise Unreadable(text)


def _named(day: str, month: str, year: str, *, past: bool) -> date:
    number = _MONTHS.get(month.lower())
    if number is None:
        raise Unreadable(month)
    return _day(int(year), number, int(day), short=len(year) == 2, past=past)


def _day(year: int, month: int, day: int, *, short: bool, past: bool) -> date:
    if short:
        year += 2000 if year < 70 else 1900
        if past and year > datetime.now().year:  # noqa: DTZ005  the year is enough
            year -= 100
    try:
        return _plausible(date(year, month, day))
    except ValueError as error:
        raise Unreadable(f"{day}/{month}/{year}") from error


def _plausible(day: date) -> date:
    if not 1900 <= day.year <= 2150:
        raise Unreadable(str(day))
    return day


def month_comes_first(samples: list[str]) -> bool:
    """Whether a column of dates is written the American way: only if more of them could not be
    otherwise than could not be British. A slip, 31/02 for instance, has no vote."""
    american = british = 0
    for text in samples:
        if match := _NUMERIC.match(text):
            first, second = int(match[1]), int(match[2])
            is_american, is_british = _is_day(second, first), _is_day(first, second)
            american += is_american and not is_british
            british += is_british and not is_american
    return american > british


def _is_day(day: int, month: int) -> bool:
    """Whether some year has the day."""
    last = 29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31
    return 1 <= month <= 12 and 1 <= day <= last


# --- Where somebody lives ------------------------------------------------------------------------

ABROAD = "*"
_POSTCODE = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)(\d[A-Z]{2})\Z")
# What is left of one: the first part, perhaps with a digit of the second; or the forces' own kind.
_BEGINNING = re.compile(r"([A-Z]{1,2}(?=\d[A-Z\d]?\d?\Z)|BFPO(?=\d))")
_ISLES = re.compile("england|scotland|wales|cymru|northernireland|unitedkingdom|britain")
# What else it goes by, what its parts are called in codes, and ways of leaving the country out.
_UNITED_KINGDOM = {
    *("gb", "uk", "gbr", "826", "ukofgbandni", "alba"),
    *("eng", "sct", "wls", "nir", "gbeng", "gbsct", "gbwls", "gbnir"),
    *("", "na", "unknown", "none", "null", "notset", "notknown"),
}


def postcode_and_area(text: str, country: str) -> tuple[str, str]:
    """The postcode as the post writes it, and the area that decides the region: ABROAD for another
    country, "" when nothing can be said. A postcode that is not British stays as it came."""
    if country != "GB" and not _is_here(country):
        return text, ABROAD
    compact = text.replace(" ", "").replace("-", "").replace(".", "").upper()
    if match := _POSTCODE.match(compact):
        return f"{match[1]}{match[2]} {match[3]}", match[1]
    begins = _BEGINNING.match(compact)
    return text, begins[1] if begins else ""


@lru_cache(maxsize=10_000)
def _is_here(country: str) -> bool:
    """Whether a country is the United Kingdom, by one of its names, a slip in it, or its parts."""
    word = _plain(country)
    if word in _UNITED_KINGDOM or (_ISLES.search(word) and "newsouth" not in word):
        return True
    return len(word) > 6 and bool(
        get_close_matches(word, ("unitedkingdom", "greatbritain"), 1, 0.85)
    )
