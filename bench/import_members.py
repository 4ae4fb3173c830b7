"""How long a list of half a million takes to import, and how much memory.

    python bench/import_members.py [--rows 500000] [--kind csv|xlsx]

Brings its own PostgreSQL, durable, as in life. Makes the file from a seed, a workbook as Excel
saves one (making it takes some 2 kB of memory a row), then imports it in children of their own, so
that the memory measured is the import's: as a dry run, into an empty list, and unchanged.
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
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from multiprocessing import Process
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FIRST = ["Aisha", "Zoë", "Tom", "Òran", "Siân", "Małgorzata", "Mohammed", "Chloé", "Paul", "Ines"]
LAST = ["Khan", "O'Neill", "Nguyễn", "Smith-Jones", "García", "Brown", "Müller", "Okafor", "Evans"]
AREAS = ["SW", "M", "B", "RG", "BS", "LS", "EH", "CF", "N", "L", "NG", "BN", "EX", "S", "G", "SA"]
STATUSES = ["active"] * 17 + ["expired", "canceled", "grace period"]
HEADER = [
    "NationBuilder ID", "First name", "Last Name", "Email", "Mobile number", "Address 1", "City",
    "Postcode", "Country", "Membership status", "Started at", "Expires on", "Labour member?",
    "Public office", "Postal ballot", "Tags",
]  # fmt: skip


def invented(rows: int) -> Iterator[list[object]]:
    dice = random.Random(2026)
    for number in range(1, rows + 1):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        address = "Flat 2,\r\n7 Quay" if number % 500 == 0 else f"{dice.randint(1, 200)} High St"
        yield [
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
            date(dice.randint(2015, 2021), dice.randint(1, 12), dice.randint(1, 28)),
            date(2027, dice.randint(1, 12), dice.randint(1, 28)),
            dice.choice(["yes", "yes", "no", ""]),
            "",
            "",
            "member",
        ]


def make_csv(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for row in invented(rows):
            out.writerow([f"{c:%d/%m/%Y}" if isinstance(c, date) else c for c in row])


def make_xlsx(path: Path, rows: int) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Members")
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(invented(rows), start=1):
            sheet.write_row(number, 0, row)


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


def measure(path: Path) -> None:
    run("migrate", "--verbosity", "0")
    for what in ("checked", "imported", "imported again"):
        dry = ["--dry-run"] if what == "checked" else []
        seconds, cpu, memory, said = run("import_members", str(path), "--json", *dry)
        outcomes = json.loads(said)["outcomes"]
        print(f"{what:>15}: {seconds:5.1f} s ({cpu:.1f} s of Python), {memory} MiB, {outcomes}")


def main() -> None:
    from bench.embedded import site

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    asked = parser.parse_args()
    with site() as folder:
        path = folder / f"members.{asked.kind}"
        # In a child: the memory measured of any later child is not less than its parent's was.
        maker = Process(
            target={"csv": make_csv, "xlsx": make_xlsx}[asked.kind], args=(path, asked.rows)
        )
        maker.start()
        maker.join()
        print(f"{asked.rows:,} rows, {_mib(path.stat().st_size)}{_unpacked(path)}", flush=True)
        measure(path)
    print(f"{'this script':>15}: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


def _unpacked(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as archive:
        return f", {_mib(sum(entry.file_size for entry in archive.infolist()))} unpacked"


def _mib(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


if __name__ == "__main__":
    main()
