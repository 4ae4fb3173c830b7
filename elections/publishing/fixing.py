"""Fixing the papers: the recorded act after which voting opens by the clock alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import national, outbox, roll
from elections.ballots import box, keys
from elections.models import Election, ResultDeclaration
from elections.publishing import second_officer
from elections.publishing.obstacles import obstacles_to_fixing
from elections.publishing.papers import outline, sheets, write_candidates
from elections.publishing.plans import (
    outlooks,
    record_decided,
    sheets_polled,
    tell_settled,
    write_plans,
)
from elections.refusal import Refused
from elections.tallying.declaring import add_declaration
from members import audit
from members.models import User


def fix_papers(
    election: Election, *, actor: User | None, now: datetime, seen: str | None = None
) -> None:
    """Freeze candidates and their order of record; make the keys; queue the ballot mail.

    Those on the roll get the mail: as it was frozen, or, where members can join until later, as it
    is written now. A contest that needs no poll is decided here and is on no paper. Where nothing is
    left to poll, there are no papers: the result is published as provisional at once.

    Raises Refused with every obstacle. Where two officers fix the papers, another one must have
    proposed it: see `second_officer`; `seen` is what this one read. Keys take seconds to make, so
    they are made first and are stored with all the rest in one transaction.
    """
    if election.candidates_fixed_at is not None:
        raise Refused(_("The papers are already fixed."))
    _refuse_obstacles(election, now)
    second_officer.require(election, actor=actor, seen=seen)
    polled = sheets_polled(election, outlooks(election))
    casting_keys = box.make_casting_keys(polled) if polled else None
    with transaction.atomic():
        locked = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        if locked.candidates_fixed_at is not None:
            raise Refused(_("The papers are already fixed."))
        _refuse_obstacles(locked, now)
        detail: dict[str, object] = {**second_officer.require(locked, actor=actor, seen=seen)}
        found = outlooks(locked)
        if sheets_polled(locked, found) != polled:
            raise Refused(_("Somebody withdrew meanwhile. Read what will happen once more."))
        for contest in locked.contests.all():
            write_candidates(contest)
        write_plans(found, now=now)
        if casting_keys is None:
            _finish_without_poll(locked, actor=actor, now=now)
        else:
            detail["voters"] = _fix_poll(locked, casting_keys, actor=actor, now=now)
        tell_settled(found, now=now)
        record_decided(found, actor=actor)
        audit.record(
            audit.Action.PAPERS_FIXED if casting_keys else audit.Action.RESULT_PROVISIONAL,
            actor=actor,
            subject=locked.title,
            election=locked.pk,
            detail=detail,
        )
    election.refresh_from_db()


def _fix_poll(
    election: Election, casting_keys: box.CastingKeys, *, actor: User | None, now: datetime
) -> int:
    """Fix what is polled. Returns the number of voters."""
    if election.roll_frozen_at is None:
        roll.write_roll(election, now=now)
    entries = roll.keep_only(election, sheets(election))
    box.fix(election.pk, outline(election), casting_keys)
    Election.objects.filter(pk=election.pk).update(papers_fixed_at=now)
    outbox.queue_ballots(election, now=now)
    if election.roll_frozen_at is None and election.timetable.freeze_at <= now:
        roll.freeze_as_it_stands(election, actor=actor, now=now)  # the sweep was late
    return entries


def _finish_without_poll(election: Election, *, actor: User | None, now: datetime) -> None:
    """Nothing is left to poll: no paper, no key, no voting; a provisional result."""
    keys.destroy_all_keys([election.pk])
    Election.objects.filter(pk=election.pk).update(no_poll_at=now, counted_at=now)
    national.take_totals(election)
    add_declaration(election, ResultDeclaration.Kind.PROVISIONAL, actor=actor, now=now)


def _refuse_obstacles(election: Election, now: datetime) -> None:
    if obstacles := obstacles_to_fixing(election, now):
        raise Refused(" ".join(obstacles))
