"""Who stands: the list, deciding a nomination, ending one, and words struck out."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, nominating, office_lists, office_questions, publishing, tasks
from elections.forms.after_close import EndNominationForm
from elections.forms.deciding import NominationDecisionForm, StrikeForm
from elections.links import shown
from elections.models import (
    Candidate,
    CandidateLeft,
    Election,
    IdentityDeclaration,
    Nomination,
)
from elections.models.entitlement import is_elector
from elections.refusal import why_not
from elections.reserved import asked_for_seats
from elections.views.office.check_first import checks_first, names_election
from elections.views.office.page import (
    actor,
    conducts,
    looks,
    office,
    page_of,
    show,
    show_list,
    tried,
)
from elections.views.office.twice import done_before
from members.access import may_enter
from members.audit import Action
from members.listing import ShownList
from members.roles import Role


@looks
@require_safe
def list_nominations(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = access.office_election(slug)
    return show_list(
        request,
        "nominations",
        office_lists.nominations(election),
        office_questions.nominations_of(election),
        election=election,
        here=_("Nominations"),
    )


# Nominators are seen by officers and the scrutineer, what candidates declared by officers alone.
@office(acting=(Role.OFFICER,), reading=(Role.OFFICER, Role.SCRUTINEER))
@require_http_methods(["GET", "HEAD", "POST"])
@checks_first(gettext_lazy("Record the decision"))
def decide_nomination(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election = access.office_election(slug)
    nomination = get_object_or_404(
        office_questions.nominations_of(election).select_related(
            "contest__sheet",
            "contest__reopened",
            "decided_by",
            "member__region",
            "member__same_person_as",
            "appeal",
            "end",
        ),
        pk=number,
    )
    nomination.contest.election = nomination.contest.sheet.election = election
    form = NominationDecisionForm(request.POST or None)
    if form.is_valid():
        if tried(request, form, lambda: _decide(request, nomination, form)):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _who_is_told(nomination, form))
            shown = _list_asked_for(request, election)
            return redirect(page_of("list-nominations", election) + shown.address)
        nomination.refresh_from_db()
    context = {
        "form": form,
        "about": f"{nomination.ballot_name}, {nomination.contest.title}",
        **_all_that_is_needed(request, election, nomination),
        **_neighbours(request, election, number),
    }
    return show(request, "nomination", context, election=election, here=nomination.ballot_name)


def _list_asked_for(request: HttpRequest, election: Election) -> ShownList:
    """The list that the officer came from, as the address keeps it."""
    found = office_questions.nominations_of(election)
    return ShownList(office_lists.nominations(election), found, request.GET)


def _neighbours(request: HttpRequest, election: Election, number: int) -> dict[str, str]:
    """The pages before and after this one in that list."""
    shown = _list_asked_for(request, election)
    pages = zip(("previous_url", "next_url"), shown.neighbours(number), strict=True)
    return {
        name: page_of("decide-nomination", election, pk) + shown.address if pk else ""
        for name, pk in pages
    }


def _decide(request: HttpRequest, nomination: Nomination, form: NominationDecisionForm) -> None:
    now = timezone.now()
    if form.is_yes:
        seen = request.POST.get("seen", "")
        nominating.accept(nomination, actor=actor(request), now=now, seen=seen)
    else:
        reason = form.cleaned_data["reason"]
        nominating.refuse(nomination, actor=actor(request), reason=reason, now=now)


def _who_is_told(nomination: Nomination, form: NominationDecisionForm) -> str:
    """As the page said before: of a refusal, others than the candidate hear too."""
    others = _nominators_are_told_until(nomination) or nomination.slate_label
    if form.is_yes or not others:
        return _("Decided. The candidate is told by email.")
    return _(
        "Decided. The candidate is told by email, and so are those who nominated them or act for "
        "their slate, as far as the page named them."
    )


def _nominators_are_told_until(nomination: Nomination) -> datetime | None:
    """Until when those who nominated this person can nominate another; None if none is told."""
    if not nomination.supporting.exists():
        return None
    return nominating.released_until(nomination, timezone.now())


def _all_that_is_needed(
    request: HttpRequest, election: Election, nomination: Nomination
) -> dict[str, object]:
    supporters = office_questions.support_of(nomination)
    is_officer = may_enter(request, Role.OFFICER)
    return {
        "nomination": nomination,
        "appeal": getattr(nomination, "appeal", None),
        "slate_changed": office_questions.slate_changed_after_acceptance(nomination),
        "is_elector": is_elector(nomination.member, nomination.contest.sheet),
        "supporters": supporters,
        "support": (support := nomination.count_support()),
        "has_enough_support": support >= election.supporters_needed,
        "texts": office_questions.texts_to_look_at(nomination),
        "links": shown(nomination.links),
        "candidate": Candidate.objects.as_shown().filter(nomination=nomination).first(),
        "declared": _declared(nomination) if is_officer else None,
        "is_anothers": nomination.member.same_person_as is not None,
        "is_open": nomination.state == Nomination.State.SUBMITTED
        and election.candidates_fixed_at is None,
        "nominators_told_until": _nominators_are_told_until(nomination),
        "may_end": _why_not_ended(request, nomination) == "",
    }


def _why_not_ended(request: HttpRequest, nomination: Nomination) -> str:
    return why_not(nominating.require_may_end, nomination, actor(request), now=timezone.now())


def _declared(nomination: Nomination) -> list[tuple[IdentityDeclaration, bool]]:
    """What the candidate declared, and whether it is for seats that this contest reserves."""
    reserved = {attribute.value for attribute in asked_for_seats(nomination.contest)}
    return [(one, one.attribute in reserved) for one in nomination.declarations.all()]


# As the page of the nomination: what is not public is read by officers and the scrutineer.
@office(acting=(Role.OFFICER,), reading=(Role.OFFICER, Role.SCRUTINEER))
@require_http_methods(["GET", "HEAD", "POST"])
@checks_first(gettext_lazy("End this nomination"), confirm=names_election, in_place=True)
def end_nomination(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody who stands no longer does, and why; the page says what that does, and to whom."""
    election = access.office_election(slug)
    nomination = get_object_or_404(
        office_questions.nominations_of(election).select_related(
            "contest__sheet", "contest__election__timetable"
        ),
        pk=number,
    )
    form = EndNominationForm(request.POST or None)
    if form.is_valid():
        if tried(request, form, lambda: _end(request, nomination, form)):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("Recorded. This person no longer stands."))
            return redirect(page_of("decide-nomination", election, number))
        if done_before(
            request,
            election,
            Action.NOMINATION_ENDED,
            reason=str(CandidateLeft.Reason(form.cleaned_data["reason"]).label),
            subject=f"nomination {nomination.pk}",
        ):
            return redirect(page_of("decide-nomination", election, number))
    context = {
        "form": form,
        "nomination": nomination,
        "why_not": _why_not_ended(request, nomination),
        "supporters": nomination.supporting.count(),
        "released_until": nominating.released_until(nomination, timezone.now()),
        "fate": office_questions.fate_without(nomination),
    }
    return show(request, "end_nomination", context, election=election, here=_("End a nomination"))


