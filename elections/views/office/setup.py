"""Setting an election up, its timetable, its contests, and its notice."""

from __future__ import annotations

import copy
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import access, office_questions, roll, scheduling, tasks
from elections.documents import obstacles_in_documents
from elections.forms.deciding import ConfirmForm, ContestConfirmForm
from elections.forms.in_words import stored_in
from elections.forms.setup import ContestForm, CreateElectionForm, ElectionForm, MinimaForm
from elections.forms.timing import TimetableForm
from elections.models import Contest, Election, Electorate
from elections.views.office.check_first import checks_first
from elections.views.office.page import actor, conducts, looks, page_of, prepares, show, tried
from elections.views.office.twice import done_before
from members.audit import Action

either = require_http_methods(["GET", "HEAD", "POST"])


@prepares
@either
def create_election(request: HttpRequest) -> HttpResponse:
    form = CreateElectionForm(request.POST or None)
    if form.is_valid():
        entered = form.cleaned_data
        if made := Election.objects.filter(pk=entered["key"]).first():
            messages.info(request, _("This election has already been created."))
            return redirect(page_of("office-election", made))
        if tried(
            request,
            form,
            lambda: scheduling.create(
                form.blueprint(),
                title=entered["title"],
                voting_opens_at=entered["voting_opens_at"],
                key=entered["key"],
                actor=actor(request),
            ),
        ):
            messages.success(request, _("Created. Nobody else sees it before its notice."))
            made = Election.objects.get(pk=entered["key"])
            return redirect(page_of("office-election", made))
    return show(request, "create_election", {"form": form}, here=_("New election"))


@looks
@require_safe
def office_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    row = office_questions.running([election], now)[0]
    context = {
        "contests": office_questions.contests_with_figures(election),
        "conditions": roll.conditions_in_words(election),
        "obstacles": scheduling.obstacles_to_notice(election, timezone.now()),
        "row": row,
        "needs": office_questions.needs_of(row, now),
        "timeline": office_questions.timeline(election, now),
        "happenings": office_questions.what_will_happen(election),
        "acts": scheduling.acts(election, now),
        "national": [str(minimum) for minimum in election.national_minima.all()],
    }
    return show(request, "election", context, election=election, step="office-election")


@prepares
@either
def edit_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    form = ElectionForm(request.POST or None, instance=copy.copy(election))
    if form.is_valid() and tried(
        request,
        form,
        lambda: scheduling.change_election(election, form.cleaned_data, actor=actor(request)),
    ):
        messages.success(request, _("Saved."))
        return redirect("elections:office-election", form.cleaned_data["slug"])
    here, step = _("Title and conditions"), "edit-election"
    return show(request, "edit_election", {"form": form}, election=election, here=here, step=step)


@conducts
@either
@checks_first(gettext_lazy("Change the timetable"), if_mailed=True, is_final=False)
def edit_timetable(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    form = TimetableForm(
        request.POST or None,
        timetable=election.timetable,
        passed=scheduling.passed_instants(election, now),
        needs_reason=election.published_at is not None,
    )
    if form.is_valid():
        form.accuse(scheduling.faults_of_change(election.timetable, form.instants(), now))
    if form.is_valid() and tried(
        request, form, lambda: _change_timetable(request, election, form, now)
    ):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("The timetable is saved."))
        is_draft = election.published_at is None
        return redirect(page_of("office-documents" if is_draft else "office-election", election))
    context = {
        "form": form,
        "changes": office_questions.timetable_changes(election),
        "timeline": office_questions.timeline(election, now),
    }
    here, step = _("Timetable"), "edit-timetable"
    return show(request, "timetable", context, election=election, here=here, step=step)


def _change_timetable(
    request: HttpRequest, election: Election, form: TimetableForm, now: datetime
) -> None:
    scheduling.change_timetable(
        election, form.instants(), reason=form.given_reason, actor=actor(request), now=now
    )


