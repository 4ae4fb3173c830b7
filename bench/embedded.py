"""The services that a benchmark measures with: its own PostgreSQL and Valkey, in a folder that goes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def site(*, counts: bool = False, durable: bool = True) -> Iterator[Path]:
    """Run the services and point the site's settings at them; yields their folder.

    With `counts`, this process has the keys that counting needs.
    """
    from momentum_site.embedded import keys, running

    os.environ["DJANGO_SETTINGS_MODULE"] = "momentum_site.settings"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["MOMENTUM_VAR"] = name
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own where this one is root
        with running(folder, durable=durable):
            if counts:
                os.environ.update(keys.for_tally(folder))
            yield folder
