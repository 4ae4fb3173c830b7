"""A member nominates somebody else, or takes that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from elections import access, nominating
from elections.models import Nomination, SupportingNomination
from elections.refusal import Refused
from elections.views.member_home import acting
from elections.views.member_page import FORM, UNDONE, crumbs
from members.access import member_required


@member_required
@FORM
def support_nomination(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once more, then nominates; where that cannot be, the page says why."""
    nomination = access.public_nomination(token)
    member, now = acting(request), timezone.now()
    words = {"name": nomination.ballot_name}
    try:
        if request.method == "POST":
            nominating.support(nomination, member, now=now)
            messages.success(request, _("You nominated %(name)s.") % words)
            return redirect(nomination)
        nominating.require_may_support(nomination, member, now=now)
    except Refused as refused:
        # The second press of a button finds what the first one did.
        if request.method == "POST" and nomination.supporting.filter(member=member).exists():
            messages.info(request, _("You have already nominated %(name)s.") % words)
            return redirect(nomination)
        return _support_page(request, nomination, str(refused))
    return _support_page(request, nomination, "")


def _support_page(request: HttpRequest, nomination: Nomination, refused: str) -> HttpResponse:
    contest = nomination.contest
    given = SupportingNomination.objects.filter(contest=contest, member=acting(request)).count()
    left = max(0, nominating.nominations_each(nomination, timezone.now()) - given)
    return _page(request, "support", nomination, refused, {"left": left})


@member_required
@FORM
def withdraw_support(request: HttpRequest, token: str) -> HttpResponseBase:
    """Asks once more, then takes the supporting nomination back."""
    nomination = access.public_nomination(token)
    member, now = acting(request), timezone.now()
    words = {"name": nomination.ballot_name}
    try:
        if request.method == "POST":
            nominating.withdraw_support(nomination, member, now=now)
            messages.success(request, _("You no longer nominate %(name)s.") % words)
            return redirect(nomination)
        nominating.require_may_withdraw_support(nomination, member, now=now)
    except Refused as refused:
        # The second press of a button finds what the first one did.
        if request.method == "POST" and not nomination.supporting.filter(member=member).exists():
            messages.info(request, _("You do not nominate %(name)s.") % words)
            return redirect(nomination)
        return _page(request, "withdraw_support", nomination, str(refused), {})
    return _page(request, "withdraw_support", nomination, "", {})


def _page(
    request: HttpRequest,
    template: str,
    nomination: Nomination,
    refused: str,
    more: dict[str, object],
) -> HttpResponse:
    context = {
        "election": nomination.contest.election,
        "contest": nomination.contest,
        "nomination": nomination,
        "refused": refused,
        "page_error": refused,
        **more,
        "breadcrumbs": crumbs(nomination.contest.election, nomination.ballot_name),
    }
    status = UNDONE if refused and request.method == "POST" else 200
    return render(request, f"elections/member/{template}.html", context, status=status)
