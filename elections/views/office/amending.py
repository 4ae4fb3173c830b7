"""What changes a result: a candidate who leaves, and amended declarations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, results, tallying, tasks
from elections.forms import after_close as forms
from elections.models import (
    ActProposal,
    Candidate,
    CandidateLeft,
    Contest,
    Election,
    ResultDeclaration,
)
from elections.results import ContestResult, DecidedContest
from elections.tallying import Amended
from elections.views.office.check_first import checks_first, names_election
from elections.views.office.page import actor, conducts, looks, office, page_of, show, tried
from elections.views.office.twice import done_before
from members.audit import Action
from members.roles import Role

either = require_http_methods(["GET", "HEAD", "POST"])
Kind = ResultDeclaration.Kind
Data = dict[str, Any]


# What is not public is read by officers and the scrutineer.
@office(acting=(Role.OFFICER,), reading=(Role.OFFICER, Role.SCRUTINEER))
@either
@checks_first(gettext_lazy("Record that they left"), confirm=names_election)
def record_left(request: HttpRequest, slug: str) -> HttpResponse:
    """Who left after the papers were fixed, and the form that records another."""
    election = access.office_election(slug)
    form = forms.LeftForm(request.POST or None, election=election)
    if form.is_valid():
        entered = form.cleaned_data
        if tried(
            request,
            form,
            lambda: tallying.leave(
                entered["candidate"],
                reason=CandidateLeft.Reason(entered["reason"]),
                detail=entered["detail"],
                actor=actor(request),
                now=timezone.now(),
            ),
        ):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("Recorded. The paper and every page say so from now on."))
            return redirect(page_of("record-left", election))
        if _left_before(request, election, entered["candidate"], entered["reason"]):
            return redirect(page_of("record-left", election))
        election.refresh_from_db()
    found = CandidateLeft.objects.filter(candidate__contest__election=election)
    context = {
        "form": form,
        "left": found.select_related("candidate__contest", "recorded_by").order_by("left_at"),
        "is_open": election.candidates_fixed_at is not None
        and not election.withdrawn_at
        and not election.declared_at,
    }
    return show(request, "left", context, election=election, here=_("Who left"))


def _left_before(
    request: HttpRequest, election: Election, candidate: Candidate, reason: str
) -> bool:
    return done_before(
        request,
        election,
        Action.CANDIDATE_LEFT,
        reason=str(CandidateLeft.Reason(reason).label),
        detail={"contest": candidate.contest.number, "candidate": candidate.number},
    )


@dataclass(frozen=True)
class Way:
    """A way to amend a result: its name, what it means, its form, and what is made of that."""

    title: str | Promise
    meaning: str | Promise
    form: type[forms.AmendForm]
    amended: Callable[[Data], dict[str, Any]]


WAYS: dict[str, Way] = {
    "correct": Way(
        gettext_lazy("Correct who is elected"),
        gettext_lazy("You say who is elected. The count stays on record beside it."),
        forms.CorrectForm,
        lambda data: {
            "kind": Kind.CORRECTED,
            "elected": data["elected"],
            "despite_minima": data.get("despite_minima", False),
        },
    ),
    "recount": Way(
        gettext_lazy("Count again without a candidate who left"),
        gettext_lazy(
            "The stored papers are counted again at once. Others may gain or lose a seat."
        ),
        forms.RecountForm,
        lambda data: {
            "kind": Kind.CORRECTED,
            "leaver": data["leaver"],
            "left": CandidateLeft.Reason(data["left"]),
            "detail": data["detail"],
        },
    ),
    "unseat": Way(
        gettext_lazy("Unseat somebody elected"),
        gettext_lazy("The seat stays vacant, or is filled from the stored papers."),
        forms.UnseatForm,
        lambda data: {
            "kind": Kind.UNSEATED,
            "leaver": data["leaver"],
            "refilled": data["seat"] == forms.UnseatForm.REFILLED,
            "left": CandidateLeft.Reason(data["left"]),
            "detail": data["detail"],
        },
    ),
    "void": Way(
        gettext_lazy("Declare the contest void"),
        gettext_lazy("Nobody is elected. The contest is to be run again as a new election."),
        forms.VoidForm,
        lambda data: {"kind": Kind.VOID},
    ),
}


Result = ContestResult | DecidedContest


def _decided(election: Election, number: int) -> Result:
    """The result of a contest, by a count or without one."""
    contest = get_object_or_404(
        Contest.objects.filter(
            Q(count_records__isnull=False)
            | Q(seat_plan__is_polled=False, election__counted_at__isnull=False)
        ).distinct(),
        election=election,
        number=number,
    )
    return results.standing_result(contest)


def _ways(result: Result) -> dict[str, Way]:
    """A question is corrected or void: nobody holds a seat by it. Without papers none is recounted."""
    if result.contest.is_question:
        return {name: WAYS[name] for name in ("correct", "void")}
    if isinstance(result, DecidedContest):
        return {name: WAYS[name] for name in ("correct", "unseat", "void")}
    return WAYS


@looks
@require_safe
def choose_amendment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The declared result of a contest, and the ways to amend it."""
    election = access.office_election(slug)
    result = _decided(election, number)
    context = {
        "result": result,
        "ways": _ways(result),
        "declarations": results.declarations_of(election, [result], only=result.contest),
    }
    return show(request, "choose_amendment", context, election=election, here=result.contest.title)


