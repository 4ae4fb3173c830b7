"""Backups, and the drill of docs/backup.md as it is written there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from elections import tallying
from elections.ballots.models import Box, Checkpoint
from elections.models import Election
from elections.tallying import verifying
from members.models import User
from members.roles import Role
from momentum_site import backups
from tests.docs.reading import DOCS, ROOT
from tests.docs.role import PROGRAMS, server, sites_role
from tests.embedded.guards import no_guards, without_the_guard
from tests.members.people import add_staff
from tests.voting import cast as voting

NOW = datetime(2026, 6, 30, 3, 30, tzinfo=UTC)


@pytest.fixture
def rosa(transactional_db: None) -> User:
    """The returning officer."""
    return add_staff("rosa@example.org", Role.OFFICER)


@pytest.fixture
def counted(rosa: User) -> Election:
    """Three members have voted, and the papers are counted."""
    election = voting.open_election(rosa)
    for name in ("Callum", "Dewi", "Efua"):
        voting.vote(election, name, "Bea Okafor", "Aisha Bello")
    voting.despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    election.refresh_from_db()
    tallying.count(election, now=timezone.now())
    election.refresh_from_db()
    return election


def drill() -> list[str]:
    block = re.search(
        r"## The drill.*?```sh\n(.*?)```", (DOCS / "backup.md").read_text(), re.DOTALL
    )
    assert block is not None
    return block[1].splitlines()


def run(line: str, file: Path, database: str, site: SplitResult) -> str:
    """One line of the drill, as it is written; returns what it says.

    What makes and drops databases is run by the server's administrator, and the rest by `site`'s role,
    which owns what is made, as the page says under the lines.
    """
    admin = server()
    line = line.replace("DRILL_URL", site._replace(path=f"/{database}").geturl())
    line = line.replace("momentum_drill", database).replace("BACKUP", str(file))
    words = shlex.split(line)
    given = dict(word.split("=", 1) for word in words if word.startswith("DATABASE_URL="))
    command = words[len(given) :]
    if command[0] == "python":
        command[0] = sys.executable
        if "restore" in command:
            command.append(f"--programs={PROGRAMS}")
    else:
        if command[0] == "createdb":
            command.append(f"--owner={site.username}")
        command[0] = str(PROGRAMS / command[0])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            **given,
            "PGHOST": str(admin.hostname),
            "PGPORT": str(admin.port),
            "PGUSER": str(admin.username),
            "PGPASSWORD": str(admin.password),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_drill_brings_everything_back(counted: Election, tmp_path: Path) -> None:
    file = backups.back_up(tmp_path, keep=timedelta(days=30), now=timezone.now(), programs=PROGRAMS)
    assert file.stat().st_mode & 0o077 == 0, "for nobody else to read"
    database = f"{settings.DATABASES['default']['NAME']}_drill"
    with sites_role() as site:  # no superuser
        said = [run(line, file, database, site) for line in drill()]
    told = "\n".join(said)
    papers, checkpoints = Box.objects.count(), Checkpoint.objects.count()
    assert papers > 2
    assert f"NCG 2026: {papers} papers in {checkpoints} checkpoints hold" in told
    assert "keys opened: BALLOT_KEY, TALLY_KEY, TALLY_ESCROW_DIR" in told
    assert "The audit holds" in told
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(file), programs=PROGRAMS)


def test_sessions_are_in_no_backup(counted: Election, tmp_path: Path) -> None:
    file = backups.back_up(tmp_path, keep=timedelta(days=30), now=NOW, programs=PROGRAMS)
    listed = subprocess.run(
        [str(PROGRAMS / "pg_restore"), "--list", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "TABLE DATA public ballots_box" in listed
    assert "TABLE public django_session" in listed
    for table in backups.NOT_KEPT:
        assert f"TABLE DATA public {table}" not in listed


@pytest.mark.django_db
def test_old_backups_are_deleted_and_nothing_else(tmp_path: Path) -> None:
    for day in (29, 31):
        backup_of(tmp_path, days_ago=day)
    backup_of(tmp_path, days_ago=2, suffix=".part")
    under_way = backup_of(tmp_path, days_ago=0.5, suffix=".part")
    others = {"notes.txt", "momentum-x.dump", "before-the-move.dump", "momentum-x.part"}
    for name in others:
        (tmp_path / name).touch()
    call = {"keep": timedelta(days=30), "now": NOW, "programs": PROGRAMS}
    made = backups.back_up(tmp_path, **call)  # type: ignore[arg-type]
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"momentum-2026-06-01T033000Z.dump", under_way.name, made.name} | others


def backup_of(folder: Path, *, days_ago: float, suffix: str = ".dump") -> Path:
    """An empty file that is called like one."""
    file = folder / (NOW - timedelta(days=days_ago)).strftime(backups.NAME)
    file.with_suffix(suffix).touch()
    return file.with_suffix(suffix)


@pytest.mark.django_db
def test_a_backup_that_fails_says_so_and_leaves_no_part_of_the_data(tmp_path: Path) -> None:
    """What was dumped until then goes; backups that are too old go all the same."""
    folder, programs = tmp_path / "backups", tmp_path / "programs"
    programs.mkdir()
    dump = programs / "pg_dump"
    dump.write_text('#!/bin/sh\nfor it; do file=$it; done\necho data >"${file#--file=}"\nexit 1\n')
    dump.chmod(0o700)
    folder.mkdir()
    recent = backup_of(folder, days_ago=1)
    backup_of(folder, days_ago=31)
    call = {"keep": timedelta(days=30), "now": NOW, "programs": programs}
    with pytest.raises(backups.Failed, match="pg_dump"):
        backups.back_up(folder, **call)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == [recent]
    with pytest.raises(CommandError, match="There is no program"):
        call_command("back_up", str(folder), programs=folder)
    assert list(folder.glob("*.part")) == []


def test_no_backup_holds_up_a_close(rosa: User, tmp_path: Path) -> None:
    """From an hour before until the box is closed; a box that nothing closes stops no other night's."""
    election = voting.open_election(rosa)
    close = election.timetable.voting_closes_at

    def back_up(minutes: int) -> Path:
        now = close + timedelta(minutes=minutes)
        return backups.back_up(tmp_path, keep=timedelta(days=30), now=now, programs=PROGRAMS)

    for minutes in (-59, 59):
        with pytest.raises(backups.Failed, match="Voting closes within the hour"):
            back_up(minutes)
    assert list(tmp_path.iterdir()) == []
    assert back_up(-61).exists()
    assert back_up(61).exists()
    voting.despite_the_guard(election, voting_closes_at=timezone.now())
    close = timezone.now()
    tallying.close_due(close)
    assert back_up(1).exists()


