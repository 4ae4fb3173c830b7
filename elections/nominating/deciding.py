"""Officers decide who may stand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Message, Nomination
from elections.models.entitlement import is_elector
from elections.nominating.conditions import (
    hold_unfixed,
    require_not_over,
    require_officer_does_not_stand,
)
from elections.nominating.ending import tell_supporters
from elections.refusal import Refused
from members import audit
from members.models import User


@transaction.atomic
def accept(nomination: Nomination, *, actor: User, now: datetime, seen: str | None = None) -> None:
    """An officer finds the nomination valid: enough supporters, and still an elector.

    `seen` is the `words_digest` of what the officer read; an empty one counts as changed. Refused
    when it says something else now.
    """
    _decidable(nomination, actor, now)
    held = (
        Nomination.objects.with_photo()
        .select_for_update(of=("self",), no_key=True)
        .get(pk=nomination.pk)
    )
    if seen is not None and seen != held.words_digest:
        raise Refused(
            _("What would stand on the ballot paper has changed meanwhile. Read it again.")
        )
    election = nomination.contest.election
    support_count = nomination.count_support()
    if support_count < election.supporters_needed:
        raise Refused(
            _("%(name)s has %(count)s of the %(needed)s supporting nominations needed.")
            % {
                "name": nomination.ballot_name,
                "count": support_count,
                "needed": election.supporters_needed,
            }
        )
    if not is_elector(nomination.member, nomination.contest.sheet):
        raise Refused(
            _("%(name)s is not an elector of this contest now.") % {"name": nomination.ballot_name}
        )
    _decide(nomination, Nomination.State.ACCEPTED, actor=actor, reason="", now=now)


@transaction.atomic
def refuse(nomination: Nomination, *, actor: User, reason: str, now: datetime) -> None:
    """An officer finds the nomination invalid; the candidate is told why."""
    _decidable(nomination, actor, now)
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate is told it."))
    _decide(nomination, Nomination.State.REFUSED, actor=actor, reason=reason.strip(), now=now)


def _decidable(nomination: Nomination, actor: User, now: datetime) -> None:
    election = nomination.contest.election
    require_not_over(election, now)
    require_officer_does_not_stand(election.pk, actor)
    hold_unfixed(
        nomination.contest.election_id,
        _("The ballot papers are fixed, so nominations can no longer be decided."),
    )


def _decide(
    nomination: Nomination,
    state: Nomination.State,
    *,
    actor: User,
    reason: str,
    now: datetime,
) -> None:
    changed = (
        Nomination.objects.undecided()
        .filter(pk=nomination.pk)
        .update(state=state, reason=reason, decided_by=actor, decided_at=now)
    )
    if not changed:
        raise Refused(_("This nomination has already been decided, withdrawn or ended."))
    is_accepted = state == Nomination.State.ACCEPTED
    if not is_accepted:
        # Support is kept in case an appeal is upheld, and is taken back by those who gave it.
        details = {"path": nomination.get_absolute_url(), "take_back": True}
        tell_supporters(nomination, details, now)
        outbox.tell_gone(nomination, now=now)
    kind = Message.Kind.NOMINATION_ACCEPTED if is_accepted else Message.Kind.NOMINATION_REFUSED
    outbox.queue_to_member(
        kind,
        election=nomination.contest.election,
        member=nomination.member,
        nomination=nomination,
        details={"reason": reason},
        now=now,
    )
    audit.record(
        audit.Action.NOMINATION_ACCEPTED if is_accepted else audit.Action.NOMINATION_REFUSED,
        actor=actor,
        subject=f"nomination {nomination.pk}",
        election=nomination.contest.election_id,
        reason=reason,
    )
