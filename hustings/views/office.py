"""Questions and answers in the office: switched on, listed, decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from elections import tasks
from elections.access import office_election
from elections.forms.deciding import ConfirmForm
from elections.models import Election
from elections.views.office.check_first import checks_first
from elections.views.office.page import (
    actor,
    conducts,
    looks,
    page_of,
    show,
    show_list,
    tried,
)
from hustings import access, moderating, office_lists, setting_up
from hustings.conditions import hustings_of
from hustings.forms import HustingsForm, ModerationForm
from hustings.models import Answer, Hustings, Question, State

either = require_http_methods(["GET", "HEAD", "POST"])


@looks
@require_safe
def list_questions(request: HttpRequest, slug: str) -> HttpResponseBase:
    """How the hustings goes, and the questions as they were sent."""
    election = office_election(slug)
    hustings = hustings_of(election)
    here = _("Questions")
    if hustings is None:
        return show(request, "office_list", {}, election=election, here=here, folder="hustings")
    return show_list(
        request,
        "office_list",
        office_lists.questions(hustings),
        _questions(hustings),
        _frame(hustings) | {"steps": _steps(hustings)},
        election=election,
        here=here,
        folder="hustings",
    )


@looks
@require_safe
def list_answers(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = office_election(slug)
    hustings = hustings_of(election)
    if hustings is None:
        return redirect("hustings:list-questions", slug=slug)
    return show_list(
        request,
        "office_list",
        office_lists.ANSWERS,
        _answers(hustings),
        _frame(hustings) | {"are_answers": True},
        election=election,
        here=_("Answers"),
        folder="hustings",
    )


def _frame(hustings: Hustings) -> dict[str, Any]:
    return {
        "hustings": hustings,
        "waiting": {
            "questions": _questions(hustings).filter(state=State.PENDING).count(),
            "answers": _answers(hustings).filter(state=State.PENDING).count(),
        },
    }


def _questions(hustings: Hustings) -> QuerySet[Question]:
    return Question.objects.filter(hustings=hustings).with_upvotes().select_related("topic")


def _answers(hustings: Hustings) -> QuerySet[Answer]:
    return Answer.objects.filter(question__hustings=hustings).select_related("nomination")


def _steps(hustings: Hustings) -> list[tuple[str, datetime]]:
    return [(Hustings.words_for(name), getattr(hustings, name)) for name in Hustings.INSTANTS]


@conducts
@either
@checks_first(gettext_lazy("Change the times"), if_mailed=True, is_final=False)
def set_up_hustings(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = office_election(slug)
    hustings, now = hustings_of(election), timezone.now()
    form = HustingsForm(
        request.POST or None,
        hustings=hustings,
        is_public=election.published_at is not None,
        passed=setting_up.passed_instants(hustings, now),
    )
    if form.is_valid():
        form.accuse(setting_up.faults_of_windows(form.instants(), election.timetable))
    if form.is_valid() and tried(request, form, lambda: _set_up(request, election, form)):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("Saved."))
        return redirect("hustings:list-questions", slug=slug)
    context = {
        "form": form,
        "hustings": hustings,
        "may_switch_off": hustings is not None and election.published_at is None,
        "cancel_url": page_of("hustings:list-questions", election),
    }
    here = _("Questions: how they go")
    return show(request, "set_up", context, election=election, here=here, folder="hustings")


def _set_up(request: HttpRequest, election: Election, form: HustingsForm) -> None:
    setting_up.set_up(
        election,
        **form.settings(),
        instants=form.instants(),
        reason=form.cleaned_data.get("reason", ""),
        actor=actor(request),
        now=timezone.now(),
    )


@conducts
@either
def switch_off(request: HttpRequest, slug: str) -> HttpResponseBase:
    election = office_election(slug)
    hustings = hustings_of(election)
    if hustings is None:  # the second press, or back to the page
        messages.info(request, _("Switched off: no questions are asked in this election."))
        return redirect("hustings:list-questions", slug=slug)
    form = ConfirmForm(request.POST or None, election=election)
    if form.is_valid() and tried(
        request, form, lambda: setting_up.switch_off(election, actor=actor(request))
    ):
        messages.success(request, _("Switched off: no questions are asked in this election."))
        return redirect("hustings:list-questions", slug=slug)
    context = {
        "form": form,
        "steps": _steps(hustings),
        "topics": hustings.topics.order_by("number"),
        "cancel_url": page_of("hustings:set-up-hustings", election),
    }
    here = _("Switch questions off")
    return show(request, "switch_off", context, election=election, here=here, folder="hustings")


@conducts
@either
@checks_first(gettext_lazy("Record the decision"))
def decide_question(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    election = office_election(slug)
    return _decide(request, election, access.office_question(election, number))


@conducts
@either
@checks_first(gettext_lazy("Record the decision"))
def decide_answer(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    election = office_election(slug)
    return _decide(request, election, access.office_answer(election, number))


def _decide(request: HttpRequest, election: Election, item: Question | Answer) -> HttpResponseBase:
    form = ModerationForm(request.POST or None)
    if form.is_valid() and tried(request, form, lambda: _moderate(request, item, form)):
        tasks.nudge(tasks.send_mail)
        messages.success(request, _("Decided. The author is told by email."))
        return redirect("hustings:list-questions", slug=election.slug)
    item.refresh_from_db(fields=["text", "state", "reason", "decided_by", "decided_at"])
    question = item if isinstance(item, Question) else item.question
    context = {
        "item": item,
        "about": item.text,
        "question": question,
        "answer": None if isinstance(item, Question) else item,
        "author": moderating.author_of(item),
        "form": form,
    }
    here = _("Question") if isinstance(item, Question) else _("Answer")
    return show(request, "decide", context, election=election, here=here, folder="hustings")


def _moderate(request: HttpRequest, item: Question | Answer, form: ModerationForm) -> None:
    seen, now = request.POST.get("seen", ""), timezone.now()
    if form.is_yes:
        moderating.approve(item, actor=actor(request), now=now, seen=seen)
    else:
        reason = form.cleaned_data["reason"]
        moderating.reject(item, actor=actor(request), reason=reason, now=now, seen=seen)
