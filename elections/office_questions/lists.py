"""The lists and figures behind the office's pages of one election."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy

from elections import foreseen, vacancies
from elections.models import (
    Contest,
    Election,
    Electorate,
    Message,
    Nomination,
    RollEntry,
    RollExclusion,
    RollSheet,
    Sheet,
    whole_contests,
)
from elections.models.entitlement import electors, electors_of_any, numbers_of_electors
from members.audit import Action
from members.models import AuditEntry, Member
from members.models.member import MemberQuerySet

# Who has a message of these kinds, and in which state, tells who has voted and who has not; or who
# nominated whom, which is not for everybody who reads the list.
TOTALS_ONLY = (Message.Kind.REMINDER, Message.Kind.RECORDED, Message.Kind.SUPPORT_RELEASED)
# A ballot that was not needed any more is that of somebody who had voted: shown like one sent.
_DONE = (Message.State.SENT, Message.State.SKIPPED)
STATES_SHOWN = [
    *(choice for choice in Message.State.choices if choice[0] not in _DONE),
    ("done", gettext_lazy("Sent or not needed any more")),
]


def expected_voters(election: Election) -> MemberQuerySet:
    """Who would be on the roll if it were written now."""
    return _expected_on(election, _sheets_with_contests(election))


def _expected_on(election: Election, sheets: Iterable[Sheet]) -> MemberQuerySet:
    found = electors_of_any(sheets)
    return found.exclude(pk__in=election.exclusions.values("member")).distinct()


def _sheets_with_contests(election: Election) -> QuerySet[Sheet]:
    sheets = Sheet.objects.filter(election=election).on_paper()
    return sheets.select_related("election__timetable")


def sheets_on_the_roll(election: Election) -> list[tuple[str, str]]:
    """The number of each sheet, and its title with how many voters may return it."""
    papers = RollSheet.objects.filter(sheet__election=election).values_list("sheet")
    entitled = dict(papers.annotate(Count("pk")))
    return [
        (str(sheet.number), f"{sheet.title} ({entitled.get(sheet.pk, 0):,})")
        for sheet in election.sheets.all()
    ]


def nominations_of(election: Election) -> QuerySet[Nomination]:
    """All nominations with `support`, those not decided first."""
    return (
        Nomination.objects.filter(contest__election=election)
        .with_support()
        .with_photo()
        .select_related("contest", "member")
        .order_by("contest__number", F("decided_at").asc(nulls_first=True), "submitted_at", "id")
    )


def slate_changed_after_acceptance(nomination: Nomination) -> AuditEntry | None:
    """The last change of the candidate's slate since an officer accepted the nomination."""
    if nomination.state != Nomination.State.ACCEPTED:
        return None
    lines = AuditEntry.objects.about(f"nomination {nomination.pk}")
    accepted = lines.filter(action=Action.NOMINATION_ACCEPTED).last()
    changes = lines.filter(action=Action.SLATE_SET, id__gt=accepted.pk if accepted else 0)
    return changes.last()


def support_of(nomination: Nomination) -> list[tuple[Member, datetime, bool]]:
    """Who nominated somebody, when, and whether that member is an elector of the contest now."""
    given = list(nomination.supporting.select_related("member__same_person_as"))
    qualified = set(
        electors(nomination.contest.sheet)
        .filter(pk__in=[one.member_id for one in given])
        .values_list("pk", flat=True)
    )
    return [(one.member, one.given_at, one.member_id in qualified) for one in given]


def messages_shown(election: Election) -> QuerySet[Message]:
    """The messages that officers may see one by one.

    With `shown_state`, one of `STATES_SHOWN`, and, but for those done, `shown_due` and
    `shown_attempts`: what tells a ballot that was sent from one that was not needed any more
    neither narrows nor sorts them.
    """
    is_done = When(state__in=_DONE, then=None)
    rows = election.messages.exclude(kind__in=TOTALS_ONLY).select_related("entry__member", "member")
    return rows.annotate(
        shown_state=Case(When(state__in=_DONE, then=Value("done")), default=F("state")),
        shown_due=Case(is_done, default=F("not_before")),
        shown_attempts=Case(is_done, default=F("attempts")),
    )


@dataclass(frozen=True)
class ContestFigures:
    """A contest with how many stand, and how many of those are accepted."""

    contest: Contest
    standing: int
    accepted: int


