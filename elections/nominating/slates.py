"""The slate that a candidate stands with, as the paper shows it; slates are another room's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Message, Nomination
from elections.nominating.conditions import hold_unfixed
from elections.refusal import Refused
from members import audit


@transaction.atomic
def set_slate(
    nomination: Nomination, *, label: str, colour: int | None, path: str, now: datetime
) -> None:
    """Write the slate a candidate stands with (an empty label: no slate), until papers are fixed.

    A proof that was approved with another label is void: the candidate is asked again.
    """
    election = nomination.contest.election
    hold_unfixed(election.pk, _("The ballot papers are fixed, so slates can no longer change."))
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk)
        .update(slate_label=label, slate_colour=colour, slate_path=path)
    )
    if not changed:
        raise Refused(_("This nomination has been withdrawn or refused."))
    _ask_again(nomination, now)
    audit.record(
        audit.Action.SLATE_SET,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"slate": label},
    )


def _ask_again(nomination: Nomination, now: datetime) -> None:
    """Void an approval that was of something else, and tell the candidate."""
    held = Nomination.objects.with_photo().select_related("member").get(pk=nomination.pk)
    if not held.proof_approved or held.has_approved_proof:
        return
    Nomination.objects.filter(pk=held.pk).update(proof_approved_at=None, proof_approved="")
    outbox.queue_to_member(
        Message.Kind.NOMINATION_ACCEPTED,
        election=nomination.contest.election,
        member=held.member,
        nomination=held,
        details={"proof_changed": True},
        now=now,
    )
