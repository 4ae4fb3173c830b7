"""Counting a closed box, where the sealing key is."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from elections import national
from elections.ballots import lots, opening
from elections.models import (
    CandidateLeft,
    Contest,
    CountRecord,
    Election,
    ResultDeclaration,
)
from elections.tallying import given
from elections.tallying.declaring import add_declaration
from members import audit

log = logging.getLogger("momentum.tallying")


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
    contests = (
        election.contests.all()
        .counted_alone()
        .polled()
        .select_related("sheet", "election", "seat_plan")
        .prefetch_related("candidates", "minima", "sections__sheet")
    )
    papers = [
        given.from_box(contest, opened.rankings, opened.malformed, _lots(contest))
        for contest in contests
    ]
    with transaction.atomic():
        # Held from here on, so that nobody leaves between the count and its record.
        claimed = (
            Election.objects.select_for_update(of=("self",))
            .filter(pk=election.pk, counted_at__isnull=True, withdrawn_at__isnull=True)
            .first()
        )
        if claimed is None:
            return
        records = [record for one in papers for record in _records(one)]
        for record in records:
            record.stored_at = now
        CountRecord.objects.bulk_create(records)
        Election.objects.filter(pk=election.pk).update(counted_at=now)
        national.take_totals(election)
        add_declaration(election, ResultDeclaration.Kind.PROVISIONAL, actor=None, now=now)
        audit.record(
            audit.Action.COUNT_STORED, actor=None, subject=election.title, election=election.pk
        )


def _lots(contest: Contest) -> list[int]:
    return lots.lot_order(
        contest.election_id,
        contest.sheet.number,
        contest.number,
        sorted(candidate.number for candidate in contest.candidates.all()),
    )


def _records(papers: given.Given) -> list[CountRecord]:
    """The result, and the count as cast where somebody has left since the papers were fixed."""
    left = CandidateLeft.objects.numbers_in(papers.contest)
    result = given.result_of(papers, left)
    return [result, given.as_cast(papers)] if left else [result]
