"""What the office asks of all elections together: what waits for a person, and what is running."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from elections import mailing, scheduling
from elections.mailing import Progress
from elections.models import (
    DeclaredBy,
    Election,
    Heartbeat,
    Message,
    Nomination,
    RollEntry,
    RollSheet,
    Sheet,
    Timetable,
    Turnout,
)
from elections.models.entitlement import electors
from elections.phases import Phase, nominations_closed
from members.models import Member, User
from members.models.member import MemberQuerySet

COUNT_EXPECTED_WITHIN = timedelta(minutes=5)  # of the closing instant

PHASES: dict[Phase, tuple[Promise | str, str]] = {
    # The words for each phase, and the kind of tag.
    Phase.PREPARING: (gettext_lazy("In preparation"), ""),
    Phase.NOTICE: (gettext_lazy("Notice published"), "told"),
    Phase.NOMINATING: (gettext_lazy("Nominations open"), "told"),
    Phase.CHECKING: (gettext_lazy("Nominations closed"), "wait"),
    Phase.READY: (gettext_lazy("Papers fixed"), "good"),
    Phase.DELAYED: (gettext_lazy("Voting is delayed"), "problem"),
    Phase.VOTING: (gettext_lazy("Voting is open"), "good"),
    Phase.COUNTING: (gettext_lazy("Being counted"), "wait"),
    Phase.PROVISIONAL: (gettext_lazy("Provisional result"), "wait"),
    Phase.DECLARED: (gettext_lazy("Result declared"), "good"),
    Phase.WITHDRAWN: (gettext_lazy("Withdrawn"), "problem"),
}
PROCESSES = {
    "worker": gettext_lazy("Worker: sends mail, moves papers into the box"),
    "tally": gettext_lazy("Tally worker: makes sealing keys, counts"),
    "beat": gettext_lazy("Beat: starts what is due"),
}
# Who has a message of these kinds, and in which state, tells who has voted and who has not.
TOTALS_ONLY = (Message.Kind.REMINDER, Message.Kind.RECORDED)
# A ballot that was not needed any more is that of somebody who had voted: shown like one sent.
_DONE = (Message.State.SENT, Message.State.SKIPPED)
STATES_SHOWN = [
    *(choice for choice in Message.State.choices if choice[0] not in _DONE),
    ("done", gettext_lazy("Sent or not needed any more")),
]


@dataclass(frozen=True)
class Need:
    """Something that waits for a person: a number, what it counts, and the list behind it."""

    number: int
    label: str
    url: str
    by: datetime | None = None
    late: bool = False


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
    def phase_words(self) -> str:
        return str(PHASES[self.phase][0])

    @property
    def phase_kind(self) -> str:
        return PHASES[self.phase][1]


def processes(now: datetime) -> list[Process]:
    """The three processes that must live, seen or never seen."""
    seen = {heartbeat.name: heartbeat for heartbeat in Heartbeat.objects.all()}
    return [
        Process(
            name=name,
            label=str(label),
            seen_at=seen[name].at if name in seen else None,
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
    return [
        Running(
            election=election,
            phase=election.phase(now),
            next_step=next_step(election, now),
            mail=mailing.progress(election, now=now),
        )
        for election in elections
    ]


def next_step(election: Election, now: datetime) -> tuple[str, datetime] | None:
    """The next instant of the timetable and what it is."""
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


def needs(rows: Iterable[Running], now: datetime) -> list[Need]:
    """Everything that waits for a person: what is late first, then by the instant it is due."""
    found = [*_silent_processes(now), *_members_to_settle()]
    for row in rows:
        found += needs_of(row, now)
    return sorted(found, key=_urgency)


def _urgency(need: Need) -> tuple[bool, bool, datetime]:
    """What is late first, and of that what has no date; what is not late by its date."""
    undated = need.by is None
    return (not need.late, undated != need.late, need.by or datetime.max.replace(tzinfo=UTC))


def needs_of(row: Running, now: datetime) -> list[Need]:
    """What waits for a person in one election."""
    return [
        *_notice(row, now),
        *_nominations(row, now),
        *_papers(row, now),
        *_voters_without_address(row),
        *_mail(row),
        *_results(row, now),
    ]


def _silent_processes(now: datetime) -> Iterator[Need]:
    silent = sum(process.is_late for process in processes(now))
    if silent:
        yield Need(
            number=silent,
            label=ngettext(
                "process has shown no sign of life", "processes have shown no sign of life", silent
            ),
            url=reverse("elections:show-heartbeats"),
            late=True,
        )


def _members_to_settle() -> Iterator[Need]:
    unsettled = Member.objects.needing_attention().count()
    if unsettled:
        yield Need(
            number=unsettled,
            label=ngettext(
                "member without a usable address or a region",
                "members without a usable address or a region",
                unsettled,
            ),
            url=reverse("members:list-attention"),
        )


def _notice(row: Running, now: datetime) -> Iterator[Need]:
    if row.phase == Phase.PREPARING:
        due = row.election.timetable.notice_at
        yield Need(
            number=1,
            label=_("notice to publish: %(election)s") % {"election": row.election.title},
            url=_page("publish-notice", row.election),
            by=due,
            late=due <= now,
        )


def _nominations(row: Running, now: datetime) -> Iterator[Need]:
    election = row.election
    if election.papers_fixed_at is not None:
        return
    undecided = Nomination.objects.undecided().filter(contest__election=election)
    if not nominations_closed(election.timetable, now):
        # While support can still come in, those who have enough of it can be decided.
        undecided = undecided.with_support().filter(Q(support__gte=election.supporters_needed))
    number = undecided.count()
    if number:
        due = _fixing_due(election)
        yield Need(
            number=number,
            label=ngettext(
                "nomination to decide: %(election)s", "nominations to decide: %(election)s", number
            )
            % {"election": election.title},
            url=_page("list-nominations", election) + "?state=submitted",
            by=due,
            late=due <= now,
        )


def _papers(row: Running, now: datetime) -> Iterator[Need]:
    if row.phase not in (Phase.CHECKING, Phase.DELAYED):
        return
    due = _fixing_due(row.election)
    words = (
        _("delayed poll: its papers are not fixed: %(election)s")
        if row.phase == Phase.DELAYED
        else _("set of papers to fix: %(election)s")
    )
    yield Need(
        number=1,
        label=words % {"election": row.election.title},
        url=_page("fix-papers", row.election),
        by=due,
        late=due <= now,
    )


def _voters_without_address(row: Running) -> Iterator[Need]:
    if row.phase not in (Phase.READY, Phase.VOTING):
        return
    number = RollEntry.objects.filter(election=row.election, email="").count()
    if number:
        yield Need(
            number=number,
            label=ngettext(
                "voter without a usable address: %(election)s",
                "voters without a usable address: %(election)s",
                number,
            )
            % {"election": row.election.title},
            url=_page("show-roll", row.election) + "?address=missing",
            by=row.election.timetable.voting_closes_at,
        )


def _mail(row: Running) -> Iterator[Need]:
    failed = sum(kind.failed for kind in row.mail if kind.kind not in TOTALS_ONLY)
    stuck = sum(kind.due for kind in row.mail if kind.is_stuck)
    if stuck:
        yield Need(
            number=stuck,
            label=ngettext(
                "message waits and nothing moves: %(election)s",
                "messages wait and nothing moves: %(election)s",
                stuck,
            )
            % {"election": row.election.title},
            url=_page("mail-progress", row.election),
            late=True,
        )
    if failed:
        yield Need(
            number=failed,
            label=ngettext(
                "message could not be delivered: %(election)s",
                "messages could not be delivered: %(election)s",
                failed,
            )
            % {"election": row.election.title},
            url=_page("list-messages", row.election) + "?state=failed",
        )


def _results(row: Running, now: datetime) -> Iterator[Need]:
    election, timetable = row.election, row.election.timetable
    if row.phase == Phase.PROVISIONAL and election.declared_by == DeclaredBy.OFFICER:
        due = timetable.declaration_at
        yield Need(
            number=1,
            label=_("count to declare: %(election)s") % {"election": election.title},
            url=_page("declare-result", election),
            by=due,
            late=due is not None and due <= now,
        )
    expected = timetable.voting_closes_at + COUNT_EXPECTED_WITHIN
    if row.phase == Phase.COUNTING and now > expected:
        yield Need(
            number=1,
            label=_("count that should be finished: %(election)s") % {"election": election.title},
            url=_page("office-election", election),
            by=expected,
            late=True,
        )


def _fixing_due(election: Election) -> datetime:
    timetable = election.timetable
    return timetable.papers_fixed_by_at or timetable.voting_opens_at


def _page(name: str, election: Election) -> str:
    return reverse(f"elections:{name}", args=[election.slug])


def expected_voters(election: Election) -> MemberQuerySet:
    """Who would be on the roll if it were frozen now."""
    found = Member.objects.none()
    for sheet in _sheets_with_contests(election):
        found = found | electors(sheet)
    return found.distinct()


def _sheets_with_contests(election: Election) -> QuerySet[Sheet]:
    return (
        election.sheets.filter(contests__isnull=False)
        .distinct()
        .select_related("region", "election__timetable")
    )


def sheets_on_the_roll(election: Election) -> QuerySet[Sheet]:
    """The sheets with `entitled`: how many voters may return each."""
    return election.sheets.select_related("region").annotate(entitled=Count("roll"))


def nominations_of(election: Election) -> QuerySet[Nomination]:
    """All nominations with `support`, those not decided first."""
    return (
        Nomination.objects.filter(contest__election=election)
        .with_support()
        .select_related("contest", "member")
        .order_by("contest__number", F("decided_at").asc(nulls_first=True), "submitted_at", "id")
    )


def support_of(nomination: Nomination) -> list[tuple[Member, datetime, bool]]:
    """Who nominated somebody, when, and whether that member is an elector of the contest now."""
    given = list(nomination.supporting.select_related("member"))
    qualified = set(
        electors(nomination.contest.sheet)
        .filter(pk__in=[one.member_id for one in given])
        .values_list("pk", flat=True)
    )
    return [(one.member, one.given_at, one.member_id in qualified) for one in given]


def messages_shown(election: Election, *, kind: str = "", state: str = "") -> QuerySet[Message]:
    """The messages that officers may see one by one, in the states of `STATES_SHOWN`."""
    rows = election.messages.exclude(kind__in=TOTALS_ONLY).select_related("entry__member", "member")
    if kind in Message.Kind.values:
        rows = rows.filter(kind=kind)
    return rows.filter(state__in=_DONE if state == "done" else [state]) if state else rows


def contests_with_figures(election: Election) -> QuerySet:  # type: ignore[type-arg]
    """The contests with how many stand (`standing`) and how many of those are `accepted`."""
    state = Nomination.State
    standing = Q(nominations__state__in=(state.SUBMITTED, state.ACCEPTED))
    return (
        election.contests.select_related("sheet__region")
        .prefetch_related("minima")
        .annotate(
            standing=Count("nominations", filter=standing),
            accepted=Count("nominations", filter=Q(nominations__state=state.ACCEPTED)),
        )
        .order_by("number")
    )


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
    """A change of the timetable on record: each step with its instant before and after."""

    made_at: datetime
    made_by: User | None
    reason: str
    steps: list[tuple[str, datetime | None, datetime | None]]


def timetable_changes(election: Election) -> list[Change]:
    return [
        Change(
            made_at=change.made_at,
            made_by=change.made_by,
            reason=change.reason,
            steps=[
                (
                    scheduling.words_for(name),
                    _instant(change.before[name]),
                    _instant(change.after[name]),
                )
                for name in Timetable.INSTANTS
                if name in change.after
            ],
        )
        for change in election.timetable_changes.select_related("made_by")
    ]


def _instant(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


@dataclass(frozen=True)
class PlanOfPapers:
    """What fixing the papers would do if it were done now."""

    voters: int
    mailed: int
    mail_from: datetime
    sheets: list[tuple[str, int]]

    @property
    def not_mailed(self) -> int:
        return self.voters - self.mailed


def plan_of_papers(election: Election, now: datetime) -> PlanOfPapers:
    voters = expected_voters(election)
    return PlanOfPapers(
        voters=voters.count(),
        mailed=voters.exclude(email_key="").count(),
        mail_from=max(election.timetable.voting_opens_at, now),
        sheets=[
            (sheet.title, electors(sheet).count()) for sheet in _sheets_with_contests(election)
        ],
    )


def turnout_of(election: Election) -> QuerySet[Turnout]:
    return Turnout.objects.filter(sheet__election=election).select_related("sheet__region")


@dataclass(frozen=True)
class Reminders:
    """The reminders queued so far, and how many voters one more would go to."""

    rounds: int
    to_remind: int


def reminders_of(election: Election) -> Reminders:
    last = election.messages.filter(kind=Message.Kind.REMINDER).aggregate(last=Max("round"))["last"]
    not_voted = RollSheet.objects.filter(entry=OuterRef("pk"), status=RollSheet.Status.OPEN)
    to_remind = election.roll.exclude(email="").filter(Exists(not_voted)).count()
    return Reminders(rounds=last or 0, to_remind=to_remind)


def roll_of(
    election: Election, *, words: str = "", sheet: str = "", address: str = ""
) -> QuerySet[RollEntry]:
    """The roll by name; `sheet` is a sheet's number, `address` "missing" or empty."""
    rows = (
        election.roll.select_related("member", "region")
        .prefetch_related("sheets__sheet__region")
        .order_by("member__last_name", "member__first_name", "member__number")
    )
    if words:
        rows = rows.filter(member__in=Member.objects.matching(words))
    if sheet.isdecimal():
        rows = rows.filter(sheets__sheet__number=int(sheet))
    return rows.filter(email="") if address == "missing" else rows


@dataclass(frozen=True)
class RollTotals:
    voters: int
    without_address: int
    returned: int  # papers, over all sheets: never whose
    expected: int


def roll_totals(election: Election) -> RollTotals:
    papers = RollSheet.objects.filter(entry__election=election)
    return RollTotals(
        voters=election.roll.count(),
        without_address=election.roll.filter(email="").count(),
        returned=papers.filter(status=RollSheet.Status.CAST).count(),
        expected=papers.count(),
    )
