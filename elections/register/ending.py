"""A seat becomes vacant before its term ends."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Seat
from elections.refusal import Refused
from elections.register.holding import today_in_london
from members import audit
from members.models import User


@transaction.atomic
def end_seat(seat: Seat, *, reason: str, on: date, actor: User, now: datetime) -> None:
    """Record that the holder of a seat left it. The reason is one of a closed list and public.

    Raises Refused for a seat that nobody holds any more, and for a day to come or before its start.
    """
    held = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if not held.is_held(today_in_london(now)):
        raise Refused(_("Nobody holds this seat any more."))
    if reason not in Seat.VACATING:
        raise Refused(_("Choose why the seat became vacant."))
    if on > today_in_london(now):
        raise Refused(_("Choose a day that has come: nobody leaves a seat beforehand."))
    # Whoever is elected may leave before the term starts, but on no day before that is on record.
    if on < min(held.starts_on, today_in_london(now)):
        raise Refused(_("Choose a day on which the seat was held."))
    held.ended_on, held.end_reason = on, reason
    held.save(update_fields=["ended_on", "end_reason"])
    audit.record(
        audit.Action.SEAT_ENDED,
        actor=actor,
        subject=f"{held.constituency}: {held.name}",
        reason=str(Seat.End(reason).label),
        detail={"body": held.body, "seat": held.pk, "on": on.isoformat()},
    )
