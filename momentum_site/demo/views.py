"""Whom to sign in as, with the codes of the demo's authenticator apps, and what to look at. Demo only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from momentum_site.demo import guide
from momentum_site.demo.people import STAFF, current_code, members_to_try


@never_cache
@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    context = {
        "staff": [(person, current_code(person.email)) for person in STAFF],
        "members": members_to_try(),
        "states": guide.shown(),
    }
    return render(request, "demo/people.html", context)
