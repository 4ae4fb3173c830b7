"""Nobody who comes first waits until the code of the pages is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["elections.views.results", "elections.views.voter", "slates.views.public"]
LOADED = f"import sys, momentum_site.wsgi; print([one in sys.modules for one in {PAGES}])"


def test_the_code_of_all_pages_is_loaded_with_the_site() -> None:
    of_the_web = {name: value for name, value in os.environ.items() if name != "TALLY_KEY"}
    command = [sys.executable, "-c", LOADED]
    run = subprocess.run(command, cwd=ROOT, env=of_the_web, capture_output=True, check=False)
    assert run.stdout.startswith(b"[True, True, True]"), run.stderr.decode()
