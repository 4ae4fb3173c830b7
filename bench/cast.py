"""How many papers a second come into the ballot box, beside the bare INSERT of ready-made rows.

`python bench/cast.py [PAPERS] [CONNECTIONS]` (2,000 and 4) brings its own PostgreSQL, durable, as in
life. Every cast is one transaction that marks a row of a roll and puts one paper. Three ways: psycopg2
alone into a table without triggers; psycopg2 alone into the inbox; `box.put`, which signs token and
receipt besides. Then the rest of a paper's life: sealing, closing, opening.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
PAPERS = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
CONNECTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 4

CLAIM = "UPDATE bench_roll SET voted = true WHERE voter = %s AND NOT voted"
INSERT = (
    "INSERT INTO {} (election, sheet, tracker, sealed, token_random, signature)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


def main() -> None:
    from bench.embedded import site

    with site(counts=True):
        measure()


def measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, connections, transaction

    from elections.ballots import box, opening
    from tests.ballots import polls
    from tests.ballots.polls import LONDON

    call_command("migrate", verbosity=0)
    poll = polls.fixed()
    polls.execute("CREATE TABLE bench_roll (voter integer PRIMARY KEY, voted boolean)")
    polls.execute(
        "INSERT INTO bench_roll SELECT n, false FROM generate_series(1, %s) n", 3 * PAPERS
    )
    polls.execute("CREATE TABLE bench_inbox (LIKE ballots_inbox INCLUDING ALL)")

    begun = time.perf_counter()
    sealed = [poll.seal((5, 3, 1)) for _ in range(PAPERS)]
    say("box.seal", begun, PAPERS)

    voters = count(1)

    def put_with_claim(paper: bytes) -> None:
        with transaction.atomic():
            polls.execute(CLAIM, next(voters))
            box.put(poll.election, LONDON, paper)

    put = in_threads("claim and box.put", put_with_claim, sealed, connections.close_all)
    ready = polls.rows("SELECT * FROM ballots_inbox")
    polls.execute("TRUNCATE ballots_inbox")

    for table, what in (
        ("bench_inbox", "claim and bare INSERT, no triggers"),
        ("ballots_inbox", "claim and bare INSERT, with the triggers"),
    ):
        statement = INSERT.format(table)

        def insert(row: Sequence[Any], statement: str = statement) -> None:
            connection.ensure_connection()
            bare = connection.connection
            with bare, bare.cursor() as cursor:  # begins, and commits
                cursor.execute("BEGIN")
                cursor.execute(CLAIM, [next(voters)])
                cursor.execute(statement, row)
                cursor.execute("COMMIT")

        rate = in_threads(what, insert, ready, connections.close_all)
        print(f"{'':45}box.put reaches {put / rate:.0%} of it")

    poll.close_at()
    begun = time.perf_counter()
    poll.close()
    say("box.close of all of them", begun, PAPERS)
    begun = time.perf_counter()
    opened = opening.open_box(poll.election)
    say("opening.open_box", begun, PAPERS)
    if opened.papers[LONDON] != PAPERS or opened.malformed[LONDON]:
        sys.exit(f"{opened.papers[LONDON]} of {PAPERS} papers came out")


def in_threads(
    what: str, act: Callable[[Any], None], items: Sequence[Any], done: Callable[[], None]
) -> float:
    """Act on every item, from CONNECTIONS threads with a connection each; items a second."""
    remaining: Iterator[Any] = iter(items)
    taking = threading.Lock()

    def run() -> None:
        try:
            while True:
                with taking:
                    item = next(remaining, None)
                if item is None:
                    return
                act(item)
        finally:
            done()

    threads = [threading.Thread(target=run) for _ in range(CONNECTIONS)]
    begun, processor = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.process_time() - processor
    rate = say(what, begun, len(items))
    print(f"{'':45}its own processor time: {1e3 * spent / len(items):.2f} ms each")
    return rate


def say(what: str, begun: float, papers: int) -> float:
    seconds = time.perf_counter() - begun
    print(f"{what:45}{papers / seconds:10,.0f} a second ({seconds:.2f} s)")
    return papers / seconds


if __name__ == "__main__":
    main()
