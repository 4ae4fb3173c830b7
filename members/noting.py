"""What staff write down about a member."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from members import audit
from members.models import Member, MemberNote, User


@transaction.atomic
def add(member: Member, text: str, *, actor: User, now: datetime) -> MemberNote:
    """Keep a note. The audit says that there is one, and not what it says.

    The last note again, in the same words by the same person, is a button pressed twice.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    last = member.notes.first()
    if last is not None and (last.text, last.written_by_id) == (text.strip(), actor.pk):
        return last
    note = MemberNote.objects.create(
        member=member, text=text.strip(), written_by=actor, written_at=now
    )
    audit.record(audit.Action.NOTE_ADDED, actor=actor, subject=f"member {member.number}")
    return note