def contests_with_figures(election: Election) -> list[ContestFigures]:
    """Every contest, in the order of the paper."""
    stand = Nomination.objects.standing().filter(contest__election=election)
    rows = stand.order_by().values_list("contest", "state").annotate(Count("pk"))
    numbers = {(contest, state): number for contest, state, number in rows}
    state = Nomination.State
    return [
        ContestFigures(
            contest,
            standing=sum(numbers.get((contest.pk, one), 0) for one in state.values),
            accepted=numbers.get((contest.pk, state.ACCEPTED.value), 0),
        )
        for contest in whole_contests(election)
    ]


@dataclass(frozen=True)
class PlanOfPapers:
    """What fixing the papers would do if it were done now.

    `is_frozen` says that the roll is written already; `joins_until` is set where members can join
    while others vote.
    """

    voters: int
    mailed: int
    mail_from: datetime
    sheets: list[tuple[str, int]]
    is_frozen: bool
    joins_until: datetime | None

    @property
    def not_mailed(self) -> int:
        return self.voters - self.mailed


def plan_of_papers(election: Election, now: datetime) -> PlanOfPapers:
    is_frozen = election.roll_frozen_at is not None
    freeze_at = election.timetable.freeze_at
    sheets = list(_sheets_with_contests(election))
    numbers: dict[int, int]
    if is_frozen:
        on_roll = RollEntry.objects.filter(election=election, sheets__sheet__in=sheets).distinct()
        found = on_roll.aggregate(voters=Count("pk"), mailed=Count("pk", filter=~Q(email="")))
        papers = RollSheet.objects.filter(sheet__in=sheets).order_by()
        numbers = dict(papers.values_list("sheet").annotate(Count("pk")))
    else:
        found = _expected_on(election, sheets).aggregate(
            voters=Count("pk"), mailed=Count("pk", filter=~Q(email_key=""))
        )
        excluded = election.exclusions.values_list("member", flat=True)
        numbers = numbers_of_electors(sheets, besides=excluded)
    return PlanOfPapers(
        voters=found["voters"],
        mailed=found["mailed"],
        mail_from=max(election.timetable.voting_opens_at, now),
        sheets=[(sheet.title, numbers.get(sheet.pk, 0)) for sheet in sheets],
        is_frozen=is_frozen,
        joins_until=freeze_at if not is_frozen and now < freeze_at else None,
    )


def fates_of(election: Election) -> list[foreseen.Foreseen]:
    """What each contest of people would be if the papers were fixed now with those who stand."""
    contests = [one for one in whole_contests(election) if one.is_for_people]
    return [foreseen.for_officers(one) for one in vacancies.all_as_things_stand(contests)]


def fate_without(nomination: Nomination) -> foreseen.Foreseen:
    """What the contest would be if this person did not stand."""
    others = Nomination.objects.standing().exclude(pk=nomination.pk)
    found = vacancies.outlook(nomination.contest, others.filter(contest=nomination.contest_id))
    return foreseen.for_officers(found)


@dataclass(frozen=True)
class Reminders:
    """The reminders queued so far."""

    rounds: int


def reminders_of(election: Election) -> Reminders:
    last = election.messages.filter(kind=Message.Kind.REMINDER).aggregate(last=Max("round"))["last"]
    return Reminders(rounds=last or 0)


def roll_of(election: Election) -> QuerySet[RollEntry]:
    return election.roll.select_related("member", "region").prefetch_related("sheets__sheet")


def exclusions_of(election: Election) -> QuerySet[RollExclusion]:
    """Whom officers took off the roll or kept off it, the last first."""
    return election.exclusions.select_related("member", "made_by").order_by("-made_at")


def lists_of(election: Election) -> QuerySet[Sheet]:
    """The sheets whose electorate is a list of its own, with how many are `on_list`."""
    sheets = Sheet.objects.filter(election=election, electorate=Electorate.LIST)
    return sheets.annotate(on_list=Count("listed")).order_by("number")


def members_and_entries(
    election: Election, words: str, most: int
) -> list[tuple[Member, RollEntry | None]]:
    """The members that the words name, at most so many, each with their entry of the roll."""
    found = list(Member.objects.matching(words).select_related("region")[:most]) if words else []
    entries = {one.member_id: one for one in election.roll.filter(member__in=found)}
    return [(member, entries.get(member.pk)) for member in found]


@dataclass(frozen=True)
class RollTotals:
    voters: int
    without_address: int
    expected: int  # papers, over all sheets


def roll_totals(election: Election) -> RollTotals:
    """Totals that stand still while members vote: what moves would tell when somebody did."""
    papers = RollSheet.objects.filter(entry__election=election)
    return RollTotals(
        voters=election.roll.count(),
        without_address=election.roll.filter(email="").count(),
        expected=papers.count(),
    )
