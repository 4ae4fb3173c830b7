"""A candidate appeals against the refusal of their nomination."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from elections import access, nominating, phases
from elections.forms.deciding import AppealForm
from elections.models import Appeal, Election, Nomination
from elections.refusal import Refused, why_not
from elections.views.member_home import acting
from elections.views.member_page import FORM, UNDONE, crumbs
from members.access import member_required
from members.models import Member


@member_required
@FORM
def appeal_refusal(request: HttpRequest, slug: str) -> HttpResponseBase:
    member = acting(request)
    nomination = _to_appeal_for(request, member, access.public_election(request, slug))
    if nomination is None:
        raise Http404
    form, refused = AppealForm(request.POST or None), why_no_appeal(nomination)
    if request.method == "POST" and form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        try:
            nominating.appeal(nomination, member, text=text, now=now)
        except Refused as error:
            # The second press of a button finds what the first one did.
            if Appeal.objects.filter(nomination=nomination, text=text).exists():
                return redirect("elections:my-nomination", slug=slug)
            refused = str(error)
        else:
            messages.success(request, _("Your appeal is made. Another officer decides it."))
            return redirect("elections:my-nomination", slug=slug)
    context = {"form": form, "refused": refused, "page_error": refused if form.is_bound else ""}
    status = UNDONE if form.is_bound else 200
    page = context | context_of(nomination)
    return render(request, "elections/member/appeal.html", page, status=status)


def _to_appeal_for(request: HttpRequest, member: Member, election: Election) -> Nomination | None:
    """That of the form that was sent, else one that was refused: the member may stand elsewhere."""
    now, number = timezone.now(), request.POST.get("nomination", "")
    if named := access.named_nomination(member, election, number):
        return named
    own = access.own_nominations(member, election, now=now)
    return own.refused or own.meant


def why_no_appeal(nomination: Nomination) -> str:
    """Why the candidate cannot appeal now; empty if they can."""
    return why_not(nominating.require_may_appeal, nomination, now=timezone.now())


def context_of(nomination: Nomination) -> dict[str, object]:
    """What the page of an appeal says besides its form."""
    election = nomination.contest.election
    decided_at = nomination.decided_at
    closes_at = phases.appeals_close_at(election.timetable, decided_at) if decided_at else None
    return {
        "election": election,
        "nomination": nomination,
        "appeals_close_at": closes_at,
        "breadcrumbs": crumbs(election, _("Appeal")),
    }
