"""Acts upon an election as a whole: each says what will happen to whom, and asks for its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from elections import access, office_questions, outbox, scheduling, tasks
from elections.forms.acts import ExtendForm, ReasonedForm, RehearseForm
from elections.forms.deciding import ConfirmForm
from elections.forms.timing import TimetableForm
from elections.models import ActProposal, Election, Timetable
from elections.views.office.check_first import checks_first, names_election
from elections.views.office.page import actor, conducts, page_of, prepares, show, tried
from elections.views.office.twice import done_before
from members.audit import Action
from members.models import User

either = require_http_methods(["GET", "HEAD", "POST"])


def _act_page(request: HttpRequest, election: Election, page: str, **more: object) -> HttpResponse:
    """The page of one act: what it does, whom it affects, and its form where it is possible."""
    act = next(one for one in scheduling.acts(election, timezone.now()) if one.page == page)
    context = {
        "act": act,
        "affected": outbox.number_affected(election, now=timezone.now()),
        "figures": office_questions.figures_of_acts(election, timezone.now()),
        **more,
    }
    template = "acts/" + page.split("-", maxsplit=1)[0]
    return show(request, template, context, election=election, here=act.label)


def _told(number: int) -> str:
    return ngettext(
        "%(number)s person is told by email.", "%(number)s people are told by email.", number
    ) % {"number": f"{number:,}"}


def _ended(
    request: HttpRequest,
    slug: str,
    page: str,
    act: Callable[..., int],
    recorded: Action,
    done: str,
) -> HttpResponse:
    """An act that needs a reason and a typed confirmation, and nothing else."""
    election = access.office_election(slug)
    form = ReasonedForm(request.POST or None)
    told: list[int] = []

    def perform() -> None:
        reason = form.cleaned_data["reason"]
        told.append(act(election, reason=reason, actor=actor(request), now=timezone.now()))

    if form.is_valid():
        if tried(request, form, perform):
            tasks.nudge(tasks.send_mail)
            messages.success(request, f"{done} {_told(told[0])}")
            return redirect(page_of("office-election", election))
        if done_before(request, election, recorded, reason=form.cleaned_data["reason"]):
            return redirect(page_of("office-election", election))
        election.refresh_from_db()
    return _act_page(request, election, page, form=form)


@conducts
@either
@checks_first(
    gettext_lazy("Postpone the election"), confirm=names_election, in_place=True, is_final=False
)
def postpone_election(request: HttpRequest, slug: str) -> HttpResponse:
    done = _("The election is postponed.")
    return _ended(
        request, slug, "postpone-election", scheduling.postpone, Action.ELECTION_POSTPONED, done
    )


@conducts
@either
@checks_first(
    gettext_lazy("Withdraw the election"),
    confirm=names_election,
    in_place=True,
    by_two=ActProposal.Act.WITHDRAW,
)
def withdraw_election(request: HttpRequest, slug: str) -> HttpResponse:
    done = _("The election is withdrawn.")
    return _ended(
        request, slug, "withdraw-election", scheduling.withdraw, Action.ELECTION_WITHDRAWN, done
    )


@conducts
@either
@checks_first(
    gettext_lazy("Abandon the poll and destroy the papers"),
    confirm=names_election,
    in_place=True,
    by_two=ActProposal.Act.ABANDON,
)
def abandon_poll(request: HttpRequest, slug: str) -> HttpResponse:
    done = _("The poll is abandoned.")
    return _ended(request, slug, "abandon-poll", scheduling.abandon, Action.POLL_ABANDONED, done)


@conducts
@either
@checks_first(gettext_lazy("Extend voting"), confirm=names_election, in_place=True)
def extend_voting(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    form = ExtendForm(request.POST or None, election=election)
    if form.is_valid():
        entered = form.cleaned_data
        if tried(
            request,
            form,
            lambda: scheduling.extend_voting(
                election,
                entered["closes_at"],
                reason=entered["reason"],
                actor=actor(request),
                now=timezone.now(),
            ),
        ):
            tasks.nudge(tasks.send_mail)
            messages.success(request, _("Voting is extended. Those affected are told by email."))
            return redirect(page_of("office-election", election))
        election = access.office_election(slug)
        is_so = election.timetable.voting_closes_at == entered["closes_at"]
        changed = Action.TIMETABLE_CHANGED
        if is_so and done_before(request, election, changed, reason=entered["reason"]):
            return redirect(page_of("office-election", election))
    return _act_page(
        request,
        election,
        "extend-voting",
        form=form,
        following=office_questions.steps_after_the_close(election),
        latest_close=scheduling.latest_close(election.timetable.voting_closes_at),
        longest=scheduling.LONGEST_EXTENSION.days,
    )


@conducts
@either
@checks_first(
    gettext_lazy("Resume the election"), confirm=names_election, in_place=True, is_final=False
)
def resume_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    now = timezone.now()
    form = TimetableForm(
        request.POST or None,
        timetable=election.timetable,
        passed=scheduling.passed_when_postponed(election),
        needs_reason=True,
    )
    sent: dict[str, datetime | None] = {}
    if form.is_valid():
        sent = form.instants()
        form.accuse(scheduling.faults_of_resuming(election, sent, now))
    if form.is_valid() and tried(
        request, form, lambda: _resume(election, form, actor(request), now)
    ):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("The election goes on. Those affected are told by email."))
        return redirect(page_of("office-election", election))
    if sent and _is_resumed(request, election, sent, form.given_reason):
        return redirect(page_of("office-election", election))
    return _act_page(request, election, "resume-election", form=form)


def _is_resumed(
    request: HttpRequest, election: Election, sent: Mapping[str, datetime | None], reason: str
) -> bool:
    """The second press: the election goes on already, by the timetable that was sent."""
    times = Timetable.objects.get(election=election)
    is_so = all(getattr(times, name) == instant for name, instant in sent.items())
    return is_so and done_before(request, election, Action.ELECTION_RESUMED, reason=reason)


def _resume(election: Election, form: TimetableForm, officer: User, now: datetime) -> None:
    scheduling.resume(election, form.instants(), reason=form.given_reason, actor=officer, now=now)


@prepares
@either
def delete_draft(request: HttpRequest, slug: str) -> HttpResponse:
    if not Election.objects.filter(slug=slug).exists():  # the second press, or back to the page
        messages.info(request, _("There is no such election. If it was a draft, it is deleted."))
        return redirect("elections:office-elections")
    election = access.office_election(slug)
    form = ConfirmForm(request.POST or None, election=election)
    if form.is_valid():
        if tried(request, form, lambda: scheduling.delete_draft(election, actor=actor(request))):
            words = _("“%(title)s” is deleted.") % {"title": election.title}
            messages.success(request, words)
            return redirect("elections:office-elections")
        election.refresh_from_db()
    return _act_page(request, election, "delete-draft", form=form)


@conducts
@either
def rehearse_election(request: HttpRequest, slug: str) -> HttpResponse:
    election = access.office_election(slug)
    form = RehearseForm(request.POST or None)
    if form.is_valid():
        if made := Election.objects.filter(pk=form.cleaned_data["key"]).first():
            messages.info(request, _("This rehearsal has already been made."))
            return redirect(page_of("office-election", made))
        if tried(request, form, lambda: _rehearse(election, form, actor(request))):
            tasks.nudge(tasks.tally_keys)
            messages.success(request, _("The rehearsal is made. Next, fix its papers."))
            made = Election.objects.get(pk=form.cleaned_data["key"])
            return redirect(page_of("office-election", made))
    people = office_questions.people_of_rehearsals(election)
    return _act_page(request, election, "rehearse-election", form=form, people=people)


def _rehearse(election: Election, form: RehearseForm, officer: User) -> None:
    scheduling.rehearse(
        election,
        opens_in=timedelta(minutes=form.cleaned_data["opens_in"]),
        lasts=timedelta(minutes=form.cleaned_data["lasts"]),
        key=form.cleaned_data["key"],
        actor=officer,
        now=timezone.now(),
    )
