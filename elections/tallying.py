"""Closing the box, counting, declaring: done by the sweep, each claimed before it is done.

The closing transaction takes the rows of the elections, then those of the roll, then the ballot
box's own locks, in the order that `elections.ballots.box` writes down.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from elections import counting, roll
from elections.ballots import box, lots, opening
from elections.counting import Profile, blt
from elections.models import (
    Contest,
    CountRecord,
    Election,
    ResultDeclaration,
    RollEntry,
    RollSheet,
    Rule,
    Sheet,
    Turnout,
)
from elections.models.record import SMALL_CONTEST
from elections.refusal import Refused
from elections.reserved import minima_of
from members import audit
from members.models import User

log = logging.getLogger("momentum.tallying")

_DECLARES = (RollEntry.Labour.UNDECLARED, RollEntry.Labour.DECLARED)


def close_due(now: datetime) -> int:
    """Close the box of every election past its closing instant; returns how many.

    All of them in one transaction: what one election's close puts back into the inbox would be
    refused for another that is past its own. 0 also while somebody holds the box's tables, a dump
    for instance: casts of other elections must not wait behind the closer.
    """
    # The box asks the database's clock: a worker that is early would be refused there.
    due = Election.objects.due_to_close(at=now).filter(timetable__voting_closes_at__lte=Now())
    # Only what is due takes locks, and the whole roll is not touched for a close that must wait.
    if not due.exists() or not box.is_free():
        return 0
    try:
        with box.at_once():
            return _close(due.select_for_update(of=("self",), skip_locked=True), now)
    except box.TablesInUse:
        return 0


def _close(due: QuerySet[Election], now: datetime) -> int:
    elections = list(due.order_by("pk"))
    ids = [election.pk for election in elections]
    if not ids:
        return 0
    # Touched all at once, every row carries the same transaction; and first, as casters do.
    RollSheet.objects.filter(sheet__election__in=ids).update(status=F("status"))
    # Who declared their membership of the Labour Party did so just before they voted.
    RollEntry.objects.filter(election__in=ids, labour__in=_DECLARES).update(labour=F("labour"))
    box.close(ids)
    _store_turnout(ids)
    Election.objects.filter(pk__in=ids).update(box_closed_at=now)
    for election in elections:
        if election.roll_frozen_at is None:
            roll.freeze_as_it_stands(election, actor=None, now=now)
    for election in elections:
        audit.record(
            audit.Action.POLL_CLOSED, actor=None, subject=election.title, election=election.pk
        )
    return len(elections)


def move_due() -> None:
    """Move waiting papers from the inbox into the box, wherever enough are waiting."""
    box.move_due()


def _store_turnout(elections: Sequence[UUID]) -> None:
    has_voted = Q(roll__status=RollSheet.Status.CAST)
    sheets = Sheet.objects.filter(election__in=elections, contests__isnull=False)
    # Distinct, because a sheet with two contests comes twice.
    counted = sheets.annotate(
        entitled=Count("roll", distinct=True),
        cast=Count("roll", filter=has_voted, distinct=True),
    ).values_list("pk", "entitled", "cast")
    Turnout.objects.bulk_create(
        Turnout(sheet_id=sheet, entitled=entitled, cast=cast) for sheet, entitled, cast in counted
    )


def rewrite_roll_due(now: datetime) -> bool:
    """After a close, write the roll's tables anew, in the order of its entries: neither older
    versions of its rows nor their places then tell who voted when. False when there was no need, or
    the tables were not free at once: the next sweep tries again.
    """
    waiting = Election.objects.filter(box_closed_at__isnull=False, roll_rewritten_at__isnull=True)
    ids = list(waiting.values_list("pk", flat=True))
    if not ids:
        return False
    try:
        with box.at_once() as cursor:
            cursor.execute("CLUSTER elections_rollsheet USING roll_sheet_once")
            cursor.execute("CLUSTER elections_rollentry USING roll_entry_once")
            Election.objects.filter(pk__in=ids).update(roll_rewritten_at=now)
    except box.TablesInUse:
        return False
    return True


def count_due(now: datetime) -> int:
    """Count every closed election that has not been; runs where the sealing key is. How many."""
    counted = 0
    for election in Election.objects.due_to_count().order_by("pk"):
        try:
            count(election, now=now)
        except Exception:
            log.exception("The count of election %s did not succeed", election.pk)
        else:
            counted += 1
    return counted


def count(election: Election, *, now: datetime) -> None:
    """Open the box, count every contest, store each count once, and publish it as provisional.

    Raises RecordBroken (and stores nothing) if a signature or a checkpoint does not hold.
    """
    opened = opening.open_box(election.pk)
    records = [
        _count_contest(contest, opened)
        for contest in election.contests.select_related("sheet").prefetch_related(
            "candidates", "minima"
        )
    ]
    with transaction.atomic():
        claimed = Election.objects.filter(
            pk=election.pk, counted_at__isnull=True, withdrawn_at__isnull=True
        ).update(counted_at=now)
        if not claimed:
            return
        for record in records:
            record.stored_at = now
        CountRecord.objects.bulk_create(records)
        _declare(election, ResultDeclaration.Kind.PROVISIONAL, actor=None, now=now)
        audit.record(
            audit.Action.COUNT_STORED, actor=None, subject=election.title, election=election.pk
        )


def _count_contest(contest: Contest, opened: opening.Opened) -> CountRecord:
    candidates = sorted(contest.candidates.all(), key=lambda one: one.number)
    rankings = opened.rankings[contest.number]
    profile = Profile.from_rankings(
        [candidate.ballot_name for candidate in candidates], contest.seats, rankings, contest.title
    )
    minima = minima_of(
        contest, {one.nomination_id: one.number for one in candidates if one.nomination_id}
    )
    order = lots.lot_order(
        contest.election_id,
        contest.sheet.number,
        contest.number,
        [candidate.number for candidate in candidates],
    )
    options = _options(contest)
    result = counting.count(
        profile, contest.rule, minima=minima, lots=order or None, options=options
    )
    given = {
        "rule": contest.rule,
        "seats": contest.seats,
        "withdrawn": [],
        "lots": order,
        "options": options,
    }
    return CountRecord(
        contest=contest,
        result=result.to_json(),
        papers=blt.write(profile),
        count=json.dumps(given, sort_keys=True, separators=(",", ":")),
        minima=json.dumps(minima.as_json(), sort_keys=True) if minima.attributes else "",
        papers_received=len(rankings),
        malformed=opened.malformed.get(contest.sheet.number, {}),
        is_small=len(rankings) < SMALL_CONTEST,
    )


def _options(contest: Contest) -> dict[str, int]:
    if contest.rule == Rule.PLURALITY:
        return {"marks": contest.marks}
    if contest.rule != Rule.YES_NO:
        return {}
    options = {}
    if contest.majority_needed is not None:
        options["majority"] = contest.majority_needed
    if contest.turnout_needed is not None:
        options["turnout"] = contest.turnout_needed
        options["entitled"] = Turnout.objects.get(sheet=contest.sheet).entitled
    return options


def declare_due(now: datetime) -> int:
    """Declare the results that their timetable declares; returns how many."""
    due = list(Election.objects.due_to_declare(at=now).order_by("pk"))
    for election in due:
        try:
            declare(election, actor=None, now=now)
        except Refused:  # an officer was quicker
            continue
    return len(due)


@transaction.atomic
def declare(election: Election, *, actor: User | None, now: datetime) -> None:
    """Declare the provisional result; raises Refused without one, or a second time."""
    changed = Election.objects.filter(
        pk=election.pk,
        counted_at__isnull=False,
        declared_at__isnull=True,
        withdrawn_at__isnull=True,
    ).update(declared_at=now)
    if not changed:
        raise Refused(_("There is no provisional result to declare."))
    _declare(election, ResultDeclaration.Kind.DECLARED, actor=actor, now=now)
    audit.record(
        audit.Action.RESULT_DECLARED, actor=actor, subject=election.title, election=election.pk
    )


def _declare(
    election: Election, kind: ResultDeclaration.Kind, *, actor: User | None, now: datetime
) -> None:
    last = election.declarations.order_by("-number").first()
    ResultDeclaration.objects.create(
        election=election,
        number=last.number + 1 if last else 1,
        kind=kind,
        made_at=now,
        made_by=actor,
    )
