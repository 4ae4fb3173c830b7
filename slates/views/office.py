"""Slates in the office: the list, and the page on which one is decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import tasks
from elections.access import office_election
from elections.models import Election
from elections.views.office.check_first import checks_first
from elections.views.office.page import actor, conducts, looks, page_of, show, show_list, tried
from slates import access, deciding, joining, registering
from slates.forms import ReasonForm, SlateDecisionForm, SlateForm
from slates.models import Slate
from slates.office_lists import SLATES, slates_of
from slates.views.agents import STATE_TAGS

either = require_http_methods(["GET", "HEAD", "POST"])


@looks
@require_safe
def list_slates(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = office_election(slug)
    return show_list(
        request,
        "list_slates",
        SLATES,
        slates_of(election),
        {"may_change": election.candidates_fixed_at is None},
        election=election,
        here=_("Slates"),
        folder="slates",
    )


@conducts
@either
@checks_first(gettext_lazy("Record the decision"))
def decide_slate(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponseBase:
    election = office_election(slug)
    slate = access.office_slate(election, slate_slug)
    form = SlateDecisionForm(request.POST or None)
    if form.is_valid() and tried(request, form, lambda: _decide(request, slate, form)):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("Decided. Those who act for the slate are told by email."))
        return redirect("slates:list-slates", slug=slug)
    slate.refresh_from_db()
    return _office_page(request, election, slate, form)


def _decide(request: HttpRequest, slate: Slate, form: SlateDecisionForm) -> None:
    seen, now = request.POST.get("seen", ""), timezone.now()
    if form.is_yes:
        deciding.approve(slate, actor=actor(request), now=now, seen=seen)
    else:
        reason = form.cleaned_data["reason"]
        deciding.refuse(slate, actor=actor(request), reason=reason, now=now, seen=seen)


def _office_page(
    request: HttpRequest, election: Election, slate: Slate, form: SlateDecisionForm
) -> HttpResponseBase:
    context = {
        "slate": slate,
        "about": slate.name,
        "state_tag": STATE_TAGS[Slate.State(slate.state)],
        "agents": slate.agents.select_related("member"),
        "invitations": slate.invitations.of_standing()
        .select_related("nomination__contest")
        .order_by("nomination__contest__number", "nomination__ballot_name"),
        "may_change": election.candidates_fixed_at is None,
        "is_open": slate.state == Slate.State.PENDING and election.candidates_fixed_at is None,
        "form": form,
    }
    return show(
        request, "decide_slate", context, election=election, here=slate.name, folder="slates"
    )


@conducts
@either
def correct_slate(request: HttpRequest, slug: str, slate_slug: str) -> HttpResponseBase:
    election = office_election(slug)
    slate = access.office_slate(election, slate_slug)
    entered = ("name", "programme", "language", "colour", "website")
    form = SlateForm(
        request.POST or None,
        colours=registering.free_colours(election, besides=slate),
        initial={name: getattr(slate, name) for name in entered},
    )
    if form.is_valid() and tried(
        request,
        form,
        lambda: deciding.correct(
            slate, **form.cleaned_data, actor=actor(request), now=timezone.now()
        ),
    ):
        messages.success(request, _("%(slate)s is corrected.") % {"slate": slate.name})
        return redirect("slates:decide-slate", slug=slug, slate_slug=slate_slug)
    context = {
        "form": form,
        "title": _("Correct a slate"),
        "cancel_url": page_of("slates:decide-slate", election, slate.slug),
    }
    here = _("Correct a slate")
    return show(request, "office_form", context, election=election, here=here, folder="slates")


@conducts
@either
@checks_first(gettext_lazy("Take off the slate"))
def take_off(request: HttpRequest, slug: str, slate_slug: str, number: int) -> HttpResponseBase:
    """An officer takes a candidate off a slate, with the reason that both are told."""
    election = office_election(slug)
    slate = access.office_slate(election, slate_slug)
    nomination = access.nomination_of(election, number)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        request,
        form,
        lambda: joining.take_off(
            slate,
            nomination,
            actor=actor(request),
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
    ):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("Done. The candidate and the slate are told by email."))
        return redirect("slates:decide-slate", slug=slug, slate_slug=slate_slug)
    context = {
        "form": form,
        "title": _("Take %(name)s off the slate") % {"name": nomination.ballot_name},
        "about": f"{nomination.ballot_name}, {slate.name}",
        "cancel_url": page_of("slates:decide-slate", election, slate.slug),
    }
    return show(
        request, "office_form", context, election=election, here=slate.name, folder="slates"
    )
