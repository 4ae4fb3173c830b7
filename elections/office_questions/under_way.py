"""What is running: each election with its phase, its next instant and its mail; and the processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections import mailing, scheduling
from elections.mailing import Progress
from elections.models import (
    Election,
    Heartbeat,
    Timetable,
)
from elections.phase_words import office_tag
from elections.phases import WITHOUT_RESULT, Phase
from members.models import User

PROCESSES = {
    "worker": gettext_lazy("Worker: sends mail, moves papers into the box"),
    "tally": gettext_lazy("Tally worker: makes sealing keys, counts"),
    "beat": gettext_lazy("Beat: starts what is due"),
}


@dataclass(frozen=True)
class Process:
    name: str
    label: str
    seen_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Running:
    """An election that is under way, for one row of the office's table."""

    election: Election
    phase: Phase
    next_step: tuple[str, datetime] | None
    mail: list[Progress]

    @property
    def is_counting(self) -> bool:
        return self.phase == Phase.COUNTING

    @property
    def mail_to_watch(self) -> list[Progress]:
        """The kinds of which something is still to be sent, or could not be."""
        return [kind for kind in self.mail if not kind.is_finished or kind.failed]

    @property
    def other_mail(self) -> int:
        """How many messages of the other kinds were sent."""
        return sum(kind.sent for kind in self.mail if kind.is_finished and not kind.failed)

    @property
    def phase_words(self) -> str:
        return str(office_tag(self.phase).words)

    @property
    def phase_kind(self) -> str:
        return office_tag(self.phase).kind


def processes(now: datetime) -> list[Process]:
    """The three processes that must live, seen or never seen."""
    seen = {heartbeat.name: heartbeat for heartbeat in Heartbeat.objects.all()}
    return [
        Process(
            name=name,
            label=str(label),
            seen_at=min(seen[name].at, now) if name in seen else None,  # one may come meanwhile
            is_late=name not in seen or seen[name].is_late(now),
        )
        for name, label in PROCESSES.items()
    ]


def unfinished() -> QuerySet[Election]:
    """Elections neither declared nor withdrawn, the next to vote first."""
    return (
        Election.objects.filter(declared_at__isnull=True, withdrawn_at__isnull=True)
        .select_related("timetable")
        .order_by("timetable__voting_opens_at", "title")
    )


def running(elections: Iterable[Election], now: datetime) -> list[Running]:
    those = list(elections)
    mail = mailing.progress_of(those, now=now)
    return [
        Running(
            election=election,
            phase=election.phase(now),
            next_step=next_step(election, now),
            mail=mail[election.pk],
        )
        for election in those
    ]


@dataclass(frozen=True)
class CountProgress:
    """How far the count is: of `TOTAL` steps, and in words."""

    TOTAL: ClassVar[int] = 2
    done: int
    words: str

    @property
    def is_finished(self) -> bool:
        return self.done == self.TOTAL


def count_progress(election: Election) -> CountProgress:
    """Closed, then opened and counted: the count is stored at once, or not at all."""
    if election.counted_at is not None:
        return CountProgress(2, _("Counted. The result is provisional."))
    if election.box_closed_at is not None:
        return CountProgress(1, _("The ballot box is closed. The papers are opened and counted."))
    return CountProgress(0, _("Voting has closed. The ballot box is being closed."))


def phases_of(elections: Iterable[Election], now: datetime) -> list[Running]:
    """As `running`, without what takes a question to the database for each election."""
    return [
        Running(election=election, phase=election.phase(now), next_step=None, mail=[])
        for election in elections
    ]


def next_step(election: Election, now: datetime) -> tuple[str, datetime] | None:
    """The next instant of the timetable and what it is; None where nothing follows any more."""
    if election.phase(now) in WITHOUT_RESULT:
        return None
    coming = [
        (words, at)
        for name, words, at in election.timetable.instants()
        if at > now and not _is_done(election, name)
    ]
    return coming[0] if coming else None


def _is_done(election: Election, step: str) -> bool:
    """An act that was done before the instant it was due."""
    acts = {
        "notice_at": election.published_at,
        "papers_fixed_by_at": election.papers_fixed_at,
        "declaration_at": election.declared_at,
    }
    return acts.get(step) is not None


@dataclass(frozen=True)
class TimetableEvent:
    """One instant of a timetable, as the timeline shows it: `state` is past, next or empty."""

    label: str
    at: datetime
    state: str


def timeline(election: Election, now: datetime) -> list[TimetableEvent]:
    instants = election.timetable.instants()
    coming = next_step(election, now)
    return [
        TimetableEvent(
            label=capfirst(words),
            at=at,
            state="past"
            if at <= now or _is_done(election, name)
            else ("next" if coming and at == coming[1] else ""),
        )
        for name, words, at in instants
    ]


@dataclass(frozen=True)
class Change:
    """A change after the notice, on record: each step that moved, with both instants."""

    made_at: datetime
    made_by: User | None
    what: str
    reason: str
    steps: list[tuple[str, datetime | None, datetime | None]]


def timetable_changes(election: Election) -> list[Change]:
    return [
        Change(
            made_at=change.made_at,
            made_by=change.made_by,
            what=str(change.get_kind_display()),
            reason=change.reason,
            steps=[
                (
                    scheduling.words_for(name),
                    _instant(change.before.get(name)),
                    _instant(change.after.get(name)),
                )
                for name in Timetable.INSTANTS
                if name in change.after
            ],
        )
        for change in election.changes.select_related("made_by")
    ]


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
