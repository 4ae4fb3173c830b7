"""Writing the roll at the freeze, and until then for those who qualify while others vote already.

A few statements for each sheet, whatever the number of members. The freeze is an instant of its own:
before the papers are fixed the sweep writes the roll at it, and what is imported later changes
nothing; after it voting may have been open for days, and the sweep gives late qualifiers their entry,
their sheets and their ballot message in one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Election, Electorate, LabourCondition, RollEntry, RollSheet, Sheet
from elections.models.college import colleges
from elections.models.election import ElectionQuerySet
from elections.models.entitlement import electors, electors_of_any
from elections.roll import one_person
from members import audit
from members.models import LabourMember, User
from members.models.member import MemberQuerySet

log = logging.getLogger("momentum.roll")

_ENTRIES = RollEntry._meta.db_table
_PAPERS = RollSheet._meta.db_table
# One college section for each voter: who has the paper of one does not get that of the other,
# though the list says so in the meantime.
_OPPOSITES = {
    Electorate.OFFICE_HOLDERS: Electorate.NO_OFFICE,
    Electorate.NO_OFFICE: Electorate.OFFICE_HOLDERS,
}


def freeze_as_it_stands(election: Election, *, actor: User | None, now: datetime) -> int:
    """Let nobody join the roll any more but by a correction. Returns the number of entries."""
    Election.objects.filter(pk=election.pk, roll_frozen_at=None).update(roll_frozen_at=now)
    entries = RollEntry.objects.filter(election=election).count()
    audit.record(
        audit.Action.ROLL_FROZEN,
        actor=actor,
        subject=election.title,
        election=election.pk,
        detail={"entries": entries},
    )
    return entries


def freeze_due(now: datetime) -> int:
    """Freeze the rolls whose instant has come, and let late qualifiers onto those of open polls.

    Returns how many rolls changed. One that does not succeed holds up no other.
    """
    changed = 0
    for pk in _due(now).values_list("pk", flat=True):
        try:
            changed += _bring_up_to_date(pk, now)
        except Exception:
            log.exception("The roll of election %s could not be brought up to date", pk)
    return changed


def freeze_before_change(now: datetime) -> None:
    """Freeze the rolls whose instant has come while the list is still as it was then.

    Whoever is about to change the list asks for it, because the sweep may be away. A freeze that is
    under way is waited for, and whatever goes wrong is raised.
    """
    due = _due(now).filter(timetable__freeze_at__lte=now)
    for pk in due.values_list("pk", flat=True):
        _bring_up_to_date(pk, now, waits=True)


def _due(now: datetime) -> ElectionQuerySet:
    waiting = Election.objects.due_to_freeze(at=now).filter(papers_fixed_at=None)
    late = Election.objects.taking_late_joiners(at=now)
    due = Election.objects.filter(Q(pk__in=waiting.values("pk")) | Q(pk__in=late.values("pk")))
    return due.order_by("pk")


@transaction.atomic
def _bring_up_to_date(pk: UUID, now: datetime, *, waits: bool = False) -> bool:
    """Late qualifiers join, and the roll is frozen if its instant has come. Whether it changed."""
    # Held so that papers are not fixed, nor the box closed, nor the timetable changed meanwhile;
    # whoever does so now comes first.
    held = Election.objects.select_for_update(of=("self",), no_key=True, skip_locked=not waits)
    election = held.select_related("timetable").filter(pk=pk).first()
    if election is None or election.roll_frozen_at is not None or election.box_closed_at:
        return False
    joined = write_roll(election, now=now)
    if joined and election.papers_fixed_at is not None:
        outbox.queue_ballots_of(joined, election=election, now=now)
        audit.record(
            audit.Action.ROLL_CORRECTED,
            actor=None,
            subject=election.title,
            election=election.pk,
            reason=_("Qualified before the freeze, after the papers were fixed."),
            detail={"joined": len(joined)},
        )
    if election.timetable.freeze_at <= now:
        freeze_as_it_stands(election, actor=None, now=now)
        return True
    return bool(joined)


def write_roll(election: Election, *, now: datetime) -> list[int]:
    """Put everybody on the roll who is entitled to a sheet and not on it yet.

    Whoever is on it already stays as they were copied; whom an officer took off stays off. Runs
    inside the caller's transaction. Returns the entries that are new or gained a sheet.
    """
    sheets = list(
        Sheet.objects.filter(election=election)
        .on_paper()
        .select_related("election__timetable")
        .prefetch_related("regions")
    )
    behind = _who_is_behind(election, sheets, now)
    if not behind:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_WANTED)
        cursor.execute("INSERT INTO roll_behind SELECT unnest(%s)", [behind])
        cursor.execute("ANALYZE roll_behind")  # else what follows is planned for a few rows
        for sheet in sheets:
            _want(cursor, sheet)
        cursor.execute("ANALYZE roll_wanted")
        cursor.execute(_NEW_ENTRIES, [election.pk, election.pk])
        for sections in colleges(election):
            _leave_one_section(cursor, election, [section.sheet_id for section in sections])
        cursor.execute(_NEW_PAPERS, [election.pk])
        gained = {entry for (entry,) in cursor.fetchall()}
        cursor.execute("DROP TABLE roll_wanted, roll_behind")
    return sorted(gained)


def _who_is_behind(election: Election, sheets: list[Sheet], now: datetime) -> list[int]:
    """The members who may lack something on the roll: found in few statements, because it is asked
    every few seconds, and mostly there is nobody.

    Electors without an entry; those on the roll who were placed in a region since; and for
    electorates that do not hang on the region, electors without the paper. Not whom an officer took
    off, and of late joiners not those who may be somebody on the roll.
    """
    own = RollEntry.objects.filter(election=election, member=OuterRef("pk"))
    excluded = set(election.exclusions.values_list("member", flat=True))
    found = set(_pks(electors_of_any(sheets).filter(~Exists(own)))) - excluded
    # Before the papers are fixed, pairs that nobody has decided stand in the way of fixing them.
    held: set[int] = set()
    if election.papers_fixed_at is not None:
        held = one_person.held_back(election, found, now=now)
    found |= _place_those_without_region(election)
    for sheet in sheets:
        if sheet.electorate in (Electorate.ALL, Electorate.REGION):
            continue
        has_it = RollSheet.objects.filter(sheet=sheet, entry__member=OuterRef("pk"))
        found |= set(_pks(electors(sheet).filter(~Exists(has_it))))
    return sorted(found.difference(excluded, held))


def _place_those_without_region(election: Election) -> set[int]:
    """The members of entries without a region who have one now; no other region is copied anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {_ENTRIES} AS entry SET region_id = member.region_id
            FROM members_member AS member
            WHERE member.id = entry.member_id AND member.region_id IS NOT NULL
                AND entry.election_id = %s AND entry.region_id IS NULL
                AND NOT EXISTS (
                    SELECT FROM {_PAPERS} AS held
                    JOIN elections_sheet AS sheet ON sheet.id = held.sheet_id
                    WHERE held.entry_id = entry.id AND sheet.electorate = 'region'
                )
            RETURNING entry.member_id
            """,
            [election.pk],
        )
        return {member for (member,) in cursor.fetchall()}


def _pks(members: MemberQuerySet) -> list[int]:
    return list(members.order_by().values_list("pk", flat=True))


# What is copied of a member for each paper; one voter's nonce orders the candidates on theirs.
_WANTED = """
    CREATE TEMPORARY TABLE roll_behind (member_id bigint NOT NULL);
    CREATE TEMPORARY TABLE roll_wanted (
        member_id bigint NOT NULL, sheet_id bigint NOT NULL, electorate text NOT NULL,
        opposite text NOT NULL, status text NOT NULL, region_id bigint, email text NOT NULL,
        labour text NOT NULL
    )
