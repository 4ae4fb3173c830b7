"""What anybody may read: elections, who stands in them, and how a vote is protected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, foreseen, nominating, results, roll, rooms
from elections.models import (
    Candidate,
    Contest,
    Document,
    Election,
    Nomination,
    PublicChange,
    whole_contests,
)
from elections.phase_words import public_tag
from elections.phases import WITHOUT_RESULT, Phase
from elections.refusal import why_not
from elections.scheduling import words_for
from elections.vacancies import all_as_things_stand
from elections.views import trail
from elections.views.people import (
    Person,
    on_the_paper,
    people_of,
    person_of,
    shows_photos,
)
from members.access import acting_member
from members.reading import A_MOMENT, anybody

_OPEN = (Phase.VOTING, Phase.DELAYED, Phase.NOMINATING)
_COMING = (Phase.READY, Phase.CHECKING, Phase.NOTICE, Phase.POSTPONED)
_RESULTS = (Phase.PROVISIONAL, Phase.DECLARED)
_RECENTLY = timedelta(days=60)  # a result declared since then is still news
# Steps that ask nothing of members.
_OFFICERS_STEPS = ("notice_at", "papers_fixed_by_at", "declarations_kept_until_at")
# The ends of what a phase is open for, which come before what else happens meanwhile.
_CLOSES = {
    Phase.NOMINATING: (
        "self_nomination_closes_at",
        "supporting_closes_at",
        "reopening_closes_at",
    ),
    Phase.VOTING: ("voting_closes_at",),
}


# --- Elections -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ListedElection:
    election: Election
    phase: Phase
    until: tuple[str, datetime] | None

    @property
    def tag(self) -> str:
        return str(public_tag(self.phase).words)

    @property
    def tag_kind(self) -> str:
        return public_tag(self.phase).kind


def _next_step(election: Election, now: datetime) -> tuple[str, datetime] | None:
    """The end of what is open, else the next instant by which members do something or learn something;
    of a result that is declared, when it was."""
    phase = election.phase(now)
    if phase in WITHOUT_RESULT or phase == Phase.POSTPONED:
        return None
    if phase == Phase.DECLARED and election.declared_at is not None:
        return words_for("declaration_at"), election.declared_at
    to_come = [
        (name, words, at)
        for name, words, at in election.timetable.told()
        if at > now and name not in _OFFICERS_STEPS
    ]
    closes = [step for step in to_come if step[0] in _CLOSES.get(phase, ())]
    for _name, words, at in closes or to_come:
        return words, at
    return None


def elections_by_phase(
    now: datetime, *, only_current: bool = False
) -> list[tuple[str, list[ListedElection]]]:
    """Every public election under a heading: open, coming, being counted, over; results newest first.

    `only_current` leaves out those whose result was declared long ago and those withdrawn.
    """
    found = [
        ListedElection(one, one.phase(now), _next_step(one, now))
        for one in Election.objects.listed().select_related("timetable")
    ]
    if only_current:
        found = [one for one in found if not _was_declared_long_ago(one.election, now)]
    closing = sorted(found, key=lambda one: one.election.timetable.voting_closes_at)
    groups: list[tuple[str, Sequence[Phase]]] = [
        (_("Open now"), _OPEN),
        (_("Coming"), _COMING),
        (_("Being counted"), (Phase.COUNTING,)),
        (_("Results"), _RESULTS),
        (_("Not held"), () if only_current else (Phase.NOT_HELD,)),
        (_("Withdrawn"), () if only_current else (Phase.WITHDRAWN, Phase.ABANDONED)),
    ]
    listed = [(words, [one for one in closing if one.phase in wanted]) for words, wanted in groups]
    for _words, elections in listed:
        if elections and elections[0].phase in _RESULTS:
            elections.reverse()
    return [(words, elections) for words, elections in listed if elections]


def _was_declared_long_ago(election: Election, now: datetime) -> bool:
    return election.declared_at is not None and election.declared_at < now - _RECENTLY


@anybody(A_MOMENT)
@require_safe
def list_elections(request: HttpRequest) -> HttpResponse:
    groups = elections_by_phase(timezone.now())
    return render(request, "elections/public/elections.html", {"groups": groups})


def timeline(election: Election, now: datetime) -> list[dict[str, object]]:
    """The timetable for the timeline component: each step past, next or still to come."""
    steps = election.timetable.told()
    is_over = election.phase(now) in WITHOUT_RESULT
    following = None if is_over else next((at for _name, _words, at in steps if at > now), None)
    return [
        {
            "label": words[:1].upper() + words[1:],
            "at": at,
            "state": "past" if at <= now else "next" if at == following else "",
        }
        for _name, words, at in steps
    ]


def _changes(election: Election) -> list[dict[str, object]]:
    """Changes since the notice, newest first: each step that moved, with both instants."""

    def steps(change: PublicChange) -> list[dict[str, object]]:
        return [
            {
                "label": words_for(name),
                "before": parse_datetime(change.before.get(name) or ""),
                "after": parse_datetime(after or ""),
            }
            for name, after in change.after.items()
        ]

    return [
        {
            "what": change.get_kind_display(),
            "subject": change.subject,
            "reason": change.shown_reason,
            "made_at": change.made_at,
            "steps": steps(change),
        }
        for change in election.changes.all()
    ]


def _nominating_closes_at(election: Election, now: datetime) -> datetime | None:
    """Until when members are asked to nominate: nobody is where no candidate needs it."""
    if not election.needs_supporters:
        return None
    return nominating.supporting_closes_at(election, now)


@anybody(A_MOMENT, shared=False)
@require_safe
def show_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.public_election(request, slug)
    now = timezone.now()
    phase = election.phase(now)
    tag, tag_kind = public_tag(phase)
    is_nominating = phase == Phase.NOMINATING
    contests = whole_contests(election)
    documents = list(election.documents.all())
    may_stand = may_nominate = None
    if is_nominating:
        may_stand = nominating.standing_closes_at(election, now, among=contests)
        may_nominate = _nominating_closes_at(election, now)
    context = {
        "election": election,
        "phase": phase.value,
        "tag": tag,
        "tag_kind": tag_kind,
        "events": timeline(election, now),
        "contests": _with_outcome(contests),
        "conditions": roll.conditions_in_words(election),
        "changes": _changes(election),
        "documents": [one for one in documents if one.replaced_at is None],
        "earlier_documents": sorted(
            (one for one in documents if one.replaced_at), key=_replaced_at, reverse=True
        ),
        "may_stand": may_stand,
        "may_nominate": may_nominate,
        "reopened": nominating.lines_of(contests) if may_stand or may_nominate else [],
        "has_people": any(one.has_people for one in contests),
        "has_result": phase in _RESULTS,
        "has_board": election.papers_fixed_at is not None and not election.withdrawn_at,
        "additions": [room.on_election(request, election) for room in rooms.beside()],
        "breadcrumbs": trail.of(election),
    }
    return render(request, "elections/public/election.html", context)


def _replaced_at(document: Document) -> datetime:
    assert document.replaced_at is not None
    return document.replaced_at


def _with_outcome(
    contests: list[Contest],
) -> list[tuple[Contest, results.DecidedContest | None]]:
    """Every contest and question, and what is decided of it without a poll."""
    decided = {one.contest.pk: one for one in results.decided_of(contests)}
    return [(one, decided.get(one.pk)) for one in contests if one.section_of_id is None]


# --- Candidates ----------------------------------------------------------------------------------


@anybody(shared=False)
@require_safe
def list_candidates(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.public_election(request, slug)
    is_fixed = election.candidates_fixed_at is not None
    now = timezone.now()
    found = [one for one in whole_contests(election) if one.is_for_people]
    people = people_of(request, found, election)
    decided = {one.contest.pk: one for one in results.decided_of(found)}
    # How things stand is of interest as long as somebody may come forward or withdraw.
    is_settled = is_fixed or election.phase(now) in WITHOUT_RESULT
    outlooks = [] if is_settled else all_as_things_stand(found)
    sentences = {one.contest.pk: foreseen.for_everybody(one) for one in outlooks}
    contests = [
        {
            "contest": contest,
            "people": people[contest.pk],
            "shows_photos": any(one.photo_url for one in people[contest.pk]),
            "decided": decided.get(contest.pk),
            "foreseen": sentences.get(contest.pk, []),
        }
        for contest in found
    ]
    context = {
        "election": election,
        "contests": contests,
        "are_candidates": is_fixed,
        "may_nominate": _nominating_closes_at(election, now),
        "breadcrumbs": trail.of(election, trail.people(election)),
    }
    return render(request, "elections/public/candidates.html", context)


@anybody()
@require_safe
def show_candidate(request: HttpRequest, slug: str, contest: int, number: int) -> HttpResponse:
    election = access.public_election(request, slug)
    candidate = get_object_or_404(
        Candidate.objects.people().as_shown().select_related("contest__seat_plan"),
        contest__election=election,
        contest__number=contest,
        number=number,
    )
    candidate.contest.election = election
    if candidate.nomination:
        candidate.nomination.contest = candidate.contest
    context = {
        "election": election,
        "contest": candidate.contest,
        "person": Person.on_paper(
            candidate, election, results.left_of([candidate]).get(candidate.pk)
        ),
        "shows_photos": shows_photos(candidate.contest),
        "additions": _additions(request, candidate.nomination),
        "breadcrumbs": trail.of(election, trail.people(election), (candidate.ballot_name, "")),
    }
    return render(request, "elections/public/candidate.html", context)


def _additions(request: HttpRequest, nomination: Nomination | None) -> list[str]:
    if nomination is None:
        return []
    return [room.on_candidate(request, nomination) for room in rooms.beside()]


@anybody()
@require_safe
def show_nomination(request: HttpRequest, token: str) -> HttpResponse:
    """The page a candidate shares: who they are, how much support they have, how to give it.

    Where none is needed it is shared all the same, but not to be nominated by it.
    """
    nomination = access.public_nomination(request, token)
    election = nomination.contest.election
    member, now = acting_member(request), timezone.now()
    is_open = nomination.is_standing and nominating.supporting_is_open(nomination, now)
    may_nominate = is_open and election.needs_supporters
    candidate = on_the_paper(nomination) if election.candidates_fixed_at is not None else None
    has_nominated = member is not None and nomination.supporting.of_person(member).exists()
    context = {
        "election": election,
        "contest": nomination.contest,
        "nomination": nomination,
        "person": person_of(nomination, candidate),
        "additions": _additions(request, nomination),
        "shows_photos": getattr(nomination, "has_photos_beside", False),
        "is_standing": nomination.is_standing,
        "candidate": candidate,
        "support": nomination.count_support(),
        "support_closes_at": nominating.support_closes_at(nomination),
        "support_opens_at": nominating.support_opens_at(nomination, now),
        "has_nominated": has_nominated,
        "may_take_back": has_nominated
        and not why_not(nominating.require_may_withdraw_support, nomination, member, now=now),
        "may_nominate": may_nominate,
        "may_share": may_nominate or not (election.needs_supporters or candidate),
        "why_not": why_not(nominating.require_may_support, nomination, member, now=now)
        if member and may_nominate and not has_nominated
        else "",
        "nominate_url": reverse("elections:support-nomination", args=[token]),
        "share_url": request.build_absolute_uri(nomination.get_absolute_url()),
        "breadcrumbs": trail.of(election, trail.people(election), (nomination.ballot_name, "")),
    }
    return render(request, "elections/public/nomination.html", context)


@anybody()
@require_safe
def vote_protected(request: HttpRequest) -> HttpResponse:
    return render(request, "elections/public/vote_protected.html")
