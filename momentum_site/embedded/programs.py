"""The site's own processes, as children of a supervisor: the demo, a play and the tests share them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from momentum_site.embedded import keys, ports
from momentum_site.embedded.supervisor import Supervisor

CELERY = [sys.executable, "-m", "celery", "-A", "momentum_site"]
# Each queue has one worker here: there is nobody to gossip with.
WORKER = ["--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--concurrency"]
# Only the tally worker can open a paper.
NO_TALLY_KEY: Mapping[str, str | None] = {"TALLY_KEY": None, "TALLY_ESCROW_DIR": None}


def add_web(supervisor: Supervisor, port: int, *, processes: int = 2, threads: int = 8) -> None:
    """Declare ``web``, with the static files named by what is in them and compressed, as in life."""
    if not settings.STATIC_AS_IT_IS:
        call_command("collectstatic", interactive=False, verbosity=0)
    supervisor.add(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "momentum_site.wsgi:application"),
            *("--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"),
            *("--workers", str(processes), "--threads", str(threads)),
            "--preload",  # the site is imported once, not by every process
            # Its control socket would lie in the home folder, one for all sites.
            *("--no-control-socket", "--graceful-timeout", "5"),
        ],
        NO_TALLY_KEY,
        ready=lambda: ports.answers(port),
    )


def add_workers(supervisor: Supervisor, directory: Path) -> None:
    """Declare ``worker``, ``tally`` and ``beat``; the tally's key and escrow are ``directory``'s."""
    name = os.getpid()  # two sites on one broker keep apart
    supervisor.add(
        "worker",
        [*CELERY, "worker", "-Q", "celery", "-n", f"worker@{name}", *WORKER, "2"],
        NO_TALLY_KEY,
    )
    supervisor.add(
        "tally",
        [*CELERY, "worker", "-Q", "tally", "-n", f"tally@{name}", *WORKER, "1"],
        keys.for_tally(directory),
    )
    supervisor.add(
        "beat",
        [
            *(*CELERY, "beat", "--loglevel", "WARNING", "-S", "momentum_site.celery:Scheduler"),
            *("--pidfile=", "--schedule", str(directory / "beat-schedule")),
        ],
        NO_TALLY_KEY,
    )
