"""A member nominates somebody else, or takes that back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from elections import access, nominating
from elections.models import Nomination, SupportingNomination
from elections.refusal import why_not
from elections.views.member_home import acting
from elections.views.member_page import FORM, UNDONE, crumbs
from members.access import member_required
from members.models import Member


@dataclass(frozen=True)
class _Act:
    """What a member does about a nomination, and what both presses of its button say."""

    template: str
    require: Callable[..., object]
    do: Callable[..., object]
    nominates: bool  # whether the member nominates the person once it is done
    done: Promise
    already: Promise

    def is_done(self, nomination: Nomination, member: Member) -> bool:
        return self.nominates == nomination.supporting.of_person(member).exists()


_SUPPORT = _Act(
    "support",
    nominating.require_may_support,
    nominating.support,
    nominates=True,
    done=gettext_lazy("You nominated %(name)s."),
    already=gettext_lazy("You have already nominated %(name)s."),
)
_TAKE_BACK = _Act(
    "withdraw_support",
    nominating.require_may_withdraw_support,
    nominating.withdraw_support,
    nominates=False,
    done=gettext_lazy("You no longer nominate %(name)s."),
    already=gettext_lazy("You do not nominate %(name)s."),
)


@member_required
@FORM
def support_nomination(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once more, then nominates; where that cannot be, the page says why."""
    return _act(request, token, _SUPPORT)


@member_required
@FORM
def withdraw_support(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once more, then takes the supporting nomination back."""
    return _act(request, token, _TAKE_BACK)


def _act(request: HttpRequest, token: str, act: _Act) -> HttpResponseBase:
    nomination, member = access.public_nomination(request, token), acting(request)
    is_sent = request.method == "POST"
    refused = why_not(act.do if is_sent else act.require, nomination, member, now=timezone.now())
    # The second press of a button finds what the first one did.
    if not is_sent or (refused and not act.is_done(nomination, member)):
        return _page(request, act, nomination, refused)
    said, tell = (act.already, messages.info) if refused else (act.done, messages.success)
    tell(request, said % {"name": nomination.ballot_name})
    return redirect(nomination)


def _page(request: HttpRequest, act: _Act, nomination: Nomination, refused: str) -> HttpResponse:
    contest = nomination.contest
    given = SupportingNomination.objects.filter(contest=contest).of_person(acting(request)).count()
    context = {
        "election": contest.election,
        "contest": contest,
        "nomination": nomination,
        "refused": refused,
        "page_error": refused,
        "left": max(0, nominating.nominations_each(nomination, timezone.now()) - given),
        "closes_at": nominating.support_closes_at(nomination),
        "support_opens_at": nominating.support_opens_at(nomination, timezone.now()),
        "breadcrumbs": crumbs(contest.election, nomination.ballot_name),
    }
    status = UNDONE if refused and request.method == "POST" else 200
    return render(request, f"elections/member/{act.template}.html", context, status=status)
