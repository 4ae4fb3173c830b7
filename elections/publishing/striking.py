"""Striking words of a statement after the papers are fixed: the only thing that still changes it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Candidate, Election, Message, PublicChange, StruckPassage
from elections.refusal import Refused
from elections.striking import left_of, passage_in
from members import audit
from members.models import User


@transaction.atomic
def strike(
    candidate: Candidate, *, passage: str, reason: str, actor: User, now: datetime
) -> StruckPassage:
    """An officer strikes words out of a candidate's statement; the reason is public.

    The candidate is told by mail which words, and why.

    Every occurrence of the words goes. Raises Refused for words that are not shown (any more),
    without a reason, or by an officer who stands in this election.
    """
    contest = candidate.contest
    nomination = candidate.nomination
    if nomination is None:
        raise Refused(_("Only a candidate's statement has words to strike out."))
    _require_no_candidate(actor, contest.election_id)
    if not reason.strip():
        raise Refused(_("Give the reason: everybody can read it."))
    # Held so that of two strikes at once the second finds the first.
    Election.objects.select_for_update(of=("self",), no_key=True).get(pk=contest.election_id)
    shown = left_of(candidate.statement, candidate.strikes())
    found = next(filter(None, (passage_in(piece, passage) for piece in shown)), "")
    if not found:
        raise Refused(
            _("These words are not in the statement as it is shown. Copy them from below.")
        )
    struck = StruckPassage.objects.create(
        candidate=candidate,
        passage=found,
        reason=reason.strip(),
        struck_at=now,
        struck_by=actor,
    )
    PublicChange.objects.create(
        election_id=contest.election_id,
        kind=PublicChange.Kind.STRUCK,
        made_by=actor,
        made_at=now,
        subject=f"{candidate.ballot_name}, {contest.title}"[:200],
        reason=reason.strip(),
    )
    outbox.queue_to_member(
        Message.Kind.STATEMENT_STRUCK,
        election=contest.election,
        member=nomination.member,
        nomination=nomination,
        details={"passage": found, "reason": reason.strip()},
        now=now,
    )
    audit.record(
        audit.Action.PASSAGE_STRUCK,
        actor=actor,
        subject=f"nomination {nomination.pk}",
        election=contest.election_id,
        reason=reason.strip(),
        detail={"candidate": candidate.ballot_name, "words": len(found.split())},
    )
    return struck


def _require_no_candidate(actor: User, election_id: UUID) -> None:
    """Whoever stands in an election has no office in it."""
    own = Candidate.objects.filter(
        contest__election_id=election_id, nomination__member__email_key=actor.email
    )
    if own.exists():
        raise Refused(_("You stand in this election, so another officer decides."))
