"""Gatekeepers: the only way a view obtains a hustings, a question or an answer for a person.

"Not there" and "not yours" get the same answer.
"""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from elections import access
from elections.models import Election, Nomination
from hustings.conditions import hustings_of
from hustings.models import Answer, Hustings, Question, State
from members.models import Member


def public_hustings(request: HttpRequest, slug: str) -> Hustings:
    """The hustings of a public election."""
    hustings = hustings_of(access.public_election(request, slug))
    if hustings is None:
        raise Http404
    return hustings


def shown_question(hustings: Hustings, number: int) -> Question:
    """A question that everybody may read, with its `upvotes`."""
    questions = Question.objects.shown().with_upvotes().select_related("topic")
    question = get_object_or_404(questions, hustings=hustings, pk=number)
    question.hustings = hustings
    return question


def question_once_shown(hustings: Hustings, number: int) -> Question:
    """A question that an officer has decided on; one may have been taken down while somebody wrote
    an answer to it, and the answer is not to be lost."""
    questions = Question.objects.exclude(state=State.PENDING).select_related("topic")
    question = get_object_or_404(questions, hustings=hustings, pk=number)
    question.hustings = hustings
    return question


def standing_nomination(election: Election, member: Member, *, now: datetime) -> Nomination:
    """The nomination with which the member stands, or stood, in the election."""
    nomination = access.own_nomination(member, election, now=now)
    if nomination is None:
        raise Http404
    return nomination


def office_question(election: Election, number: int) -> Question:
    questions = Question.objects.with_upvotes().select_related("topic", "member", "decided_by")
    return get_object_or_404(questions, hustings_id=election.pk, pk=number)


def office_answer(election: Election, number: int) -> Answer:
    answers = Answer.objects.select_related(
        "question__topic", "nomination__contest", "nomination__member", "decided_by"
    )
    return get_object_or_404(answers, question__hustings_id=election.pk, pk=number)
