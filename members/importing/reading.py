"""A file, whatever program and machine it comes from, as rows of text."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

import python_calamine
from django.utils.translation import gettext as _

from members.importing import encodings
from members.importing.fields import UnusableFile, recognise

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 40
_HEADER_WITHIN = 20  # lines of titles that may stand above the header
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


class Row(NamedTuple):
    """One line of the list: its number in the file, counted from 1, and its cells."""

    line: int
    cells: list[str]


# Bytes that a workbook unpacks to, as bench/import_members.py measures them. An XLSX of READ_WHOLE is
# read as a whole, in 264 MiB (115,000 rows). A larger one is read row by row, which takes longer and
# no more memory: 500,000 rows as Excel saves them, 277 MiB, are imported in 69 s and 291 MiB.
# Programs that repeat every word in its cell make 382 MiB of the same rows: 75 s of processor time
# and 172 MiB. ODS and the like are always read as a whole: 115,000 rows, 198 MiB, in 344 MiB.
READ_WHOLE = 64 * 2**20
MOST_UNPACKED = 400 * 2**20
MOST_OF_OTHERS = 200 * 2**20


@dataclass(frozen=True)
class Source:
    """A file that can be read. ``width`` is the number of columns that have a header."""

    path: Path
    kind: str  # how it was read, in words: "CSV, UTF-8, comma"
    headers: list[str]
    header_line: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @property
    def width(self) -> int:
        named = [i for i, header in enumerate(self.headers, start=1) if header.strip()]
        return named[-1] if named else 0

    def rows(self) -> Iterator[tuple[Row, float]]:
        """Every row below the header that is not blank, and the share of the file read so far."""
        read = _sheet_rows if self.sheet else _text_rows
        for row, share in read(self):
            if row.line > self.header_line and "".join(row.cells).strip():
                yield row, share


def open_list(path: Path) -> Source:
    """Find out how the file is written and where its header is. Raises UnusableFile."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnusableFile(_("The file is empty."))
    return _open_sheet(path) if start.startswith(_SPREADSHEETS) else _open_text(path)


# --- Text ----------------------------------------------------------------------------------------


def _open_text(path: Path) -> Source:
    encoding = encodings.of(path)
    lines: list[str] = []
    with path.open("rb") as file, _text(file, encoding) as text:
        for line in text:
            lines.append(line)
            if len(lines) >= _SAMPLE_ROWS * 5:
                break
    if any("\x00" in line for line in lines[:5]) and not any(
        delimiter in "".join(lines) for delimiter in DELIMITERS
    ):
        raise UnusableFile(_("This is neither a CSV file nor a spreadsheet."))
    declared = _declared_delimiter(lines)
    readings = [_read_with(delimiter, lines) for delimiter in declared or DELIMITERS]
    _rank, delimiter, header_line, headers = max(readings, key=lambda reading: reading[0])
    name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(delimiter, delimiter)
    return Source(
        path=path,
        kind=f"CSV, {encoding.upper()}, {name}",
        headers=headers,
        header_line=header_line,
        encoding=encoding,
        delimiter=delimiter,
    )


def _read_with(
    delimiter: str, lines: list[str]
) -> tuple[tuple[int, int, int], str, int, list[str]]:
    """How well a delimiter explains the first lines, and the header it gives."""
    rows = list(_records(iter(lines), delimiter))[:_SAMPLE_ROWS]
    found, line, headers = _header(rows)
    width = len(headers)
    steady = sum(1 for row in rows if row.line > line and len(row.cells) == width)
    return (found, steady if width > 1 else 0, width), delimiter, line, headers


def _declared_delimiter(lines: list[str]) -> str:
    """Excel's own hint, "sep=;" on a first line by itself."""
    first = lines[0].strip().strip('"').lower() if lines else ""
    return first[4:5] if first.startswith("sep=") and len(first) == 5 else ""


def _header(rows: list[Row]) -> tuple[int, int, list[str]]:
    """How many fields are recognised in the best line among the first, its number, its cells."""
    best = (0, rows[0].line if rows else 1, rows[0].cells if rows else [])
    for row in rows[:_HEADER_WITHIN]:
        found = len(recognise(row.cells).columns)
        if found > best[0]:
            best = (found, row.line, row.cells)
    return best


def _text(file: IO[bytes], encoding: str) -> io.TextIOWrapper:
    errors = encodings.LENIENT if encoding.startswith("utf-8") else "replace"
    return io.TextIOWrapper(file, encoding=encoding, errors=errors, newline="")


def _text_rows(source: Source) -> Iterator[tuple[Row, float]]:
    size = source.path.stat().st_size
    with source.path.open("rb") as file, _text(file, source.encoding) as text:
        width = len(source.headers)
        rows = _records(text, source.delimiter, width=width)
        for count, row in enumerate(rows):
            if count % 1000 == 0:
                share = file.tell() / size
            yield row, share


