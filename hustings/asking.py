"""Members ask one question each and upvote one in each topic; candidates answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from elections.models import Nomination
from elections.refusal import Refused
from hustings.conditions import (
    require_entitled,
    require_no_candidate,
    require_short,
    require_under_way,
)
from hustings.models import Answer, Hustings, Question, State, Topic, Upvote
from members import audit
from members.languages import Language
from members.models import Member


def own_question(hustings: Hustings, member: Member) -> Question | None:
    return Question.objects.select_related("topic").filter(hustings=hustings, member=member).first()


def require_may_ask(
    hustings: Hustings, member: Member, own: Question | None, *, now: datetime
) -> None:
    """Raises Refused where `ask` would, whatever the member goes on to enter; `own` is what they
    asked before."""
    require_under_way(hustings.election, now)
    if not hustings.takes_questions(now):
        raise Refused(_("Questions are not taken now."))
    require_no_candidate(member, hustings.election)
    require_entitled(member, hustings.election)
    if own is not None and own.is_approved:
        raise Refused(_("You have asked your one question."))


@transaction.atomic
def ask(
    hustings: Hustings,
    member: Member,
    *,
    topic: Topic,
    text: str,
    language: str = Language.ENGLISH,
    now: datetime,
) -> Question:
    """A member asks their question, or changes it while it is not approved."""
    # Held so that of two presses the second finds the first, and nobody asks while they put
    # themself forward.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    question = own_question(hustings, member)
    require_may_ask(hustings, member, question, now=now)
    text = require_short(text, hustings.question_words)
    if topic.hustings_id != hustings.pk:
        raise Refused(_("This topic is of another election."))
    sent = (text, language, topic)
    if question is not None and (question.text, question.language, question.topic) == sent:
        return question
    question, _created = Question.objects.update_or_create(
        hustings=hustings,
        member=member,
        defaults={"topic": topic, "text": text, "language": language, **_undecided(now)},
    )
    _record(audit.Action.QUESTION_SENT, hustings, f"question {question.pk}")
    return question


def _undecided(now: datetime) -> dict[str, object]:
    return {
        "sent_at": now,
        "state": State.PENDING,
        "reason": "",
        "decided_by": None,
        "decided_at": None,
    }


def _record(action: audit.Action, hustings: Hustings, subject: str) -> None:
    audit.record(action, actor=None, subject=subject, election=hustings.election_id)


# --- Upvotes -------------------------------------------------------------------------------------


def _require_may_upvote(hustings: Hustings, member: Member, now: datetime) -> None:
    require_under_way(hustings.election, now)
    if not hustings.takes_upvotes(now):
        raise Refused(_("Questions are not upvoted now."))
    require_no_candidate(member, hustings.election)
    require_entitled(member, hustings.election)


@transaction.atomic
def upvote(question: Question, member: Member, *, now: datetime) -> None:
    """A member wants the question answered; one in each topic. A second press changes nothing."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    _require_may_upvote(question.hustings, member, now)
    if not question.is_shown():
        raise Refused(_("This question is not shown, so it cannot be upvoted."))
    given = Upvote.objects.filter(topic=question.topic, member=member).first()
    if given is not None:
        if given.question_id == question.pk:
            return
        raise Refused(
            _("You have given your upvote in this topic to another question. Take that back first.")
        )
    Upvote.objects.create(question=question, topic=question.topic, member=member, given_at=now)
    _record(audit.Action.QUESTION_UPVOTED, question.hustings, f"question {question.pk}")


@transaction.atomic
def take_upvote_back(question: Question, member: Member, *, now: datetime) -> None:
    """The member may give the upvote to another question of the topic then."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    _require_may_upvote(question.hustings, member, now)
    given = Upvote.objects.filter(question=question, member=member)
    if not given.exists():
        return
    given.delete()
    _record(audit.Action.QUESTION_UPVOTED, question.hustings, f"question {question.pk}: taken back")


# --- Answers -------------------------------------------------------------------------------------


def own_answer(question: Question, nomination: Nomination) -> Answer | None:
    return Answer.objects.filter(question=question, nomination=nomination).first()


def require_may_answer(question: Question, nomination: Nomination, *, now: datetime) -> None:
    """Raises Refused where `answer` would, whatever the candidate goes on to enter."""
    hustings = question.hustings
    require_under_way(hustings.election, now)
    if not hustings.takes_answers(now):
        raise Refused(_("Answers are not taken now."))
    standing = Nomination.objects.standing().filter(contest__election=hustings.election_id)
    approved = Answer.objects.approved().filter(question=question, nomination=nomination)
    found = Question.objects.filter(pk=question.pk).values_list(
        Exists(standing.filter(pk=nomination.pk)),
        Exists(Question.objects.shown().filter(pk=question.pk)),
        Exists(approved),
    )
    is_standing, is_shown, is_approved = found.get()
    if not is_standing:
        raise Refused(_("You do not stand in this election any more."))
    if not is_shown:
        raise Refused(_("This question is not shown any more."))
    if is_approved:
        raise Refused(_("Your answer is approved, so it no longer changes."))


@transaction.atomic
def answer(
    question: Question,
    nomination: Nomination,
    member: Member,
    *,
    text: str,
    language: str = Language.ENGLISH,
    now: datetime,
) -> Answer:
    """A candidate answers a question, or changes the answer while it is not approved."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if nomination.member_id != member.pk:
        raise Refused(_("You do not stand in this election any more."))
    require_may_answer(question, nomination, now=now)
    text = require_short(text, question.hustings.answer_words)
    earlier = own_answer(question, nomination)
    if earlier is not None and (earlier.text, earlier.language) == (text, language):
        return earlier
    given, _created = Answer.objects.update_or_create(
        question=question,
        nomination=nomination,
        defaults={"text": text, "language": language, **_undecided(now)},
    )
    _record(audit.Action.QUESTION_SENT, question.hustings, f"answer {given.pk}")
    return given
