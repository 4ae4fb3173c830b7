"""Files of the office's lists: what may be taken by whom, and who took what."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from elections import access, office_lists, office_questions
from elections.exports.lists import OF_AN_ELECTION, OF_EVERYTHING, take
from elections.views.office.page import actor, left_out, looks, show_list
from members.access import may_enter
from members.models import Action, AuditEntry
from members.spreadsheets import csv_response
from members.workbooks import xlsx_response


@looks
@require_safe
def list_files(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """The lists of an election, or those of everything; and the log of who took them."""
    election = access.office_election(slug) if slug else None
    files = OF_AN_ELECTION if election else OF_EVERYTHING
    taken = AuditEntry.objects.filter(action=Action.EXPORT_TAKEN).select_related("actor")
    closed = left_out(request) if election is None else frozenset()
    if election is not None:
        taken = taken.of_election(election.pk)
    elif closed:
        taken = taken.exclude(election__in=closed)
    context = {
        "files": [(one, may_enter(request, *one.takers)) for one in files.values()],
        "leaves_out": bool(closed),
    }
    return show_list(
        request,
        "files",
        office_lists.FILES_TAKEN,
        taken,
        context,
        election=election,
        here=_("Files"),
    )


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
    if election is None and wanted.is_of_elections:
        _refuse_while_one_is_closed(request)
    take(wanted, election, kind=kind, actor=actor(request))
    file = f"{slug}-{name}" if slug else name
    if kind == "csv":
        return csv_response(file, wanted.header, wanted.rows(election))
    return xlsx_response(file, [(str(wanted.title), wanted.header, wanted.rows(election))])


def _refuse_while_one_is_closed(request: HttpRequest) -> None:
    """Raises PermissionDenied with a sentence: a file of everything cannot leave anything out.

    Only while such an election is under way: of one that is over nothing is left to conduct.
    """
    closed = left_out(request)
    if closed and office_questions.unfinished().filter(pk__in=closed).exists():
        raise PermissionDenied(
            _(
                "You stand, nominated somebody or act for a slate in an election that is under way, "
                "so its audit is closed to you and you cannot take that of everything. Take those "
                "of the other elections, or ask another officer."
            )
        )
