"""One row of a list: what it says about a member, or why it is refused."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from members import mailbox
from members.importing import fields, values
from members.importing.fields import Mapping
from members.importing.reading import Row, Source

# The words of the outcomes; those given in SQL are in applying.py.
WRONG_NUMBER_OF_FIELDS = "refused: wrong number of fields"
NUMBER_MISSING = "refused: membership number missing"
NUMBER_TOO_LONG = "refused: membership number too long"
NAME_MISSING = "refused: name missing"
STATUS_UNKNOWN = "refused: membership status unknown"
START_DATE_UNREADABLE = "refused: start date unreadable"

# What is staged of each row, in this order; dates are None or a date, the rest is text.
COLUMNS = (
    "line", "outcome", "fingerprint", "number", "first_name", "last_name", "email", "email_key",
    "mobile", "address_1", "address_2", "address_3", "city", "postcode", "country", "area",
    "status", "labour_member", "public_office", "postal_ballot", "tags", "joined_on", "expires_on",
    "date_of_birth",
)  # fmt: skip
_DATES = (fields.JOINED_ON, fields.EXPIRES_ON, fields.DATE_OF_BIRTH)
_SAMPLE = 2000  # rows that show whether dates are American

Staged = tuple[object, ...]


@dataclass
class Reader:
    """Turns rows into what is staged. ``read`` counts the rows, ``unread`` values left out."""

    source: Source
    mapping: Mapping
    read: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    _american: frozenset[str] = frozenset()

    def staged(self) -> Iterator[tuple[Staged, float]]:
        """Every row, with the share of the file read so far."""
        self._american = self._american_dates()
        pick = self._picker()
        for row, share in self.source.rows():
            self.read += 1
            yield self._stage(row, pick), share

    def _american_dates(self) -> frozenset[str]:
        samples: dict[str, list[str]] = {name: [] for name in _DATES if self.mapping.has(name)}
        if not samples:
            return frozenset()
        for row, _share in _first(self.source.rows(), _SAMPLE):
            for name, texts in samples.items():
                column = self.mapping.columns[name][0]
                if column < len(row.cells):
                    texts.append(row.cells[column].strip())
        return frozenset(name for name, texts in samples.items() if values.month_comes_first(texts))

    def _picker(self) -> Callable[[list[str], str], str]:
        """The tidied text of a field: of several columns the first that is not blank."""
        columns = self.mapping.columns

        def pick(cells: list[str], name: str) -> str:
            for column in columns.get(name, ()):
                if column < len(cells) and (text := values.tidy(cells[column])):
                    return text
            return ""

        return pick

    def _stage(self, row: Row, pick: Callable[[list[str], str], str]) -> Staged:
        cells = row.cells
        if not self._fits(cells):
            return _refused(row, WRONG_NUMBER_OF_FIELDS)
        number = values.membership_number(pick(cells, fields.NUMBER))
        if not number:
            return _refused(row, NUMBER_MISSING)
        if len(number) > values.NUMBER_MAX:
            return _refused(row, NUMBER_TOO_LONG)
        first, last = pick(cells, fields.FIRST_NAME), pick(cells, fields.LAST_NAME)
        if not first and not last:
            first, last = values.split_name(pick(cells, fields.FULL_NAME))
        status = values.status(pick(cells, fields.STATUS))
        dates, joined_is_readable = self._dates(cells, pick)
        outcome = None
        if not first and not last:
            outcome = NAME_MISSING
        elif not status:
            outcome = STATUS_UNKNOWN
        elif not joined_is_readable:
            outcome = START_DATE_UNREADABLE
        email = mailbox.tidied(pick(cells, fields.EMAIL))
        postcode = values.postcode(pick(cells, fields.POSTCODE))
        country = pick(cells, fields.COUNTRY)
        return (
            row.line,
            outcome,
            _fingerprint(cells),
            number,
            first,
            last,
            email,
            mailbox.key(email),
            pick(cells, fields.MOBILE),
            pick(cells, fields.ADDRESS_1),
            pick(cells, fields.ADDRESS_2),
            pick(cells, fields.ADDRESS_3),
            pick(cells, fields.CITY),
            postcode,
            country,
            values.area(postcode, country),
            status,
            values.labour_member(pick(cells, fields.LABOUR_MEMBER)),
            values.public_office(pick(cells, fields.PUBLIC_OFFICE)),
            "t" if values.is_yes(pick(cells, fields.POSTAL_BALLOT)) else "f",
            pick(cells, fields.TAGS),
            *dates,
        )

    def _fits(self, cells: list[str]) -> bool:
        """As many cells as headers; empty ones beyond, from trailing delimiters, do no harm."""
        if self.source.sheet:
            return True
        width, count = self.source.width, len(cells)
        return count == width or (count > width and not any(c.strip() for c in cells[width:]))

    def _dates(
        self, cells: list[str], pick: Callable[[list[str], str], str]
    ) -> tuple[list[object], bool]:
        """The three dates, None for one that is blank or unreadable, and whether the first is."""
        read: list[object] = []
        joined_is_readable = True
        for name in _DATES:
            try:
                day = values.read_date(
                    pick(cells, name),
                    month_first=name in self._american,
                    past=name == fields.DATE_OF_BIRTH,
                )
            except values.Unreadable:
                day = None
                if name == fields.JOINED_ON:
                    joined_is_readable = False
                else:
                    self.unread[name] += 1
            read.append(day)
        return read, joined_is_readable


def _first(rows: Iterable[tuple[Row, float]], count: int) -> Iterator[tuple[Row, float]]:
    for taken, row in enumerate(rows):
        if taken >= count:
            return
        yield row


def _refused(row: Row, outcome: str) -> Staged:
    """A row whose number cannot be trusted: nothing but its line and why is staged."""
    blank: dict[str, object] = dict.fromkeys(COLUMNS, "")
    blank |= {"line": row.line, "outcome": outcome, "postal_ballot": "f"}
    blank |= dict.fromkeys(_DATES)
    return tuple(blank.values())


def _fingerprint(cells: list[str]) -> str:
    """The same for rows that say the same, whatever their padding and capitals."""
    said = "\x1f".join(cell.strip() for cell in cells).rstrip("\x1f").casefold()
    return hashlib.md5(said.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
