"""Calendars of deadlines, for calendar programs of anybody, which bring no cookie."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.exports import calendar
from elections.models import Election
from elections.models.election import ElectionQuerySet
from members.languages import for_programs, speak
from members.reading import anybody


def _listed() -> ElectionQuerySet:
    return Election.objects.listed().select_related("timetable").prefetch_related("changes")


@anybody()
@for_programs
@require_safe
def all_elections(request: HttpRequest) -> HttpResponse:
    """Every election that goes on or is not long over."""
    now = timezone.now()
    speak(request, offers_welsh=Election.objects.listed().in_welsh().exists())
    found = _listed().not_long_over(at=now).order_by("timetable__voting_opens_at", "pk")
    text = calendar.write(found, title=_("Momentum elections"), now=now)
    return _file("momentum-elections", text)


@anybody()
@for_programs
@require_safe
def one_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = get_object_or_404(_listed(), slug=slug)
    speak(request, offers_welsh=election.offers_welsh)
    return _file(slug, calendar.write([election], title=election.title_here, now=timezone.now()))


def _file(name: str, text: bytes) -> HttpResponse:
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
