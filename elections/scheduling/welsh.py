"""Switching Welsh on for one election, once a reader has approved it, and off again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Election
from elections.refusal import Refused
from members import audit
from members.models import User


@transaction.atomic
def switch_welsh_on(
    election: Election, *, approved_by: str, actor: User | None, now: datetime
) -> None:
    """From now on pages and mail about the election are in Welsh for whoever chose it.

    `approved_by` names who read the Welsh and approved it; it is recorded. Raises Refused without a
    name, and where Welsh is on already.
    """
    held = Election.objects.held(election.pk)
    if not approved_by.strip():
        raise Refused(_("Name the reader who approved the Welsh."))
    if held.offers_welsh:
        raise Refused(_("Welsh is on already for this election."))
    _write(held, now, approved_by.strip())
    audit.record(
        audit.Action.WELSH_ON,
        actor=actor,
        subject=held.title,
        election=held.pk,
        detail={"approved by": approved_by.strip()},
    )


@transaction.atomic
def switch_welsh_off(election: Election, *, actor: User | None) -> None:
    """From now on the election is in English for everybody. Raises Refused where it is already."""
    held = Election.objects.held(election.pk)
    if not held.offers_welsh:
        raise Refused(_("Welsh is off already for this election."))
    _write(held, None, "")
    audit.record(
        audit.Action.WELSH_OFF,
        actor=actor,
        subject=held.title,
        election=held.pk,
        detail={"was approved by": held.welsh_approved_by},
    )


def _write(election: Election, at: datetime | None, approved_by: str) -> None:
    Election.objects.filter(pk=election.pk).update(welsh_on_at=at, welsh_approved_by=approved_by)
