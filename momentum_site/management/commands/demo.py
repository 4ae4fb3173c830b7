"""The whole site on this machine: `make demo`."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from momentum_site import embedded
from momentum_site.embedded import keys, programs
from momentum_site.embedded.supervisor import PROJECT, ChildDied, Supervisor, environment


class Command(BaseCommand):
    help = "Run the demo: every service and process of the site, until Ctrl-C."
    requires_system_checks = []  # migrate makes them

    def handle(self, **options: Any) -> None:
        try:
            services, port = embedded.stage_for(settings.SITE_URL)
        except RuntimeError as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            self._run(services.supervisor, services.directory, port)
        except ChildDied as died:
            raise CommandError(str(died)) from died
        except (KeyboardInterrupt, SystemExit):
            self.stdout.write("Stopping.")

    def _run(self, supervisor: Supervisor, directory: Path, port: int) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not _is_loaded():
            self._load(directory)
        programs.add_web(supervisor, port)
        supervisor.start()
        _wait_until_healthy(supervisor, f"http://127.0.0.1:{port}/healthz")
        # After the web: on two cores they would all be slow to start together.
        programs.add_workers(supervisor, directory)
        supervisor.start()
        self._welcome(port)
        connections.close_all()
        supervisor.wait()

    def _load(self, directory: Path) -> None:
        """In a process of its own: loading counts elections, and no lasting process has that key."""
        self.stdout.write("Loading the demo, this first time …")
        self.stdout.flush()
        loaded = subprocess.run(
            [sys.executable, "manage.py", "load_demo"],
            cwd=PROJECT,
            env=environment(keys.for_tally(directory)),
            stdin=subprocess.DEVNULL,
            check=False,
        )
        if loaded.returncode:
            raise CommandError("The demo could not be loaded: see above.")

    def _welcome(self, port: int) -> None:
        from momentum_site.demo import people_text

        self.stdout.write(f"ready http://127.0.0.1:{port}\n{people_text()}")
        self.stdout.flush()


def _is_loaded() -> bool:
    from elections.models import Election
    from momentum_site.demo.loading import LAST_LOADED

    return Election.objects.filter(title=LAST_LOADED).exists()


def _wait_until_healthy(supervisor: Supervisor, url: str, seconds: float = 120) -> None:
    give_up = time.monotonic() + seconds
    while True:
        supervisor.check()
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if time.monotonic() > give_up:
                log = supervisor.children["web"].log
                raise CommandError(f"{url} does not answer ({error}); web's log: {log}") from error
        time.sleep(0.1)