"""
_NEW_ENTRIES = f"""
    INSERT INTO {_ENTRIES}
        (election_id, member_id, status, region_id, email, labour, code_generation, nonce)
    SELECT %s, member_id, status, region_id, email, labour, 1,
           sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
    FROM (SELECT DISTINCT member_id, status, region_id, email, labour FROM roll_wanted) AS wanted
    WHERE NOT EXISTS (
        SELECT FROM {_ENTRIES} AS entry
        WHERE entry.election_id = %s AND entry.member_id = wanted.member_id
    )
    ORDER BY member_id
"""
# Regions as the roll has them, whatever the list says by now: nobody has the papers of two.
_NEW_PAPERS = f"""
    INSERT INTO {_PAPERS} (entry_id, sheet_id, status)
    SELECT entry.id, wanted.sheet_id, 'open'
    FROM roll_wanted AS wanted
    JOIN {_ENTRIES} AS entry
        ON entry.election_id = %s AND entry.member_id = wanted.member_id
    LEFT JOIN {_PAPERS} AS held
        ON held.entry_id = entry.id AND held.sheet_id = wanted.sheet_id
    WHERE held.id IS NULL
        AND (wanted.electorate <> 'region' OR entry.region_id = wanted.region_id)
        AND (wanted.opposite = '' OR NOT EXISTS (
            SELECT FROM {_PAPERS} AS other JOIN elections_sheet AS sheet ON sheet.id = other.sheet_id
            WHERE other.entry_id = entry.id AND sheet.electorate = wanted.opposite
        ))
    ORDER BY entry.id, wanted.sheet_id
    RETURNING entry_id
