"""Writing the roll: two statements for each sheet, whatever the number of members."""

from __future__ import annotations

from django.db import connection
from django.db.models import Case, F, Value, When

from elections.models import Election, LabourCondition, RollEntry, RollSheet
from elections.models.entitlement import electors
from members import audit
from members.models import LabourMember, User


def freeze(election: Election) -> int:
    """Write the roll of an election: everybody entitled to a sheet, with what is copied of them.

    Whoever is on it already stays as they were copied; whom an officer took off stays off. Runs
    inside the caller's transaction. Returns the number of entries.
    """
    for sheet in election.sheets.filter(contests__isnull=False).distinct():
        entitled = (
            electors(sheet)
            .exclude(pk__in=election.exclusions.values("member"))
            .values("id", "status", "region_id", delivery=F("email_key"), labour=_labour(election))
        )
        sql, params = entitled.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {RollEntry._meta.db_table}
                    (election_id, member_id, status, region_id, email, labour, code_generation,
                     nonce)
                SELECT %s, entitled.id, entitled.status, entitled.region_id, entitled.delivery,
                       entitled.labour, 1,
                       sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
                FROM ({sql}) AS entitled
                ORDER BY entitled.id
                ON CONFLICT (election_id, member_id) DO NOTHING
                """,
                [election.pk, *params],
            )
            cursor.execute(
                f"""
                INSERT INTO {RollSheet._meta.db_table} (entry_id, sheet_id, status)
                SELECT entry.id, %s, 'open'
                FROM ({sql}) AS entitled
                JOIN {RollEntry._meta.db_table} AS entry
                    ON entry.member_id = entitled.id AND entry.election_id = %s
                ORDER BY entry.id
                ON CONFLICT (entry_id, sheet_id) DO NOTHING
                """,
                [sheet.pk, *params, election.pk],
            )
    return RollEntry.objects.filter(election=election).count()


def _labour(election: Election) -> Case | Value:
    """What is known of a member's membership of the Labour Party, where the election asks."""
    if election.labour != LabourCondition.REQUIRED:
        return Value(RollEntry.Labour.NOT_ASKED)
    return Case(
        When(labour_member=LabourMember.YES, then=Value(RollEntry.Labour.LISTED)),
        default=Value(RollEntry.Labour.UNDECLARED),
    )


def record_freeze(election: Election, entries: int, *, actor: User | None) -> None:
    """The line of the audit, apart from the freeze: it takes a lock that comes after all others."""
    audit.record(
        audit.Action.ROLL_FROZEN,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail={"entries": entries},
    )