@pytest.mark.django_db
def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", str(tmp_path / "missing.dump"))


def test_a_paper_that_is_missing_or_changed_is_found(counted: Election) -> None:
    (holds,) = verifying.verify_boards()
    assert holds.fault == ""
    one = Box.objects.order_by("tracker")[0]
    without_the_guard(Box.objects.filter(pk=one.pk), signature=bytes(len(one.signature)))
    (changed,) = verifying.verify_boards()
    assert "not the hash of its batch" in changed.fault
    with pytest.raises(CommandError, match="1 of the ballot boxes"):
        call_command("verify_boards")
    with no_guards(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ballots_box WHERE tracker = %s", [one.pk])
    (missing,) = verifying.verify_boards()
    assert "the checkpoint counts" in missing.fault


def test_keys_that_are_not_those_of_the_backup_are_found(
    counted: Election, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.TALLY_KEY", bytes(32))
    (wrong,) = verifying.verify_boards()
    assert wrong.fault


def test_a_box_that_is_open_is_verified_as_far_as_it_goes(rosa: User) -> None:
    election = voting.open_election(rosa)
    voting.vote(election, "Callum", "Bea Okafor")
    (found,) = verifying.verify_boards()
    assert (found.papers, found.checkpoints, found.fault) == (0, 0, "")
    assert found.keys.startswith("BALLOT_KEY")
