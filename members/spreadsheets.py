"""Files that people open in a spreadsheet: streamed, and no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

Cell = str | int | None

# The full-width signs too: some spreadsheets read them as the plain ones.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """An apostrophe keeps a spreadsheet from computing the text."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def safe(value: Cell) -> Cell:
    """Text that a spreadsheet might run gets an apostrophe in front; numbers stay numbers."""
    return harmless(value) if isinstance(value, str) else value


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file line by line, with a byte-order mark so that spreadsheets read UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([safe(words) for words in header])
    for row in rows:
        yield writer.writerow([safe(value) for value in row])


def csv_response(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        csv_lines(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
