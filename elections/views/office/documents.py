"""The documents of an election: all there are, and the page that adds or changes one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, office_lists, scheduling
from elections.documents import gaps_in, obstacles_in_documents
from elections.forms.acts import DocumentForm
from elections.models import Document, Election
from elections.views.office.page import actor, conducts, looks, page_of, show, show_list, tried

either = require_http_methods(["GET", "HEAD", "POST"])


@looks
@require_safe
def list_documents(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Those in force first, then the earlier versions, the last first."""
    election = access.office_election(slug)
    return show_list(
        request,
        "documents",
        office_lists.DOCUMENTS,
        election.documents.select_related("added_by").order_by(
            F("replaced_at").desc(nulls_first=True), "kind", "title", "pk"
        ),
        {"obstacles": obstacles_in_documents(election)},
        election=election,
        here=_("Documents"),
        step="office-documents",
    )


@conducts
@either
def add_document(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    return _document_page(request, election, None, _("Add a document"))


@conducts
@either
def change_document(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election = access.office_election(slug)
    document = get_object_or_404(election.documents, pk=number)
    return _document_page(request, election, document, document.title)


def _document_page(
    request: HttpRequest, election: Election, document: Document | None, here: str
) -> HttpResponse:
    names = ("kind", "title", "text", "url")
    stored = {name: getattr(document, name) for name in names} if document else {}
    form = DocumentForm(
        request.POST or None,
        initial=stored or {"kind": Document.Kind.RULES},
        needs_reason=election.published_at is not None,
    )
    if form.is_valid() and tried(
        request,
        form,
        lambda: scheduling.save_document(
            election,
            **form.entered(),
            actor=actor(request),
            now=timezone.now(),
            replaces=document,
        ),
    ):
        messages.success(request, _("“%(title)s” is saved.") % form.cleaned_data)
        return redirect(page_of("office-documents", election))
    context = {"form": form, "document": document, "gaps": gaps_in(document) if document else []}
    return show(request, "document", context, election=election, here=here)
