"""The rows of a list, copied into a table of this session, so that SQL can do the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection
from django.db.backends.utils import CursorWrapper

from members.importing.rows import COLUMNS, Staged

TABLE = "members_staged_row"
_BATCH = 20_000

_CREATE = f"""
CREATE TEMPORARY TABLE {TABLE} (
    line integer NOT NULL,
    outcome text NOT NULL,
    fingerprint bigint NOT NULL,
    number text NOT NULL,
    first_name text NOT NULL, last_name text NOT NULL,
    email text NOT NULL, email_key text NOT NULL, mobile text NOT NULL,
    address_1 text NOT NULL, address_2 text NOT NULL, address_3 text NOT NULL,
    city text NOT NULL, postcode text NOT NULL, country text NOT NULL,
    status text NOT NULL, labour_member text NOT NULL, public_office text NOT NULL,
    postal_ballot boolean NOT NULL, tags text NOT NULL,
    joined_on date, expires_on date, date_of_birth date,
    region_id bigint,
    shared boolean NOT NULL DEFAULT false
)
"""
_COPY = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class _Feed:
    """Staged rows as the bytes of COPY's text format, made while PostgreSQL asks for them."""

    def __init__(self, rows: Iterable[Staged]) -> None:
        self._lines = (_line(row) for row in rows)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        parts = [self._left]
        length = len(self._left)
        while size < 0 or length < size:
            line = next(self._lines, None)
            if line is None:
                break
            parts.append(line)
            length += len(line)
        data = b"".join(parts)
        data, self._left = (data, b"") if size < 0 else (data[:size], data[size:])
        return data


def _line(row: Staged) -> bytes:
    texts = row.texts
    together = "\t".join(texts)
    # COPY would take these four for its own.
    if (
        "\\" in together
        or "\n" in together
        or "\r" in together
        or together.count("\t") >= len(texts)
    ):
        together = "\t".join([text.translate(_ESCAPES) for text in texts])
    region = "\\N" if row.region is None else row.region
    dates = "\t".join(["\\N" if day is None else day.isoformat() for day in row.dates])
    return f"{row.line}\t{row.outcome}\t{row.fingerprint}\t{region}\t{together}\t{dates}\n".encode(
        "utf-8", "replace"
    )


def fill(rows: Iterable[tuple[Staged, float]], progress: Callable[[int, float], None]) -> None:
    """Copy every row, in batches; ``progress`` hears how many, and the share of the file."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(_CREATE)
        batch: list[Staged] = []
        count, share = 0, 0.0
        for row, share in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                _copy(cursor, batch)
                count += len(batch)
                batch.clear()
                progress(count, share)
        _copy(cursor, batch)
        progress(count + len(batch), 1.0)
        cursor.execute(f"ANALYZE {TABLE}")


def _copy(cursor: CursorWrapper, batch: list[Staged]) -> None:
    cursor.copy_expert(_COPY, _Feed(batch))


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
