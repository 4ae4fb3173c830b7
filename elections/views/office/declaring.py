"""The provisional result: the scrutineer's report about it, and its declaration."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, office_questions, results, tallying, tasks
from elections.forms.after_close import DeclareForm, ReportForm
from elections.models import ActProposal
from elections.results import ContestResult, DecidedContest
from elections.views.office.check_first import checks_first, names_election
from elections.views.office.page import actor, conducts, looks, office, page_of, show, tried
from elections.views.office.twice import done_before
from members.access import may_enter
from members.audit import Action
from members.roles import Role

either = require_http_methods(["GET", "HEAD", "POST"])


@conducts
@either
@checks_first(
    gettext_lazy("Declare the result"), confirm=names_election, by_two=ActProposal.Act.DECLARE
)
def declare_result(request: HttpRequest, slug: str) -> HttpResponse:
    election, now = access.office_election(slug), timezone.now()
    early = tallying.why_early(election, now)
    form = DeclareForm(request.POST or None, needs_reason=bool(early))
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        if tried(
            request,
            form,
            lambda: tallying.declare(
                election,
                actor=actor(request),
                now=timezone.now(),
                reason=reason,
            ),
        ):
            tasks.nudge(tasks.send_mail)
            messages.success(
                request, _("The result is declared. Every candidate is told by email.")
            )
            return redirect(page_of("declare-result", election))
        if done_before(request, election, Action.RESULT_DECLARED, reason=reason):
            return redirect(page_of("declare-result", election))
        election.refresh_from_db()
    counted = results.contest_results(election)
    found: list[ContestResult | DecidedContest] = [*counted, *results.decided_contests(election)]
    context = {
        "form": form,
        "count": office_questions.count_progress(election),
        "early": early,
        "complaints_open": election.timetable.complaints_open(now),
        "report": results.report_of(election),
        "lacks_report": results.lacks_report(election),
        "declarations": results.declarations_of(election, found),
        "results": found,
        "turnout": results.sheet_turnout(election, counted),
    }
    return show(request, "declare", context, election=election, here=_("Result"))


@looks
@require_safe
def count_progress_json(request: HttpRequest, slug: str) -> JsonResponse:
    """How far the count is, in the shape that progress.js asks for."""
    count = office_questions.count_progress(access.office_election(slug))
    return JsonResponse(
        {
            "done": count.done,
            "total": count.TOTAL,
            "text": count.words,
            "finished": count.is_finished,
        }
    )


@office(acting=(Role.SCRUTINEER,))
@either
def sign_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The scrutineer's report: signed by them, read by every office and then by everybody."""
    election = access.office_election(slug)
    report = results.report_of(election)
    form = ReportForm(
        request.POST or None,
        initial={"text": report.text if report else ""},
    )
    if form.is_valid():
        text, about = form.cleaned_data["text"], form.cleaned_data["about"]
        if tried(
            request,
            form,
            lambda: tallying.sign_report(
                election, text, about=about, actor=actor(request), now=timezone.now()
            ),
        ):
            messages.success(request, _("The report is signed and public."))
            return redirect(page_of("sign-report", election))
        election.refresh_from_db()
        report = results.report_of(election)
    context = {
        "form": form,
        "report": report,
        # As it is now, not as it was sent: whoever is told of a later one can sign about that.
        "about": results.last_provisional(election),
        "lacks_report": results.lacks_report(election),
        "may_sign": may_enter(request, Role.SCRUTINEER),
        "why_not": tallying.why_not_sign(election),
    }
    return show(request, "report", context, election=election, here=_("Scrutineer's report"))
