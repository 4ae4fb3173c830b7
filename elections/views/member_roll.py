"""A member's own question: am I on the roll?"""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import access, roll
from elections.views.member_home import acting
from members.access import member_required


@member_required
@require_safe
def my_place_on_the_roll(request: HttpRequest, slug: str) -> HttpResponse:
    """From the roll once it is written, and before that as things stand; with every reason."""
    election = access.public_election(request, slug)
    member, now = acting(request), timezone.now()
    place = roll.place_of(election, member, now=now)
    context = {
        "election": election,
        "member": member,
        "place": place,
        "answer": _answer(place),
        "conditions": roll.conditions_in_words(election),
        "help_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "breadcrumbs": [
            {"label": _("Your elections"), "url": reverse("elections:member-home")},
            {"label": election.shown_title, "url": election.get_absolute_url()},
            {"label": _("Am I on the roll?")},
        ],
    }
    return render(request, "elections/member/on_the_roll.html", context)


def _answer(place: roll.Place) -> str:
    if place.is_written and place.is_on:
        return _("Yes, you are on the roll")
    if place.is_written:
        return _("No, you are not on the roll")
    if place.is_on:
        return _("As things stand, you will be on the roll")
    return _("As things stand, you will not be on the roll")
