"""What members and candidates do: ask, upvote, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from elections.refusal import Refused, why_not
from elections.views.member_home import acting
from elections.views.member_page import FORM, UNDONE
from elections.views.office.page import tried
from hustings import access, asking
from hustings.forms import AnswerForm, AskForm
from hustings.models import Answer, Hustings, Question
from hustings.views.public import crumbs
from members.access import member_required


@member_required
@FORM
def ask_question(request: HttpRequest, slug: str) -> HttpResponseBase:
    hustings, member = access.public_hustings(request, slug), acting(request)
    own = asking.own_question(hustings, member)
    initial = {"topic": own.topic_id, **_as_sent(own)} if own else {}
    form = AskForm(request.POST or None, hustings=hustings, initial=initial)
    now = timezone.now()
    if form.is_valid() and tried(
        request, form, lambda: asking.ask(hustings, member, **form.cleaned_data, now=now)
    ):
        messages.success(request, _("Sent. You are told by email what an officer decided."))
        return redirect("hustings:show-hustings", slug=slug)
    refused = why_not(asking.require_may_ask, hustings, member, own, now=now)
    context = {"title": _("Ask the candidates"), "earlier": own, "refused": refused}
    return _form_page(request, hustings, form, context)


def _as_sent(own: Question | Answer) -> dict[str, object]:
    return {"text": own.text, "language": own.language}


def _form_page(
    request: HttpRequest,
    hustings: Hustings,
    form: AskForm | AnswerForm,
    context: Mapping[str, object],
) -> HttpResponse:
    """What was entered is kept: a refusal does not take it away."""
    frame = {
        "election": hustings.election,
        "form": form,
        "breadcrumbs": crumbs(hustings, (str(context["title"]), "")),
        "back": reverse("hustings:show-hustings", args=[hustings.election.slug]),
    }
    status = UNDONE if form.is_bound else 200
    return render(request, "hustings/write.html", {**frame, **context}, status=status)


@member_required
@FORM
def answer_question(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    hustings, member = access.public_hustings(request, slug), acting(request)
    now = timezone.now()
    nomination = access.standing_nomination(hustings.election, member, now=now)
    question = access.question_once_shown(hustings, number)
    own = asking.own_answer(question, nomination)
    form = AnswerForm(request.POST or None, hustings=hustings, initial=_as_sent(own) if own else {})
    if form.is_valid() and tried(
        request,
        form,
        lambda: asking.answer(question, nomination, member, **form.cleaned_data, now=now),
    ):
        messages.success(request, _("Sent. You are told by email what an officer decided."))
        return redirect("hustings:show-question", slug=slug, number=number)
    refused = why_not(asking.require_may_answer, question, nomination, now=now)
    context = {
        "title": _("Your answer"),
        "question": question if question.is_shown() else None,
        "earlier": own,
        "refused": refused,
    }
    return _form_page(request, hustings, form, context)


@member_required
@FORM
def upvote_question(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    question = access.question_once_shown(access.public_hustings(request, slug), number)
    done = _("Upvoted.")
    return _upvote(request, question, asking.upvote, done)


@member_required
@FORM
def take_upvote_back(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    question = access.question_once_shown(access.public_hustings(request, slug), number)
    done = _("Your upvote is taken back.")
    return _upvote(request, question, asking.take_upvote_back, done)


def _upvote(
    request: HttpRequest, question: Question, act: Callable[..., None], done: str
) -> HttpResponseBase:
    try:
        if request.method == "POST":  # otherwise somebody is back from signing in
            act(question, acting(request), now=timezone.now())
            messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    slug = question.hustings.election.slug
    return redirect("hustings:show-topic", slug=slug, number=question.topic.number)
