"""Mail about when questions are asked and answered, to those who wait for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from elections import outbox
from elections.models import Message, Nomination
from hustings.models import Hustings, Question
from members.models import Member


def windows_changed(
    hustings: Hustings,
    earlier: Hustings | None,
    moved: Collection[str],
    *,
    reason: str,
    now: datetime,
) -> int:
    """Tell those who stand, and those who asked and have no answer yet, which instants moved and why.

    `earlier` is None where the questions are new. Nobody is told twice: whoever stands does not wait
    for an answer. Runs inside the caller's transaction; returns how many messages were written.
    """
    election = hustings.election
    details: dict[str, Any] = {
        "is_new": earlier is None,
        "moved": [_moved(name, earlier, hustings) for name in Hustings.INSTANTS if name in moved],
        "reason": reason,
        "path": reverse("hustings:show-hustings", args=[election.slug]),
    }
    standing = Nomination.objects.standing().filter(contest__election=election)
    stands = Exists(standing.filter(member=OuterRef("pk")))
    asked = Question.objects.filter(hustings=hustings).without_answer()
    waits = Exists(asked.filter(member=OuterRef("pk")))
    return sum(
        outbox.queue_to_members(
            Message.Kind.HUSTINGS_CHANGED,
            election=election,
            members=members,
            details={**details, "stands": they_stand},
            now=now,
        )
        for members, they_stand in (
            (Member.objects.filter(stands), True),
            (Member.objects.filter(waits, ~stands), False),
        )
    )


def _moved(name: str, earlier: Hustings | None, hustings: Hustings) -> dict[str, str | None]:
    return {
        "words": Hustings.words_for(name),
        "before": getattr(earlier, name).isoformat() if earlier else None,
        "after": getattr(hustings, name).isoformat(),
    }
