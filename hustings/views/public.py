"""Questions and answers as everybody reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.access import own_nomination
from elections.nominating.conditions import stands
from elections.refusal import why_not
from elections.views import trail
from hustings import access, asking, reading
from hustings.models import Hustings, Question
from members.access import acting_member
from members.reading import anybody


def crumbs(hustings: Hustings, *more: tuple[str, str]) -> list[dict[str, str]]:
    """To the page of the hustings, and on; the last of `more` has no address."""
    own = reverse("hustings:show-hustings", args=[hustings.election.slug])
    return trail.of(hustings.election, (_("Questions to the candidates"), own), *more)


@anybody()
@require_safe
def show_hustings(request: HttpRequest, slug: str) -> HttpResponse:
    hustings = access.public_hustings(request, slug)
    now, member = timezone.now(), acting_member(request)
    own = asking.own_question(hustings, member) if member else None
    is_candidate = member is not None and stands(member, hustings.election)
    context = {
        "election": hustings.election,
        "hustings": hustings,
        "topics": reading.topics_with_numbers(hustings),
        "steps": [
            (Hustings.words_for(name), getattr(hustings, name)) for name in Hustings.INSTANTS
        ],
        "own": own,
        "may_ask": not is_candidate
        and hustings.takes_questions(now)
        and (own is None or not own.is_approved),
        "is_candidate": is_candidate,
        "takes_answers": hustings.takes_answers(now),
        "breadcrumbs": crumbs(hustings),
    }
    return render(request, "hustings/show_hustings.html", context)


@anybody(shared=False)
@require_safe
def show_topic(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    hustings = access.public_hustings(request, slug)
    topic = get_object_or_404(hustings.topics, number=number)
    member, now = acting_member(request), timezone.now()
    is_candidate = member is not None and stands(member, hustings.election)
    context = {
        "election": hustings.election,
        "hustings": hustings,
        "topic": topic,
        "questions": reading.questions_of(request, topic),
        "upvoted": reading.upvoted_by(member, hustings),
        "may_upvote": hustings.takes_upvotes(now) and not is_candidate,
        "breadcrumbs": crumbs(hustings, (topic.shown_title, "")),
    }
    return render(request, "hustings/show_topic.html", context)


@anybody(shared=False)
@require_safe
def show_question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    hustings = access.public_hustings(request, slug)
    question = access.shown_question(hustings, number)
    topic_url = reverse("hustings:show-topic", args=[slug, question.topic.number])
    context = {
        "election": hustings.election,
        "question": question,
        "contests": reading.replies_to(request, question),
        "takes_answers": hustings.takes_answers(timezone.now()),
        "may_answer": _may_answer(request, question),
        "breadcrumbs": crumbs(
            hustings, (question.topic.shown_title, topic_url), (_("Answers"), "")
        ),
    }
    return render(request, "hustings/show_question.html", context)


def _may_answer(request: HttpRequest, question: Question) -> bool:
    member, now = acting_member(request), timezone.now()
    if member is None or not question.hustings.takes_answers(now):
        return False
    nomination = own_nomination(member, question.hustings.election, now=now)
    return nomination is not None and not why_not(
        asking.require_may_answer, question, nomination, now=now
    )
