"""The office's front pages: what needs a person, what is running, which processes live."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import office_questions
from elections.models import Election
from elections.views.office.page import left_out, looks, paged, query_without_page, show
from members.models import ImportRun


@looks
@require_safe
def office_home(request: HttpRequest) -> HttpResponse:
    now, closed = timezone.now(), left_out(request)
    running = office_questions.running(office_questions.unfinished().exclude(pk__in=closed), now)
    context = {
        "needs": office_questions.needs(running, now),
        "running": running,
        "imports": ImportRun.objects.due(),
        "processes": office_questions.processes(now),
        "leaves_out": bool(closed),
    }
    return show(request, "home", context)


@looks
@require_safe
def office_elections(request: HttpRequest) -> HttpResponse:
    """Every election there has been, the newest first."""
    page = paged(request, Election.objects.select_related("timetable"), 50)
    rows = office_questions.running(page.object_list, timezone.now())
    context = {"page": page, "query": query_without_page(request), "rows": rows}
    return show(request, "elections", context, here=_("All elections"))


@looks
@require_safe
def show_heartbeats(request: HttpRequest) -> HttpResponse:
    processes = office_questions.processes(timezone.now())
    return show(request, "heartbeats", {"processes": processes}, here=_("Processes"))