"""


def _leave_one_section(cursor: CursorWrapper, election: Election, sheets: list[int]) -> None:
    """Forget what is wanted of a college for whoever has the paper of another section, or wants two.

    "One college section per voter" (elections.md): which one of two, an officer decides. Until then
    such a member is on the roll without a paper of the college, and no papers are fixed.
    """
    cursor.execute(
        f"""
        DELETE FROM roll_wanted WHERE sheet_id = ANY (%s) AND member_id IN (
            SELECT member_id FROM (
                SELECT member_id, sheet_id FROM roll_wanted WHERE sheet_id = ANY (%s)
                UNION
                SELECT entry.member_id, held.sheet_id FROM {_PAPERS} AS held
                JOIN {_ENTRIES} AS entry ON entry.id = held.entry_id
                WHERE entry.election_id = %s AND held.sheet_id = ANY (%s)
            ) AS of_the_college GROUP BY member_id HAVING count(*) > 1
        )
        """,
        [sheets, sheets, election.pk, sheets],
    )


def _want(cursor: CursorWrapper, sheet: Sheet) -> None:
    """Note those behind who are electors of the sheet, with what is copied of them."""
    entitled = (
        electors(sheet)
        .order_by()
        .values(
            "id", "status", "region_id", delivery=F("email_key"), labour=labour_of(sheet.election)
        )
    )
    sql, params = entitled.query.sql_with_params()
    opposite = _OPPOSITES.get(Electorate(sheet.electorate), "")
    cursor.execute(
        f"""
        INSERT INTO roll_wanted
        SELECT entitled.id, %s, %s, %s, entitled.status, entitled.region_id, entitled.delivery,
               entitled.labour
        FROM ({sql}) AS entitled JOIN roll_behind ON roll_behind.member_id = entitled.id
        """,
        [sheet.pk, sheet.electorate, opposite, *params],
    )


def labour_of(election: Election) -> Case | Value:
    """What is known of a member's membership of the Labour Party, where the election asks."""
    if election.labour != LabourCondition.REQUIRED:
        return Value(RollEntry.Labour.NOT_ASKED)
    return Case(
        When(labour_member=LabourMember.YES, then=Value(RollEntry.Labour.LISTED)),
        default=Value(RollEntry.Labour.UNDECLARED),
    )


def keep_only(election: Election, sheets: Iterable[Sheet]) -> int:
    """Take every other sheet off the roll, and with it whoever has none left; how many are left.

    For the papers that are fixed without a poll: what nobody votes on, nobody may return. Entries
    that a message names stay.
    """
    kept = [sheet.pk for sheet in sheets]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            DELETE FROM {_PAPERS} AS held USING {_ENTRIES} AS entry
            WHERE entry.id = held.entry_id AND entry.election_id = %s
                AND NOT held.sheet_id = ANY (%s)
            """,
            [election.pk, kept],
        )
        cursor.execute(
            f"""
            DELETE FROM {_ENTRIES} AS entry WHERE entry.election_id = %s
                AND NOT EXISTS (SELECT FROM {_PAPERS} AS held WHERE held.entry_id = entry.id)
                AND NOT EXISTS (SELECT FROM elections_message AS told WHERE told.entry_id = entry.id)
            """,
            [election.pk],
        )
    return RollEntry.objects.filter(election=election).count()
