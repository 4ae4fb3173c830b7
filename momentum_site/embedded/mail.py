"""The mail sink: a real SMTP server whose messages end in a Maildir."""

from __future__ import annotations

import sys
from pathlib import Path

from momentum_site.embedded import ports
from momentum_site.embedded.supervisor import PROJECT, Supervisor

# Run as a file (-P: without its folder on the path), it starts without importing the whole site.
SINK = PROJECT / "momentum_site" / "smtp_sink.py"


def add_to(supervisor: Supervisor, maildir: Path) -> str:
    """Declare the sink and return its URL."""
    port = ports.free()
    supervisor.add(
        "mail",
        [sys.executable, "-P", str(SINK), str(port), str(maildir)],
        ready=lambda: ports.answers(port),
    )
    return f"smtp://127.0.0.1:{port}"
