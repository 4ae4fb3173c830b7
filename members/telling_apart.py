"""Records that look like one person: found among the members, and decided by staff."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import audit, rolls
from members.models import Member, SamePersonDecision, User
from members.models.member import MemberQuerySet

MOST = 5000  # pairs that are looked at: a list with more is itself what needs a person


class Likeness(models.TextChoices):
    """What two records of one name have in common besides."""

    BIRTH = "birth", gettext_lazy("same date of birth")
    MAILBOX = "mailbox", gettext_lazy("same mailbox")
    POSTCODE = "postcode", gettext_lazy("same postcode")


class NotDecided(Exception):
    """What was asked for cannot be decided so; says why."""


@dataclass(frozen=True)
class Pair:
    """Two records of one name, the older one first, and what else they have in common."""

    first: int
    second: int
    likenesses: tuple[Likeness, ...]


# Names are compared without their spaces, dots, commas, apostrophes and hyphens, in small letters.
# Namesakes who have nothing else in common are taken for two people. A postcode of the United Kingdom
# is a few houses; one from abroad, or that of no fixed abode, is a place with its first line. Grouped,
# not joined: just after an import the database knows nothing of the table yet, and would compare
# everybody with everybody.
_PAIRS = """
WITH spelled AS (
    SELECT id, email_key, date_of_birth, address_1,
           lower(translate(first_name || last_name, %s, '')) AS name,
           upper(translate(postcode, ' ', '')) AS postcode
    FROM members_member WHERE same_person_as_id IS NULL {among}
), known AS MATERIALIZED (
    SELECT id, email_key, date_of_birth, name, CASE
        WHEN postcode ~ '^[A-Z]{{1,2}}[0-9][0-9A-Z]?[0-9][A-Z]{{2}}$' AND postcode NOT LIKE 'ZZ99%%'
            THEN postcode
        WHEN postcode <> '' AND address_1 <> '' THEN postcode || ' ' || lower(address_1)
        ELSE '' END AS place
    FROM spelled {named}
), alike AS (
    SELECT (array_agg(id ORDER BY id))[:100] AS ids, 'birth' AS likeness FROM known
        WHERE date_of_birth IS NOT NULL GROUP BY name, date_of_birth HAVING count(*) > 1
    UNION ALL
    SELECT (array_agg(id ORDER BY id))[:100], 'mailbox' FROM known
        WHERE email_key <> '' GROUP BY name, email_key HAVING count(*) > 1
    UNION ALL
    SELECT (array_agg(id ORDER BY id))[:100], 'postcode' FROM known
        WHERE place <> '' GROUP BY name, place HAVING count(*) > 1
), pairs AS (
    SELECT first, second, likeness
    FROM alike, unnest(ids) AS first, unnest(ids) AS second WHERE first < second
)
SELECT first, second, array_agg(likeness ORDER BY likeness) FROM pairs
WHERE NOT EXISTS (
    SELECT FROM members_samepersondecision AS decided
    WHERE decided.first_id = first AND decided.second_id = second
) {touching}
GROUP BY first, second ORDER BY first, second LIMIT %s
"""
_NOT_OF_THE_NAME = " .,'’`-"


def undecided(
    among: MemberQuerySet | None = None, *, touching: Collection[int] | None = None
) -> list[Pair]:
    """The pairs that nobody has decided yet, of all members or `among` some; at most `MOST`.

    `touching` some members, all pairs that one of these is in, however many.
    """
    params: list[Any] = [_NOT_OF_THE_NAME]
    parts = {"among": "", "named": "", "touching": ""}
    if among is not None:
        sql, given = among.order_by().values("pk").query.sql_with_params()
        parts["among"] = f"AND id IN ({sql})"
        params += given
    if touching is not None:
        ids = list(touching)
        parts["named"] = "WHERE name IN (SELECT name FROM spelled WHERE id = ANY (%s))"
        parts["touching"] = "AND (first = ANY (%s) OR second = ANY (%s))"
        params += [ids, ids, ids]
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(**parts), [*params, MOST if touching is None else None])
        rows = cursor.fetchall()
    return [
        Pair(first, second, tuple(map(Likeness, likenesses))) for first, second, likenesses in rows
    ]


def in_order(one: Member, other: Member) -> tuple[Member, Member]:
    """The older record first, as pairs are kept."""
    return (one, other) if one.pk < other.pk else (other, one)


def decide(
    one: Member, other: Member, *, keep: Member | None, reason: str, actor: User, now: datetime
) -> SamePersonDecision:
    """Two records are one person, of which `keep` is entitled, or (None) two people.

    Decided again, the later decision stands; both are in the audit. Rolls that are written do not
    change: `rolls.places_of` says what is to be corrected there. Raises NotDecided without a reason,
    or where a record is found to be that of somebody else already, or has others found to be its own.
    """
    if not reason.strip():
        raise NotDecided(_("Give the reason: it is kept in the audit."))
    rolls.freeze_due(now)
    return _decide(one, other, keep, reason, actor, now)


@transaction.atomic
def _decide(
    one: Member, other: Member, keep: Member | None, reason: str, actor: User, now: datetime
) -> SamePersonDecision:
    pks = [member.pk for member in in_order(one, other)]
    held = list(Member.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
    if len(held) != 2:
        raise NotDecided(_("Choose two records of the list."))
    first, second = held
    made = SamePersonDecision.objects.filter(first=first, second=second).first()
    kept = next((one.same_person_as_id for one in held if one.same_person_as_id in pks), None)
    if made and (made.is_same, kept, made.reason) == (
        keep is not None,
        keep and keep.pk,
        reason.strip(),
    ):
        return made  # nothing changes: perhaps the button was pressed twice
    for member, partner in ((first, second), (second, first)):
        if keep is not None and member.same_person_as_id not in (None, partner.pk):
            raise NotDecided(
                _(
                    "Record %(number)s is found to be the same person as %(other)s. Correct that "
                    "decision first."
                )
                % {"number": member.number, "other": member.same_person_as}
            )
        if partner == keep:
            _require_nobody_behind(member, partner)
            member.same_person_as = partner
        elif member.same_person_as_id == partner.pk:
            member.same_person_as = None
        member.save(update_fields=["same_person_as", "updated_at"])
    decision, _is_new = SamePersonDecision.objects.update_or_create(
        first=first,
        second=second,
        defaults={
            "is_same": keep is not None,
            "reason": reason.strip(),
            "decided_by": actor,
            "decided_at": now,
        },
    )
    audit.record(
        audit.Action.SAME_PERSON_DECIDED,
        actor=actor,
        subject=f"members {first.number} and {second.number}",
        reason=reason.strip(),
        detail={"kept": keep.number} if keep is not None else {"two people": True},
    )
    return decision


def _require_nobody_behind(member: Member, partner: Member) -> None:
    """A record that stands for others is not found to be another's: of one person one is kept."""
    if others := member.also_recorded_as.exclude(pk=partner.pk).order_by("pk").first():
        raise NotDecided(
            _(
                "Record %(other)s is found to be the same person as record %(number)s. Keep that "
                "one, or correct that decision first."
            )
            % {"other": others.number, "number": member.number}
        )


