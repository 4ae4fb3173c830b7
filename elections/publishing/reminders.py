"""Mail that officers queue while voting is open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Election, Message
from elections.phases import Phase
from elections.refusal import Refused
from members import audit
from members.models import User


def send_reminder(election: Election, *, actor: User | None, now: datetime) -> int:
    """Queue a reminder to those who have not voted; returns how many."""
    if election.phase(now) != Phase.VOTING:
        raise Refused(_("Reminders are sent while voting is open."))
    with transaction.atomic():
        Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        last = election.messages.filter(kind=Message.Kind.REMINDER).order_by("-round").first()
        if last is not None and now < last.queued_at + outbox.BETWEEN_REMINDERS:
            raise Refused(
                _("A reminder went out less than 12 hours ago. Wait, so that nobody gets two.")
            )
        queued = outbox.queue_reminders(election, last.round + 1 if last else 1, now=now)
        audit.record(
            audit.Action.REMINDER_QUEUED,
            actor=actor,
            subject=election.title,
            election=election.pk,
        )
    return queued


@transaction.atomic
def send_failed_again(election: Election, *, actor: User | None, now: datetime) -> int:
    """Queue what failed once more, after an officer has seen to the cause; returns how many."""
    queued = outbox.queue_failed_again(election, now=now)
    if not queued:
        raise Refused(_("No message of this election has failed."))
    audit.record(
        audit.Action.MAIL_QUEUED, actor=actor, subject=election.title, election=election.pk
    )
    return queued
