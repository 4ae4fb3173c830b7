"""What slates add to the elections' pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import phases
from elections.models import Election, Nomination
from elections.office_questions.needed import Need
from elections.own import Own
from elections.refusal import why_not
from elections.rooms import Room
from elections.views.member_home import Doing, as_one
from elections.views.people import in_random_order
from members.access import acting_member
from slates import acting, registering
from slates.models import Invitation, Slate


class Slates(Room):
    def office_sections(self) -> Iterator[tuple[str, str]]:
        yield _("Slates"), "slates:list-slates"

    def needs(self, elections: Collection[Election], now: datetime) -> Iterator[Need]:
        deciding = [one for one in elections if not (one.candidates_fixed_at or one.withdrawn_at)]
        slates = Slate.objects.undecided().filter(election__in=deciding).order_by()
        numbers = dict(slates.values_list("election").annotate(Count("pk")))
        for election in deciding:
            if not (undecided := numbers.get(election.pk, 0)):
                continue
            times = election.timetable
            due = times.papers_fixed_by_at or times.voting_opens_at
            yield Need(
                number=undecided,
                label=ngettext(
                    "slate to decide: %(election)s", "slates to decide: %(election)s", undecided
                )
                % {"election": election.title},
                url=reverse("slates:list-slates", args=[election.slug]) + "?state=pending",
                by=due,
                late=due <= now,
            )

    def questions(self, own: Own) -> dict[str, QuerySet[Any]]:
        colours = Slate.objects.not_refused().only("election")
        return {
            "slates": acting.of_agent(own.member, own.elections.values()),
            "colours": colours.filter(election__in=own.elections).order_by(),
            "invitations": _waiting(own),
        }

    def doings(self, own: Own) -> Iterator[Doing]:
        acts_for = acting.one_of_each(own.found["slates"])
        yield from as_one(
            Doing(
                "done",
                _("You act for %(slate)s") % {"slate": slate.name},
                own.elections[key],
                str(slate.get_state_display()),
                url=reverse("slates:your-slate", args=[own.elections[key].slug]),
                action=_("Your slate"),
            )
            for key, slate in acts_for.items()
        )
        without = [
            election
            for election in own.elections.values()
            if _is_nominating(election, own.now)
            and (election.pk not in acts_for or acts_for[election.pk].is_refused)
        ]
        yield from as_one(_registrations(without, own))
        yield from _invitations(own)

    def on_election(self, request: HttpRequest, election: Election) -> str:
        found = acting.slates_with_agent(election, acting_member(request))
        approved = [one for one in found if one.is_approved]
        own = acting.acted_for(found)
        may_register = _is_open(election, timezone.now(), found)
        if not approved and not may_register and own is None:
            return ""
        context = {
            "election": election,
            "slates": in_random_order(request, approved, of=f"slates {election.pk}"),
            "may_register": may_register and (own is None or own.is_refused),
            "own": own,
        }
        return render_to_string("slates/_on_election.html", context, request)

    def on_own_nomination(self, request: HttpRequest, nomination: Nomination) -> str:
        if nomination.state not in (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED):
            return ""
        election = nomination.contest.election
        invitations = Invitation.objects.shown_to_candidate().filter(nomination=nomination)
        context = {
            "election": election,
            "invitations": invitations.select_related("slate__election"),
            "may_answer": election.candidates_fixed_at is None,
        }
        return render_to_string("slates/_on_own_nomination.html", context, request)


def _registrations(elections: list[Election], own: Own) -> Iterator[Doing]:
    """Where a member who acts for no slate may register one: as `require_may_register` has it."""
    if not elections or own.holds_office:
        return
    taken = Counter(one.election_id for one in own.found["colours"])
    for election in elections:
        if not own.is_elector(election) or why_not(
            registering.require_registration_open,
            election,
            now=own.now,
            contests=own.contests(election),
            taken=taken[election.pk],
        ):
            continue
        yield Doing(
            "now",
            _("Register a slate"),
            election,
            _("A slate is a named group of candidates who stand together."),
            url=reverse("slates:register-slate", args=[election.slug]),
            action=_("Register a slate"),
            deadline=_last_closing(election),
            deadline_words=_("Closes"),
        )


def _is_nominating(election: Election, now: datetime) -> bool:
    """Before the windows open a slate can wait: home does not ask for one then."""
    times = election.timetable
    return phases.self_nomination_open(times, now) or phases.supporting_open(times, now)


def _is_open(election: Election, now: datetime, slates: list[Slate]) -> bool:
    taken = sum(not one.is_refused for one in slates)
    return not why_not(
        registering.require_registration_open,
        election,
        now=now,
        contests=election.contests.all(),
        taken=taken,
    )


def _last_closing(election: Election) -> datetime | None:
    times = election.timetable
    closings = (times.self_nomination_closes_at, times.supporting_closes_at)
    return max((one for one in closings if one is not None), default=None)


def _waiting(own: Own) -> QuerySet[Slate]:
    """The slates whose invitation a candidate has still to answer."""
    unfixed = [pk for pk, one in own.elections.items() if one.candidates_fixed_at is None]
    waiting = Invitation.objects.to_answer().of_standing().filter(nomination__member=own.member)
    return Slate.objects.filter(election__in=unfixed, invitations__in=waiting)


def _invitations(own: Own) -> Iterator[Doing]:
    for slate in own.found["invitations"]:
        election = own.elections[slate.election_id]
        yield Doing(
            "now",
            _("%(slate)s invites you to stand with it") % {"slate": slate.name},
            election,
            url=reverse("slates:answer-invitation", args=[election.slug, slate.slug]),
            action=_("Accept or decline"),
        )
