"""What is on record: messages, the audit, files that were taken, documents."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from elections import office_questions
from elections.exports.lists import AUDIT_FILE
from elections.models import Document, Message
from elections.register import first_instant
from members.listing import Choice, Column, Day, Filter, Listing, Search
from members.models import Action, AuditEntry, Member
from members.roles import Role

# --- Messages ---

_STATES = dict(office_questions.STATES_SHOWN)


def messages() -> Listing:
    """What tells a ballot that was sent from one that was not needed any more is in no column."""
    return Listing(
        "messages",
        gettext_lazy("Messages"),
        (
            Column("to", gettext_lazy("To"), lambda one: one.to, ("to",)),
            Column("member", gettext_lazy("Member"), _member),
            Column("kind", gettext_lazy("Kind"), lambda one: one.get_kind_display(), ("kind",)),
            Column(
                "state",
                gettext_lazy("State"),
                lambda one: str(_STATES[one.shown_state]),
                ("shown_state",),
            ),
            Column(
                "due",
                gettext_lazy("Due"),
                lambda one: one.shown_due.isoformat() if one.shown_due else "",
                (F("shown_due"),),
            ),
            Column(
                "attempts",
                gettext_lazy("Attempts"),
                lambda one: one.shown_attempts,
                (F("shown_attempts"),),
                numeric=True,
            ),
            Column(
                "answer",
                gettext_lazy("What the mail server said"),
                lambda one: "" if one.shown_state == "done" else one.error,
            ),
        ),
        (
            Search(gettext_lazy("Name, number or address"), _to_somebody),
            Choice("kind", gettext_lazy("Kind"), Message.Kind.choices, "kind"),
            Choice("state", gettext_lazy("State"), office_questions.STATES_SHOWN, "shown_state"),
        ),
        takers=(Role.ADMINISTRATOR,),
        size=100,
    )


def _member(message: Message) -> str:
    member = message.entry.member if message.entry else message.member
    return str(member or "")


def _to_somebody(rows: QuerySet[Message], words: str) -> QuerySet[Message]:
    found = Member.objects.matching(words).values("pk")
    return rows.filter(Q(to__icontains=words) | Q(entry__member__in=found) | Q(member__in=found))


# --- The audit ---


def _when() -> Column:
    """Entries are numbered in the order in which they were written."""
    return Column("when", gettext_lazy("When"), lambda one: one.at.isoformat(), ("id",))


def _days() -> tuple[Filter, ...]:
    def since(rows: QuerySet[AuditEntry], day: date) -> QuerySet[AuditEntry]:
        return rows.filter(at__gte=first_instant(day))

    def until(rows: QuerySet[AuditEntry], day: date) -> QuerySet[AuditEntry]:
        return rows.filter(at__lt=first_instant(day + timedelta(days=1)))

    return (
        Day("since", gettext_lazy("First day"), since),
        Day("until", gettext_lazy("Last day"), until),
    )


def audit() -> Listing:
    return Listing(
        "audit",
        gettext_lazy("Audit"),
        (
            Column("entry", gettext_lazy("Entry"), lambda one: one.pk, ("id",), numeric=True),
            _when(),
            Column(
                "action",
                gettext_lazy("Action"),
                lambda one: one.get_action_display(),
                ("action",),
            ),
            Column("by", gettext_lazy("By"), _by, (F("actor__email"),)),
            Column("about", gettext_lazy("About"), lambda one: one.subject, ("subject",)),
            Column("reason", gettext_lazy("Reason"), lambda one: one.reason),
            Column("detail", gettext_lazy("Detail"), lambda one: str(one.detail or "")),
        ),
        (
            Search(gettext_lazy("About, reason or who"), _mentioning),
            Choice(
                "action",
                gettext_lazy("Action"),
                [(value, capfirst(label)) for value, label in Action.choices],
                "action",
            ),
            *_days(),
        ),
        first="-entry",
        file=AUDIT_FILE,
        size=100,
    )


def _by(entry: AuditEntry) -> str:
    return entry.actor.email if entry.actor else ""


def _mentioning(rows: QuerySet[AuditEntry], words: str) -> QuerySet[AuditEntry]:
    return rows.filter(
        Q(subject__icontains=words) | Q(reason__icontains=words) | Q(actor__email__icontains=words)
    )


# --- Files that were taken ---

FILES_TAKEN = Listing(
    "files-taken",
    gettext_lazy("Who took what"),
    (
        Column("by", gettext_lazy("By"), _by, (F("actor__email"),)),
        Column(
            "list", gettext_lazy("List"), lambda one: one.detail.get("list", ""), ("detail__list",)
        ),
        Column("as", gettext_lazy("As"), lambda one: one.detail.get("as", ""), ("detail__as",)),
        Column(
            "narrowed",
            gettext_lazy("Narrowed by"),
            lambda one: one.detail.get("filters", ""),
        ),
        Column("about", gettext_lazy("About"), lambda one: one.subject, ("subject",)),
        _when(),
    ),
    (
        Search(
            gettext_lazy("By whom"), lambda rows, words: rows.filter(actor__email__icontains=words)
        ),
        Choice("kind", gettext_lazy("As"), [("csv", "CSV"), ("xlsx", "XLSX")], "detail__as"),
        *_days(),
    ),
    first="-when",
)


# --- Documents ---

DOCUMENTS = Listing(
    "documents",
    gettext_lazy("Documents"),
    (
        Column("title", gettext_lazy("Document"), lambda one: one.title, ("title",)),
        Column("kind", gettext_lazy("Kind"), lambda one: one.get_kind_display(), ("kind",)),
        Column("added", gettext_lazy("Added"), lambda one: one.added_at.isoformat(), ("added_at",)),
        Column(
            "by",
            gettext_lazy("By"),
            lambda one: str(one.added_by or ""),
            (F("added_by__email"),),
        ),
        Column(
            "replaced",
            gettext_lazy("Replaced"),
            lambda one: one.replaced_at.isoformat() if one.replaced_at else "",
            (F("replaced_at"),),
        ),
    ),
    (
        Search(gettext_lazy("Title"), lambda rows, words: rows.filter(title__icontains=words)),
        Choice("kind", gettext_lazy("Kind"), Document.Kind.choices, "kind"),
        Choice(
            "state",
            gettext_lazy("State"),
            [
                ("current", gettext_lazy("Current")),
                ("replaced", gettext_lazy("Earlier versions")),
            ],
            lambda rows, state: rows.filter(replaced_at__isnull=state == "current"),
        ),
    ),
)
