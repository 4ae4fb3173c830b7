"""A candidate answers a slate's invitation, and leaves a slate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from elections import tasks
from elections.access import public_election
from elections.models import Nomination
from elections.refusal import Refused
from elections.views.member_home import acting as acting_member
from elections.views.member_page import FORM, UNDONE, problem
from members.access import member_required
from slates import access, joining
from slates.models import Invitation, Slate


@member_required
@FORM
def answer_invitation(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponseBase:
    """The invitation, and the answer; `answer` is "accept" or "decline"."""
    election = public_election(request, slug)
    slate, nomination = access.invited_nomination(election, slate_slug, acting_member(request))
    refusal = ""
    if request.method == "POST":
        try:
            _answer(request, slate, nomination)
        except Refused as refused:
            refusal = str(refused)
        else:
            tasks.nudge(tasks.send_mail)
            return redirect("elections:my-nomination", slug=slug)
    own = reverse("elections:my-nomination", args=[election.slug])
    context = {
        "election": election,
        "slate": slate,
        "nomination": nomination,
        "invitation": Invitation.objects.get(slate=slate, nomination=nomination),
        "stands_with": joining.slate_of(nomination),
        **problem(refusal),
        "breadcrumbs": [{"label": _("Your nomination"), "url": own}, {"label": slate.name}],
    }
    status = UNDONE if refusal else 200
    return render(request, "slates/answer.html", context, status=status)


def _answer(request: HttpRequest, slate: Slate, nomination: Nomination) -> None:
    member, now = acting_member(request), timezone.now()
    words = {"slate": slate.name}
    # The second press of a button finds what the first one did.
    stands = joining.slate_of(nomination) == slate
    if request.POST.get("answer") == "accept":
        if not stands:
            joining.accept(slate, nomination, member, now=now)
        messages.success(request, _("You stand with %(slate)s now.") % words)
    else:
        joining.decline(slate, nomination, member, now=now)
        messages.success(request, _("You do not stand with %(slate)s.") % words)
