"""The words of a message, made when it is sent: text and HTML of equal worth, from one context.

A voting code exists here only between being computed and being handed to the mail server.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from elections.ballots import codes
from elections.models import (
    Contest,
    Election,
    Message,
    Nomination,
    RollEntry,
    RollSheet,
    Sheet,
    Timetable,
    TimetableChange,
)
from members.models import Member

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")  # what template tags leave
LONGEST_NAME = 100  # in a header; the body has it in full

# What stands over the message, and on its one button.
_WORDS = {
    Message.Kind.BALLOT: (_("Your ballot paper"), _("Open my ballot paper")),
    Message.Kind.REMINDER: (_("Your ballot paper is still open"), _("Open my ballot paper")),
    Message.Kind.RECORDED: (_("Your vote is recorded"), _("See the election")),
    Message.Kind.NOMINATION_RECEIVED: (_("We have your nomination"), _("See my nomination")),
    Message.Kind.NOMINATION_ACCEPTED: (_("Your nomination is accepted"), _("See my nomination")),
    Message.Kind.NOMINATION_REFUSED: (_("Your nomination is refused"), _("See the election")),
    Message.Kind.TIMETABLE_CHANGED: (_("The timetable has changed"), _("See the timetable")),
}


@dataclass(frozen=True)
class VoterSheet:
    """A sheet that a voter may return, and whether it is returned."""

    title: str
    contests: list[Contest]
    is_returned: bool


class Batch:
    """Claimed messages with all that their words need, in a handful of queries."""

    def __init__(self, ids: Collection[int]) -> None:
        self.messages = list(
            Message.objects.filter(pk__in=ids)
            .select_related("entry__member", "member", "nomination__contest")
            .order_by("not_before", "id")
        )
        elections = {message.election_id for message in self.messages}
        self.elections = Election.objects.select_related("timetable").in_bulk(elections)
        self._sheets = {
            sheet.pk: sheet
            for sheet in Sheet.objects.filter(election__in=elections)
            .select_related("region")
            .prefetch_related("contests")
        }
        self._returnable: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for entry, sheet, status in (
            RollSheet.objects.filter(entry__in=[message.entry_id for message in self.messages])
            .order_by("sheet__number")
            .values_list("entry_id", "sheet_id", "status")
        ):
            self._returnable[entry].append((sheet, status))
        changes = {message.details.get("change") for message in self.messages} - {None}
        self._changes = TimetableChange.objects.in_bulk(changes)

    def write(self, message: Message) -> EmailMultiAlternatives:
        """The mail of one message. Its Message-ID is the same however often it is written."""
        context = self._context(message)
        context["heading"], context["button_label"] = _WORDS[Message.Kind(message.kind)]
        subject, text, html = (
            _rendered(message.kind, part, context) for part in ("subject.txt", "txt", "html")
        )
        mail = EmailMultiAlternatives(
            subject=in_one_line(subject),
            body=_BLANK_LINES.sub("\n\n", text).strip() + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[formataddr((in_one_line(context["name"])[:LONGEST_NAME], message.to))],
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(html, "text/html")
        return mail

    def _context(self, message: Message) -> dict[str, Any]:
        entry, nomination = message.entry, message.nomination
        member = _recipient(message)
        election = self.elections[message.election_id]
        context: dict[str, Any] = {
            "name": member.name,
            "number": member.number,
            "election": election,
            "timetable": election.timetable,
            "election_url": _absolute(election.get_absolute_url()),
            "site_url": settings.SITE_URL,
            "help_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        }
        if entry is not None:
            sheets = self._sheets_of(entry)
            context["sheets"] = sheets
            context["returned"] = [sheet for sheet in sheets if sheet.is_returned]
            context["open"] = [sheet for sheet in sheets if not sheet.is_returned]
        if entry is not None and message.kind in (Message.Kind.BALLOT, Message.Kind.REMINDER):
            context["button_url"] = _ballot_url(entry)
        elif nomination is not None:
            context |= _about_nomination(nomination, message)
        else:
            context["button_url"] = context["election_url"]
        if change := self._changes.get(message.details.get("change", 0)):
            context |= {"reason": change.reason, "instants": _changed_instants(change)}
        return context

    def _sheets_of(self, entry: RollEntry) -> list[VoterSheet]:
        return [
            VoterSheet(
                title=self._sheets[sheet].title,
                contests=list(self._sheets[sheet].contests.all()),
                is_returned=status != RollSheet.Status.OPEN,
            )
            for sheet, status in self._returnable[entry.pk]
        ]


def message_id(message: Message) -> str:
    """Recognisable as the same mail when a worker died before it could note that it was sent."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<message-{message.pk}.{message.election_id.hex}@{host}>"


def in_one_line(text: str) -> str:
    """Without line breaks and other control characters, which in a header begin another one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _rendered(kind: str, part: str, context: dict[str, Any]) -> str:
    template: Any = get_template(f"elections/mail/{kind}.{part}")
    # The engine's own template: no request, no context processors, and plain text is not escaped.
    rendered: str = template.template.render(Context(context, autoescape=part == "html"))
    return rendered


def _recipient(message: Message) -> Member:
    member = message.entry.member if message.entry else message.member
    if member is None:
        raise ValueError("A message is to a voter or to a member.")
    return member


def _ballot_url(entry: RollEntry) -> str:
    code = codes.code_for(entry.election_id, entry.member_id, entry.code_generation)
    return _absolute(reverse("elections:enter-with-code", args=[entry.pk, code]))


def _about_nomination(nomination: Nomination, message: Message) -> dict[str, Any]:
    return {
        "nomination": nomination,
        "contest": nomination.contest,
        "reason": message.details.get("reason") or nomination.reason,
        "button_url": _absolute(nomination.get_absolute_url()),
    }


def _changed_instants(change: TimetableChange) -> list[dict[str, Any]]:
    """What moved, in the order of the timetable: words, before and after (None: no such step)."""
    return [
        {
            "words": str(getattr(Timetable, name).field.verbose_name),
            "before": _instant(change.before.get(name)),
            "after": _instant(change.after.get(name)),
        }
        for name in Timetable.INSTANTS
        if name in change.after
    ]


def _instant(stored: str | None) -> Any:
    return parse_datetime(stored) if stored else None


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
