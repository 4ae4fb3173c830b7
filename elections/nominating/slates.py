"""The slate that candidates stand with, as the paper shows it; slates are another room's."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Election, Message, Nomination
from elections.nominating.conditions import hold_unfixed, no_longer_stands
from elections.refusal import Refused
from members import audit


@transaction.atomic
def set_slate(
    *nominations: Nomination, label: str, colour: int | None, path: str, now: datetime
) -> None:
    """Write the slate that candidates of one election stand with; an empty label: no slate.

    Possible until the papers are fixed, after a nomination was accepted, too: a proof that was
    approved with another label is void then, and its candidate is asked again. Raises Refused if
    one of them does not stand.
    """
    if not nominations:
        return
    election = nominations[0].contest.election
    hold_unfixed(election.pk, _("The ballot papers are fixed, so slates can no longer change."))
    # All before the first line of the audit, which makes everybody else wait for theirs.
    asked = Nomination.objects.filter(pk__in=[one.pk for one in nominations])
    held = list(asked.select_for_update(of=("self",), no_key=True).order_by("pk").standing())
    if len(held) < len({one.pk for one in nominations}):
        raise Refused(no_longer_stands())
    asked.update(slate_label=label, slate_colour=colour, slate_path=path)
    for nomination in asked.with_photo().select_related("member"):
        _ask_again(nomination, election, now)
    for nomination in held:
        audit.record(
            audit.Action.SLATE_SET,
            actor=None,
            subject=f"nomination {nomination.pk}",
            election=election.pk,
            detail={"slate": label},
        )


def _ask_again(nomination: Nomination, election: Election, now: datetime) -> None:
    """Void an approval that was of something else, and tell the candidate."""
    if not nomination.proof_approved or nomination.has_approved_proof:
        return
    Nomination.objects.filter(pk=nomination.pk).update(proof_approved_at=None, proof_approved="")
    outbox.queue_to_member(
        Message.Kind.NOMINATION_ACCEPTED,
        election=election,
        member=nomination.member,
        nomination=nomination,
        details={"proof_changed": True},
        now=now,
    )
