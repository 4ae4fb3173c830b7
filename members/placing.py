"""Which region a member votes in, where staff know better than the postcode."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from members import audit, rolls
from members.importing import applying, values
from members.models import Flag, Member, Region, User


def place(member: Member, region: Region, *, reason: str, actor: User, now: datetime) -> None:
    """Put a member into a region by hand. Imports leave them there until they are released."""
    rolls.freeze_due(now)
    _place(member, region, reason, actor)


@transaction.atomic
def _place(member: Member, region: Region, reason: str, actor: User) -> None:
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if locked.region_placed_by_hand and locked.region_id == region.pk:
        return  # nothing changes: perhaps the button was pressed twice
    before = locked.region.name if locked.region else ""
    locked.region = region
    locked.region_placed_by_hand = True
    _settle(locked)
    audit.record(
        audit.Action.REGION_PLACED,
        actor=actor,
        subject=f"member {locked.number}",
        reason=reason,
        detail={"from": before, "to": region.name},
    )


def release(member: Member, *, reason: str, actor: User, now: datetime) -> None:
    """Let the postcode decide again."""
    rolls.freeze_due(now)
    _release(member, reason, actor)


@transaction.atomic
def _release(member: Member, reason: str, actor: User) -> None:
    locked = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if not locked.region_placed_by_hand:
        return  # nothing changes: perhaps the button was pressed twice
    before = locked.region.name if locked.region else ""
    _postcode, area = values.postcode_and_area(locked.postcode, locked.country)
    region_id = applying.regions_by_area().get(area)
    locked.region = Region.objects.get(pk=region_id) if region_id else None
    locked.region_placed_by_hand = False
    _settle(locked)
    audit.record(
        audit.Action.REGION_RELEASED,
        actor=actor,
        subject=f"member {locked.number}",
        reason=reason,
        detail={"from": before, "to": locked.region.name if locked.region else ""},
    )


def _settle(member: Member) -> None:
    flags = [flag for flag in member.flags if flag != Flag.REGION_UNKNOWN]
    member.flags = flags if member.region else [*flags, Flag.REGION_UNKNOWN.value]
    member.save(update_fields=["region", "region_placed_by_hand", "flags", "updated_at"])
