"""The mail of an act before it is sent: how many messages of each kind, to whom, and one's words.

An act that is tried out writes its messages in a transaction that is rolled back, and of those to many
only a few: what is asked here is asked before that, and told how many were left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Func, Max, Min, TextField

from elections.mailing.writing import Batch
from elections.models import Election, Message
from elections.models.outbox import MessageQuerySet

MOST_NAMES = 5
# They are queued by the clock while somebody looks, and how many would tell how many have voted.
_NEVER_SHOWN = (Message.Kind.RECORDED, Message.Kind.REMINDER)
# Who gets one would tell who nominated whom.
_NAMELESS = (Message.Kind.SUPPORT_RELEASED,)


class _Writer(Func):
    """How the transaction is doing that wrote a message: of those seen, only one's own still goes on.

    Its number is not compared with the present one's, because each savepoint has another. The row
    keeps the lower half of it.
    """

    template = """
        pg_xact_status((
            (pg_current_xact_id()::text::bigint >> 32 << 32) + elections_message.xmin::text::bigint
        )::text::xid8)
    """
    output_field = TextField()


@dataclass(frozen=True)
class Preview:
    """The messages of one kind: `names` where they are few, `begins_at` where they wait for that."""

    label: str
    number: int
    names: list[str]
    begins_at: datetime | None
    specimen: tuple[str, str]  # subject and text


def last_message(slug: str) -> int:
    """The key of the latest message of an election; 0 where there is none."""
    found = Message.objects.filter(election__slug=slug).aggregate(last=Max("pk"))["last"]
    return int(found or 0)


def previews(slug: str, *, after: int, left_out: Mapping[str, int], now: datetime) -> list[Preview]:
    """Of what this transaction wrote after that message, each kind with the words of its first one.

    `left_out` says how many more of a kind there would be.
    """
    written = _own(Message.objects.filter(election__slug=slug, pk__gt=after)).exclude(
        kind__in=_NEVER_SHOWN
    )
    kinds = written.order_by().values("kind").annotate(n=Count("pk"), first=Min("pk"))
    return [
        _preview(
            written.filter(kind=one["kind"]),
            one["n"] + left_out.get(one["kind"], 0),
            one["first"],
            now,
        )
        for one in sorted(kinds, key=lambda one: int(one["first"]))
    ]


def _own(messages: MessageQuerySet) -> MessageQuerySet:
    """Without those that others wrote and committed meanwhile."""
    writers = messages.annotate(writer=_Writer()).values_list("pk", "writer")
    return Message.objects.filter(pk__in=[pk for pk, writer in writers if writer == "in progress"])


def preview_for_voters(election: Election, kind: Message.Kind) -> tuple[str, str]:
    """Subject and text of a ballot or a reminder, whoever gets one."""
    return Batch([]).specimen_for_voters(kind, election)


def _preview(messages: MessageQuerySet, number: int, first: int, now: datetime) -> Preview:
    batch = Batch([first])
    [message] = batch.messages
    is_named = message.kind not in _NAMELESS
    specimen = batch.specimen(message, is_only_one=is_named and number == 1)
    names: list[str] = []
    if number <= MOST_NAMES and is_named:
        named = messages.select_related("entry__member", "member")
        names = [one.reader.name for one in named]
    begins_at = message.not_before if message.not_before > now else None
    return Preview(message.get_kind_display(), number, names, begins_at, specimen)
