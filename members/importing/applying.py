"""From the staged rows to members: what each row would do, and doing it, set by set."""

from __future__ import annotations

from django.db import connection

from members.importing import fields
from members.importing.fields import Mapping
from members.importing.report import ADDED, NUMBER_USED, REPEATED, UNCHANGED, UPDATED, Report
from members.importing.staging import TABLE
from members.importing.values import ABROAD
from members.models import PostcodeArea, Region

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('members_import'), 0)"

# Within one file the first row with a number decides; a later one says the same or is refused.
_TWICE = f"""
UPDATE {TABLE} AS later
SET outcome = CASE WHEN later.fingerprint = earlier.fingerprint THEN %s ELSE %s END
FROM (
    SELECT DISTINCT ON (number) number, line, fingerprint
    FROM {TABLE} WHERE number <> '' ORDER BY number, line
) AS earlier
WHERE later.number = earlier.number AND later.line > earlier.line
"""

_KNOWN = f"""
UPDATE {TABLE} AS staged SET outcome = CASE WHEN {{difference}} THEN %s ELSE %s END
FROM members_member AS member
WHERE member.number = staged.number AND staged.outcome = %s
"""

# Whose mailbox it would be, members in the order of their arrival; the first has it to themself.
_SHARED = f"""
WITH mailboxes AS (
    SELECT member.id AS place, 0 AS line,
        {{key}} AS email_key
    FROM members_member AS member
    LEFT JOIN {TABLE} AS staged ON staged.number = member.number AND staged.outcome IN (%s, %s)
    UNION ALL
    SELECT NULL, line, email_key FROM {TABLE} WHERE outcome = %s
), sharing AS (
    SELECT place, line, row_number() OVER (PARTITION BY email_key ORDER BY place, line) > 1 AS shared
    FROM mailboxes WHERE email_key <> ''
)
UPDATE {TABLE} AS staged SET shared = true
FROM sharing
WHERE sharing.place IS NULL AND sharing.shared AND sharing.line = staged.line
"""

_FLAGS = """
array_remove(ARRAY[
    CASE WHEN {0}.email = '' THEN 'email-missing' END,
    CASE WHEN {0}.email <> '' AND {0}.email_key = '' THEN 'email-malformed' END,
    CASE WHEN {0}.shared THEN 'email-shared' END,
    CASE WHEN {0}.region_id IS NULL THEN 'region-unknown' END
]::varchar[], NULL)
"""

_COPIED = (
    "number", "first_name", "last_name", "email", "email_key", "mobile", "address_1", "address_2",
    "address_3", "city", "postcode", "country", "region_id", "status", "labour_member",
    "public_office", "postal_ballot", "tags", "joined_on", "expires_on", "date_of_birth",
)  # fmt: skip

_ADD = f"""
INSERT INTO members_member ({", ".join(_COPIED)}, region_placed_by_hand, flags, created_at, updated_at)
SELECT {", ".join(_COPIED)}, false, {_FLAGS.format("staged")}, now(), now()
FROM {TABLE} AS staged WHERE outcome = %s ORDER BY line
"""

_UPDATE = f"""
UPDATE members_member AS member SET {{changes}}, updated_at = now()
FROM {TABLE} AS staged WHERE staged.number = member.number AND staged.outcome = %s
"""

# An address or a region that changed may settle, or raise, a question about another member.
_FLAG_ALL = f"""
UPDATE members_member AS member SET flags = settled.flags
FROM (
    SELECT id, {_FLAGS.format("seen")} AS flags FROM (
        SELECT id, email, email_key, region_id, email_key <> ''
            AND row_number() OVER (PARTITION BY email_key ORDER BY id) > 1 AS shared
        FROM members_member
    ) AS seen
) AS settled
WHERE settled.id = member.id AND member.flags <> settled.flags
"""


def regions_by_area() -> dict[str, int]:
    """The id of the region of every postcode area, and of those who live abroad."""
    regions = dict(PostcodeArea.objects.values_list("area", "region_id"))
    abroad = Region.objects.filter(takes_international=True).values_list("id", flat=True).first()
    return regions | ({ABROAD: abroad} if abroad else {})


