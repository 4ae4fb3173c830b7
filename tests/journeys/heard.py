"""Pages as a screen reader has them: roles, names and values, held against files in `heard/`.

`make heard` writes the files anew: look at what has changed in them before it is committed. A file that
is missing is a failure.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).with_name("heard")
# What differs from run to run.
_INSTANT = re.compile(
    r"\w+day \d+ \w+ \d{4}, (?:\d+:\d\d [ap]m|12 noon|\d+ [ap]m|12 midnight) \(\w+\)"
)
_LEFT = re.compile(r"in (?:\d+ (?:minutes?|hours?|days?)|less than a minute)")
_DAY = re.compile(r"\w+day \d+ \w+ \d{4}")
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
_SHARED = re.compile(r"/n/[\w-]+/")
_TRACKER = re.compile(r"\b[A-Z2-7]{4}(?: ?[A-Z2-7]{4}){3,}\b")


def heard(page: Page, name: str) -> None:
    found = page.locator("body").aria_snapshot()
    found = _INSTANT.sub("[an instant]", found)
    found = _DAY.sub("[a day]", found)
    found = _SHARED.sub("/n/[a nomination]/", _ADDRESS.sub("[the site]", found))
    found = _LEFT.sub("[in a while]", found)
    found = _TRACKER.sub("[a tracker]", found) + "\n"
    file = FOLDER / f"{name}.yaml"
    if os.environ.get("HEARD"):
        file.write_text(found)
    assert file.exists(), f"{file} is missing: `make heard` writes it"
    assert found == file.read_text(), f"{page.url} is heard otherwise than {file.name} says"
