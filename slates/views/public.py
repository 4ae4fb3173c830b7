"""A slate as everybody reads it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.access import public_election
from elections.models import Candidate, Contest, Election, Nomination
from elections.results import left_of
from elections.views.people import Person, in_random_order
from members.reading import anybody
from slates import access
from slates.models import Slate


@anybody(shared=False)
@require_safe
def show_slate(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponse:
    election = public_election(request, slug)
    slate = access.public_slate(election, slate_slug)
    context = {
        "election": election,
        "slate": slate,
        "contests": _contests(request, slate, election),
        "breadcrumbs": [
            {"label": _("Elections"), "url": reverse("elections:list-elections")},
            {"label": election.shown_title, "url": election.get_absolute_url()},
            {"label": slate.name},
        ],
    }
    return render(request, "slates/show_slate.html", context)


def _contests(request: HttpRequest, slate: Slate, election: Election) -> list[dict[str, Any]]:
    """The slate's people contest by contest, in the random order that every list has."""
    ids = slate.invitations.accepted().values("nomination")
    people: list[tuple[Contest, Person]]
    if election.candidates_fixed_at is not None:
        shown = (
            Candidate.objects.as_shown()
            .filter(nomination__in=ids)
            .select_related("contest__election", "contest__seat_plan")
        )
        left = left_of(shown)
        people = [(one.contest, Person.on_paper(one, election, left.get(one.pk))) for one in shown]
    else:
        people = [
            (one.contest, Person.nominated(one))
            for one in Nomination.objects.standing()
            .with_photo()
            .filter(pk__in=ids)
            .select_related("contest")
        ]
    contests = sorted({contest for contest, _person in people}, key=lambda one: one.number)
    return [
        {
            "contest": contest,
            "people": in_random_order(
                request, [one for of, one in people if of == contest], of=f"slate {slate.pk}"
            ),
        }
        for contest in contests
    ]
