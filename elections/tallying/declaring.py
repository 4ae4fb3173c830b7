"""Declaring a provisional result: by an officer, or by the timetable."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from elections import national, outbox, register, results, two_officers
from elections.models import (
    ActProposal,
    Candidate,
    Contest,
    Election,
    Message,
    ResultDeclaration,
)
from elections.refusal import Refused
from members import audit
from members.models import User

log = logging.getLogger("momentum.tallying")


def declare_due(now: datetime) -> int:
    """Declare the results that their timetable declares; returns how many were."""
    declared = 0
    for election in Election.objects.due_to_declare(at=now).order_by("pk"):
        try:
            declare(election, actor=None, now=now)
        except Refused:  # an officer was quicker
            continue
        except Exception:  # the results of other elections do not wait for this one
            log.exception("The declaration of election %s did not succeed", election.pk)
        else:
            declared += 1
    return declared


@transaction.atomic
def declare(
    election: Election,
    *,
    actor: User | None,
    now: datetime,
    reason: str = "",
) -> None:
    """Declare the provisional result and tell every candidate; `actor` None is the timetable.

    `reason` is public, and is stored with the declaration. Raises Refused without a provisional
    result, or a second time; and before the end of complaints or without the scrutineer's report
    unless an officer gives a reason. The timetable waits for the end of complaints, and says itself
    that there was no report. Raises `two_officers.NeedsAnother` where one officer is not enough, but
    not in a trial. Source: elections.md, "After the close".
    """
    held = Election.objects.held(election.pk)
    if actor is None:
        if held.timetable.complaints_open(now):
            raise Refused(_("Complaints are still open."))
        reason = _no_report(held, was=True)
    elif not reason.strip() and (missing := why_early(held, now)):
        raise Refused(" ".join([*missing, _("Give the reason: everybody can read it.")]))
    changed = Election.objects.filter(
        pk=election.pk,
        counted_at__isnull=False,
        declared_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(declared_at=now)
    if not changed:
        raise Refused(_("There is no provisional result to declare."))
    last = held.declarations.order_by("-number").values_list("number", flat=True).first()
    what = {"reason": reason.strip(), "after": last}
    second = two_officers.require(held, ActProposal.Act.DECLARE, what, actor=actor)
    declared = ResultDeclaration.Kind.DECLARED
    totals = national.publish_totals(election)
    add_declaration(election, declared, actor=actor, now=now, reason=reason.strip(), totals=totals)
    register.fill(election, now=now)
    for result in results.contest_results(election):
        tell_candidates(result.contest, result.outcome.elected, now=now)
    for decided in results.decided_contests(election):
        tell_candidates(decided.contest, decided.outcome.elected, now=now)
    audit.record(
        audit.Action.RESULT_DECLARED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail=second,
    )


def why_early(election: Election, now: datetime) -> list[str]:
    """What declaring the provisional result would not wait for, in sentences; in a rehearsal nothing."""
    if election.is_rehearsal or election.counted_at is None or election.declared_at is not None:
        return []
    found = []
    if election.timetable.complaints_open(now):
        found.append(_("Complaints are still open."))
    if missing_report := _no_report(election):
        found.append(missing_report)
    return found


def _no_report(election: Election, *, was: bool = False) -> str:
    """That a report is lacking, told of now or (`was`) for good; empty where there is one."""
    if not results.lacks_report(election):
        return ""
    if report := results.report_of(election):
        return _(
            "The scrutineer's report is about declaration %(number)s, and a candidate left since."
        ) % {"number": report.about}
    return (
        _("There was no report of the scrutineer.")
        if was
        else _("There is no report of the scrutineer.")
    )


def tell_candidates(
    contest: Contest,
    elected: Sequence[int],
    *,
    now: datetime,
    only: Sequence[int] | None = None,
    amended: bool = False,
) -> None:
    """Mail to each candidate, or to those of the numbers `only`: whether they are elected."""
    candidates = Candidate.objects.filter(contest=contest, nomination__isnull=False).exclude(
        Q(left__reason="died") & ~Q(number__in=elected)
    )
    for candidate in candidates.select_related("nomination__member").order_by("number"):
        if candidate.nomination and (only is None or candidate.number in only):
            outbox.queue_to_member(
                Message.Kind.RESULT_DECLARED,
                election=contest.election,
                member=candidate.nomination.member,
                nomination=candidate.nomination,
                details={"elected": candidate.number in elected, "amended": amended},
                now=now,
            )


def add_declaration(
    election: Election,
    kind: ResultDeclaration.Kind,
    *,
    actor: User | None,
    now: datetime,
    contest: Contest | None = None,
    elected: Sequence[int] | None = None,
    reason: str = "",
    totals: Mapping[str, Any] | None = None,
) -> ResultDeclaration:
    """The next declaration of the election, which the caller holds."""
    last = election.declarations.order_by("-number").first()
    return ResultDeclaration.objects.create(
        election=election,
        number=last.number + 1 if last else 1,
        kind=kind,
        contest=contest,
        elected=None if elected is None else list(elected),
        reason=reason,
        totals=dict(totals or {}),
        made_at=now,
        made_by=actor,
    )
