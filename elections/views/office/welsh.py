"""Welsh for one election: switched on once a reader approved it, and off again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from elections import access, scheduling
from elections.forms.welsh import ApprovedWelshForm
from elections.refusal import Refused
from elections.views.office.page import actor, administers, page_of, show, tried
from members.access import may_enter
from members.roles import Role


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def switch_welsh_on(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    form = ApprovedWelshForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: scheduling.switch_welsh_on(
            election,
            approved_by=form.cleaned_data["approved_by"],
            actor=actor(request),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Welsh is on for this election."))
        return redirect(page_of("switch-welsh-on", election))
    context = {
        "form": form,
        "contests": election.contests.order_by("number"),
        "may_switch": may_enter(request, Role.ADMINISTRATOR),
    }
    return show(request, "welsh", context, election=election, here=_("Welsh"))


@administers
@require_POST
def switch_welsh_off(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    try:
        scheduling.switch_welsh_off(election, actor=actor(request))
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Welsh is off for this election."))
    return redirect(page_of("switch-welsh-on", election))
