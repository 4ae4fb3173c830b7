"""Pages of the site itself, and what it says when something is in the way."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found, permission_denied

from elections.views import voter
from elections.views.public import elections_by_phase
from members.reading import A_MOMENT, anybody
from momentum_site.page_language import speak_as_chosen

# When somebody last held the accessibility statement against the site.
STATEMENT_PREPARED_ON = date(2026, 11, 26)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: 200 when the database answers, 503 (by the middleware) when not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@anybody(A_MOMENT)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is open now, what is coming and what was decided of late; the rest is one link away."""
    groups = elections_by_phase(timezone.now(), only_current=True)
    return render(request, "pages/home.html", {"groups": groups})


@anybody()
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "prepared_on": STATEMENT_PREPARED_ON,
        "help_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    return render(request, "pages/accessibility.html", context)


@anybody()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    speak_as_chosen(request)
    return page_not_found(request, exception)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    speak_as_chosen(request)
    return permission_denied(request, exception)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without a good token: mostly cookies switched off, or a page from long ago.

    A ballot paper comes from no browser that keeps no cookies: voters are told of the second alone.
    """
    found = request.resolver_match
    if found is not None and found.view_name in voter.FORMS:
        with suppress(Http404):  # of an election that is not public nothing is said
            return voter.tell_of_lost_session(request, **found.kwargs)
    speak_as_chosen(request)
    is_cookie_missing = "cookie" in reason.lower()
    context = {"is_cookie_missing": is_cookie_missing, "path": request.get_full_path()}
    return render(request, "pages/csrf_failure.html", context, status=403)
