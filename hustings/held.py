"""What hustings hold about a member: what they asked, upvoted and answered."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.bilingual import in_language_here
from elections.held import title_here, titled
from hustings.models import Answer, Question, Upvote
from members.held import Contribution, Part, Record
from members.models import Member


def _asked(member: Member) -> QuerySet[Question]:
    asked = titled(Question.objects.filter(member=member), election="hustings__election")
    return asked.annotate(of_topic=F("topic__title"))


def _question(question: Any) -> Record:
    return {
        _("election"): title_here(question, "election"),
        _("topic"): in_language_here(question.of_topic, ""),
        _("question"): question.text,
        _("sent"): question.sent_at,
        _("state"): question.get_state_display(),
        _("reason"): question.reason,
    }


def _upvotes(member: Member) -> QuerySet[Upvote]:
    given = titled(Upvote.objects.filter(member=member), election="question__hustings__election")
    return given.annotate(of_topic=F("topic__title"), of_question=F("question__text"))


def _upvote(upvote: Any) -> Record:
    return {
        _("election"): title_here(upvote, "election"),
        _("topic"): in_language_here(upvote.of_topic, ""),
        _("question"): upvote.of_question,
        _("given"): upvote.given_at,
    }


def _answers(member: Member) -> QuerySet[Answer]:
    own = Answer.objects.filter(nomination__member=member)
    answers = titled(own, election="question__hustings__election")
    return answers.annotate(of_question=F("question__text"))


def _answer(answer: Any) -> Record:
    return {
        _("election"): title_here(answer, "election"),
        _("question"): answer.of_question,
        _("answer"): answer.text,
        _("sent"): answer.sent_at,
        _("state"): answer.get_state_display(),
        _("reason"): answer.reason,
    }


CONTRIBUTIONS = (
    Contribution(
        gettext_lazy("Questions you asked"), ("hustings.Question",), (Part(_asked, _question),)
    ),
    Contribution(
        gettext_lazy("Questions you upvoted"), ("hustings.Upvote",), (Part(_upvotes, _upvote),)
    ),
    Contribution(
        gettext_lazy("Answers you gave"), ("hustings.Answer",), (Part(_answers, _answer),)
    ),
)
LEFT_OUT: dict[str, str] = {}
