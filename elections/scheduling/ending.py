"""Calling an election off: before voting opens, after it has opened, or before its notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, trial, two_officers
from elections.ballots import box
from elections.models import ActProposal, Election, Message, PublicChange
from elections.refusal import Refused
from elections.scheduling.postponing import require_reason, why_it_is_over
from members import audit
from members.models import User


def _has_opened(election: Election, now: datetime) -> bool:
    return election.papers_fixed_at is not None and election.has_opened(now)


def why_not_withdraw(election: Election, now: datetime) -> str:
    """Why an election cannot be withdrawn now; empty where it can."""
    if refusal := why_it_is_over(election):
        return refusal
    if _has_opened(election, now):
        return _("Voting has opened. A poll that has opened is abandoned, not withdrawn.")
    return ""


def why_not_abandon(election: Election, now: datetime) -> str:
    """Why a poll cannot be abandoned now; empty from the opening until its count is stored."""
    if refusal := why_it_is_over(election):
        return refusal
    if not _has_opened(election, now):
        return _("Voting has not opened. Before it opens an election is withdrawn or postponed.")
    return ""


def why_not_delete(election: Election) -> str:
    """Why a draft cannot be deleted; empty where it can."""
    if election.published_at is not None:
        return _("The notice is published: the election stays on record. It can be withdrawn.")
    if election.rehearsals.exists():
        return _(
            "This election was rehearsed. The rehearsal stays on record, and so does its draft."
        )
    return ""


@dataclass(frozen=True)
class _Way:
    """Of calling an election off: when, and under which name it is proposed, told and recorded."""

    why_not: Callable[[Election, datetime], str]
    act: ActProposal.Act
    change: PublicChange.Kind
    mail: Message.Kind
    action: audit.Action


_WITHDRAWN = _Way(
    why_not_withdraw,
    ActProposal.Act.WITHDRAW,
    PublicChange.Kind.WITHDRAWN,
    Message.Kind.WITHDRAWN,
    audit.Action.ELECTION_WITHDRAWN,
)
_ABANDONED = _Way(
    why_not_abandon,
    ActProposal.Act.ABANDON,
    PublicChange.Kind.ABANDONED,
    Message.Kind.ABANDONED,
    audit.Action.POLL_ABANDONED,
)


def withdraw(election: Election, *, reason: str, actor: User | None, now: datetime) -> int:
    """Call an election off before voting opens; those affected are told. Returns how many.

    Mail that waits is not sent any more. Where the papers were fixed, their keys are destroyed.
    Raises `two_officers.NeedsAnother` where one officer is not enough, but not in a trial.
    """
    return _call_off(_WITHDRAWN, election, reason, actor=actor, now=now)


def abandon(election: Election, *, reason: str, actor: User | None, now: datetime) -> int:
    """Call a poll off that has opened: its papers are destroyed, and everybody on the roll is told.

    Papers in the inbox are removed, and every key of the election is destroyed, so that none in the
    box can ever be opened. Possible until the count is stored: a count that is under way then finds
    the election withdrawn and stores nothing. Returns how many were mailed. Raises
    `two_officers.NeedsAnother` where one officer is not enough, but not in a trial.
    """
    return _call_off(_ABANDONED, election, reason, actor=actor, now=now)


@transaction.atomic
def _call_off(
    way: _Way, election: Election, reason: str, *, actor: User | None, now: datetime
) -> int:
    election, reason = Election.objects.held(election.pk), reason.strip()
    require_reason(reason)
    if refusal := way.why_not(election, now):
        raise Refused(refusal)
    second = two_officers.require(election, way.act, {"reason": reason}, actor=actor)
    Election.objects.filter(pk=election.pk).update(withdrawn_at=now, withdrawn_reason=reason)
    change = PublicChange.objects.create(
        election=election, kind=way.change, made_by=actor, made_at=now, reason=reason
    )
    outbox.drop_waiting(election)
    mailed = outbox.queue_change(change, way.mail, now=now)
    if election.papers_fixed_at is not None and not trial.is_on():
        # The box's locks come last but for the audit's: votes wait for them, not for the mail. The
        # tables are those of every election, so whoever only looks at this act leaves them alone.
        box.abandon([election.pk])
    audit.record(
        way.action,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason,
        detail={"mailed": mailed, **second},
    )
    return mailed


@transaction.atomic
def delete_draft(election: Election, *, actor: User | None) -> None:
    """Delete an election that nobody has been told of; the audit keeps that there was one."""
    try:
        election = Election.objects.held(election.pk)
    except Election.DoesNotExist as error:
        raise Refused(_("This election has already been deleted.")) from error
    if refusal := why_not_delete(election):
        raise Refused(refusal)
    title, key = election.title, election.pk
    election.delete()
    audit.record(audit.Action.DRAFT_DELETED, actor=actor, subject=title, election=key)
