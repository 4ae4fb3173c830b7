"""A candidate leaves after the papers were fixed: recorded, told to everybody, skipped by the count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import national, outbox
from elections.models import (
    Candidate,
    CandidateLeft,
    Contest,
    CountRecord,
    Election,
    Message,
    PublicChange,
    ResultDeclaration,
)
from elections.refusal import Refused
from elections.tallying import given
from elections.tallying.declaring import add_declaration
from members import audit
from members.models import User


@transaction.atomic
def leave(
    candidate: Candidate,
    *,
    reason: CandidateLeft.Reason,
    detail: str = "",
    actor: User,
    now: datetime,
) -> CandidateLeft:
    """Record that a candidate died, withdrew or was disqualified, from the papers to the declaration.

    `reason` is public, `detail` is not. After the count, the contest is counted again from the stored
    papers, and that result is provisional. Raises Refused.
    """
    election = Election.objects.select_for_update(of=("self",)).get(
        pk=candidate.contest.election_id
    )
    if election.candidates_fixed_at is None:
        raise Refused(
            _("The papers are not fixed yet: end the nomination on its page under Nominations.")
        )
    if election.withdrawn_at is not None:
        raise Refused(_("This election was withdrawn: there is nothing left to leave."))
    if election.declared_at is not None:
        raise Refused(_("The result is declared. Only an amended declaration can change it."))
    before = national.outcomes(election) if election.counted_at is not None else []
    left = record(candidate, reason=reason, detail=detail, actor=actor, now=now)
    tell_who_left(left, now=now)
    if candidate.nomination is not None:
        outbox.tell_gone(candidate.nomination, now=now)
    if election.counted_at is not None:
        if CountRecord.objects.filter(contest=candidate.contest).exists():
            count_again(candidate.contest, now=now)
        national.take_totals_anew(election, before)
        add_declaration(election, ResultDeclaration.Kind.PROVISIONAL, actor=actor, now=now)
    audit.record(
        audit.Action.CANDIDATE_LEFT,
        actor=actor,
        subject=f"{candidate.ballot_name}, {candidate.contest.title}",
        election=election.pk,
        reason=str(left.get_reason_display()),
        detail={
            "contest": candidate.contest.number,
            "candidate": candidate.number,
            "reason": left.reason,
        },
    )
    return left


def record(
    candidate: Candidate,
    *,
    reason: CandidateLeft.Reason,
    detail: str,
    actor: User,
    now: datetime,
) -> CandidateLeft:
    """The row and the public change, in the transaction of an act that holds the election."""
    if candidate.is_ron or not candidate.contest.is_for_people:
        raise Refused(_("Only somebody who stands can leave."))
    if CandidateLeft.objects.filter(candidate=candidate).exists():
        raise Refused(_("It is on record already that %(name)s left.") % {"name": candidate})
    left = CandidateLeft.objects.create(
        candidate=candidate, reason=reason, detail=detail, left_at=now, recorded_by=actor
    )
    election = candidate.contest.election
    PublicChange.objects.create(
        election=election,
        kind=PublicChange.Kind.CANDIDATE_LEFT,
        made_by=actor,
        made_at=now,
        subject=f"{candidate.ballot_name}, {candidate.contest.title}"[:200],
        reason=f"{candidate.ballot_name} {left.get_reason_display()}.",
    )
    return left


def tell_who_left(left: CandidateLeft, *, now: datetime) -> None:
    """Mail to whoever is no candidate any more, but not of a death."""
    nomination = left.candidate.nomination
    # Nobody is behind a candidate of a rehearsal.
    if nomination is not None and left.reason != CandidateLeft.Reason.DIED:
        outbox.queue_to_member(
            Message.Kind.CANDIDATE_LEFT,
            election=left.candidate.contest.election,
            member=nomination.member,
            nomination=nomination,
            now=now,
        )


def count_again(
    contest: Contest,
    *,
    now: datetime,
    kept: Sequence[int] = (),
    standing: Collection[int] = (),
) -> CountRecord:
    """Count a contest anew from its stored papers, without those who have left by now, but for those
    who are `standing` again.

    The count as cast is kept beside it, as the first result was stored where nobody had left by then.
    Raises `MinimaImpossible` where `kept` cannot all stay elected.
    """
    records = CountRecord.objects.filter(contest=contest).select_related(
        "contest__sheet", "contest__election"
    )
    cast = records.filter(kind=CountRecord.Kind.AS_CAST).first()
    results = records.filter(kind=CountRecord.Kind.RESULT)
    papers = given.from_record(cast or results.get(number=1))
    if cast is None:
        first = given.as_cast(papers)
        first.stored_at = now
        first.save(force_insert=True)
    last = results.order_by("-number").values_list("number", flat=True)[0]
    left = [one for one in CandidateLeft.objects.numbers_in(contest) if one not in standing]
    again = given.result_of(papers, left, number=last + 1, kept=kept)
    again.stored_at = now
    again.save(force_insert=True)
    return again
