"""The words of a message, made when it is sent: text and HTML of equal worth, from one context.

A voting code exists here only between being computed and being handed to the mail server.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Prefetch
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elections import phases
from elections.ballots import codes
from elections.models import (
    Contest,
    Election,
    Message,
    PublicChange,
    RollEntry,
    RollSheet,
    Sheet,
    Timetable,
)
from members.languages import Language
from members.models import User

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")  # what template tags leave
LONGEST_NAME = 100  # in a header; the body has it in full

# What stands over the message, and on its one button.
_HEADINGS = {
    Message.Kind.BALLOT: (_("Your ballot paper"), _("Open my ballot paper")),
    Message.Kind.REMINDER: (_("Your ballot paper is still open"), _("Open my ballot paper")),
    Message.Kind.RECORDED: (_("Your vote is recorded"), _("See the election")),
    Message.Kind.NOMINATION_RECEIVED: (_("We have your nomination"), _("See my nomination")),
    Message.Kind.NOMINATION_ACCEPTED: (_("Your nomination is accepted"), _("Look at my proof")),
    Message.Kind.NOMINATION_REFUSED: (_("Your nomination is refused"), _("See my nomination")),
    Message.Kind.NOMINATION_ENDED: (_("You no longer stand"), _("See my nomination")),
    Message.Kind.SUPPORT_RELEASED: (_("You can nominate somebody else"), _("See who is standing")),
    Message.Kind.APPEAL_DECIDED: (_("Your appeal is decided"), _("See my nomination")),
    Message.Kind.TIMETABLE_CHANGED: (_("The timetable has changed"), _("See the timetable")),
    Message.Kind.POSTPONED: (_("The election is postponed"), _("See the election")),
    Message.Kind.WITHDRAWN: (_("The election is withdrawn"), _("See the election")),
    Message.Kind.ABANDONED: (_("The poll is abandoned"), _("See the election")),
    Message.Kind.ROLL_CORRECTED: (_("Your place on the roll"), _("See the election")),
    Message.Kind.REOPENED: (_("Nominations are open again"), _("See the election")),
    Message.Kind.SLATE_INVITATION: (_("A slate invites you"), _("Accept or decline")),
    Message.Kind.SLATE_DECIDED: (_("Your slate"), _("See your slate")),
    Message.Kind.SLATE_ANSWERED: (_("Answer to your invitation"), _("See your slate")),
    Message.Kind.SLATE_ENDED: (_("You no longer stand with a slate"), _("See my nomination")),
    Message.Kind.SLATE_CANDIDATE_LEFT: (
        _("A candidate of your slate"),
        _("See your slate"),
    ),
    Message.Kind.SLATE_AGENT: (_("You act for a slate"), _("See your slate")),
    Message.Kind.HUSTINGS_DECIDED: (_("Questions to the candidates"), _("See the questions")),
    Message.Kind.HUSTINGS_CHANGED: (
        _("New times for questions and answers"),
        _("See the questions"),
    ),
    Message.Kind.CASE_SETTLED: (_("The candidates are settled"), _("See the election")),
    Message.Kind.STATEMENT_STRUCK: (_("Words of your statement are struck out"), _("See my page")),
    Message.Kind.CANDIDATE_LEFT: (_("You are no longer a candidate"), _("See the election")),
    Message.Kind.RESULT_DECLARED: (_("The result is declared"), _("See the result")),
}


_TO_THE_BALLOT = (Message.Kind.BALLOT, Message.Kind.REMINDER)
_TO_THE_NOMINATION = (Message.Kind.NOMINATION_RECEIVED, Message.Kind.STATEMENT_STRUCK)
_TO_THE_OWN_PAGE = (
    Message.Kind.NOMINATION_REFUSED,
    Message.Kind.NOMINATION_ENDED,
    Message.Kind.APPEAL_DECIDED,
)

# What differs from voter to voter is written in last. Templates see stand-ins, private-use
# characters, and do nothing with them but print them.
_STAND_INS = {name: f"\ue000{name}\ue001" for name in ("name", "number", "button_url")}
_STAND_IN = re.compile("\ue000([a-z_]+)\ue001")


@dataclass(frozen=True)
class Words:
    """A message but for the name, the number and the link."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class VoterSheet:
    """A sheet that a voter may return, and whether it is returned."""

    title: str
    contests: list[Contest]
    is_returned: bool


