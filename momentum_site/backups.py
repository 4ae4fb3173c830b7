"""Backups of the database, with PostgreSQL's own programs: `manage.py back_up` and `restore`.

Sessions, sign-in codes and counters of attempts are left out: nobody needs them back, and who was here
when is nobody's business. Keys are in no backup unless wrapped; what unwraps them is kept apart.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from elections.models import Election

NOT_KEPT = ("django_session", "momentum_site_cache")
NAME = "momentum-%Y-%m-%dT%H%M%SZ.dump"
CLEAR_OF_A_CLOSE = timedelta(hours=1)  # a dump holds tables that closing the box needs
UNFINISHED = timedelta(days=1)  # no dump takes as long: what wrote the part was ended


class Failed(Exception):
    """One of PostgreSQL's programs could not do it, or must not; in a sentence."""


def back_up(folder: Path, *, keep: timedelta, now: datetime, programs: Path | None = None) -> Path:
    """Write a backup and delete those that are older than ``keep``; returns its file.

    It appears under its name only once it is whole and can be read. Old ones are deleted first, even the
    last one, whatever becomes of the new one: it is promised that they do not outlive ``keep``.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _delete(folder, "*.dump", before=now - keep)
    _delete(folder, "*.part", before=now - UNFINISHED)
    if Election.objects.closing_within(CLEAR_OF_A_CLOSE, at=now).exists():
        raise Failed(
            "Voting closes within the hour, or is being closed: a backup would hold that up. "
            "Make one by hand once the count is there."
        )
    file = folder / now.astimezone(UTC).strftime(NAME)
    part = file.with_suffix(".part")
    try:
        part.touch(mode=0o600)
        left_out = [f"--exclude-table-data={table}" for table in NOT_KEPT]
        _run(programs, "pg_dump", "--format=custom", *left_out, f"--file={part}")
        _run(programs, "pg_restore", "--list", str(part))
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)  # what failed is a copy of a part of the data
    return file


def restore(file: Path, programs: Path | None = None) -> None:
    """Fill the database of this process, which must be empty, from a backup: wholly or not at all."""
    if connection.introspection.table_names():
        raise Failed("The database is not empty. Create a new one, and name it in DATABASE_URL.")
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    owner = ("--no-owner", "--no-privileges")  # whoever restores owns it
    _run(programs, "pg_restore", "--single-transaction", *owner, f"--dbname={name}", str(file))


def _delete(folder: Path, names: str, *, before: datetime) -> None:
    """The backups that were begun before an instant; nothing whose name is not a backup's."""
    for file in folder.glob(names):
        try:
            begun_at = datetime.strptime(file.with_suffix(".dump").name, NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        if begun_at < before:
            file.unlink()


def _run(programs: Path | None, program: str, *arguments: str) -> None:
    path = str(programs / program) if programs else program
    try:
        done = subprocess.run(
            [path, *arguments],
            env={**os.environ, **_connection_of(settings.DATABASES["default"])},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise Failed(f"There is no program {path}: install PostgreSQL's client.") from error
    if done.returncode:
        raise Failed(f"{program}: {done.stderr.strip()}")


def _connection_of(database: Mapping[str, Any]) -> dict[str, str]:
    """For libpq in the environment: the password must not stand in the list of processes."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    found = {variable: str(database[name]) for variable, name in names.items() if database[name]}
    return {**found, "PGDATABASE": str(database["NAME"])}
