"""The services of one test session, in a folder of its own, so that sessions run side by side."""

from __future__ import annotations

import atexit
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import coverage
import pytest

from momentum_site.embedded import keys, ports, running

SESSIONS = Path(__file__).resolve().parents[2] / "var" / "test"
DIRECTORY = SESSIONS / str(os.getpid())

# They walk through the whole site, or count thousands of elections: what they alone run is not tested
# by them, and measuring it would cost minutes.
NOT_MEASURED = (
    "tests/acts/",
    "tests/counting/test_against_naive_counter.py",
    "tests/counting/test_hostile_files.py",
    "tests/counting/test_one_record.py",
    "tests/gates/",
    "tests/lists/",
    "tests/office/test_pages.py",
    "tests/public/test_every_url.py",
    "tests/site/test_play.py",
)

_services = ExitStack()
_measured: coverage.Coverage | None = None
_passed = False


def hands_out_tests() -> bool:
    """Whether this is the process of pytest-xdist that hands the tests out to others."""
    asked = re.search(r"(?:^| )(?:-n|--numprocesses)[ =]?(\w+)", " ".join(sys.argv))
    is_shared = asked is not None and asked[1] != "0"
    return is_shared and "PYTEST_XDIST_WORKER" not in os.environ


def start() -> None:
    """Start what the environment does not name already; it ends with this process."""
    if os.environ.get("COVERAGE") and not hands_out_tests():
        _measure_coverage()
    _forget_ended_sessions()
    os.environ["MOMENTUM_VAR"] = str(DIRECTORY)
    os.environ["MOMENTUM_DEMO"] = "1"
    os.environ["STATIC_AS_IT_IS"] = "1"  # straight from their folders
    os.environ["SITE_URL"] = f"http://127.0.0.1:{ports.free()}"
    _services.enter_context(running(DIRECTORY, durable=False))
    # Tests call the tally's functions; the processes they start are given it or not, as in life.
    os.environ.update(keys.for_tally(DIRECTORY))
    atexit.register(_stop)


def _measure_coverage() -> None:
    """From before the first module of the site is imported; the processes' data are put together
    afterwards.
    """
    global _measured
    measured = _measured = coverage.Coverage(data_suffix=True)
    measured.start()

    def save() -> None:
        measured.stop()
        measured.save()

    atexit.register(save)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if _measured is None or not item.nodeid.startswith(NOT_MEASURED):
        return (yield)
    _measured.stop()
    try:
        return (yield)
    finally:
        _measured.start()


def _stop() -> None:
    _services.close()
    if _passed:  # else the logs may tell why; the next session clears them away
        shutil.rmtree(DIRECTORY, ignore_errors=True)


def pytest_sessionfinish(exitstatus: int) -> None:
    global _passed
    _passed = exitstatus == pytest.ExitCode.OK


def _forget_ended_sessions() -> None:
    for lock in SESSIONS.glob("*/lock"):
        with lock.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # it is still running
            shutil.rmtree(lock.parent, ignore_errors=True)