def side_by_side(first: Member, second: Member) -> list[tuple[str, list[str], bool]]:
    """What each record says, for eyes: the field, both values, and whether they differ."""
    rows = []
    for label, read in _FIELDS:
        values = [_shown(read(member)) for member in (first, second)]
        rows.append((str(label), values, values[0] != values[1]))
    return rows


def _shown(value: object) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value or "–")


_FIELDS: tuple[tuple[Promise, Callable[[Member], object]], ...] = (
    (gettext_lazy("Membership number"), lambda member: member.number),
    (gettext_lazy("Name"), lambda member: member.name),
    (gettext_lazy("Date of birth"), lambda member: member.date_of_birth),
    (gettext_lazy("Email"), lambda member: member.email),
    (gettext_lazy("Mobile number"), lambda member: member.mobile),
    (gettext_lazy("Address"), lambda member: ", ".join(member.address_lines)),
    (gettext_lazy("Region"), lambda member: member.region),
    (gettext_lazy("Membership status"), lambda member: member.get_status_display()),
    (gettext_lazy("Joined on"), lambda member: member.joined_on),
    (gettext_lazy("Expires on"), lambda member: member.expires_on),
    (gettext_lazy("Member of the Labour Party"), lambda member: member.get_labour_member_display()),
    (gettext_lazy("Public office"), lambda member: member.public_office),
)
