"""What hustings hold about a member: what they asked, upvoted and answered."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.models import Answer, Question, Upvote
from members.held import Contribution, Record
from members.models import Member


def _questions(member: Member) -> Iterator[Record]:
    asked = Question.objects.filter(member=member)
    for question in asked.select_related("hustings__election", "topic"):
        yield {
            _("election"): question.hustings.election.title,
            _("topic"): question.topic.title_here,
            _("question"): question.text,
            _("sent"): question.sent_at,
            _("state"): question.get_state_display(),
            _("reason"): question.reason,
        }


def _upvotes(member: Member) -> Iterator[Record]:
    given = Upvote.objects.filter(member=member)
    for upvote in given.select_related("question__hustings__election", "topic"):
        yield {
            _("election"): upvote.question.hustings.election.title,
            _("topic"): upvote.topic.title_here,
            _("question"): upvote.question.text,
            _("given"): upvote.given_at,
        }


def _answers(member: Member) -> Iterator[Record]:
    sent = Answer.objects.filter(nomination__member=member)
    for answer in sent.select_related("question__hustings__election"):
        yield {
            _("election"): answer.question.hustings.election.title,
            _("question"): answer.question.text,
            _("answer"): answer.text,
            _("sent"): answer.sent_at,
            _("state"): answer.get_state_display(),
            _("reason"): answer.reason,
        }


CONTRIBUTIONS = (
    Contribution(gettext_lazy("Questions you asked"), ("hustings.Question",), _questions),
    Contribution(gettext_lazy("Questions you upvoted"), ("hustings.Upvote",), _upvotes),
    Contribution(gettext_lazy("Answers you gave"), ("hustings.Answer",), _answers),
)
LEFT_OUT: dict[str, str] = {}
