"""Opening nominations again for vacancies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from elections import access, nominating, scheduling, tasks
from elections.forms.reopening import ReopeningForm
from elections.models import Election, ReopenedContest, Timetable, whole_contests
from elections.views.office.check_first import checks_first
from elections.views.office.page import actor, conducts, page_of, show, tried
from elections.views.office.twice import done_before
from members.audit import Action


@conducts
@require_http_methods(["GET", "HEAD", "POST"])
@checks_first(gettext_lazy("Reopen nominations"), in_place=True)
def reopen_nominations(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    obstacles = scheduling.obstacles_to_reopening(election, now)
    vacancies = scheduling.vacancies_of(election)
    form = ReopeningForm(
        request.POST or None,
        vacancies=[(one.contest.number, one.line) for one in vacancies],
        opens_at=election.timetable.reopening_opens_at,
        closes_at=election.timetable.reopening_closes_at,
    )
    if form.is_valid():
        if tried(request, form, lambda: _reopen(request, election, form, now)):
            return redirect(page_of("office-election", election))
        if _is_reopened(election, form.cleaned_data) and done_before(
            request, election, Action.NOMINATIONS_REOPENED, reason=form.cleaned_data["reason"]
        ):
            return redirect(page_of("office-election", election))
    context = {
        "form": form,
        "obstacles": obstacles,
        "vacancies": vacancies,
        "told": scheduling.electors_of([one.contest for one in vacancies]),
        "lines": nominating.lines_of(whole_contests(election)),
    }
    return show(request, "reopen", context, election=election, here=_("Reopen nominations"))


def _is_reopened(election: Election, entered: Mapping[str, Any]) -> bool:
    """The second press: nominations are open again already, as it was sent."""
    times = Timetable.objects.get(election=election)
    window = (times.reopening_opens_at, times.reopening_closes_at)
    reopened = ReopenedContest.objects.filter(contest__election=election)
    return window == (entered["opens_at"], entered["closes_at"]) and set(
        reopened.values_list("contest__number", flat=True)
    ) == set(entered["contests"])


def _reopen(request: HttpRequest, election: Election, form: ReopeningForm, now: datetime) -> None:
    told = scheduling.reopen(
        election,
        form.cleaned_data["contests"],
        opens_at=form.cleaned_data["opens_at"],
        closes_at=form.cleaned_data["closes_at"],
        reason=form.cleaned_data["reason"],
        actor=actor(request),
        now=now,
    )
    tasks.nudge(tasks.send_mail)
    words = ngettext(
        "Nominations will be open again. %(told)s member is told by email.",
        "Nominations will be open again. %(told)s members are told by email.",
        told,
    )
    messages.success(request, words % {"told": told})
