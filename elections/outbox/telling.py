"""What people are told about an act: one member, several, or everybody whom a change affects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from elections.models import Election, Message, Nomination, PublicChange
from elections.outbox.beside import members_beside
from elections.outbox.rows import write_many
from elections.outbox.waiting import follow_the_opening
from members.models import Member
from members.models.member import MemberQuerySet

_AFFECTED = """
    SELECT entry.id AS entry_id, NULL::bigint AS member_id, entry.email AS email
    FROM elections_rollentry AS entry WHERE entry.election_id = %(election)s
    UNION ALL
    SELECT NULL, member.id, member.email_key FROM members_member AS member
    WHERE member.id IN (
        SELECT nomination.member_id FROM elections_nomination AS nomination
        JOIN elections_contest AS contest ON contest.id = nomination.contest_id
        WHERE contest.election_id = %(election)s
            AND (nomination.state IN ('submitted', 'accepted') OR nomination.id = ANY (%(heard)s::bigint[]))
        UNION
        SELECT given.member_id FROM elections_supportingnomination AS given
        JOIN elections_contest AS contest ON contest.id = given.contest_id
        WHERE contest.election_id = %(election)s
        UNION
        SELECT unnest(%(beside)s::bigint[])
    ) AND NOT EXISTS (
        SELECT FROM elections_rollentry AS entry
        WHERE entry.election_id = %(election)s AND entry.member_id = member.id
    )
"""


def queue_to_member(
    kind: Message.Kind,
    *,
    election: Election,
    member: Member,
    nomination: Nomination | None = None,
    details: Mapping[str, Any] | None = None,
    to: str = "",
    now: datetime,
) -> Message | None:
    """A message to a member who need not be on any roll; None if no mail can reach them.

    It goes to the member's address on the list, unless another is given.
    """
    if not (to or member.email_key):
        return None
    return Message.objects.create(
        election=election,
        kind=kind,
        member=member,
        nomination=nomination,
        to=to or member.email_key,
        details=dict(details or {}),
        not_before=now,
    )


def queue_to_members(
    kind: Message.Kind,
    *,
    election: Election,
    members: MemberQuerySet,
    details: Mapping[str, Any],
    now: datetime,
) -> int:
    """The same message to each of these members whom mail can reach, at their address on the list.

    Returns how many were written.
    """
    reached = members.exclude(email_key="").order_by().values("id", "email_key")
    sql, params = reached.query.sql_with_params()
    return write_many(
        kind.value,
        """
        INSERT INTO elections_message
            (election_id, kind, member_id, round, "to", details, state, not_before, queued_at,
             attempts, error)
        """,
        f"""
        SELECT %s, %s, told.id, 1, told.email_key, %s, 'queued', %s, %s, 0, ''
        FROM ({sql}) AS told
        ORDER BY told.id
        """,
        [election.pk, kind.value, json.dumps(dict(details)), now, now, *params],
    )


def may_yet_stand(election: Election, *, now: datetime) -> list[int]:
    """The nominations that were refused, of those who have appealed or still can."""
    if election.candidates_fixed_at is not None:
        return []
    refused = Nomination.objects.filter(contest__election=election)
    return list(refused.not_refused_for_good(at=now).values_list("pk", flat=True))


def _whom(election: Election, now: datetime) -> dict[str, Any]:
    """The parameters of `_AFFECTED`."""
    beside = {pk for _words, members in members_beside(election) for pk in members}
    return {
        "election": election.pk,
        "heard": may_yet_stand(election, now=now),
        "beside": sorted(beside),
    }


def number_affected(election: Election, *, now: datetime) -> int:
    """How many would be mailed about a change now: on the roll, standing or able to appeal, having
    nominated, or having a part in the election by another room.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({_AFFECTED}) AS affected WHERE email <> ''",
            _whom(election, now),
        )
        number: int = cursor.fetchone()[0]
        return number


def queue_change(change: PublicChange, kind: Message.Kind, *, now: datetime) -> int:
    """Tell of a public change everybody it affects, each once: those on the roll, and those not on
    it who stand or may yet, who nominated somebody, or who have a part in it by another room.
    Returns how many messages were written.
    """
    return write_many(
        kind.value,
        """
        INSERT INTO elections_message
            (election_id, kind, entry_id, member_id, round, "to", details, state, not_before,
             queued_at, attempts, error)
        """,
        f"""
        SELECT %(election)s, %(kind)s, affected.entry_id, affected.member_id, %(round)s,
               affected.email, jsonb_build_object('change', %(change)s), 'queued', %(now)s, %(now)s,
               0, ''
        FROM ({_AFFECTED}) AS affected
        WHERE affected.email <> '' AND NOT EXISTS (
            SELECT FROM elections_message AS earlier
            WHERE earlier.election_id = %(election)s AND earlier.kind = %(kind)s
                AND earlier.round = %(round)s AND earlier.member_id = affected.member_id
        )
        ORDER BY affected.entry_id, affected.member_id
        """,
        {
            **_whom(change.election, now),
            "kind": kind.value,
            # Changes are never taken away: the number of those up to this one is its own.
            "round": PublicChange.objects.filter(
                election=change.election_id, pk__lte=change.pk
            ).count(),
            "change": change.pk,
            "now": now,
        },
        unless="ON CONFLICT (election_id, kind, entry_id, round) DO NOTHING",
    )


def queue_timetable_change(election: Election, *, now: datetime) -> int:
    """Tell those affected of the latest change; ballots still waiting follow the opening.

    Returns how many messages were written. Without a recorded change there is nothing to tell.
    """
    kinds = (PublicChange.Kind.TIMETABLE, PublicChange.Kind.RESUMED)
    latest = election.changes.filter(kind__in=kinds).first()
    if latest is None:
        return 0
    follow_the_opening(election, now=now)
    return queue_change(latest, Message.Kind.TIMETABLE_CHANGED, now=now)
