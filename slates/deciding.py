"""Officers approve slates or refuse them, and correct what they say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Message, Nomination
from elections.nominating.conditions import require_not_over
from elections.refusal import Refused
from members import audit
from members.models import User
from slates.conditions import (
    held_slate,
    record,
    refused_when_taken,
    require_neutral,
    require_papers_open,
)
from slates.joining import label
from slates.models import Slate


def approve(slate: Slate, *, actor: User, now: datetime, seen: str | None = None) -> None:
    """Everybody may read about the slate, and its agents may invite candidates.

    `seen` is the `words_digest` of what the officer read; an empty one counts as changed. Refused
    when it says something else now.
    """
    _decide(slate, Slate.State.APPROVED, actor=actor, reason="", seen=seen, now=now)


def refuse(
    slate: Slate, *, actor: User, reason: str, now: datetime, seen: str | None = None
) -> None:
    """The agents are told why; they may correct the slate and send it again."""
    if not reason.strip():
        raise Refused(_("Give the reason: those who act for the slate are told it."))
    _decide(slate, Slate.State.REFUSED, actor=actor, reason=reason.strip(), seen=seen, now=now)


@transaction.atomic
def _decide(
    slate: Slate, state: Slate.State, *, actor: User, reason: str, seen: str | None, now: datetime
) -> None:
    require_papers_open(slate.election)
    held = held_slate(slate)
    require_not_over(held.election, now)
    require_neutral(held.election, actor)
    if held.state != Slate.State.PENDING:
        raise Refused(_("This slate has already been decided."))
    if seen is not None and seen != held.words_digest:
        raise Refused(_("The slate was changed meanwhile. Read it again."))
    held.state, held.reason = state, reason
    held.decided_by, held.decided_at, held.decided_words = actor, now, held.words_digest
    held.save()
    details = {
        "slate": held.name,
        "approved": held.is_approved,
        "reason": reason,
        "path": reverse("slates:your-slate", args=[held.election.slug]),
    }
    for agent in held.agents.select_related("member"):
        outbox.queue_to_member(
            Message.Kind.SLATE_DECIDED,
            election=held.election,
            member=agent.member,
            details=details,
            now=now,
        )
    record(audit.Action.SLATE_DECIDED, held, actor=actor, reason=reason, approved=held.is_approved)


def correct(
    slate: Slate,
    *,
    name: str,
    programme: str,
    colour: int,
    website: str,
    language: str | None = None,
    actor: User,
    now: datetime,
) -> None:
    """An officer corrects a slate; its candidates' labels follow. The address stays."""
    with refused_when_taken(), transaction.atomic():
        require_papers_open(slate.election)
        held = held_slate(slate)
        require_not_over(held.election, now)
        require_neutral(held.election, actor)
        if held.is_refused:
            raise Refused(_("This slate was refused: its agents correct it and send it again."))
        words = (name, programme, language or held.language, colour, website)
        if words == held.words and not held.is_changed_since:
            return  # nothing changes: perhaps the button was pressed twice
        with_it = held.invitations.accepted().values("nomination")
        # Locked before anything is recorded, as those are who decide on them.
        standing = list(
            Nomination.objects.standing()
            .filter(pk__in=with_it)
            .select_for_update(of=("self",), no_key=True)
            .select_related("contest")
            .order_by("pk")
        )
        held.name, held.programme, held.language, held.colour, held.website = words
        if held.is_approved:
            held.decided_words = held.words_digest
        held.save()
        label(held, *standing, now=now)
        record(audit.Action.SLATE_CHANGED, held, actor=actor, colour=colour, website=website)
