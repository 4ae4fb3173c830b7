"""Candidates consent to stand with a slate, or take their consent back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import nominating
from elections.models import Nomination
from elections.refusal import Refused
from slates.models import Slate, SlateCandidate


def slate_of(nomination: Nomination) -> Slate | None:
    return Slate.objects.filter(candidates__nomination=nomination).first()


@transaction.atomic
def join(slate: Slate, nomination: Nomination, *, now: datetime) -> None:
    """The candidate consents to stand with the slate, leaving any other."""
    # Held so that its name is not corrected between being read and being written on the label.
    choosable = Slate.objects.open_to_candidates().select_for_update(of=("self",))
    held = choosable.filter(pk=slate.pk, election_id=nomination.contest.election_id).first()
    if held is None:
        raise Refused(_("This slate cannot be chosen in this election."))
    label(nomination, held, now=now)
    _require_undecided(nomination)
    SlateCandidate.objects.update_or_create(
        nomination=nomination,
        defaults={"slate": slate, "consented_at": now, "confirmed_at": None},
    )


@transaction.atomic
def leave(nomination: Nomination, *, now: datetime) -> None:
    """The candidate stands with no slate."""
    nominating.set_slate(nomination, label="", colour=None, path="", now=now)
    _require_undecided(nomination)
    SlateCandidate.objects.filter(nomination=nomination).delete()


def _require_undecided(nomination: Nomination) -> None:
    """An officer decides on what is there: afterwards it stays as it was read."""
    if nomination.state != Nomination.State.SUBMITTED:
        raise Refused(
            _(
                "Your nomination is decided, so your slate no longer changes. Write to the returning officer."
            )
        )


def label(nomination: Nomination, slate: Slate, *, now: datetime) -> None:
    """Write the slate's name, colour and page where the ballot paper takes them from."""
    nominating.set_slate(
        nomination,
        label=slate.name,
        colour=slate.colour,
        path=slate.get_absolute_url(),
        now=now,
    )
