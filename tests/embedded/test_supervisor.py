"""Children are started in groups, watched, and stopped group by group in reverse order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from momentum_site.embedded.supervisor import PROJECT, ChildDied, Supervisor

SLEEPER = [sys.executable, "-c", "import time; print('begun', flush=True); time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN);"
    " print('begun', flush=True); time.sleep(60)",
]


def says_it_ends(name: str, diary: Path) -> list[str]:
    program = f"""
import signal, sys, time
def leave(*_):
    open({str(diary)!r}, "a").write({name!r} + "\\n")
    sys.exit()
signal.signal(signal.SIGTERM, leave)
print("begun", flush=True)
time.sleep(60)
"""
    return [sys.executable, "-c", program]


def has_begun(supervisor: Supervisor, name: str) -> bool:
    log = supervisor.log_dir / f"{name}.log"
    return log.exists() and "begun" in log.read_text()


def is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def until_dead(pid: int, seconds: float = 10) -> bool:
    give_up = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < give_up:
        time.sleep(0.02)
    return not is_alive(pid)


def test_the_last_started_is_stopped_first(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    with Supervisor(tmp_path) as supervisor:
        for name in ("first", "second", "third"):
            supervisor.add(
                name,
                says_it_ends(name, diary),
                ready=lambda name=name: has_begun(supervisor, name),  # type: ignore[misc]
            )
            supervisor.start()
        supervisor.kill("first")
        (tmp_path / "first.log").unlink()
        supervisor.start("first")  # anew, and yet the first
    assert diary.read_text().split() == ["third", "second", "first"]


def test_those_started_together_are_stopped_at_once(tmp_path: Path) -> None:
    """Each of them ends only once all have been told to."""
    told = tmp_path / "told"
    told.mkdir()
    program = f"""
import pathlib, signal, sys, time
told = pathlib.Path({str(told)!r})
def leave(*_):
    (told / sys.argv[1]).touch()
    while len(list(told.iterdir())) < 3:
        time.sleep(0.01)
    print("ended", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, leave)
print("begun", flush=True)
time.sleep(60)
"""
    names = ("one", "two", "three")
    with Supervisor(tmp_path) as supervisor:
        for name in names:
            supervisor.add(
                name,
                [sys.executable, "-c", program, name],
                ready=lambda name=name: has_begun(supervisor, name),  # type: ignore[misc]
            )
        supervisor.start()
    for name in names:
        assert (tmp_path / f"{name}.log").read_text().split() == ["begun", "ended"]


def test_a_child_that_ends_is_named_with_its_log(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.add("sound", SLEEPER)
        supervisor.add(
            "broken", [sys.executable, "-c", "print('no more ink'); raise SystemExit(3)"]
        )
        supervisor.start()
        with pytest.raises(ChildDied, match=r"broken ended with exit code 3.*broken\.log") as died:
            supervisor.wait()
    assert "no more ink" in str(died.value)


def test_a_child_that_ends_before_it_is_ready_is_named(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.add("broken", [sys.executable, "-c", "raise SystemExit(4)"], ready=lambda: False)
        with pytest.raises(ChildDied, match="broken ended with exit code 4"):
            supervisor.start()


def test_killing_takes_what_the_child_started_too_and_it_can_start_again(tmp_path: Path) -> None:
    family = (
        "import subprocess, sys, time; "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); "
        "print('begun', child.pid, flush=True); time.sleep(60)"
    )
    with Supervisor(tmp_path) as supervisor:
        supervisor.add(
            "family",
            [sys.executable, "-c", family],
            ready=lambda: has_begun(supervisor, "family"),
        )
        supervisor.start()
        grandchild = int((tmp_path / "family.log").read_text().split()[1])
        supervisor.kill("family")
        assert until_dead(grandchild)
        supervisor.check()  # it was told to end: no alarm
        supervisor.start("family")
        assert supervisor.is_running("family")


def test_a_child_that_does_not_listen_is_killed_after_its_grace(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        supervisor.add("deaf", DEAF, ready=lambda: has_begun(supervisor, "deaf"))
        supervisor.start()
        began = time.monotonic()
        supervisor.stop("deaf", grace=0.2)
        assert time.monotonic() - began < 5
        assert not supervisor.is_running("deaf")


def test_those_that_do_not_listen_are_waited_for_together(tmp_path: Path) -> None:
    with Supervisor(tmp_path) as supervisor:
        for name in ("one", "two", "three", "four"):
            supervisor.add(
                name,
                DEAF,
                ready=lambda name=name: has_begun(supervisor, name),  # type: ignore[misc]
            )
        supervisor.start()
        began = time.monotonic()
        supervisor.stop(grace=3)
        assert time.monotonic() - began < 9


def test_variables_are_given_and_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_ONE", "x")
    show = "import os; print(os.environ.get('SECRET_OF_ONE'), os.environ.get('ALL'), flush=True)"
    with Supervisor(tmp_path, {"ALL": "y"}) as supervisor:
        supervisor.add("with", [sys.executable, "-c", show])
        supervisor.add("without", [sys.executable, "-c", show], {"SECRET_OF_ONE": None})
        supervisor.start()
        for child in supervisor.children.values():
            assert child.process is not None
            child.process.wait(10)
    assert (tmp_path / "with.log").read_text().split() == ["x", "y"]
    assert (tmp_path / "without.log").read_text().split() == ["None", "y"]


def test_the_kernel_ends_the_children_of_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from momentum_site.embedded.supervisor import Supervisor
supervisor = Supervisor(Path({str(tmp_path)!r}))
supervisor.add("child", {SLEEPER!r}, ready=lambda: "begun" in supervisor.children["child"].log.read_text())
supervisor.start()
print(supervisor.children["child"].process.pid, flush=True)
supervisor.wait()
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as supervising:
        assert supervising.stdout is not None
        child = int(supervising.stdout.readline())
        assert is_alive(child)
        os.kill(supervising.pid, signal.SIGKILL)
    assert until_dead(child)
