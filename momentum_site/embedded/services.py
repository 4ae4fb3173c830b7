"""PostgreSQL, Valkey and the mail sink together: who starts them, who shares them."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from momentum_site.embedded import keys, mail, ports, valkey
from momentum_site.embedded.postgres import Cluster
from momentum_site.embedded.supervisor import Supervisor

PATIENCE = 120  # seconds: longer than all children together are given to stop


@dataclass(frozen=True)
class Services:
    directory: Path
    supervisor: Supervisor
    owner: int  # the process that started the services and will stop them

    @property
    def are_ours(self) -> bool:
        return self.owner == os.getpid()


@contextmanager
def running(directory: Path, *, durable: bool = True, anew: bool = False) -> Iterator[Services]:
    """Run the services whose variable (DATABASE_URL, REDIS_URL, SMTP_URL) is not set, and set it.

    SITE_URL, SECRET_KEY and BALLOT_KEY are set as well, unless they are.

    Their state lives in ``directory``. A process that finds them running there, started by another,
    shares them; they end with the process that started them. ``anew`` forgets the state of before,
    unless it is in use.
    """
    directory.mkdir(parents=True, exist_ok=True)
    # The kernel lets go of the lock when its holder ends, so there is no stale lock to find out.
    with (directory / "lock").open("a") as lock, Supervisor(directory / "log") as supervisor:
        other = _lock_or_share(lock, directory)
        if other is not None:
            yield Services(directory, supervisor, owner=other)
            return
        if anew:
            _empty(directory)
        state = directory / "services.json"
        state.unlink(missing_ok=True)
        urls = _start(supervisor, directory, durable=durable)
        os.environ.update(urls)
        _share_secrets(directory)
        state.touch(mode=0o600)
        state.write_text(json.dumps({"owner": os.getpid(), "urls": urls}))
        try:
            yield Services(directory, supervisor, owner=os.getpid())
        finally:
            state.unlink(missing_ok=True)


def _empty(directory: Path) -> None:
    """Everything but the lock, which this process holds."""
    for path in directory.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _start(supervisor: Supervisor, directory: Path, *, durable: bool) -> dict[str, str]:
    urls = {}
    cluster = None
    if "DATABASE_URL" not in os.environ:
        cluster = Cluster(directory, durable=durable)
        cluster.add_to(supervisor)
        urls["DATABASE_URL"] = cluster.url
    if "REDIS_URL" not in os.environ:
        urls["REDIS_URL"] = valkey.add_to(supervisor, directory)
    if "SMTP_URL" not in os.environ:
        urls["MAILDIR"] = str(directory / "mail")
        urls["SMTP_URL"] = mail.add_to(supervisor, directory / "mail")
    if "SITE_URL" not in os.environ:
        urls["SITE_URL"] = f"http://127.0.0.1:{_site_port(directory)}"
    supervisor.start()
    if cluster is not None:
        cluster.create_database()
    return urls


def _site_port(directory: Path) -> int:
    """DEMO_PORT, else the port of the last time if it is free: links in older mail go on working."""
    remembered = directory / "port"
    if chosen := os.environ.get("DEMO_PORT"):
        return int(chosen)
    if remembered.exists() and ports.is_free(int(remembered.read_text())):
        return int(remembered.read_text())
    port = ports.free()
    remembered.write_text(str(port))
    return port


def _lock_or_share(lock: TextIO, directory: Path) -> int | None:
    """Take the lock, or set the variables that its holder's services go by and return its number.

    A holder that has no services to share is starting them, or stopping: either ends soon.
    """
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        with suppress(FileNotFoundError, json.JSONDecodeError):
            other = json.loads((directory / "services.json").read_text())
            for name, value in other["urls"].items():
                os.environ.setdefault(name, value)
            _share_secrets(directory)
            return int(other["owner"])
        time.sleep(0.1)
    raise RuntimeError(
        f"Another process holds {directory / 'lock'} and neither starts nor stops its services."
    )


def _share_secrets(directory: Path) -> None:
    for name, value in keys.for_site(directory).items():
        os.environ.setdefault(name, value)