@prepares
@either
def add_contest(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    return _contest_page(request, election, Contest(election=election), _("New contest"))


@prepares
@either
def edit_contest(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election = access.office_election(slug)
    contest = _contest(election, number)
    return _contest_page(request, election, contest, contest.title)


def _contest_page(
    request: HttpRequest, election: Election, contest: Contest, here: str
) -> HttpResponse:
    is_new = contest.pk is None
    form = ContestForm(request.POST or None, instance=contest)
    minima = MinimaForm(request.POST or None, of=contest)
    if form.is_valid() & minima.is_valid():  # both are asked, so that both show their errors
        form.accuse(scheduling.faults_of_contest(contest))
        minima.accuse(scheduling.faults_of_minima(contest, minima.minima()))
    ready = minima.is_valid() and form.is_valid()
    if ready and tried(request, form, lambda: _save_contest(request, contest, form, minima)):
        messages.success(request, _("%(contest)s is ready.") % {"contest": contest.title})
        if contest.sheet.electorate == Electorate.LIST and not contest.sheet.listed.exists():
            return redirect(page_of("edit-list", election, contest.sheet.number))
        return redirect(page_of("office-election", election))
    context = {
        "form": form,
        "minima": minima,
        "page_error": minima.errors,
        "is_new": is_new,
        "stored": [] if is_new or form.is_bound else stored_in(form),
        "reserved": [] if is_new else [str(one) for one in contest.all_minima() if one.least],
    }
    status = 422 if form.errors or minima.errors else 200
    return show(request, "contest", context, election=election, here=here, status=status)


def _save_contest(
    request: HttpRequest, contest: Contest, form: ContestForm, minima: MinimaForm
) -> None:
    scheduling.save_contest(
        contest,
        electorate=form.cleaned_data["electorate"],
        regions=form.cleaned_data["regions"],
        minima=minima.minima(),
        list_name=form.cleaned_data["list_name"],
        actor=actor(request),
    )


@prepares
@either
def edit_national_minima(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    form = MinimaForm(request.POST or None, of=election)
    if form.is_valid():
        form.accuse(scheduling.faults_of_national_minima(election, form.minima()))
    if form.is_valid() and tried(
        request,
        form,
        lambda: scheduling.set_national_minima(election, form.minima(), actor=actor(request)),
    ):
        messages.success(request, _("Saved."))
        return redirect(page_of("office-election", election))
    return show(
        request, "national_minima", {"form": form}, election=election, here=_("National minima")
    )


@prepares
@either
def remove_contest(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    election = access.office_election(slug)
    contest = election.contests.select_related("sheet").filter(number=number).first()
    if contest is None:
        messages.info(request, _("This contest has already been removed."))
        return redirect(page_of("office-election", election))
    form = ContestConfirmForm(request.POST or None, contest=contest)
    if form.is_valid() and tried(
        request, form, lambda: scheduling.remove_contest(contest, actor=actor(request))
    ):
        messages.success(request, _("%(contest)s is removed.") % {"contest": contest.title})
        return redirect(page_of("office-election", election))
    context = {
        "contest": contest,
        "form": form,
        "stored": stored_in(ContestForm(instance=contest)),
        "reserved": [str(one) for one in contest.all_minima() if one.least],
    }
    return show(request, "remove_contest", context, election=election, here=_("Remove a contest"))


@conducts
@either
def publish_notice(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    form = ConfirmForm(request.POST or None, election=election)
    if form.is_valid():
        if tried(
            request,
            form,
            lambda: scheduling.publish_notice(election, actor=actor(request), now=now),
        ):
            tasks.nudge(tasks.tally_keys)
            messages.success(request, _("The notice is published."))
            return redirect(page_of("office-election", election))
        if done_before(request, election, Action.NOTICE_PUBLISHED):
            return redirect(page_of("office-election", election))
        election.refresh_from_db()
    context = {
        "form": form,
        "is_early": now < election.timetable.notice_at,
        "contests": office_questions.contests_with_figures(election),
        "obstacles": scheduling.obstacles_to_notice(election, now),
        "happenings": office_questions.what_will_happen(election),
        "conditions": roll.conditions_in_words(election),
        "document_obstacles": obstacles_in_documents(election),
    }
    here, step = _("Publish the notice"), "publish-notice"
    return show(request, "publish_notice", context, election=election, here=here, step=step)


def _contest(election: Election, number: int) -> Contest:
    contest = election.contests.select_related("sheet").filter(number=number).first()
    if contest is None:
        raise Http404
    return contest
