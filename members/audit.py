"""The audit: what was done is recorded in the same transaction, and the chain is walked here.

Recording takes a lock that lasts until the transaction ends, so that two entries never follow the
same one: record last, after the other locks of a use case (docs/architecture.md has their order).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from members.models.audit_entry import Action, AuditEntry

if TYPE_CHECKING:
    from members.models import User

__all__ = ["Action", "Break", "record", "verify"]


def record(
    action: Action,
    *,
    actor: User | None,
    subject: str = "",
    election: UUID | None = None,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry. ``actor`` is None for what the system does by itself or by a command."""
    return AuditEntry.objects.create(
        action=action,
        actor=actor,
        subject=subject,
        election=election,
        reason=reason,
        detail=detail or {},
        at=timezone.now(),  # the database replaces it by its own clock
    )


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold."""

    entry: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.entry}: {self.what}"


# The trigger of the audit's migration writes the same text; it is repeated here, so that a changed
# function in the database does not hide a changed entry.
_WALK = """
SELECT id, number, follows, recomputed FROM (
    SELECT id,
           row_number() OVER (ORDER BY id) = id AS number,
           previous = coalesce(lag(digest) OVER (ORDER BY id), repeat('0', 64)) AS follows,
           digest = encode(sha256(convert_to(jsonb_build_array(
               id, previous, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
               action, actor_id, subject, election, reason, detail)::text, 'UTF8')), 'hex')
               AS recomputed
    FROM members_auditentry
) AS walked
WHERE NOT (number AND follows AND recomputed)
ORDER BY id
LIMIT 1
"""


def verify() -> Break | None:
    """Walk the whole chain; None when every entry is as it was written and none is missing.

    Entries cut off at the end leave a shorter chain that holds: compare the last digest with one
    that was noted elsewhere (``manage.py verify_audit`` prints it).
    """
    with connection.cursor() as cursor:
        cursor.execute(_WALK)
        row = cursor.fetchone()
    if row is None:
        return None
    entry, number, follows, recomputed = row
    if not number:
        return Break(entry, "an entry before it is missing")
    if not recomputed:
        return Break(entry, "its text is not what was recorded")
    assert not follows
    return Break(entry, "it does not follow the entry before it")
