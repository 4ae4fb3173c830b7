"""Fixing the papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from elections import access, mailing, office_questions, publishing, tasks
from elections.forms.deciding import ConfirmForm
from elections.models import Election, Message
from elections.refusal import Refused
from elections.views.office.page import actor, conducts, page_of, show, tried
from elections.views.office.twice import done_before
from members.audit import Action

either = require_http_methods(["GET", "HEAD", "POST"])


@conducts
@either
def fix_papers(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    proposes = request.POST.get("act") == "propose"
    form = ConfirmForm(request.POST or None, election=election)
    if form.is_valid():
        act = publishing.propose_papers if proposes else publishing.fix_papers
        seen = request.POST.get("seen", "")
        if tried(
            request,
            form,
            lambda: act(election, actor=actor(request), now=timezone.now(), seen=seen),
        ):
            return _after(request, election, proposes=proposes)
        election.refresh_from_db()
        if done_before(request, election, Action.PAPERS_FIXED, Action.RESULT_PROVISIONAL):
            return redirect(_onward(election))
    is_fixed = election.candidates_fixed_at is not None
    context = {
        **_second_officer(request, election),
        "form": form,
        "fates": [] if is_fixed else office_questions.fates_of(election),
        "is_fixed": is_fixed,
        "obstacles": [] if is_fixed else publishing.obstacles_to_fixing(election, now),
        "plan": None if is_fixed else office_questions.plan_of_papers(election, now),
        "specimen": None if is_fixed else mailing.preview_for_voters(election, Message.Kind.BALLOT),
        "contests": office_questions.contests_with_figures(election),
        "unapproved": [] if is_fixed else office_questions.proofs_not_approved(election),
    }
    return show(request, "papers", context, election=election, here=_("Papers"))


def _after(request: HttpRequest, election: Election, *, proposes: bool) -> HttpResponse:
    if proposes:
        messages.success(request, _("On record. Another officer now confirms, and so fixes them."))
        return redirect(page_of("fix-papers", election))
    if election.no_poll_at is not None:
        messages.success(request, _("There is nothing to vote on: the result is provisional."))
    else:
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("The papers are fixed. The ballot mail is in the outbox."))
    return redirect(_onward(election))


def _onward(election: Election) -> str:
    has_poll = election.no_poll_at is None
    return page_of("mail-progress" if has_poll else "declare-result", election)


def _second_officer(request: HttpRequest, election: Election) -> dict[str, object]:
    """Where two officers fix the papers: whose turn it is, and what this one reads."""
    if not election.needs_second_officer or election.papers_fixed_at is not None:
        return {}
    proposal = office_questions.proposal_of(election)
    seen = publishing.digest_of_papers(election)
    is_void = proposal is not None and publishing.is_void(proposal, seen)
    proposer = proposal.made_by if proposal and not is_void else None
    return {
        "proposal": proposal,
        "proposal_is_void": is_void,
        "waits_for_another": proposer == actor(request),
        "confirms": proposer not in (None, actor(request)),
        "seen": seen,
    }


@conducts
@require_POST
def take_proposal_back(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    try:
        publishing.take_proposal_back(election, actor=actor(request), now=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Taken back: the papers are not found ready any more."))
    return redirect(page_of("fix-papers", election))
