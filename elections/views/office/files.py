"""Files of the office's lists; who took which is in the audit."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from elections import access
from elections.exports.cells import csv_response
from elections.exports.lists import LISTS, take
from elections.exports.xlsx import xlsx_response
from elections.views.office.page import actor, looks, show


@looks
@require_safe
def list_files(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = access.office_election(slug)
    context = {"lists": LISTS.values()}
    return show(request, "files", context, election=election, here=_("Files"))


@looks
@require_GET
def export_list(request: HttpRequest, slug: str, name: str, kind: str) -> HttpResponseBase:
    election = access.office_election(slug)
    if name not in LISTS:
        raise Http404
    taken = take(LISTS[name], election, kind=kind, actor=actor(request))
    file = f"{slug}-{name}"
    if kind == "csv":
        return csv_response(file, taken.header, taken.rows(election))
    return xlsx_response(file, [(str(taken.title), taken.header, taken.rows(election))])