def _end(request: HttpRequest, nomination: Nomination, form: EndNominationForm) -> None:
    nominating.end(
        nomination,
        reason=CandidateLeft.Reason(form.cleaned_data["reason"]),
        detail=form.cleaned_data["detail"],
        actor=actor(request),
        now=timezone.now(),
    )


@conducts
@require_http_methods(["GET", "HEAD", "POST"])
@checks_first(gettext_lazy("Strike these words out"), confirm=names_election)
def strike_passage(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Words of a fixed statement are struck out; the page names who stands, what and for whom."""
    election = access.office_election(slug)
    candidate = get_object_or_404(
        Candidate.objects.as_shown().select_related("contest"),
        contest__election=election,
        nomination=number,
    )
    form = StrikeForm(request.POST or None)
    if form.is_valid() and tried(request, form, lambda: _strike(request, candidate, form)):
        tasks.nudge(tasks.send_mail)
        messages.success(
            request,
            _(
                "The words are struck out. A dated mark stands there. The candidate is told by email."
            ),
        )
        return redirect(page_of("strike-passage", election, number))
    context = {
        "form": form,
        "candidate": candidate,
        "about": f"{candidate.ballot_name}, {candidate.contest.title}",
        "struck": candidate.struck.select_related("struck_by"),
    }
    return show(
        request, "strike", context, election=election, here=_("Strike words of a statement")
    )


def _strike(request: HttpRequest, candidate: Candidate, form: StrikeForm) -> None:
    publishing.strike(
        candidate,
        passage=form.cleaned_data["passage"],
        reason=form.cleaned_data["reason"],
        actor=actor(request),
        now=timezone.now(),
    )
