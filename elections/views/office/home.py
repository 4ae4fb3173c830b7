"""The office's front pages: what needs a person, what is running, which processes live."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import office_lists, office_questions
from elections.views.office.page import left_out, looks, show, show_list
from members.models import ImportRun


@looks
@require_safe
def office_home(request: HttpRequest) -> HttpResponse:
    now, closed = timezone.now(), left_out(request)
    alive = office_questions.processes(now)
    running = office_questions.running(office_questions.unfinished().exclude(pk__in=closed), now)
    context = {
        "needs": office_questions.needs(running, alive, now),
        "running": running,
        "imports": ImportRun.objects.due(),
        "processes": alive,
        "leaves_out": bool(closed),
    }
    return show(request, "home", context)


@looks
@require_safe
def office_elections(request: HttpRequest) -> HttpResponseBase:
    """Every election there has been, the newest first."""
    rows = office_lists.in_the_office(timezone.now())
    return show_list(request, "elections", office_lists.elections(), rows, here=_("All elections"))


@looks
@require_safe
def show_heartbeats(request: HttpRequest) -> HttpResponse:
    processes = office_questions.processes(timezone.now())
    return show(request, "heartbeats", {"processes": processes}, here=_("Processes"))
