"""What is held about a member: how each room says it, and what this room holds.

A room lists its contributions; the site puts them together. Nothing of other people is in them: no
nominator's name, no other record of a pair, no name of staff.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import (
    AuditEntry,
    ImportRow,
    Member,
    MemberNote,
    Role,
    SamePersonDecision,
    State,
    User,
)

Record = Mapping[str, object]  # words for a value, and the value: text, number, instant, day, list


@dataclass(frozen=True)
class Part:
    """Rows of one kind, and what is said of each. All rooms' rows are found by one statement
    (`members.at_once`): what is said of another table is annotated."""

    rows: Callable[[Member], QuerySet[Any]]
    record: Callable[[Any], Record]


@dataclass(frozen=True)
class Contribution:
    """One part of the answer: its title, the models it is read from ("app.Model"), its records.

    `files` gives pictures by the name they get in the download.
    """

    title: str | Promise
    models: tuple[str, ...]
    parts: tuple[Part, ...]
    files: Callable[[Member], Mapping[str, bytes]] = field(default=lambda member: {})


# Columns whose own names are for programmers.
_NAMED = {"created_at": gettext_lazy("known since"), "updated_at": gettext_lazy("last changed")}


def _member(member: Member) -> QuerySet[Member]:
    return Member.objects.filter(pk=member.pk).annotate(region_name=F("region__name"))


def _membership(member: Any) -> Record:
    skipped = {"id", "email_key", "same_person_as"}
    record: dict[str, object] = {}
    for column in Member._meta.concrete_fields:
        if column.name in skipped:
            continue
        display = getattr(member, f"get_{column.name}_display", None)
        value = display() if display else getattr(member, column.attname)
        words = str(_NAMED.get(column.name, column.verbose_name))
        record[words] = member.region_name if column.name == "region" else value
    record[str(_("to settle"))] = member.flags_in_words
    record[str(_("found to be the same person as another record, which alone is entitled"))] = (
        member.same_person_as_id is not None
    )
    return record


def _imports(member: Member) -> QuerySet[ImportRow]:
    rows = ImportRow.objects.filter(number=member.number)
    return rows.annotate(uploaded_at=F("run__uploaded_at"), state=F("run__state"))


def _import(row: Any) -> Record:
    """A list that was only checked has changed nothing."""
    applied = row.state == State.APPLIED
    what = _("what became of it") if applied else _("what would become of it, were it applied")
    return {
        _("list uploaded"): row.uploaded_at,
        _("state of the list"): str(State(row.state).label),
        _("line"): row.line,
        _("name"): row.name,
        what: _(row.outcome),
        _("to settle"): list(row.flags),
    }


def _users(member: Member) -> QuerySet[User]:
    """Of the mailbox, whoever reads it: single sign-ins are not kept."""
    found = User.objects.with_offices().filter(email=member.email_key)
    return found if member.email_key else found.none()


def _user(user: Any) -> Record:
    return {
        _("mailbox"): user.email,
        _("known since"): user.created_at,
        _("last sign-in"): user.last_login,
        _("may sign in"): user.is_active,
        _("language"): user.get_language_display(),
        _("offices held"): [str(Role(role).label) for role in user.offices],
    }


def _factors(member: Member) -> QuerySet[Authenticator]:
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(
        user__in=_users(member).values("pk")
    )
    return factors


def _factor(factor: Any) -> Record:
    return {
        _("second factor"): factor.get_type_display(),
        _("set up"): factor.created_at,
        _("last used"): factor.last_used_at,
    }


def _note(note: MemberNote) -> Record:
    return {_("written"): note.written_at, _("note"): note.text}


def _decisions(member: Member) -> QuerySet[SamePersonDecision]:
    return SamePersonDecision.objects.filter(Q(first=member) | Q(second=member))


def _decision(decision: SamePersonDecision) -> Record:
    return {
        _("decided"): decision.decided_at,
        _("decision"): _("one person") if decision.is_same else _("two people"),
        _("reason"): decision.reason,
    }


def audit_line(entry: AuditEntry) -> Record:
    """Who did it is not told."""
    return {
        _("when"): entry.at,
        _("what was done"): entry.get_action_display(),
        _("reason"): entry.reason,
    }


CONTRIBUTIONS = (
    Contribution(
        gettext_lazy("Your membership"), ("members.Member",), (Part(_member, _membership),)
    ),
    Contribution(
        gettext_lazy("Membership lists you were on"),
        ("members.ImportRow",),
        (Part(_imports, _import),),
    ),
    Contribution(
        gettext_lazy("Signing in with your mailbox"),
        ("members.User", "members.StaffRole", "mfa.Authenticator"),
        (Part(_users, _user), Part(_factors, _factor)),
    ),
    Contribution(
        gettext_lazy("Notes of staff"),
        ("members.MemberNote",),
        (Part(lambda member: MemberNote.objects.filter(member=member), _note),),
    ),
    Contribution(
        gettext_lazy("Whether two records are one person"),
        ("members.SamePersonDecision",),
        (Part(_decisions, _decision),),
    ),
    Contribution(
        gettext_lazy("What was done to your record"),
        ("members.AuditEntry",),
        (Part(lambda member: AuditEntry.objects.about(f"member {member.number}"), audit_line),),
    ),
)

_STAFF = "Says who of the staff acted in their office; the act itself is in the audit."
LEFT_OUT = {
    "members.ImportRun": _STAFF,
    "account.EmailAddress": "A copy of the mailbox's address, which is in the answer.",
    "admin.LogEntry": _STAFF,
}
