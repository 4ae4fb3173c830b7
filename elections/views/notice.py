"""What was announced of an election: its notice, its documents, and how votes are counted."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access
from elections.models import Document, LabourCondition, whole_contests
from elections.views import trail
from members.models import Status
from members.reading import anybody

_PUNCTUAL = timedelta(hours=1)  # a notice that is out by then came out when it says


@anybody()
@require_safe
def show_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the notice locked."""
    election = access.public_election(request, slug)
    contests = whole_contests(election)
    published_at, dated = election.published_at, election.timetable.notice_at
    context = {
        "election": election,
        "contests": contests,
        "has_seats": any(contest.is_for_people for contest in contests),
        "national_minima": election.national_minima.all(),
        "statuses": [str(Status(status).label) for status in election.entitled_statuses],
        "asks_labour": election.labour == LabourCondition.REQUIRED,
        "came_late": published_at is not None and published_at - dated > _PUNCTUAL,
        "changes": election.changes.exists(),
        "breadcrumbs": trail.of(election, (_("Notice"), "")),
    }
    return render(request, "elections/public/notice.html", context)


@anybody()
@require_safe
def show_document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A document as it is, or as it was: earlier versions stay readable."""
    election = access.public_election(request, slug)
    document = get_object_or_404(election.documents, pk=number)
    context = {
        "election": election,
        "document": document,
        "successor": _successor(document),
        "breadcrumbs": trail.of(election, (document.shown_title, "")),
    }
    return render(request, "elections/public/document.html", context)


def _successor(document: Document) -> Document | None:
    """The version that took its place: the two share the instant."""
    if document.replaced_at is None:
        return None
    return Document.objects.filter(
        election=document.election_id, added_at=document.replaced_at
    ).first()


@anybody()
@require_safe
def how_counted(request: HttpRequest) -> HttpResponse:
    return render(request, "elections/public/how_counted.html")
