"""What is held about a member: how each room says it, and what this room holds.

A room lists its contributions; the site puts them together. Nothing of other people is in them: no
nominator's name, no other record of a pair, no name of staff.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import AuditEntry, ImportRow, Member, MemberNote, SamePersonDecision, User

Record = Mapping[str, object]  # words for a value, and the value: text, number, instant, day, list


@dataclass(frozen=True)
class Contribution:
    """One part of the answer: its title, the models it is read from ("app.Model"), its records.

    `files` gives pictures by the name they get in the download.
    """

    title: str | Promise
    models: tuple[str, ...]
    records: Callable[[Member], Iterable[Record]]
    files: Callable[[Member], Mapping[str, bytes]] = field(default=lambda member: {})


# Columns whose own names are for programmers.
_NAMED = {"created_at": gettext_lazy("known since"), "updated_at": gettext_lazy("last changed")}


def _membership(member: Member) -> Iterator[Record]:
    skipped = {"id", "email_key", "same_person_as"}
    record: dict[str, object] = {}
    for column in Member._meta.concrete_fields:
        if column.name in skipped:
            continue
        display = getattr(member, f"get_{column.name}_display", None)
        value = display() if display else getattr(member, column.name)
        words = _NAMED.get(column.name, column.verbose_name)
        record[str(words)] = str(value) if column.is_relation and value else value
    record[str(_("to settle"))] = member.flags_in_words
    record[str(_("found to be the same person as another record, which alone is entitled"))] = (
        member.same_person_as_id is not None
    )
    yield record


def _imports(member: Member) -> Iterator[Record]:
    for row in ImportRow.objects.filter(number=member.number).select_related("run"):
        yield {
            _("list uploaded"): row.run.uploaded_at,
            _("line"): row.line,
            _("name"): row.name,
            _("what became of it"): _(row.outcome),
            _("to settle"): list(row.flags),
        }


def _sign_in(member: Member) -> Iterator[Record]:
    """Of the mailbox, whoever reads it: single sign-ins are not kept."""
    user = User.objects.filter(email=member.email_key).first() if member.email_key else None
    if user is None:
        return
    yield {
        _("mailbox"): user.email,
        _("known since"): user.created_at,
        _("last sign-in"): user.last_login,
        _("may sign in"): user.is_active,
        _("language"): user.get_language_display(),
        _("offices held"): [role.get_role_display() for role in user.staff_roles.all()],
    }
    for factor in Authenticator.objects.filter(user=user):
        yield {
            _("second factor"): factor.get_type_display(),
            _("set up"): factor.created_at,
            _("last used"): factor.last_used_at,
        }


def _notes(member: Member) -> Iterator[Record]:
    for note in MemberNote.objects.filter(member=member):
        yield {_("written"): note.written_at, _("note"): note.text}


def _same_person(member: Member) -> Iterator[Record]:
    for decision in SamePersonDecision.objects.filter(Q(first=member) | Q(second=member)):
        yield {
            _("decided"): decision.decided_at,
            _("decision"): _("one person") if decision.is_same else _("two people"),
            _("reason"): decision.reason,
        }


def audit_lines(subjects: Iterable[str]) -> Iterator[Record]:
    """What the audit says about these subjects; who did it is not told."""
    for entry in AuditEntry.objects.filter(subject__in=list(subjects)):
        yield {
            _("when"): entry.at,
            _("what was done"): entry.get_action_display(),
            _("reason"): entry.reason,
        }


def _audit(member: Member) -> Iterator[Record]:
    return audit_lines([f"member {member.number}"])


CONTRIBUTIONS = (
    Contribution(gettext_lazy("Your membership"), ("members.Member",), _membership),
    Contribution(gettext_lazy("Membership lists you were on"), ("members.ImportRow",), _imports),
    Contribution(
        gettext_lazy("Signing in with your mailbox"),
        ("members.User", "members.StaffRole", "mfa.Authenticator"),
        _sign_in,
    ),
    Contribution(gettext_lazy("Notes of staff"), ("members.MemberNote",), _notes),
    Contribution(
        gettext_lazy("Whether two records are one person"),
        ("members.SamePersonDecision",),
        _same_person,
    ),
    Contribution(gettext_lazy("What was done to your record"), ("members.AuditEntry",), _audit),
)

_STAFF = "Says who of the staff acted in their office; the act itself is in the audit."
LEFT_OUT = {
    "members.ImportRun": _STAFF,
    "account.EmailAddress": "A copy of the mailbox's address, which is in the answer.",
    "admin.LogEntry": _STAFF,
}
