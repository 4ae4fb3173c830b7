"""How long the office's files of 50,000 members take, and how much memory.

`python bench/exports.py [ROWS]` brings its own PostgreSQL. Each file is made in a child of its own, so
that the memory measured is the file's.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
ROLL = """
INSERT INTO elections_rollentry
    (election_id, member_id, status, region_id, email, code_generation, nonce, labour)
SELECT %s, id, status, region_id, email_key, 1, decode(repeat('00', 32), 'hex'), 'yes'
FROM members_member
"""


def main() -> None:
    from bench.embedded import site

    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with site(counts=True):
        fill(rows)
        for name in ("members", "roll"):
            for kind in ("csv", "xlsx"):
                subprocess.run([sys.executable, __file__, "--write", name, kind], check=True)


def fill(rows: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from elections import scheduling
    from elections.blueprints import BLUEPRINTS
    from momentum_site.demo.roster import import_people, people

    call_command("migrate", verbosity=0)
    import_people(people(rows, seed=2022))
    election = scheduling.create(
        BLUEPRINTS["ncg-2022"], title="NCG", voting_opens_at=timezone.now(), actor=None
    )
    with connection.cursor() as cursor:
        cursor.execute(ROLL, [election.pk])


def write(name: str, kind: str) -> None:
    import django

    django.setup()
    from elections.exports.lists import OF_AN_ELECTION, OF_EVERYTHING
    from elections.models import Election
    from members.spreadsheets import csv_response
    from members.workbooks import xlsx_response

    wanted = {**OF_AN_ELECTION, **OF_EVERYTHING}[name]
    rows = wanted.rows(Election.objects.get())
    before = most_memory()
    began = time.perf_counter()
    response = (
        csv_response(name, wanted.header, rows)
        if kind == "csv"
        else xlsx_response(name, [(name, wanted.header, rows)])
    )
    size = sum(map(len, response))
    took = time.perf_counter() - began
    more = (most_memory() - before) / 1024
    print(f"{name}.{kind}: {size / 1e6:.1f} MB in {took:.1f} s, {more:.0f} MB more memory")


def most_memory() -> int:
    """The most this process has held, in kB; getrusage would count what its parent held, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(*sys.argv[2:])
    else:
        main()
