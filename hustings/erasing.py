"""What a hustings holds of people goes with the papers and the statements of its election."""

from __future__ import annotations

from collections.abc import Mapping

from elections.erasing import write_anew
from elections.models import Election
from hustings.models import Answer, Question, State, Upvote


def with_papers(election: Election) -> Mapping[str, int]:
    """Who upvoted what, and the questions and answers that only officers have read."""
    answers = Answer.objects.filter(question__hustings=election.pk).exclude(state=State.APPROVED)
    questions = Question.objects.filter(hustings=election.pk, answers=None)
    counts = {
        "upvotes": Upvote.objects.filter(question__hustings=election.pk).delete()[0],
        "unread answers": answers.delete()[0],
        "unread questions": questions.exclude(state=State.APPROVED).delete()[0],
    }
    _write_anew()
    return counts


def with_statements(election: Election) -> Mapping[str, int]:
    """Questions and answers: words of people, as statements are."""
    questions = Question.objects.filter(hustings=election.pk)
    counts = {
        "answers": Answer.objects.filter(question__hustings=election.pk).delete()[0],
        "late upvotes": Upvote.objects.filter(question__hustings=election.pk).delete()[0],
        "questions": questions.delete()[0],
    }
    _write_anew()
    return counts


def _write_anew() -> None:
    write_anew("hustings_upvote", "id")
    write_anew("hustings_answer", "reason")
    write_anew("hustings_question", "reason")
