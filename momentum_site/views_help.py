"""Help: the guides of docs/ as pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.languages import Language
from members.reading import anybody
from momentum_site import guides
from momentum_site.templatetags.languages import written_in


@anybody()
@require_safe
def show_guide(request: HttpRequest, page: str = "") -> HttpResponse:
    """`page` is a name of `guides.names()`: nothing that was asked for is made a path."""
    guide = guides.guide(page)
    if guide is None:
        raise Http404
    crumbs = [{"label": _("Help"), "url": guides.address("")}] if page else []
    parent = guides.guide(page.rpartition("/")[0])
    if parent is not None and parent.name:
        crumbs.append(
            {
                "label": written_in(parent.title, Language.ENGLISH),
                "url": guides.address(parent.name),
            }
        )
    if crumbs:
        crumbs.append({"label": written_in(guide.title, Language.ENGLISH), "url": ""})
    return render(request, "pages/guide.html", {"guide": guide, "breadcrumbs": crumbs})
