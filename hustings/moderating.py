"""Officers approve questions and answers, or reject them with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Election, Message, Nomination
from elections.refusal import Refused
from hustings.conditions import require_not_over
from hustings.models import Answer, Question, State
from members import audit
from members.models import Member, User


def approve(
    item: Question | Answer, *, actor: User, now: datetime, seen: str | None = None
) -> None:
    """Everybody reads it from now on; Refused once the election is over.

    `seen` is the `words_digest` of what the officer read; an empty one counts as changed. Refused
    when it says something else now.
    """
    _decide(item, State.APPROVED, actor=actor, reason="", seen=seen, now=now)


def reject(
    item: Question | Answer, *, actor: User, reason: str, now: datetime, seen: str | None = None
) -> None:
    """Its author is told why and may send another. What was approved can be taken down so, too."""
    if not reason.strip():
        raise Refused(_("Give the reason: the author is told it."))
    _decide(item, State.REJECTED, actor=actor, reason=reason.strip(), seen=seen, now=now)


@transaction.atomic
def _decide(
    item: Question | Answer,
    state: State,
    *,
    actor: User,
    reason: str,
    seen: str | None,
    now: datetime,
) -> None:
    held = _held(item)
    author, election = author_of(held), election_of(held)
    _require_neutral(author, election, actor)
    if held.state == state or held.is_rejected:
        raise Refused(_("This has already been decided."))
    if state == State.APPROVED:
        require_not_over(election, now)
    if seen is not None and seen != held.words_digest:
        raise Refused(_("The author has changed it meanwhile. Read it again."))
    held.state, held.reason, held.decided_by, held.decided_at = state, reason, actor, now
    held.save()
    outbox.queue_to_member(
        Message.Kind.HUSTINGS_DECIDED,
        election=election,
        member=author,
        details={
            "text": held.text,
            "approved": held.is_approved,
            "reason": reason,
            "path": reverse("hustings:show-hustings", args=[election.slug]),
        },
        now=now,
    )
    audit.record(
        audit.Action.QUESTION_DECIDED,
        actor=actor,
        subject=str(held),
        election=election.pk,
        reason=reason,
        detail={"approved": held.is_approved},
    )


def _held(item: Question | Answer) -> Question | Answer:
    if isinstance(item, Question):
        questions = Question.objects.select_for_update(of=("self",), no_key=True)
        return questions.select_related("member", "hustings__election").get(pk=item.pk)
    answers = Answer.objects.select_for_update(of=("self",), no_key=True)
    return answers.select_related("nomination__member", "question__hustings__election").get(
        pk=item.pk
    )


def author_of(item: Question | Answer) -> Member:
    return item.member if isinstance(item, Question) else item.nomination.member


def election_of(item: Question | Answer) -> Election:
    question = item if isinstance(item, Question) else item.question
    return question.hustings.election


def _require_neutral(author: Member, election: Election, actor: User) -> None:
    own = Nomination.objects.standing().filter(
        contest__election=election, member__email_key=actor.email
    )
    if own.exists() or author.email_key == actor.email:
        raise Refused(_("You stand in this election or wrote this, so another officer decides."))
