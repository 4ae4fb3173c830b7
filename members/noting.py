"""What staff write down about a member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from members import audit
from members.models import Member, MemberNote, User


@transaction.atomic
def add(member: Member, text: str, *, actor: User, now: datetime) -> MemberNote:
    """Keep a note. The audit says that there is one, and not what it says."""
    note = MemberNote.objects.create(
        member=member, text=text.strip(), written_by=actor, written_at=now
    )
    audit.record(audit.Action.NOTE_ADDED, actor=actor, subject=f"member {member.number}")
    return note
