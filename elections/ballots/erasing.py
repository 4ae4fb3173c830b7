"""Papers whose time is over leave the box, and the pages they lay on; what was published stays.

The rows of the roll are the caller's, and come first: the order of locks is in `box`.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from elections.ballots import keys


def erase(election: UUID) -> int:
    """Delete the papers of an election and its sealing key; how many there were.

    Both tables are written anew in the same transaction, so that no page holds the papers any more.
    The database refuses it before the election's time.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        keys.destroy_sealing_key(election)
        papers = 0
        for table, column in (("ballots_inbox", "sheet"), ("ballots_box", "batch")):
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            cursor.execute(f"DELETE FROM {table} WHERE election = %s", [election])
            papers += cursor.rowcount
            write_anew(table, column)
    return papers


def write_anew(table: str, column: str) -> None:
    """Copy what is left of a table into a new file, and drop the old one at commit.

    Changing the type of a column to what it is does that, and copies only rows that are there:
    CLUSTER would take rows along that this transaction has deleted. `column` holds text or whole
    numbers, and no trigger and no foreign key is about it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # or their events would be in the way
        cursor.execute(
            """
            SELECT format_type(a.atttypid, a.atttypmod), t.typcategory = 'S'
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = %s::regclass AND a.attname = %s
            """,
            [table, column],
        )
        kind, is_text = cursor.fetchone()
        same = f"\"{column}\" || ''" if is_text else f'"{column}" + 0'
        cursor.execute(
            f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE {kind} USING ({same})::{kind}'
        )
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
