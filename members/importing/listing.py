"""Importing a list, from the file to the report: checked only, or applied."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from members.importing import applying, staging
from members.importing.fields import Mapping
from members.importing.reading import Source
from members.importing.report import Report
from members.importing.rows import Reader

Progress = Callable[[int, float], None]


def _quietly(rows: int, share: float) -> None:
    """Nobody watches."""


@contextmanager
def staged(source: Source, mapping: Mapping, progress: Progress = _quietly) -> Iterator[Report]:
    """The rows of the file copied to the database; the report is filled by ``check`` or ``apply``.

    Raises UnusableFile when the columns that a list cannot do without are missing.
    """
    mapping.refuse_unless_usable(source.headers)
    began = time.monotonic()
    reader = Reader(source, mapping, applying.regions_by_area())
    report = Report(read_as=source.kind)
    taken = {column for columns in mapping.columns.values() for column in columns}
    report.columns = {
        name: [source.headers[column].strip() for column in columns]
        for name, columns in mapping.columns.items()
    }
    report.columns_not_read = [
        header.strip()
        for column, header in enumerate(source.headers)
        if column not in taken and header.strip()
    ]
    try:
        staging.fill(reader.staged(), progress)
        report.unread = dict(reader.unread)
        yield report
        report.seconds = round(time.monotonic() - began, 1)
    finally:
        staging.drop()


def check(mapping: Mapping, report: Report) -> None:
    """Say what would become of every row, and change nothing."""
    with transaction.atomic():
        applying.lock()
        applying.classify(mapping)
        applying.counted(report)


def apply(mapping: Mapping, report: Report) -> None:
    """Classify and write, in one transaction: all of it, or nothing."""
    with transaction.atomic():
        applying.lock()
        applying.classify(mapping)
        applying.counted(report)
        applying.apply(mapping, report)
