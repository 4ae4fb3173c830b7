"""One row of a list: what it says about a member, or why it is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from django.utils.translation import gettext_noop

from members import mailbox
from members.importing import fields, values
from members.importing.fields import Mapping
from members.importing.reading import Row, Source
from members.importing.report import ADDED

# The words of the outcomes; those given in SQL are in applying.py.
WRONG_NUMBER_OF_FIELDS = gettext_noop("refused: wrong number of fields")
NUMBER_MISSING = gettext_noop("refused: membership number missing")
NUMBER_TOO_LONG = gettext_noop("refused: membership number too long")
NUMBER_UNREADABLE = gettext_noop("refused: membership number unreadable")
NAME_MISSING = gettext_noop("refused: name missing")
STATUS_UNKNOWN = gettext_noop("refused: membership status unknown")
START_DATE_UNREADABLE = gettext_noop("refused: start date unreadable")

# What is staged of each row, in this order. Text is never None; the dates may be.
TEXTS = (
    "number", "first_name", "last_name", "email", "email_key", "mobile", "address_1", "address_2",
    "address_3", "city", "postcode", "country", "status", "labour_member",
    "public_office", "postal_ballot", "tags",
)  # fmt: skip
DATES = (fields.JOINED_ON, fields.EXPIRES_ON, fields.DATE_OF_BIRTH)
COLUMNS = ("line", "outcome", "fingerprint", "region_id", *TEXTS, *DATES)
_SAMPLE = 2000  # rows that show whether dates are American

Dates = tuple[date | None, ...]


class Staged(NamedTuple):
    line: int
    outcome: str  # "added" stands until SQL finds the member, or the number a second time
    fingerprint: int
    region: int | None
    texts: tuple[str, ...]
    dates: Dates


@dataclass
class Reader:
    """Turns rows into what is staged. ``unread`` counts values that were left out, by field.

    ``regions`` gives the id of a postcode area's region.
    """

    source: Source
    mapping: Mapping
    regions: dict[str, int]
    unread: Counter[str] = field(default_factory=Counter)
    _american: frozenset[str] = frozenset()

    def staged(self) -> Iterator[tuple[Staged, float]]:
        """Every row, with the share of the file read so far."""
        self._american = self._american_dates()
        width = self.source.width
        merge, pick = self._several(), self._picker()
        for row, share in self.source.rows():
            cells = _tidied(row.cells)
            if not self._fits(cells, width):
                yield _refused(row, WRONG_NUMBER_OF_FIELDS), share
                continue
            fingerprint = _fingerprint(cells)
            for columns in merge:
                cells[columns[0]] = next(filter(None, (cells[c] for c in columns)), "")
            cells.append("")  # what a column that the list has not is read from
            yield self._stage(row, fingerprint, pick(cells)), share

    def _several(self) -> list[tuple[int, ...]]:
        """Columns that are read as one field: the first that is not blank."""
        return [columns for columns in self.mapping.columns.values() if len(columns) > 1]

    def _picker(self) -> Callable[[list[str]], tuple[str, ...]]:
        """The cells of a row in the order of ``fields.FIELDS``."""
        columns = self.mapping.columns
        return itemgetter(*(columns.get(name, (-1,))[0] for name in fields.FIELDS))

    def _american_dates(self) -> frozenset[str]:
        samples: dict[str, list[str]] = {name: [] for name in DATES if self.mapping.has(name)}
        for row, _share in islice(self.source.rows(), _SAMPLE if samples else 0):
            for name, texts in samples.items():
                texts.extend(
                    row.cells[column].strip()
                    for column in self.mapping.columns[name]
                    if column < len(row.cells)
                )
        return frozenset(name for name, texts in samples.items() if values.month_comes_first(texts))

    def _fits(self, cells: list[str], width: int) -> bool:
        """As many cells as headers; empty ones beyond, from trailing delimiters, do no harm."""
        count = len(cells)
        if self.source.sheet and count < width:
            cells.extend([""] * (width - count))  # a spreadsheet leaves empty cells out
            return True
        return count == width or (count > width and not any(cells[width:]))

    def _stage(self, row: Row, fingerprint: int, cells: tuple[str, ...]) -> Staged:
        (
            number, first, last, full, email, mobile, address_1, address_2, address_3, city,
            postcode, country, status, joined, expires, born, labour, office, postal, tags,
        ) = cells  # fmt: skip
        try:
            number = values.membership_number(number)
        except values.Unreadable:
            return _refused(row, NUMBER_UNREADABLE)
        if not number or len(number) > values.NUMBER_MAX:
            return _refused(row, NUMBER_TOO_LONG if number else NUMBER_MISSING)
        if full and not first:
            first, last = values.names_of(full, last)
        status = values.status(status)
        dates, joined_is_readable = self._dates((joined, expires, born))
        outcome = ADDED
        if not first and not last:
            outcome = NAME_MISSING
        elif not status:
            outcome = STATUS_UNKNOWN
        elif not joined_is_readable:
            outcome = START_DATE_UNREADABLE
        email, email_key = mailbox.read(email)
        postcode, area = values.postcode_and_area(postcode, country)
        texts = (
            number, first, last, email, email_key, mobile, address_1, address_2, address_3, city,
            postcode, country, status, values.labour_member(labour),
            values.public_office(office), "t" if values.is_yes(postal) else "f", tags,
        )  # fmt: skip
        return Staged(row.line, outcome, fingerprint, self.regions.get(area), texts, dates)

    def _dates(self, texts: tuple[str, ...]) -> tuple[Dates, bool]:
        """The dates, None for one that is blank or unreadable, and whether the first is readable."""
        read: list[date | None] = []
        joined_is_readable = True
        for name, text in zip(DATES, texts, strict=True):
            try:
                is_past = name != fields.EXPIRES_ON  # nobody has joined, or been born, in 2069
                day = values.read_date(text, name in self._american, is_past)
            except values.Unreadable:
                day = None
                if name == fields.JOINED_ON:
                    joined_is_readable = False
                else:
                    self.unread[name] += 1
            read.append(day)
        return tuple(read), joined_is_readable


def _tidied(cells: list[str]) -> list[str]:
    together = "".join(cells)
    if together.isascii() and together.isprintable():
        return [cell.strip() for cell in cells]
    return [values.tidy(cell) for cell in cells]


def _refused(row: Row, outcome: str) -> Staged:
    """A row whose number cannot be trusted: nothing but its line and why is staged."""
    texts = tuple("f" if name == fields.POSTAL_BALLOT else "" for name in TEXTS)
    return Staged(row.line, outcome, 0, None, texts, (None,) * len(DATES))


def _fingerprint(cells: list[str]) -> int:
    """The same for rows that say the same, whatever their padding and capitals.

    It is compared only between rows of one number within one run, so Python's own hash will do.
    """
    return hash("\x1f".join(cells).rstrip("\x1f").casefold())
