"""Files of the office's lists: what may be taken by whom, and who took what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from elections import access
from elections.exports.cells import csv_response
from elections.exports.lists import OF_AN_ELECTION, OF_EVERYTHING, take
from elections.exports.xlsx import xlsx_response
from elections.views.office.page import actor, looks, paged, query_without_page, show
from members.access import may_enter
from members.models import Action, AuditEntry


@looks
@require_safe
def list_files(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The lists of an election, or those of everything; and the log of who took them."""
    election = access.office_election(slug) if slug else None
    lists = OF_AN_ELECTION if election else OF_EVERYTHING
    taken = AuditEntry.objects.filter(action=Action.EXPORT_TAKEN).select_related("actor")
    if election is not None:
        taken = taken.of_election(election.pk)
    context = {
        "lists": [(one, may_enter(request, *one.takers)) for one in lists.values()],
        "page": paged(request, taken.order_by("-id"), 50),
        "query": query_without_page(request),
    }
    return show(request, "files", context, election=election, here=_("Files"))


@looks
@require_GET
def export_list(request: HttpRequest, name: str, kind: str, slug: str = "") -> HttpResponseBase:
    election = access.office_election(slug) if slug else None
    lists = OF_AN_ELECTION if election else OF_EVERYTHING
    if name not in lists:
        raise Http404
    wanted = lists[name]
    if not may_enter(request, *wanted.takers):
        raise PermissionDenied
    take(wanted, election, kind=kind, actor=actor(request))
    file = f"{slug}-{name}" if slug else name
    if kind == "csv":
        return csv_response(file, wanted.header, wanted.rows(election))
    return xlsx_response(file, [(str(wanted.title), wanted.header, wanted.rows(election))])