@conducts
@either
@checks_first(
    gettext_lazy("Amend the result"), confirm=names_election, by_two=ActProposal.Act.AMEND
)
def amend_result(request: HttpRequest, slug: str, number: int, way: str) -> HttpResponse:
    """Amend the declared result of a contest in one of these ways."""
    election = access.office_election(slug)
    result = _decided(election, number)
    chosen = _ways(result).get(way)
    if chosen is None:
        raise Http404
    form = _amend_form(request, result, chosen)
    if form.is_valid():
        what = Amended(
            reason=form.cleaned_data["public_reason"],
            after=form.cleaned_data["after"],
            **chosen.amended(form.cleaned_data),
        )
        if tried(request, form, lambda: _amend(request, form, result.contest, what)):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("The amended declaration is public."))
            return redirect(page_of("choose-amendment", election, number))
        if done_before(
            request,
            election,
            Action.RESULT_AMENDED,
            reason=what.reason,
            detail=what.on_record(result.contest),
        ):
            return redirect(page_of("choose-amendment", election, number))
        result = _decided(election, number)
    # As it is now, not as it was sent: whoever is told of a later declaration reads it on this page.
    last = election.declarations.aggregate(last=Max("number"))["last"] or 0
    context = {"form": form, "result": result, "way": chosen, "after": last}
    context["about"] = f"{result.contest.title}: {chosen.title}"
    return show(request, "amend", context, election=election, here=str(chosen.title))


def _amend(request: HttpRequest, form: forms.AmendForm, contest: Contest, what: Amended) -> None:
    """Amend; whom the minima are in the way of is asked whether to declare it all the same."""
    try:
        tallying.amend(
            contest,
            what,
            actor=actor(request),
            now=timezone.now(),
        )
    except tallying.MinimaBroken:
        assert isinstance(form, forms.CorrectForm)
        form.ask_despite_minima()
        raise


def _amend_form(request: HttpRequest, result: Result, way: Way) -> forms.AmendForm:
    numbers = result.outcome.elected
    people = [
        one
        for one in result.candidates
        if not one.is_ron and (not hasattr(one, "left") or one.number in numbers)
    ]
    if way.form is forms.CorrectForm:
        able = set(result.contest.candidates.all().electable().values_list("pk", flat=True))
        people = [one for one in result.candidates if one.pk in able]
    if way.form is forms.UnseatForm:
        people = [one for one in result.candidates if one.number in numbers]
    if result.contest.is_question:
        people = people[:1]
    # Whom the first press made leave is no wrong choice of the second: what is wrong, the act says.
    sent = request.POST.get("leaver")
    people += [one for one in result.candidates if str(one.pk) == sent and one not in people]
    return way.form(
        request.POST or None,
        candidates=people,
        initial={"elected": list(numbers)},
    )
