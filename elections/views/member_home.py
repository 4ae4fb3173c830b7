"""A member's own page: what can be done now, what is coming, what was done, each with its deadline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db.models import Exists, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import nominating, phases, rooms
from elections.models import Contest, Election, Nomination, NominationDraft, RollSheet
from elections.models.election import ElectionQuerySet
from elections.models.entitlement import sheets_of, staff_members
from elections.own import Own
from elections.phases import Phase
from members.access import acting_member, member_required
from members.models import Member

# The roll of these can still be corrected.
_BEFORE_THE_CLOSE = (
    Phase.NOTICE,
    Phase.NOMINATING,
    Phase.CHECKING,
    Phase.READY,
    Phase.DELAYED,
    Phase.VOTING,
)


def acting(request: HttpRequest) -> Member:
    """Who acts, behind `member_required`."""
    return cast("Member", acting_member(request))


@dataclass(frozen=True)
class Doing:
    """Something a member can do now or later, or has done, or that is over. `when` names the part of
    the page."""

    when: str
    title: str
    election: Election
    text: str = ""
    url: str = ""
    action: str = ""
    deadline: datetime | None = None
    deadline_words: str = ""
    second_url: str = ""
    second_action: str = ""
    is_vote: bool = False
    also: tuple[Doing, ...] = ()  # the same in further elections

    @property
    def each(self) -> tuple[Doing, ...]:
        return (self, *self.also)


def as_one(doings: Iterable[Doing]) -> Iterator[Doing]:
    """Those that differ by their elections alone, as one; what is due first leads."""
    found: dict[tuple[str, str], list[Doing]] = {}
    for one in sorted(doings, key=_urgency):
        found.setdefault((one.when, one.title), []).append(one)
    for first, *others in found.values():
        yield replace(first, also=tuple(others))


def _urgency(one: Doing) -> tuple[bool, bool, float]:
    """A vote comes before all else, then what is due first; what has no day comes last."""
    at = one.deadline.timestamp() if one.deadline else 0.0
    return not one.is_vote, one.deadline is None, at


@member_required
@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    member, now = acting(request), timezone.now()
    elections = list(_elections_of(member, now))
    own = Own(member, elections, now)
    doings = [doing for election in elections for doing in _doings(election, own, now)]
    doings += [doing for room in rooms.beside() for doing in room.doings(own)]
    doings.sort(key=_urgency)
    context = {
        "doings": {
            when: [one for one in doings if one.when == when]
            for when in ("now", "later", "done", "over")
        },
        "with_roll": [one for one in elections if one.phase(now) in _BEFORE_THE_CLOSE],
        "member": member,
    }
    return render(request, "elections/member/home.html", context)


def _elections_of(member: Member, now: datetime) -> ElectionQuerySet:
    """Those that are listed and not long over, and for staff their rehearsals."""
    is_staff = Exists(staff_members().filter(pk=member.pk))
    found = Election.objects.public().filter(Q(rehearsal_of__isnull=True) | is_staff)
    return found.not_long_over(at=now).select_related("timetable")


def _doings(election: Election, own: Own, now: datetime) -> Iterator[Doing]:
    phase = election.phase(now)
    yield from _about_drafts(election, own, phase, now)
    if phase in (Phase.READY, Phase.DELAYED, Phase.VOTING, Phase.COUNTING):
        yield from _about_voting(election, own, phase)
    elif phase in (Phase.NOTICE, Phase.NOMINATING):
        # Whoever conducts elections neither stands nor nominates.
        contests = [] if own.holds_office else own.open_to(election)
        yield from _about_standing(election, own, contests, now)
        yield from _about_supporting(election, own, contests, now)
    elif phase in (Phase.PROVISIONAL, Phase.DECLARED):
        url = reverse("elections:show-results", args=[election.slug])
        yield Doing(
            "over",
            _("The result is out"),
            election,
            url=url,
            action=_("See the result"),
            deadline=election.declared_at,
            deadline_words=_("Declared"),
        )
    elif phase == Phase.POSTPONED:
        words = _("Nothing is open until there are new dates. We will write to you.")
        yield Doing("later", _("Postponed"), election, words)
    elif phase in (Phase.WITHDRAWN, Phase.ABANDONED):
        title = _("Withdrawn") if phase == Phase.WITHDRAWN else _("The poll was abandoned")
        yield Doing("over", title, election, election.withdrawn_reason)
    yield from _about_own_nomination(election, own, phase)


def _about_voting(election: Election, own: Own, phase: Phase) -> Iterator[Doing]:
    """Whether a paper is still to be returned; never anything of what stands on it."""
    times = election.timetable
    papers = own.papers(election)
    if phase == Phase.DELAYED:
        yield Doing(
            "later",
            _("Voting is delayed"),
            election,
            _("The ballot papers are still being checked."),
        )
    elif papers is None and own.is_elector_on_paper(election):
        if phase == Phase.VOTING:
            words = _("If you should be, write to the returning officer before voting closes.")
            yield Doing(
                "now",
                _("You are not on the roll"),
                election,
                words,
                url=reverse("elections:my-place-on-the-roll", args=[election.slug]),
                action=_("See why"),
                deadline=times.voting_closes_at,
                deadline_words=_("Voting closes"),
            )
    elif not papers:
        # Whoever had no other paper was taken off the roll with those that nobody returns.
        if papers is not None or own.is_elector_without_vote(election):
            yield Doing(
                "over",
                _("There is no vote in your contests"),
                election,
                _("Who is elected there is settled: no more people stand than can be elected."),
                url=election.get_absolute_url(),
                action=_("Look"),
            )
    elif RollSheet.Status.OPEN not in papers:
        yield Doing(
            "done",
            _("Your vote is recorded"),
            election,
            _("There is nothing more to do. Thank you for voting."),
        )
        yield _about_result(election)
    elif phase == Phase.COUNTING:
        yield _about_result(election)
    elif phase == Phase.VOTING:
        yield Doing(
            "now",
            _("Vote"),
            election,
            url=reverse("elections:vote-election", args=[election.slug]),
            action=_("Vote"),
            deadline=times.voting_closes_at,
            deadline_words=_("Voting closes"),
            is_vote=True,
        )
    elif phase == Phase.READY:
        words = _("Your link to vote comes by email. You can vote from this page, too.")
        yield Doing(
            "later",
            _("Vote"),
            election,
            words,
            deadline=times.voting_opens_at,
            deadline_words=_("Voting opens"),
        )


def _about_result(election: Election) -> Doing:
    return Doing(
        "later",
        _("The result"),
        election,
        _("Everybody can read it on the page of the election, and how the votes were counted."),
        deadline=election.timetable.declaration_at,
        deadline_words=_("Expected"),
    )


def contests_to_stand_in(contests: list[Contest], member: Member, now: datetime) -> list[Contest]:
    """Those of an election's contests, as `whole_contests` finds them, in which the member may put
    themself forward now."""
    sheets = sheets_of(member, {one.sheet_id: one.sheet for one in contests}.values())
    return [
        one
        for one in contests
        if one.is_for_people and one.sheet_id in sheets and nominating.standing_is_open(one, now)
    ]


def _about_standing(
    election: Election, own: Own, contests: list[Contest], now: datetime
) -> Iterator[Doing]:
    times = election.timetable
    if not contests:
        return
    if times.self_nomination_opens_at and now < times.self_nomination_opens_at:
        yield Doing(
            "later",
            _("Stand"),
            election,
            deadline=times.self_nomination_opens_at,
            deadline_words=_("Opens"),
        )
    open_now = [contest for contest in contests if nominating.standing_is_open(contest, now)]
    keys = {one.pk for one in open_now}
    is_drafting = any(one.contest_id in keys for one in own.drafts(election))
    closes_at = nominating.standing_closes_at(election, now, among=open_now)
    if closes_at and open_now and not own.stands(election) and not is_drafting:
        yield Doing(
            "now",
            _("Stand"),
            election,
            url=reverse("elections:stand", args=[election.slug]),
            action=_("Put yourself forward"),
            deadline=closes_at,
            deadline_words=_("Closes"),
        )


def _about_drafts(election: Election, own: Own, phase: Phase, now: datetime) -> Iterator[Doing]:
    """What the member entered to stand and has not submitted; later only to be read."""
    drafts = own.drafts(election)
    if not drafts or own.stands(election):
        return
    for draft in drafts:
        yield _about_draft(draft, phase, now)


def _about_draft(draft: NominationDraft, phase: Phase, now: datetime) -> Doing:
    contest, election = draft.contest, draft.contest.election
    is_under_way = phase == Phase.NOMINATING
    is_open = is_under_way and nominating.standing_is_open(contest, now)
    opens_at = nominating.opens_again_at(contest, now) if is_under_way else None
    words = {"contest": contest.title_here}
    kept = Doing(
        "done",
        _("Your draft for %(contest)s was not submitted") % words,
        election,
        url=reverse("elections:stand-in-contest", args=[election.slug, contest.number]),
        action=_("Your draft"),
        second_url=reverse("elections:delete-draft", args=[election.slug, contest.number]),
        second_action=_("Delete my draft"),
    )
    if not is_open and opens_at is None:
        return kept
    return replace(
        kept,
        when="now" if is_open else "later",
        title=_("Continue your nomination: %(contest)s") % words,
        text=_("You are not put forward yet.")
        if is_open
        else _("Nominations open again for its vacancies."),
        action=_("Continue your nomination") if is_open else kept.action,
        deadline=nominating.standing_closes_at(election, now, among=[contest])
        if is_open
        else opens_at,
        deadline_words=_("Closes") if is_open else _("Opens"),
    )


def _about_supporting(
    election: Election, own: Own, contests: list[Contest], now: datetime
) -> Iterator[Doing]:
    times, given = election.timetable, own.given(election)
    for one in given:
        words = _("You nominated %(name)s") % {"name": one.ballot_name}
        may_take_back = (
            nominating.supporting_is_open(one, now) and one.state != Nomination.State.ACCEPTED
        )
        token = one.share_token
        yield Doing(
            "done",
            words,
            election,
            url=one.get_absolute_url(),
            action=_("Look"),
            deadline=nominating.supporting_closes_at(election, now, among=[one.contest])
            if may_take_back
            else None,
            deadline_words=_("You can take it back until"),
            second_url=reverse("elections:withdraw-support", args=[token]) if may_take_back else "",
            second_action=_("Take it back"),
        )
    if not contests or not election.needs_supporters:
        return
    if not phases.supporting_open(times, now):
        # Open again: those contests alone, with as many more nominations as there are vacancies.
        contests = [one for one in contests if nominating.standing_is_open(one, now)]
    left = sum(contest.supports_per_member for contest in contests) - len(given)
    left += sum(one.reopened.seats for one in contests if hasattr(one, "reopened"))
    closes_at = nominating.supporting_closes_at(election, now, among=contests)
    if closes_at and left > 0:
        yield Doing(
            "now",
            _("Nominate somebody"),
            election,
            url=reverse("elections:list-candidates", args=[election.slug]),
            action=_("See who is standing"),
            deadline=closes_at,
            deadline_words=_("Closes"),
        )
    elif times.supporting_opens_at and now < times.supporting_opens_at:
        yield Doing(
            "later",
            _("Nominate somebody"),
            election,
            deadline=times.supporting_opens_at,
            deadline_words=_("Opens"),
        )


def _about_own_nomination(election: Election, own: Own, phase: Phase) -> Iterator[Doing]:
    nomination = own.nomination(election)
    if nomination is None:
        return
    if (
        nomination.state == Nomination.State.ACCEPTED
        and phase in (Phase.NOMINATING, Phase.CHECKING, Phase.DELAYED)
        and not nomination.has_approved_proof
    ):
        times = election.timetable
        yield Doing(
            "now",
            _("Look at how you will stand on the ballot paper"),
            election,
            _("Approve it if it is right."),
            url=reverse("elections:approve-proof", args=[election.slug]),
            action=_("Look at your proof"),
            deadline=times.papers_fixed_by_at or times.voting_opens_at,
            deadline_words=_("Papers are fixed by"),
        )
    yield Doing(
        "done",
        _("You put yourself forward for %(contest)s") % {"contest": nomination.contest.title_here},
        election,
        str(nomination.get_state_display()),
        url=reverse("elections:my-nomination", args=[election.slug]),
        action=_("Your nomination"),
    )
