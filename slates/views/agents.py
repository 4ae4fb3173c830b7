"""What members do for a slate: register it, look after it, invite candidates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import tasks
from elections.access import public_election
from elections.models import Election, Nomination
from elections.refusal import Refused, why_not
from elections.views.member_home import acting as acting_member
from elections.views.member_page import FORM, UNDONE, crumbs, problem
from elections.views.office.page import tried
from members.access import member_required
from members.models import Member
from slates import access, acting, joining, registering
from slates.forms import AgentForm, SlateForm
from slates.models import COLOURS, Slate

STATE_TAGS = {
    Slate.State.PENDING: "wait",
    Slate.State.APPROVED: "good",
    Slate.State.REFUSED: "problem",
}


# --- What the slate says -------------------------------------------------------------------------


@member_required
@FORM
def register_slate(request: HttpRequest, slug: str) -> HttpResponseBase:
    election, member = public_election(request, slug), acting_member(request)
    slates = acting.slates_with_agent(election, member)
    form = SlateForm(request.POST or None, colours=registering.free_among(slates))
    if request.method == "POST":
        own = acting.acted_for(slates)
        if own is not None and not own.is_refused:
            messages.info(request, _("You act for %(slate)s.") % {"slate": own.name})
            return redirect("slates:your-slate", slug=slug)
        if form.is_valid() and tried(request, form, lambda: _register(election, member, form)):
            messages.success(request, _("Registered. The returning officer decides on it."))
            return redirect("slates:your-slate", slug=slug)
    title = _("Register a slate")
    now = timezone.now()
    refused = why_not(registering.require_may_register, election, member, slates, now=now)
    return _form_page(request, election, form, title, refused=refused)


def _register(election: Election, member: Member, form: SlateForm) -> Slate:
    return registering.register(election, member, **form.cleaned_data, now=timezone.now())


@member_required
@FORM
def change_slate(request: HttpRequest, slug: str) -> HttpResponseBase:
    election, member = public_election(request, slug), acting_member(request)
    if request.method == "POST" and acting.slate_of_agent(member, election) is None:
        return _no_longer_theirs(request, election)
    slate = access.agents_slate(election, member)
    form = _change_form(request, slate)
    if form.is_valid() and tried(request, form, lambda: _change(slate, member, form)):
        sent_again = _("Sent again. The returning officer decides on it.")
        messages.success(request, sent_again if slate.is_refused else _("Your slate is changed."))
        return redirect("slates:your-slate", slug=slug)
    title = _("Correct your slate") if slate.is_refused else _("Change your slate")
    return _form_page(request, election, form, title)


def _no_longer_theirs(request: HttpRequest, election: Election) -> HttpResponse:
    """An agent who was taken off while they wrote gets back what they wrote, and nothing else."""
    form = SlateForm(request.POST, colours=COLOURS)
    said = _("You do not act for a slate in this election, so nothing was changed.")
    advice = _("Copy what you wrote and send it to somebody who acts for the slate.")
    form.add_error(None, f"{said} {advice}")
    return _form_page(request, election, form, _("Change your slate"))


def _change_form(request: HttpRequest, slate: Slate) -> SlateForm:
    entered = ("name", "programme", "language", "colour", "website")
    return SlateForm(
        request.POST or None,
        colours=registering.free_colours(slate.election, besides=slate)
        if not slate.is_refused
        else registering.free_colours(slate.election),
        # Approved while the form was open: what was entered is not lost.
        is_settled=slate.is_approved and "name" not in request.POST,
        initial={name: getattr(slate, name) for name in entered},
    )


def _change(slate: Slate, member: Member, form: SlateForm) -> Slate:
    settled = {"name": slate.name, "colour": slate.colour}
    return registering.change(slate, member, **{**settled, **form.cleaned_data}, now=timezone.now())


def _form_page(
    request: HttpRequest, election: Election, form: SlateForm, title: str, *, refused: str = ""
) -> HttpResponse:
    context = {
        "election": election,
        "form": form,
        "title": title,
        "refused": "" if form.is_bound else refused,
        "breadcrumbs": crumbs(election, title),
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "slates/own_form.html", context, status=status)


# --- Who acts for it and who stands with it ------------------------------------------------------


@member_required
@require_safe
def your_slate(request: HttpRequest, slug: str) -> HttpResponse:
    election = public_election(request, slug)
    slate = access.agents_slate(election, acting_member(request))
    return _own_page(request, slate, AgentForm())


def _own_page(
    request: HttpRequest, slate: Slate, form: AgentForm, *, refusal: str = ""
) -> HttpResponse:
    invitations = slate.invitations.shown_to_candidate().of_standing()
    context = {
        "election": slate.election,
        "slate": slate,
        "state_tag": STATE_TAGS[Slate.State(slate.state)],
        "may_change": slate.election.candidates_fixed_at is None,
        "agents": slate.agents.select_related("member"),
        "acting": acting_member(request),
        "invitations": invitations.select_related("nomination__contest").order_by(
            "nomination__contest__number", "nomination__ballot_name"
        ),
        "form": form,
        **problem(refusal),
        "breadcrumbs": crumbs(slate.election, _("Your slate")),
    }
    status = UNDONE if form.is_bound or refusal else 200
    return render(request, "slates/your_slate.html", context, status=status)


@member_required
@FORM
def add_agent(request: HttpRequest, slug: str) -> HttpResponseBase:
    if request.method != "POST":  # back from signing in
        return redirect("slates:your-slate", slug=slug)
    slate = access.agents_slate(public_election(request, slug), acting_member(request))
    form = AgentForm(request.POST)
    if form.is_valid() and tried(
        request,
        form,
        lambda: acting.add_agent(
            slate, acting_member(request), **form.cleaned_data, now=timezone.now()
        ),
    ):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("Added. They are told by email."))
        return redirect("slates:your-slate", slug=slug)
    return _own_page(request, slate, form)


@member_required
@FORM
def remove_agent(request: HttpRequest, slug: str, agent: int) -> HttpResponseBase:
    if request.method != "POST":
        return redirect("slates:your-slate", slug=slug)
    slate = access.agents_slate(public_election(request, slug), acting_member(request))
    try:
        acting.remove_agent(slate, agent, acting_member(request), now=timezone.now())
    except Refused as refused:
        return _own_page(request, slate, AgentForm(), refusal=str(refused))
    if not slate.agents.filter(member=acting_member(request)).exists():
        messages.success(request, _("You no longer act for %(slate)s.") % {"slate": slate.name})
        return redirect(slate.election)
    messages.success(request, _("They no longer act for the slate."))
    return redirect("slates:your-slate", slug=slug)


@member_required
@FORM
def invite_candidate(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Whom to invite: those who stand, found by name; `candidate` names the one who was chosen."""
    election, member = public_election(request, slug), acting_member(request)
    slate = access.agents_slate(election, member)
    refusal = ""
    if request.method == "POST":
        number = request.POST.get("candidate", "")
        nomination = access.nomination_of(election, int(number) if number.isdecimal() else 0)
        try:
            joining.invite(slate, nomination, member, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            tasks.nudge(tasks.send_mail)
            words = _("%(name)s is invited and told by email.")
            messages.success(request, words % {"name": nomination.ballot_name})
            return redirect("slates:your-slate", slug=slug)
    return _invite_page(request, slate, refusal)


def _invite_page(request: HttpRequest, slate: Slate, refusal: str) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "").strip()
    asked = slate.invitations.shown_to_candidate().values("nomination")
    found = Nomination.objects.standing().filter(contest__election=slate.election)
    found = found.exclude(pk__in=asked).select_related("contest")
    if words:
        found = found.filter(ballot_name__icontains=words)
    context: dict[str, Any] = {
        "election": slate.election,
        "slate": slate,
        "found": found.order_by("contest__number", "ballot_name"),
        "words": words,
        **problem(refusal),
        "breadcrumbs": crumbs(slate.election, _("Invite candidates")),
    }
    status = UNDONE if refusal else 200
    return render(request, "slates/invite.html", context, status=status)


@member_required
@FORM
def end_invitation(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Asks once more, then takes an invitation back or ends a candidate's standing with the slate."""
    election, member = public_election(request, slug), acting_member(request)
    slate, nomination = (
        access.agents_slate(election, member),
        access.nomination_of(election, number),
    )
    refusal = ""
    if request.method == "POST":
        try:
            joining.take_back(slate, nomination, member, now=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("Done."))
            return redirect("slates:your-slate", slug=slug)
    context = {
        "election": election,
        "slate": slate,
        "nomination": nomination,
        "stands": joining.slate_of(nomination) == slate,
        **problem(refusal),
        "breadcrumbs": crumbs(election, nomination.ballot_name),
    }
    status = UNDONE if refusal else 200
    return render(request, "slates/end_invitation.html", context, status=status)
