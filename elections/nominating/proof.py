"""A candidate looks at how they will stand on the ballot paper, and approves it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Nomination
from elections.nominating.conditions import hold_unfixed, require_not_over
from elections.refusal import Refused
from members import audit
from members.models import Member


@transaction.atomic
def approve_proof(nomination: Nomination, member: Member, *, seen: str, now: datetime) -> None:
    """The candidate approves what they saw: `seen` is its `words_digest`.

    Whatever changes afterwards, the approval does not hold for it. A second approval of the same
    changes nothing. Raises Refused when something else would stand on the paper now.
    """
    election = nomination.contest.election
    hold_unfixed(
        election.pk, _("The ballot papers are fixed, so there is nothing left to approve.")
    )
    require_not_over(election, now)
    # The picture's table cannot be locked with it, being on the far side of an outer join.
    held = (
        Nomination.objects.with_photo()
        .select_for_update(of=("self",))
        .filter(pk=nomination.pk, member=member)
        .first()
    )
    if held is None or held.state != Nomination.State.ACCEPTED:
        raise Refused(_("You can approve the proof once your nomination is accepted."))
    if seen != held.words_digest:
        raise Refused(
            _("What would stand on the ballot paper has changed meanwhile. Look at it again.")
        )
    if held.has_approved_proof:
        return
    Nomination.objects.filter(pk=held.pk).update(proof_approved_at=now, proof_approved=seen)
    audit.record(
        audit.Action.PROOF_APPROVED,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"digest": seen},
    )
