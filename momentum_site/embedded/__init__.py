"""The services a site needs, brought along: no installed server, no root.

`--embedded` anywhere on manage.py's command line starts PostgreSQL, Valkey and a mail sink before
Django reads its settings, for any command, and stops them after. `--reset` has the demo begin anew.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from momentum_site.embedded import ports
from momentum_site.embedded.services import Services, running

__all__ = ["Services", "current", "for_command_line", "running", "stage_for"]

VAR = Path(__file__).resolve().parents[2] / "var"
ALWAYS_EMBEDDED = {"demo"}
# A play has its own folder, so that it never meets the workers of a demo that is running.
FOLDERS = {"play_election": "play"}

_current: Services | None = None


def current() -> Services:
    """The services of this command; RuntimeError if it was started without `--embedded`."""
    if _current is None:
        raise RuntimeError("This command needs its own services: add --embedded.")
    return _current


def stage_for(site_url: str) -> tuple[Services, int]:
    """Services of this very command, and the port of the site, which is free. RuntimeError else."""
    services = current()
    if not services.are_ours:
        raise RuntimeError(
            f"Process {services.owner} runs these services ({services.directory}): "
            "a demo, a play or another command with --embedded. End it first."
        )
    port = urlsplit(site_url).port or 80
    if not ports.is_free(port):
        raise RuntimeError(f"Port {port} is taken. Choose another in DEMO_PORT.")
    return services, port


@contextmanager
def for_command_line(argv: Sequence[str]) -> Iterator[list[str]]:
    """Yield ``argv`` without `--embedded`, with the services running if it was there."""
    global _current
    command = argv[1] if len(argv) > 1 else ""
    if command not in ALWAYS_EMBEDDED and "--embedded" not in argv:
        yield list(argv)
        return
    anew = command in ALWAYS_EMBEDDED and "--reset" in argv
    ours = {"--embedded", "--reset"} if anew else {"--embedded"}
    remaining = [word for word in argv if word not in ours]
    _stop_on_signals()
    command = remaining[1] if len(remaining) > 1 else ""
    chosen = os.environ.get("MOMENTUM_VAR") or VAR / FOLDERS.get(command, "demo")
    directory = Path(chosen).resolve()
    os.environ["MOMENTUM_VAR"] = str(directory)
    os.environ.setdefault("MOMENTUM_DEMO", "1")
    with running(directory, anew=anew) as _current:
        try:
            yield remaining
        finally:
            _ignore_signals()  # a second Ctrl-C must not interrupt the stopping
            _current = None


def _stop_on_signals() -> None:
    """Make SIGTERM and SIGHUP end this process the orderly way, as Ctrl-C does."""

    def leave(number: int, frame: FrameType | None) -> None:
        _ignore_signals()
        sys.exit(128 + number)

    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, leave)


def _ignore_signals() -> None:
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)
