"""Fixing the papers: the recorded act after which voting opens by the clock alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, roll
from elections.ballots import box
from elections.models import Election
from elections.publishing import second_officer
from elections.publishing.obstacles import obstacles_to_fixing
from elections.publishing.papers import outline, sheets, write_candidates
from elections.refusal import Refused
from members import audit
from members.models import User


def fix_papers(election: Election, *, actor: User | None, now: datetime, seen: str = "") -> None:
    """Freeze candidates and their order of record; make the keys; queue the ballot mail.

    Those on the roll get the mail: as it was frozen, or, where members can join until later, as it
    is written now. Raises Refused with every obstacle. Where two officers fix the papers, another
    one must have proposed it: see `second_officer`; `seen` is what this one read. Keys take seconds
    to make, so they are made first and are
    stored with all the rest in one transaction.
    """
    if election.papers_fixed_at is not None:
        raise Refused(_("The papers are already fixed."))
    _refuse_obstacles(election, now)
    second_officer.require(election, actor=actor, seen=seen)
    casting_keys = box.make_casting_keys([sheet.number for sheet in sheets(election)])
    with transaction.atomic():
        locked = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        if locked.papers_fixed_at is not None:
            raise Refused(_("The papers are already fixed."))
        _refuse_obstacles(locked, now)
        detail = second_officer.require(locked, actor=actor, seen=seen)
        for contest in locked.contests.all():
            write_candidates(contest)
        if locked.roll_frozen_at is None:
            roll.write_roll(locked)
        entries = roll.keep_only(locked, sheets(locked))
        box.fix(locked.pk, outline(locked), casting_keys)
        Election.objects.filter(pk=locked.pk).update(papers_fixed_at=now)
        outbox.queue_ballots(locked, now=now)
        if locked.roll_frozen_at is None and locked.timetable.freeze_at <= now:
            roll.freeze_as_it_stands(locked, actor=actor, now=now)  # the sweep was late
        audit.record(
            audit.Action.PAPERS_FIXED,
            actor=actor,
            subject=locked.title,
            election=locked.pk,
            detail={**detail, "voters": entries},
        )
    election.refresh_from_db()


def _refuse_obstacles(election: Election, now: datetime) -> None:
    if obstacles := obstacles_to_fixing(election, now):
        raise Refused(" ".join(obstacles))
