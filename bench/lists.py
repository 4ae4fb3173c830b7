"""How long the office's long lists take: 50,000 members, their roll, and 200,000 lines of audit.

`python bench/lists.py [MEMBERS] [LINES]` brings its own PostgreSQL. Each line is one page as an officer
asks for it: counting what fits, and fetching the rows of the page; the best of three.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
AUDIT = """
INSERT INTO members_auditentry (at, action, subject, reason, detail, previous, digest, election)
SELECT now() - n * interval '1 minute', (array['supporting-nomination', 'roll-corrected',
    'nomination-submitted', 'export-taken'])[1 + n %% 4], 'member ' || n, 'A reason ' || n, '{}', '',
    md5(n::text), %s
FROM generate_series(1, %s) AS n
"""


def main() -> None:
    from bench.embedded import site

    members = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    with site(counts=True):
        fill(members, lines)
        measure()


def fill(members: int, lines: int) -> None:
    from django.db import connection

    from bench.exports import fill as fill_members

    fill_members(members)
    from elections.models import Election

    election = Election.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(AUDIT, [election.pk, lines])
        cursor.execute("ANALYZE")


def measure() -> None:
    from elections import office_lists, office_questions
    from elections.models import Election
    from members import lists
    from members.models import AuditEntry, Member

    election = Election.objects.get()
    found = Member.objects.select_related("region")
    entries = AuditEntry.objects.select_related("actor")
    for listing, rows, asked in (
        (lists.members(), found, ("q=khan", "region=scotland&status=active", "page=1000")),
        (office_lists.roll(election), office_questions.roll_of(election), ("q=khan", "page=500")),
        (office_lists.audit(), entries, ("q=member+77777", "action=roll-corrected", "page=2000")),
        (office_lists.audit(), entries.of_election(election.pk), ("since=2026-01-01",)),
    ):
        sorts = [f"sort={way}{name}" for name in listing.sortable() for way in ("", "-")]
        for query in ("", *sorts, *asked):
            print(f"{listing.name:8} ?{query:32} {timed(listing, rows, query):6.0f} ms")


def timed(listing: Any, rows: Any, query: str) -> float:
    from django.http import QueryDict

    from members.listing import ShownList

    best = float("inf")
    for _again in range(3):
        began = time.perf_counter()
        list(ShownList(listing, rows.all(), QueryDict(query)).page.object_list)
        best = min(best, time.perf_counter() - began)
    return best * 1000


if __name__ == "__main__":
    main()
