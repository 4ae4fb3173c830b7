"""The slate that a candidate stands with, as the paper shows it; slates are another room's."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import Nomination
from elections.nominating.conditions import hold_unfixed
from elections.refusal import Refused
from members import audit


@transaction.atomic
def set_slate(nomination: Nomination, *, label: str, colour: int | None, path: str) -> None:
    """Write the slate a candidate stands with (an empty label: no slate), until papers are fixed."""
    election = nomination.contest.election
    hold_unfixed(election.pk, _("The ballot papers are fixed, so slates can no longer change."))
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk)
        .update(slate_label=label, slate_colour=colour, slate_path=path)
    )
    if not changed:
        raise Refused(_("This nomination has been withdrawn or refused."))
    audit.record(
        audit.Action.SLATE_SET,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"slate": label},
    )
