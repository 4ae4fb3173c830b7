"""Somebody who stands stops before the papers are fixed: they withdraw, or an officer ends it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import (
    CandidateLeft,
    Message,
    Nomination,
    NominationEnd,
    PublicChange,
)
from elections.models.entitlement import electors
from elections.nominating import reopened
from elections.nominating.conditions import (
    hold_unfixed,
    no_longer_stands,
    require_not_over,
    require_officer_does_not_stand,
)
from elections.refusal import Refused
from members import audit
from members.models import Member, User

# --- The candidate -------------------------------------------------------------------------------


def require_may_withdraw(nomination: Nomination, *, now: datetime) -> None:
    """Raises Refused where `withdraw` would: past its deadline or, without one, past the papers."""
    election = nomination.contest.election
    if election.candidates_fixed_at is not None:
        raise Refused(_("The ballot papers are fixed. Write to the returning officer to withdraw."))
    closes_at = nomination.withdrawal_closes_at
    if closes_at is not None and now >= closes_at:
        raise Refused(
            _("The time to withdraw is over. Write to the returning officer to withdraw.")
        )
    if not nomination.is_standing:
        raise Refused(no_longer_stands())


@transaction.atomic
def withdraw(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """The candidate withdraws, in time, and is told that it is done.

    Those who supported them may nominate others then, and are told so while they can.
    """
    election = nomination.contest.election
    hold_unfixed(
        election.pk, _("The ballot papers are fixed. Write to the returning officer to withdraw.")
    )
    require_may_withdraw(nomination, now=now)
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk, member=member)
        .update(state=Nomination.State.WITHDRAWN, decided_at=now)
    )
    if not changed:
        raise Refused(no_longer_stands())
    _tell_candidate(nomination, now)
    released = _release_and_tell(nomination, now)
    audit.record(
        audit.Action.NOMINATION_WITHDRAWN,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"supporters released": released},
    )


# --- The returning officer -----------------------------------------------------------------------


def require_may_end(nomination: Nomination, actor: User, *, now: datetime) -> None:
    """Raises Refused where `end` would, whatever the officer goes on to enter."""
    election = nomination.contest.election
    if election.withdrawn_at is not None:
        raise Refused(_("This election has been withdrawn."))
    if election.candidates_fixed_at is not None:
        raise Refused(_fixed())
    require_not_over(election, now)
    require_officer_does_not_stand(election.pk, actor)
    if not nomination.is_standing:
        raise Refused(_("This person no longer stands: the nomination is refused or has ended."))


@transaction.atomic
def end(
    nomination: Nomination,
    *,
    reason: CandidateLeft.Reason,
    detail: str = "",
    actor: User,
    now: datetime,
) -> NominationEnd:
    """An officer records that somebody who stands died, withdrew too late, or is disqualified.

    Possible from the notice until the papers are fixed, while the election is postponed, too; not
    once its poll was not held. `reason` is public, `detail` is not. What is vacant, and who could be
    elected, follows from who still stands. Raises Refused.
    """
    hold_unfixed(nomination.contest.election_id, _fixed())
    require_may_end(nomination, actor, now=now)
    changed = (
        Nomination.objects.standing().filter(pk=nomination.pk).update(state=Nomination.State.ENDED)
    )
    if not changed:
        raise Refused(_("This person no longer stands: the nomination is refused or has ended."))
    election = nomination.contest.election
    ended = NominationEnd.objects.create(
        nomination=nomination, reason=reason, detail=detail, ended_at=now, recorded_by=actor
    )
    words = str(ended.get_reason_display())
    PublicChange.objects.create(
        election=election,
        kind=PublicChange.Kind.NOMINATION_ENDED,
        made_by=actor,
        made_at=now,
        subject=f"{nomination.ballot_name}, {nomination.contest.title}"[:200],
        reason=f"{nomination.ballot_name} {words}.",
    )
    if reason != CandidateLeft.Reason.DIED:
        _tell_candidate(nomination, now, reason)
    released = _release_and_tell(nomination, now)
    audit.record(
        audit.Action.NOMINATION_ENDED,
        actor=actor,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        reason=words,
        detail={"reason": ended.reason, "supporters released": released},
    )
    return ended


def _fixed() -> str:
    return _("The ballot papers are fixed. Record under the result that the candidate left.")


# --- What both have in common --------------------------------------------------------------------


def released_until(nomination: Nomination, now: datetime) -> datetime | None:
    """Until when those who supported somebody could nominate another one; None if they cannot now."""
    if nomination.contest.election.postponed_at is not None:
        return None
    if not reopened.supporting_is_open(nomination, now):
        return None
    return reopened.support_closes_at(nomination)


def _tell_candidate(nomination: Nomination, now: datetime, reason: str = "") -> None:
    """`reason` is that which an officer recorded; empty where they withdrew themselves."""
    outbox.queue_to_member(
        Message.Kind.NOMINATION_ENDED,
        election=nomination.contest.election,
        member=nomination.member,
        nomination=nomination,
        details={"left": str(reason)},
        now=now,
    )


def _release_and_tell(nomination: Nomination, now: datetime) -> int:
    """Supporting nominations are free again; those who gave them are told while they can use them.

    The message does not name the nomination: who nominated whom is seen by officers alone. Returns
    how many were released.
    """
    path = reverse("elections:list-candidates", args=[nomination.contest.election.slug])
    tell_supporters(nomination, {"path": path}, now)
    released, _by_model = nomination.supporting.all().delete()
    outbox.tell_gone(nomination, now=now)
    return released


def tell_supporters(nomination: Nomination, details: dict[str, object], now: datetime) -> None:
    """Those who nominated somebody who no longer stands, while they can nominate somebody else."""
    contest = nomination.contest
    until = released_until(nomination, now)
    if until is None:
        return
    outbox.queue_to_members(
        Message.Kind.SUPPORT_RELEASED,
        election=contest.election,
        members=electors(contest.sheet).filter(supporting_nominations__nomination=nomination.pk),
        details={
            "candidate": nomination.ballot_name,
            "contest": contest.title,
            "until": until.isoformat(),
            **details,
        },
        now=now,
    )
