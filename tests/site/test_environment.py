"""`.env.example` names every variable that the project reads, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Other people's: they are set here, or passed on.
NOT_OURS = {
    "DEBIAN_FRONTEND",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "PYTHONPATH",
    "PYTEST_XDIST_TESTRUNUID",
}
IN_PROGRAMS = re.compile(r'\b(?:environ(?:\.\w+)?|env\.\w+)[(\[]\s*"([A-Z_]+)"')
BY_DEFAULT = re.compile(r'name: str = "([A-Z_]+)"')  # what a reader reads if nothing else is named
IN_EXAMPLE = re.compile(r"^([A-Z_]+)=", re.MULTILINE)


def _found(pattern: re.Pattern[str], *paths: Path) -> set[str]:
    return {name for path in paths for name in pattern.findall(path.read_text())}


def test_every_variable_stands_in_the_example() -> None:
    rooms = ("momentum_site", "members", "elections", "slates", "tests", "bench")
    programs = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    read = _found(IN_PROGRAMS, *programs) | _found(BY_DEFAULT, ROOT / "momentum_site" / "env.py")
    assert read - NOT_OURS - {"A_SETTING"} == _found(IN_EXAMPLE, ROOT / ".env.example")
