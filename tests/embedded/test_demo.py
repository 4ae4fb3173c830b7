"""`manage.py demo` runs the whole site, and ends as a whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from momentum_site.embedded.supervisor import PROJECT
from tests.embedded.test_services import VARIABLES, command
from tests.embedded.test_supervisor import until_dead

# Loading takes the better part of a minute and is tested elsewhere: here the demo is empty.
DEMO = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "momentum_site.settings"
from django.core.management import execute_from_command_line
from momentum_site.embedded import for_command_line
from momentum_site.management.commands import demo
demo._is_loaded = lambda: True
with for_command_line(["manage.py", "demo"]) as argv:
    execute_from_command_line(argv)
"""
PROGRAMS = {"postgres", "valkey", "mail", "web", "worker", "tally", "beat"}


@contextmanager
def demo(var: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The demo's process and its address, once it is ready."""
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    with subprocess.Popen(
        [sys.executable, "-c", DEMO],
        cwd=PROJECT,
        env={**clean, "MOMENTUM_VAR": str(var)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("ready http://127.0.0.1:"):
                yield process, line.split()[1]
                process.kill()
                return
        raise AssertionError(f"The demo ended with {process.wait()}: {said}")


def children(pid: int) -> dict[int, str]:
    """The command lines of a process's children by their numbers."""
    found = {}
    for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{each}/cmdline").read_bytes().decode().replace("\0", " ")
        found[int(each)] = command
    return found


def test_it_is_ready_and_ends_as_a_whole(tmp_path: Path) -> None:
    with demo(tmp_path) as (process, url):
        with urllib.request.urlopen(f"{url}/healthz", timeout=20) as answer:
            assert answer.status == 200
        started = children(process.pid)
        assert len(started) == len(PROGRAMS)
        assert {path.stem for path in (tmp_path / "log").glob("*.log")} == PROGRAMS
        [tally] = [pid for pid, command in started.items() if " tally@" in command]
        knows = {pid for pid in started if "TALLY_KEY=" in environment_of(pid)}
        assert knows == {tally}
        os.kill(tally, signal.SIGKILL)
        assert process.wait(60) != 0
        assert process.stdout is not None
        said = process.stdout.read()
        assert "tally ended by SIGKILL" in said
        assert str(tmp_path / "log" / "tally.log") in said
        assert all(until_dead(pid) for pid in started)
    with demo(tmp_path) as (process, again):
        assert again == url
        started = children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert all(until_dead(pid) for pid in started)


@pytest.mark.parametrize("words", [["demo"], ["play_election", "--embedded"]])
def test_neither_demo_nor_play_joins_a_site_that_is_running(
    words: list[str], tmp_path: Path
) -> None:
    with command(tmp_path) as first:
        said = refused(words, tmp_path)
        assert f"Process {first.said['owner']} runs these services" in said
        assert "End it first." in said


@pytest.mark.parametrize("words", [["demo"], ["play_election", "--embedded"]])
def test_neither_demo_nor_play_takes_a_port_that_is_taken(words: list[str], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(words, tmp_path, DEMO_PORT=str(port))
        assert f"Port {port} is taken. Choose another in DEMO_PORT." in said


def refused(words: list[str], var: Path, **environment: str) -> str:
    """What the command says on its way out."""
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    run = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT,
        env={**clean, "MOMENTUM_VAR": str(var), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode != 0
    return run.stderr


def environment_of(pid: int) -> str:
    return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
