"""How long a list of half a million takes to import, and how much memory.

    python bench/import_members.py [--rows 500000]        (needs DATABASE_URL; the database is kept)

Makes the file from a seed, then imports it twice in children of its own, so that the memory
measured is the import's: once into an empty list, once when nothing has changed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = ["Aisha", "Zoë", "Tom", "Òran", "Siân", "Małgorzata", "Mohammed", "Chloé", "Paul", "Ines"]
LAST = ["Khan", "O'Neill", "Nguyễn", "Smith-Jones", "García", "Brown", "Müller", "Okafor", "Evans"]
AREAS = ["SW", "M", "B", "RG", "BS", "LS", "EH", "CF", "N", "L", "NG", "BN", "EX", "S", "G", "SA"]
STATUSES = ["active"] * 17 + ["expired", "canceled", "grace period"]
HEADER = [
    "NationBuilder ID", "First name", "Last Name", "Email", "Mobile number", "Address 1", "City",
    "Postcode", "Country", "Membership status", "Started at", "Expires on", "Labour member?",
    "Public office", "Postal ballot", "Tags",
]  # fmt: skip


def make(path: Path, rows: int) -> None:
    dice = random.Random(2026)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number in range(1, rows + 1):
            first, last = dice.choice(FIRST), dice.choice(LAST)
            address = (
                "Flat 2,\r\n7 Quay" if number % 500 == 0 else f"{dice.randint(1, 200)} High St"
            )
            out.writerow([
                100_000 + number if number % 1000 else "",
                first,
                last,
                f"member.{number}@example.org" if number % 100 else "",
                f"07{dice.randint(100_000_000, 999_999_999)}",
                address,
                "Town",
                f"{dice.choice(AREAS)}{dice.randint(1, 19)} {dice.randint(1, 9)}AB",
                "GB",
                dice.choice(STATUSES),
                f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(2015, 2021)}",
                f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/2027",
                dice.choice(["yes", "yes", "no", ""]),
                "",
                "",
                "member",
            ])  # fmt: skip


def run(*argv: str) -> tuple[float, float, int, str]:
    """Seconds, seconds of its processor, peak memory in MiB and output of a child."""
    began = time.monotonic()
    child = subprocess.Popen(
        [sys.executable, "-m", "django", *argv],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        },
    )
    assert child.stdout is not None
    said = child.stdout.read().decode()
    _pid, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{argv[0]} failed")
    cpu = usage.ru_utime + usage.ru_stime
    return time.monotonic() - began, cpu, usage.ru_maxrss // 1024, said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    rows = parser.parse_args().rows
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "momentum_site.settings")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "members.csv"
        make(path, rows)
        print(f"{rows:,} rows, {path.stat().st_size / 2**20:.0f} MiB")
        run("migrate", "--verbosity", "0")
        for what in ("checked", "imported", "imported again"):
            dry = ["--dry-run"] if what == "checked" else []
            seconds, cpu, memory, said = run("import_members", str(path), "--json", *dry)
            outcomes = json.loads(said)["outcomes"]
            print(f"{what:>15}: {seconds:5.1f} s ({cpu:.1f} s of Python), {memory} MiB, {outcomes}")
    print(f"{'this script':>15}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
