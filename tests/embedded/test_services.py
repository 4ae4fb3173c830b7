"""`--embedded` brings PostgreSQL, Valkey and the mail sink along, for any command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis

from momentum_site import embedded
from momentum_site.embedded.supervisor import PROJECT
from tests.embedded.test_supervisor import until_dead

VARIABLES = [
    *("DATABASE_URL", "REDIS_URL", "SMTP_URL", "MAILDIR", "SITE_URL", "MOMENTUM_VAR"),
    *("SECRET_KEY", "BALLOT_KEY", "TALLY_KEY", "TALLY_ESCROW_DIR", "DEMO_PORT"),
]
# Starts the services as manage.py does, says what a command would find, and waits to be told.
COMMAND = """
import json, os, sys
from momentum_site import embedded
with embedded.for_command_line(["manage.py", "shell", "--embedded", "-v0"]) as argv:
    print(json.dumps({"argv": argv, "owner": embedded.current().owner, **os.environ}), flush=True)
    sys.stdin.readline()
"""


ANEW = COMMAND.replace('"shell", "--embedded", "-v0"', '"demo", "--reset"')


class Running:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self.said = json.loads(process.stdout.readline())


@contextmanager
def command(var: Path, code: str = COMMAND, **env: str) -> Iterator[Running]:
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**clean, "MOMENTUM_VAR": str(var), **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Running(process)
        process.terminate()


def postmaster(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().split()[0])


def ask(url: str, question: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_a_command_finds_the_services_and_they_keep_their_data(tmp_path: Path) -> None:
    with command(tmp_path) as first:
        assert first.said["argv"] == ["manage.py", "shell", "-v0"]
        url = first.said["DATABASE_URL"]
        ask(url, "CREATE TABLE kept AS SELECT 7 AS number")
        with redis.Redis.from_url(first.said["REDIS_URL"]) as broker:
            assert broker.ping()
        pid = postmaster(tmp_path)
    assert until_dead(pid)
    with command(tmp_path) as second:
        assert ask(second.said["DATABASE_URL"], "SELECT number FROM kept") == 7
        for name in ("SECRET_KEY", "BALLOT_KEY", "SITE_URL"):
            assert second.said[name] == first.said[name]
        assert "TALLY_KEY" not in second.said


def test_the_demo_begins_anew_but_never_under_a_site_that_is_running(tmp_path: Path) -> None:
    kept = tmp_path / "mail" / "new" / "kept"
    with command(tmp_path) as first:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch()
        with command(tmp_path, ANEW) as second:
            assert second.said["owner"] == first.said["owner"]
            assert second.said["argv"] == ["manage.py", "demo"]
            assert kept.exists()
    with command(tmp_path, ANEW) as third:
        assert third.said["owner"] == third.process.pid
        assert not kept.exists()


def test_no_statement_reaches_the_log_and_the_cluster_is_durable(tmp_path: Path) -> None:
    with command(tmp_path) as running:
        url = running.said["DATABASE_URL"]
        for setting, value in {
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_min_duration_statement": "-1",
            "fsync": "on",
            "server_encoding": "UTF8",
            "lc_collate": "C",
            "listen_addresses": "127.0.0.1",
        }.items():
            shown = "SELECT datcollate FROM pg_database LIMIT 1"
            shown = shown if setting == "lc_collate" else f"SHOW {setting}"
            assert ask(url, shown) == value, setting
        with pytest.raises(psycopg2.Error):
            ask(url, "SELECT 'a vote for Ada'::integer")
    # The value that PostgreSQL objects to is its message; the statement is not there.
    assert "SELECT 'a vote" not in (tmp_path / "log" / "postgres.log").read_text()


def test_a_second_command_shares_the_services_of_the_first(tmp_path: Path) -> None:
    with command(tmp_path) as first:
        with command(tmp_path) as second:
            for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL", "SITE_URL", "SECRET_KEY"):
                assert second.said[name] == first.said[name]
            assert second.said["owner"] == first.said["owner"] == first.process.pid
        second.process.wait(10)
        assert ask(first.said["DATABASE_URL"], "SELECT 1") == 1


def test_what_the_environment_names_is_not_started(tmp_path: Path) -> None:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL")}
    with command(tmp_path, **given) as running:
        assert {name: running.said[name] for name in given} == given
        assert not (tmp_path / "postgres").exists()


def test_a_start_waits_for_one_that_is_stopping(tmp_path: Path) -> None:
    with command(tmp_path) as first:
        first.process.terminate()
        while (tmp_path / "services.json").exists():
            time.sleep(0.01)
        with command(tmp_path) as second:
            assert second.said["owner"] == second.process.pid


def test_killed_it_starts_again_with_its_data(tmp_path: Path) -> None:
    with command(tmp_path) as killed:
        ask(killed.said["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number")
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.process.wait()
        with command(tmp_path) as again:
            assert ask(again.said["DATABASE_URL"], "SELECT number FROM kept") == 7


def test_a_pid_file_left_by_a_power_cut_is_no_obstacle(tmp_path: Path) -> None:
    with command(tmp_path) as first:
        pid_file = (tmp_path / "postgres" / "postmaster.pid").read_text()
    first.process.wait(10)
    # After the power came back, some other program has the number: this one.
    lines = [str(os.getpid()), *pid_file.splitlines()[1:]]
    (tmp_path / "postgres" / "postmaster.pid").write_text("\n".join(lines))
    with command(tmp_path) as again:
        assert ask(again.said["DATABASE_URL"], "SELECT 1") == 1


def test_sigterm_ends_the_command_and_its_services(tmp_path: Path) -> None:
    with command(tmp_path) as running:
        pid = postmaster(tmp_path)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) == 128 + signal.SIGTERM
        assert until_dead(pid)


def test_the_port_of_the_site_is_chosen_by_demo_port(tmp_path: Path) -> None:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL")}
    with command(tmp_path, DEMO_PORT="7777", **given) as running:
        assert running.said["SITE_URL"] == "http://127.0.0.1:7777"


def test_an_empty_var_is_no_folder(tmp_path: Path) -> None:
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL")}
    elsewhere = f"import pathlib\nembedded.VAR = pathlib.Path({str(tmp_path)!r})\nwith "
    with command(
        tmp_path, COMMAND.replace("with ", elsewhere), **given, MOMENTUM_VAR=""
    ) as running:
        assert running.said["MOMENTUM_VAR"] == str(tmp_path / "demo")


def test_without_the_word_nothing_is_started() -> None:
    began = time.monotonic()
    with embedded.for_command_line(["manage.py", "check"]) as argv:
        assert argv == ["manage.py", "check"]
        with pytest.raises(RuntimeError, match="add --embedded"):
            embedded.current()
    assert time.monotonic() - began < 0.5