class Mail(EmailMultiAlternatives):
    """With a boundary of its own: finding one that fits costs a tenth of the sending."""

    def message(self, *args: Any, **kwargs: Any) -> Any:
        made = super().message(*args, **kwargs)
        made.set_boundary(f"={token_hex(16)}=")
        return made


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
            for sheet in Sheet.objects.filter(election__in=elections).prefetch_related(
                Prefetch("contests", Contest.objects.polled())
            )
        }
        self._returnable: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for entry, sheet, status in (
            RollSheet.objects.filter(entry__in=[message.entry_id for message in self.messages])
            .order_by("sheet__number")
            .values_list("entry_id", "sheet_id", "status")
        ):
            self._returnable[entry].append((sheet, status))
        changes = {message.details.get("change") for message in self.messages} - {None}
        self._words: dict[object, Words] = {}
        self._changes = PublicChange.objects.in_bulk(changes)
        self._chose_welsh = self._who_chose_welsh()

    def _who_chose_welsh(self) -> set[str]:
        """The mailboxes whose mail is to be in Welsh, asked only where an election offers that."""
        if not any(election.offers_welsh for election in self.elections.values()):
            return set()
        chose = User.objects.filter(language=Language.WELSH)
        to = {message.to for message in self.messages}
        return set(chose.filter(email__in=to).values_list("email", flat=True))

    def _language_of(self, message: Message) -> Language:
        """That of whoever reads the mailbox, where the election offers it."""
        offered = self.elections[message.election_id].offers_welsh
        return Language.WELSH if offered and message.to in self._chose_welsh else Language.ENGLISH

    def write(self, message: Message) -> EmailMultiAlternatives:
        """The mail of one message. Its Message-ID is the same however often it is written."""
        member = message.reader
        personal = {
            "name": member.name,
            "number": member.number,
            "button_url": self._button_url(message),
        }
        words = self._words_of(message)
        mail = Mail(
            subject=in_one_line(_filled(words.subject, personal)),
            body=_filled(words.text, personal),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[formataddr((in_one_line(member.name)[:LONGEST_NAME], message.to))],
            headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        )
        escaped = {name: escape(value) for name, value in personal.items()}
        mail.attach_alternative(_filled(words.html, escaped), "text/html")
        return mail

    def specimen(self, message: Message, *, is_only_one: bool) -> tuple[str, str]:
        """Subject and text for somebody who is not its reader: no link to a ballot is in it.

        What differs from reader to reader is left open, unless there is one reader alone.
        """
        member = message.reader
        is_ballot = message.kind in _TO_THE_BALLOT
        personal = _anybody()
        if is_only_one:
            personal |= {"name": member.name, "number": member.number}
        if not is_ballot:
            personal["button_url"] = self._button_url(message)
        words = self._words_of(message)
        return in_one_line(_filled(words.subject, personal)), _filled(words.text, personal)

    def specimen_for_voters(self, kind: Message.Kind, election: Election) -> tuple[str, str]:
        """Subject and text of mail to voters as somebody reads it who has every paper."""
        self.elections[election.pk] = election
        papers = Sheet.objects.filter(election=election).on_paper().order_by("number")
        contests = Prefetch("contests", Contest.objects.polled())
        message = Message(kind=kind, election=election)
        papers_open = [
            VoterSheet(sheet.title, list(sheet.contests.all()), is_returned=False)
            for sheet in papers.prefetch_related(contests)
        ]
        words = self._rendered(message, Language.ENGLISH, open=papers_open)
        return in_one_line(_filled(words.subject, _anybody())), _filled(words.text, _anybody())

    def _words_of(self, message: Message) -> Words:
        """Made once for all voters who read the same but for their name and link."""
        language = self._language_of(message)
        if message.entry_id is None:
            return self._rendered(message, language)
        sheets = tuple(self._returnable[message.entry_id])
        change = message.details.get("change")
        same = (message.kind, message.election_id, change, sheets, language)
        if same not in self._words:
            self._words[same] = self._rendered(message, language)
        return self._words[same]

    def _rendered(self, message: Message, language: Language, **more: Any) -> Words:
        with translation.override(language):
            context = self._context(message) | more
            subject, text, html = (
                _rendered(message.kind, part, context) for part in ("subject.txt", "txt", "html")
            )
        return Words(subject, _BLANK_LINES.sub("\n\n", text).strip() + "\n", html)

    def _context(self, message: Message) -> dict[str, Any]:
        election = self.elections[message.election_id]
        heading, button_label = _HEADINGS[Message.Kind(message.kind)]
        if message.details.get("proof_changed"):
            heading = _("Approve your proof again")
        context: dict[str, Any] = {
            **_STAND_INS,
            "heading": heading,
            "button_label": button_label,
            "election": election,
            "timetable": election.timetable,
            "details": message.details,
            "reason": message.details.get("reason", ""),
            "until": _instant(message.details.get("until")),
            "site_url": settings.SITE_URL,
            "help_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        }
        if message.entry is not None:
            sheets = self._sheets_of(message.entry)
            context["returned"] = [sheet for sheet in sheets if sheet.is_returned]
            context["open"] = [sheet for sheet in sheets if not sheet.is_returned]
        if (nomination := message.nomination) is not None:
            context["nomination"] = nomination
            context["contest"] = nomination.contest
            context["reason"] = message.details.get("reason") or nomination.reason
            context["withdrawal_closes_at"] = nomination.withdrawal_closes_at
            if nomination.decided_at is not None:
                context["appeals_close_at"] = phases.appeals_close_at(
                    election.timetable, nomination.decided_at
                )
        if change := self._changes.get(message.details.get("change", 0)):
            context |= {
                "reason": change.reason_here,
                "instants": _changed_instants(change),
                "goes_on": change.kind == PublicChange.Kind.RESUMED,
                "freeze_is_others": message.entry is not None and "freeze_at" in change.after,
            }
        if moved := message.details.get("moved"):
            context["instants"] = [
                {**one, "before": _instant(one["before"]), "after": _instant(one["after"])}
                for one in moved
            ]
        return context

    def _button_url(self, message: Message) -> str:
        if message.entry is not None and message.kind in _TO_THE_BALLOT:
            return _ballot_url(message.entry)
        if path := message.details.get("path"):  # where what the message asks for is done
            return _absolute(path)
        if message.nomination is not None and message.kind in _TO_THE_NOMINATION:
            return _absolute(message.nomination.get_absolute_url())
        if message.kind == Message.Kind.NOMINATION_ACCEPTED:
            slug = self.elections[message.election_id].slug
            return _absolute(reverse("elections:approve-proof", args=[slug]))
        if message.kind in _TO_THE_OWN_PAGE:
            slug = self.elections[message.election_id].slug
            return _absolute(reverse("elections:my-nomination", args=[slug]))
        return _absolute(self.elections[message.election_id].get_absolute_url())

    def _sheets_of(self, entry: RollEntry) -> list[VoterSheet]:
        return [
            VoterSheet(
                title=self._sheets[sheet].title_here,
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


def _filled(words: str, personal: Mapping[str, str]) -> str:
    # In one pass: what a name contains is not looked at again.
    return _STAND_IN.sub(lambda found: personal[found[1]], words)


def _anybody() -> dict[str, str]:
    return {
        "name": gettext("[their name]"),
        "number": gettext("[their membership number]"),
        "button_url": gettext("[their own link]"),
    }


def _rendered(kind: str, part: str, context: dict[str, Any]) -> str:
    template: Any = get_template(f"elections/mail/{kind}.{part}")
    # The engine's own template: no request, no context processors, and plain text is not escaped.
    rendered: str = template.template.render(Context(context, autoescape=part == "html"))
    return rendered


def _ballot_url(entry: RollEntry) -> str:
    code = codes.code_for(entry.election_id, entry.member_id, entry.code_generation)
    return _absolute(reverse("elections:enter-with-code", args=[entry.pk, code]))


def _changed_instants(change: PublicChange) -> list[dict[str, Any]]:
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
