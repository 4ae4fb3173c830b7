"""The loss of the database, answered without the database."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.template.loader import render_to_string

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "Retry-After": "30",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class DatabaseAway:
    """Outermost: answers 503 with a page that posts again what was entered.

    Django turns an exception into a response at every layer, so that nothing is raised through to
    here; the signal that it sends on the way marks the request. Neither the session nor a context
    processor is touched: both would need the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        got_request_exception.connect(_mark, dispatch_uid="momentum_site.database_away")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not getattr(request, "database_is_away", False):
            return response
        response.close()
        for connection in connections.all(initialized_only=True):
            # A broken connection is closed, so that the next request opens one that works.
            connection.close_if_unusable_or_obsolete()
        return _away(request)


def _mark(sender: object, request: HttpRequest | None = None, **kwargs: Any) -> None:
    if request is not None and _is_loss(sys.exc_info()[1]):
        request.database_is_away = True  # type: ignore[attr-defined]


def _is_loss(error: BaseException | None) -> bool:
    """Also where it was met inside a template or while another error was dealt with."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _away(request: HttpRequest) -> HttpResponse:
    entered, had_files = _entered(request)
    page = render_to_string(
        "pages/database_away.html",
        {
            "is_post": request.method == "POST",
            "path": request.get_full_path(),
            "entered": entered,
            "had_files": had_files,
        },
    )
    return HttpResponse(page, status=503, headers=_HEADERS)


def _entered(request: HttpRequest) -> tuple[list[tuple[str, str]], bool]:
    """Every field and value of the form that was sent, and whether files came with it."""
    if request.method != "POST":
        return [], False
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        return fields, bool(request.FILES)
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return [], False
