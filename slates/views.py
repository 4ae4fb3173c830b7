"""Slates as everybody reads them, as candidates choose them, as the office enters them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from elections import access
from elections.models import Candidate, Contest, Election, Nomination
from elections.refusal import Refused
from elections.views.member_home import acting
from elections.views.office.page import actor, conducts, looks
from elections.views.public import Person, in_random_order
from members.access import may_enter, member_required
from members.roles import Role
from slates import joining, registering
from slates.forms import ChooseSlateForm, SlateForm
from slates.models import Slate

UNDONE = 422  # what was sent could not be done; the page says why
FORM = require_http_methods(["GET", "HEAD", "POST"])


# --- For everybody -------------------------------------------------------------------------------


@require_safe
def show_slate(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponse:
    election = access.public_election(slug)
    slates = Slate.objects.open_to_candidates().filter(election=election)
    slate = get_object_or_404(slates, slug=slate_slug)
    context = {
        "election": election,
        "slate": slate,
        "contests": _contests(request, slate, election),
        "breadcrumbs": [
            {"label": _("Elections"), "url": reverse("elections:list-elections")},
            {"label": election.title, "url": election.get_absolute_url()},
            {"label": slate.name},
        ],
    }
    return render(request, "slates/show_slate.html", context)


def _contests(request: HttpRequest, slate: Slate, election: Election) -> list[dict[str, Any]]:
    """The slate's people contest by contest, in the random order that every list has."""
    ids = slate.candidates.values("nomination")
    people: list[tuple[Contest, Person]]
    if election.papers_fixed_at is not None:
        people = [
            (one.contest, Person.on_paper(one, election))
            for one in Candidate.objects.as_shown()
            .filter(nomination__in=ids)
            .select_related("contest")
        ]
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


# --- For candidates ------------------------------------------------------------------------------


@member_required
@FORM
def choose_slate(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = access.public_election(slug)
    nomination = access.own_nomination(acting(request), election)
    if nomination is None:
        raise Http404
    form = ChooseSlateForm(
        request.POST or None,
        slates=Slate.objects.open_to_candidates().filter(election=election),
        initial={"slate": joining.slate_of(nomination)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _choose(form.cleaned_data["slate"], nomination)
            messages.success(request, _("Your choice of slate is recorded."))
            return redirect("elections:my-nomination", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _choice_page(request, election, form)


def _choice_page(request: HttpRequest, election: Election, form: ChooseSlateForm) -> HttpResponse:
    own = reverse("elections:my-nomination", args=[election.slug])
    context = {
        "election": election,
        "form": form,
        "slates": Slate.objects.open_to_candidates().filter(election=election),
        "breadcrumbs": [{"label": _("Your nomination"), "url": own}, {"label": _("Your slate")}],
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "slates/choose_slate.html", context, status=status)


def _choose(slate: Slate | None, nomination: Nomination) -> None:
    now = timezone.now()
    if slate is None:
        joining.leave(nomination, now=now)
    else:
        joining.join(slate, nomination, now=now)


# --- For the office ------------------------------------------------------------------------------


def _office_crumbs(election: Election) -> list[dict[str, str]]:
    return [
        {"label": _("Office"), "url": reverse("elections:office-home")},
        {
            "label": election.title,
            "url": reverse("elections:office-election", args=[election.slug]),
        },
    ]


@looks
@require_safe
def list_slates(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    context = {
        "election": election,
        "slates": Slate.objects.filter(election=election).prefetch_related("candidates"),
        "may_change": election.papers_fixed_at is None,
        "may_conduct": may_enter(request, Role.OFFICER),
        "has_free_colours": bool(registering.free_colours(election)),
        "breadcrumbs": [*_office_crumbs(election), {"label": _("Slates")}],
    }
    return render(request, "slates/list_slates.html", context)


@conducts
@FORM
def add_slate(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = access.office_election(slug)
    form = SlateForm(request.POST or None, colours=registering.free_colours(election))
    if request.method == "POST" and form.is_valid():
        try:
            slate = registering.register(
                election, **form.cleaned_data, actor=actor(request), now=timezone.now()
            )
            messages.success(request, _("%(slate)s is registered.") % {"slate": slate.name})
            return redirect("slates:list-slates", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _office_form(request, election, form, _("Register a slate"))


@conducts
@FORM
def correct_slate(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponseBase:
    election = access.office_election(slug)
    slate = get_object_or_404(Slate, election=election, slug=slate_slug)
    entered = ("name", "programme", "colour", "website")
    form = SlateForm(
        request.POST or None,
        colours=registering.free_colours(election, besides=slate),
        initial={name: getattr(slate, name) for name in entered},
    )
    if request.method == "POST" and form.is_valid():
        try:
            registering.correct(
                slate, **form.cleaned_data, actor=actor(request), now=timezone.now()
            )
            messages.success(request, _("%(slate)s is corrected.") % {"slate": slate.name})
            return redirect("slates:list-slates", slug=slug)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _office_form(request, election, form, _("Correct a slate"))


def _office_form(
    request: HttpRequest, election: Election, form: SlateForm, title: str
) -> HttpResponse:
    context = {
        "election": election,
        "form": form,
        "title": title,
        "cancel_url": reverse("slates:list-slates", args=[election.slug]),
        "breadcrumbs": [
            *_office_crumbs(election),
            {"label": _("Slates"), "url": reverse("slates:list-slates", args=[election.slug])},
            {"label": title},
        ],
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "slates/slate_form.html", context, status=status)
