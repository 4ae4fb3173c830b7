"""Small lists, written the way programs and people write them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

HEADER = "Membership number,First name,Last name,Email,Postcode,Country,Status,Start date"
AISHA = "1,Aisha,Khan,aisha@example.org,SW1A 1AA,GB,active,19/03/2017"
TOM = "2,Tom,Brown,tom@example.org,M14 7TN,GB,active,03/06/2015"
ZOE = "3,Zoë,Walsh,zoe@example.org,EH7 9FH,GB,active,09/05/2021"

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "members"


def write(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def run(path: Path, *options: str) -> dict[str, Any]:
    """What the command prints for programs."""
    out = io.StringIO()
    call_command("import_members", str(path), "--json", *options, stdout=out)
    said: dict[str, Any] = json.loads(out.getvalue())
    return said


def outcomes(path: Path, *options: str) -> dict[str, int]:
    found: dict[str, int] = run(path, *options)["outcomes"]
    return found
