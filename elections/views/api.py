"""Read-only JSON of what is public: for programs of anybody, without a cookie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from elections import exports
from elections.exports import api
from elections.models import Election
from members.languages import Language, for_programs
from members.reading import A_DAY, anybody

ELECTIONS_A_PAGE, CHECKPOINTS_A_PAGE = 50, 500
_SCHEMAS = Path(exports.__path__[0]) / "schemas"

View = Callable[..., api.Document]


class _BadPage(Exception):
    pass


def _only_read(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever would do anything else is told so by a document: nothing is changed, so that no token
    is asked for first, which no program has."""

    @csrf_exempt
    @for_programs
    @wraps(view)
    @translation.override(Language.ENGLISH)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        response = _error(_("These documents can only be read."), 405)
        response["Allow"] = "GET, HEAD"
        return response

    return reading


def _answers(view: View) -> Callable[..., HttpResponseBase]:
    """Answer with the document, for pages of any site; what goes wrong is a document as well.

    All of it is in English, as the files of the bundle are: nothing in it depends on who asks.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return _open_to_all(
                JsonResponse(view(request, *args, **kwargs), json_dumps_params=_PLAIN)
            )
        except Http404:
            return _error(_("There is no such document."), 404)
        except _BadPage:
            return _error(_("There is no such page of this list."), 400)

    return anybody()(_only_read(answering))


_PLAIN = {"ensure_ascii": False, "indent": 1}


def _error(words: str, status: int) -> HttpResponse:
    return _open_to_all(JsonResponse(api.error(words), status=status, json_dumps_params=_PLAIN))


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Whatever site a script was loaded from may read it: nothing in it depends on who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _listed(slug: str) -> Election:
    """Rehearsals are for nobody here, staff among them: these pages do not ask who reads."""
    return get_object_or_404(Election.objects.listed().select_related("timetable"), slug=slug)


@_answers
def show_index(request: HttpRequest) -> api.Document:
    return api.index()


@_answers
def list_elections(request: HttpRequest) -> api.Document:
    found = Election.objects.listed().select_related("timetable")
    ordered = found.order_by("-timetable__voting_closes_at", "pk")
    those, place = _page(request, ordered, ELECTIONS_A_PAGE, api.url("elections:api-elections"))
    return api.elections(those, timezone.now(), **place)


@_answers
def show_election(request: HttpRequest, slug: str) -> api.Document:
    return api.election(_listed(slug), timezone.now())


@_answers
def show_candidates(request: HttpRequest, slug: str) -> api.Document:
    return api.candidates(_listed(slug))


@_answers
def show_results(request: HttpRequest, slug: str) -> api.Document:
    election = _listed(slug)
    if election.counted_at is None:
        raise Http404
    return api.result(election)


@_answers
def show_checkpoints(request: HttpRequest, slug: str) -> api.Document:
    election = _listed(slug)
    here = api.url("elections:api-checkpoints", slug)
    those, place = _page(request, api.checkpoints(election), CHECKPOINTS_A_PAGE, here)
    return api.page_of_checkpoints(election, those, **place)


@anybody(A_DAY)
@_only_read
def show_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of a document, as it is beside the code."""
    if name not in api.NAMES:
        return _error(_("There is no such document."), 404)
    text = (_SCHEMAS / f"{name}.schema.json").read_bytes()
    return _open_to_all(HttpResponse(text, content_type="application/schema+json"))


def _page(
    request: HttpRequest, found: Sequence[Any] | Any, size: int, here: str
) -> tuple[list[Any], dict[str, Any]]:
    """What the page that `?page=` asks for has, and its place: its number, how many there are."""
    pages = Paginator(found, size)
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 7):
        raise _BadPage
    if not 1 <= int(asked) <= pages.num_pages:
        raise _BadPage
    page = pages.page(int(asked))

    def at(number: int) -> str:
        return f"{here}?page={number}"

    place = {
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "previous": at(page.number - 1) if page.has_previous() else None,
        "next": at(page.number + 1) if page.has_next() else None,
    }
    return list(page), place