class _Lines:
    """Physical lines, remembered since the last record ended, and some that are to come again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: list[str] = []
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line.replace("\x00", "") if "\x00" in line else line

    def put_back(self, count: int) -> None:
        """The last ``count`` lines taken were not part of the record."""
        for _time in range(count):
            self._again.append(self.taken.pop())
            self.number -= 1


def _records(text: Iterator[str], delimiter: str, *, width: int = 0) -> Iterator[Row]:
    """The records of a CSV file.

    A quotation mark that is opened and never closed would swallow the rows below it: when a record
    of several lines contains a line that is a whole row by itself, its first line is taken as it
    stands and the rest is read again.
    """
    lines = _Lines(text)
    reader = _reader(lines, delimiter)
    if (first := next(lines, None)) is not None:
        if not _declared_delimiter([first]):
            lines.put_back(1)
        lines.taken.clear()
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        start = lines.number - len(lines.taken) + 1
        if len(lines.taken) > 1 and width > 1 and _swallowed(lines.taken[1:], delimiter, width):
            lines.put_back(len(lines.taken) - 1)
            cells = next(_reader(lines.taken, delimiter, quoted=False))
            reader = _reader(lines, delimiter)
        lines.taken.clear()
        yield Row(start, cells)


def _reader(lines: Iterable[str], delimiter: str, *, quoted: bool = True) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )


def _swallowed(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether one of the lines is a row by itself: as many cells as the header, quotes closed."""
    for line in lines[:2000]:
        if line.count(delimiter) >= width - 1 and line.count('"') % 2 == 0:
            cells = next(_reader([line.replace("\x00", "")], delimiter), [])
            if len(cells) == width:
                return True
    return False


# --- Spreadsheets --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Book:
    """An open workbook: the names of its sheets, and the rows of one."""

    names: Sequence[str]
    rows: Callable[[str], Iterator[tuple[Row, float]]]


@contextmanager
def _open_book(path: Path) -> Iterator[_Book]:
    """Open it in the way that suits its size, which is looked at before anything is unpacked.

    Raises UnusableFile, also for what is found to be damaged while it is read.
    """
    unpacked, is_xlsx = _looked_at(path)
    if unpacked > (MOST_UNPACKED if is_xlsx else MOST_OF_OTHERS):
        raise UnusableFile(
            _("This spreadsheet is too large when it is unpacked. Save it as CSV and upload that.")
        )
    try:
        if is_xlsx and unpacked > READ_WHOLE:
            with path.open("rb") as file:
                yield _row_by_row(file)
        else:
            yield _whole(path)
    except Exception as error:
        raise UnusableFile(
            _("The spreadsheet cannot be opened: it is damaged, protected by a password, or none.")
        ) from error


def _looked_at(path: Path) -> tuple[int, bool]:
    """The bytes a workbook unpacks to, and whether it is XLSX.

    0 for one that is no zip: an older format, or none; the reader says so.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return 0, False
    is_xlsx = any(entry.filename == "[Content_Types].xml" for entry in entries)
    return sum(entry.file_size for entry in entries), is_xlsx


def _whole(path: Path) -> _Book:
    book = python_calamine.CalamineWorkbook.from_path(str(path))

    def rows(name: str) -> Iterator[tuple[Row, float]]:
        sheet = book.get_sheet_by_name(name)
        total = max(sheet.total_height, 1)
        for count, cells in enumerate(sheet.iter_rows()):
            yield Row(count + 1, [_words(cell) for cell in cells]), count / total

    return _Book(book.sheet_names, rows)


def _row_by_row(file: IO[bytes]) -> _Book:
    import openpyxl  # small lists, and pages, do without

    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)

    def rows(name: str) -> Iterator[tuple[Row, float]]:
        sheet = book[name]
        total = sheet.max_row or 1
        sheet.reset_dimensions()  # what programs write there is often wrong, and would cut rows off
        for count, cells in enumerate(sheet.iter_rows(values_only=True)):
            yield Row(count + 1, [_words(cell) for cell in cells]), min(count / total, 1)

    return _Book([sheet.title for sheet in book.worksheets], rows)


def _open_sheet(path: Path) -> Source:
    """The sheet of the workbook whose header is recognised best."""
    best: tuple[int, str, int, list[str]] | None = None
    with _open_book(path) as book:
        for name in book.names:
            rows = list(_first_rows(book, name))
            found, line, headers = _header(rows)
            if rows and (best is None or found > best[0]):
                best = (found, name, line, headers)
    if best is None:
        raise UnusableFile(_("The spreadsheet is empty."))
    _found, name, line, headers = best
    return Source(path=path, kind=f"XLSX, {name}", headers=headers, header_line=line, sheet=name)


def _first_rows(book: _Book, name: str) -> Iterator[Row]:
    for row, _share in book.rows(name):
        if row.line > _SAMPLE_ROWS:
            return
        if any(row.cells):
            yield row


def _sheet_rows(source: Source) -> Iterator[tuple[Row, float]]:
    with _open_book(source.path) as book:
        yield from book.rows(source.sheet)


def _words(cell: Any) -> str:
    """A cell as it is read: whole numbers without a point, dates in ISO, yes and no in words."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e18:
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)
