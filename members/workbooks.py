"""XLSX workbooks, written row by row to a temporary file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO

import xlsxwriter
from django.http import FileResponse

from members.spreadsheets import Cell

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx_response(
    name: str, tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]
) -> FileResponse:
    """The workbook of `workbook` as a download."""
    return FileResponse(
        workbook(tables), as_attachment=True, filename=f"{name}.xlsx", content_type=_TYPE
    )


def workbook(tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> IO[bytes]:
    """A workbook with one sheet for each (title, header, rows), as an open file at its start.

    Text is written as text, so that nothing in it is ever a formula or a link.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    bold = book.add_format({"bold": True})
    used: set[str] = set()
    for title, header, rows in tables:
        page = book.add_worksheet(_sheet_name(title, used))
        page.freeze_panes(1, 0)
        for column, words in enumerate(header):
            page.write_string(0, column, words, bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    page.write_number(number, column, value)
                elif value:
                    page.write_string(number, column, value)
    book.close()
    file.seek(0)
    return file


def _sheet_name(title: str, used: set[str]) -> str:
    """At most 31 characters, none of those a workbook refuses, each name once."""
    stem = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)[:28].strip()
    name, number = stem or "Sheet", 2
    while name.lower() in used:
        name, number = f"{stem[:26]} {number}", number + 1
    used.add(name.lower())
    return name
