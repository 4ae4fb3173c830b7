"""What one process has loaded into its database, for the others of the same run to take over: the
rows, and the keys with which some are sealed."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
import zipfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.embedded.guards import no_guards
from tests.embedded.session import SESSIONS


def place() -> Path | None:
    """The file in which the processes of this run share it; None where there is only one process."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return SESSIONS / f"world-{run}.zip" if run else None


def save(path: Path) -> None:
    """Every row of every table."""
    _forget_earlier_runs(path)
    unfinished = path.with_suffix(f".{os.getpid()}")
    with zipfile.ZipFile(unfinished, "w") as archive, connection.cursor() as cursor:
        for table in _tables():
            rows = io.StringIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', rows)
            archive.writestr(table, rows.getvalue())
        archive.writestr(_KEYS, json.dumps(_keys()))
    shutil.move(unfinished, path)


def _forget_earlier_runs(path: Path) -> None:
    for old in path.parent.glob("world-*"):
        if old.stat().st_mtime < time.time() - _LONG_AGO:
            old.unlink(missing_ok=True)


def restore(path: Path) -> dict[str, object]:
    """Put them in the place of what is there, and let every sequence go on after them; the keys."""
    with zipfile.ZipFile(path) as archive, no_guards(), connection.cursor() as cursor:
        tables = _tables()
        cursor.execute("TRUNCATE {}".format(", ".join(f'"{table}"' for table in tables)))
        for table in tables:
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(archive.read(table)))
        cursor.execute(_SEQUENCES)
        for table, column, sequence in cursor.fetchall():
            last = f'SELECT coalesce(max("{column}"), 0) FROM "{table}"'
            cursor.execute(f"SELECT setval('{sequence}', 1 + ({last}), false)")
        sealing = json.loads(archive.read(_KEYS))
    secret = sealing.pop("SECRET_KEY")
    return {"SECRET_KEY": secret, **{name: bytes.fromhex(key) for name, key in sealing.items()}}


_KEYS = "keys.json"
_LONG_AGO = 3600  # seconds: no run of the tests lasts as long
_SEQUENCES = """
    SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    FROM information_schema.columns
    WHERE table_schema = 'public' AND is_identity = 'YES'
"""


def _keys() -> dict[str, str]:
    assert settings.BALLOT_KEY is not None
    assert settings.TALLY_KEY is not None
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "BALLOT_KEY": settings.BALLOT_KEY.hex(),
        "TALLY_KEY": settings.TALLY_KEY.hex(),
    }


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in cursor.fetchall()]