def classify(mapping: Mapping) -> None:
    """Give every staged row its outcome. Reads members, and changes none."""
    differs = [f"member.{column} IS DISTINCT FROM staged.{column}" for column in _written(mapping)]
    if may_place := _may_place(mapping):
        differs.append(f"{may_place} AND member.region_id IS DISTINCT FROM staged.region_id")
    key = "member.email_key"
    if mapping.has(fields.EMAIL):
        key = "coalesce(staged.email_key, member.email_key)"
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, [REPEATED, NUMBER_USED])
        cursor.execute(_KNOWN.format(difference=" OR ".join(differs)), [UPDATED, UNCHANGED, ADDED])
        cursor.execute(_SHARED.format(key=key), [UPDATED, UNCHANGED, ADDED])


def apply(mapping: Mapping, report: Report) -> None:
    """Write what was classified and counted, in the transaction that holds the lock."""
    if not report.changes:
        return
    changes = [f"{column} = staged.{column}" for column in _written(mapping)]
    if may_place := _may_place(mapping):
        changes.append(
            f"region_id = CASE WHEN {may_place} THEN staged.region_id ELSE member.region_id END"
        )
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE.format(changes=", ".join(changes)), [UPDATED])
        cursor.execute(_ADD, [ADDED])
        if report.outcomes.get(UPDATED):
            cursor.execute(_FLAG_ALL)


def lock() -> None:
    """One list is applied after the other. Held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def counted(report: Report) -> None:
    """Fill in the numbers of the report from the staged rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT outcome, count(*) FROM {TABLE} GROUP BY outcome ORDER BY outcome COLLATE "C"'
        )
        report.outcomes = dict(cursor.fetchall())
        report.rows = sum(report.outcomes.values())
        cursor.execute(
            f"SELECT flag, count(*) FROM {TABLE} AS staged, unnest({_FLAGS.format('staged')}) AS flag"
            " WHERE outcome = %s GROUP BY flag ORDER BY flag",
            [ADDED],
        )
        report.flags_of_added = dict(cursor.fetchall())
        cursor.execute(
            f"SELECT coalesce(region.name, 'unknown'), count(*) FROM {TABLE} AS staged"
            " LEFT JOIN members_region AS region ON region.id = staged.region_id"
            " WHERE outcome = %s GROUP BY region.id ORDER BY region.order NULLS LAST",
            [ADDED],
        )
        report.regions_of_added = dict(cursor.fetchall())
        cursor.execute(
            f"SELECT count(*) FROM members_member AS member WHERE NOT EXISTS"
            f" (SELECT 1 FROM {TABLE} AS staged WHERE staged.number = member.number)"
        )
        report.absent = cursor.fetchone()[0]


def _written(mapping: Mapping) -> list[str]:
    """The columns of a member that the list speaks about; what it does not name stays."""
    written = []
    for column in _COPIED:
        if column in {"number", "region_id"}:
            continue
        named = {
            "email_key": mapping.has(fields.EMAIL),
            "first_name": mapping.has(fields.FIRST_NAME, fields.FULL_NAME),
            "last_name": mapping.has(fields.LAST_NAME, fields.FULL_NAME),
        }
        if named.get(column, mapping.has(column)):
            written.append(column)
    return written


def _may_place(mapping: Mapping) -> str:
    """The condition on which the list decides the region of a member; "" if it never does.

    Without a column for the country, a postcode that is not wholly British may be that of somebody
    who lives abroad: they stay where they are.
    """
    if not mapping.has(fields.POSTCODE):
        return ""
    if mapping.has(fields.COUNTRY):
        return "NOT member.region_placed_by_hand"
    return (
        "NOT member.region_placed_by_hand"
        " AND staged.postcode ~ '^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$'"
    )


_KEEP = f"""
INSERT INTO members_importrow (run_id, line, number, name, outcome, flags)
SELECT %s, line, number, trim(first_name || ' ' || last_name), outcome,
    CASE WHEN outcome = %s THEN {_FLAGS.format("staged")} ELSE '{{}}' END
FROM {TABLE} AS staged
"""


def keep_outcomes(run: int) -> None:
    """Write what became of every row beside the run."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [run, ADDED])
