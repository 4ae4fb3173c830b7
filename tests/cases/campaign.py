"""What members, candidates and officers do beside the vote: slates, questions and answers."""

from __future__ import annotations

from datetime import timedelta

from elections.models import Nomination
from hustings.models import Answer, Hustings, Question
from members.models import Member
from slates.models import Slate
from tests.cases.walking import Page, Walk, as_member, pressing
from tests.office.cast import entered

# --- Slates


def register_slate(walk: Walk, agent: Member, name: str, colour: int) -> Slate:
    """A member registers it, an officer approves it."""
    page = as_member(agent).open(f"/elections/{walk.slug}/register-slate/")
    page.submit(page.form("name", "colour"), {"name": name, "colour": str(colour)})
    slate = Slate.objects.get(name=name)
    walk.send(f"slates/{slate.slug}/", {"decision": "approve"})
    return slate


def invite(walk: Walk, agent: Member, nomination: Nomination) -> None:
    page = as_member(agent).open(f"/elections/{walk.slug}/your-slate/invite/")
    page.submit(page.form("candidate"), {"candidate": str(nomination.pk)})


def answer_invitation(walk: Walk, candidate: Member, answer: str) -> Page:
    """By the link in the mail; "accept" or "decline"."""
    page = walk.follow(candidate, "/nomination/slates/")
    return page.submit(pressing(page.form("answer"), "answer", answer))


# --- Questions and answers


def switch_questions_on(walk: Walk) -> None:
    """As the form proposes it; asked while members come forward, answered from then to the poll."""
    timetable = walk.election.timetable
    given: dict[str, str | list[str]] = {
        **entered(timetable.self_nomination_opens_at, "questions_open_at"),
        **entered(timetable.self_nomination_closes_at, "questions_close_at"),
        **entered(timetable.self_nomination_closes_at, "answers_open_at"),
        **entered(timetable.voting_opens_at - timedelta(days=1), "answers_close_at"),
    }
    walk.send("questions/set-up/", given)


def ask(walk: Walk, member: Member, topic: int, text: str) -> Question:
    """A question in the topic of this number. Raises Refusal with what the page says against it."""
    page = as_member(member).open(f"/elections/{walk.slug}/questions/ask/")
    chosen = Hustings.objects.get(election=walk.election).topics.get(number=topic)
    page.submit(page.form("topic", "text"), {"topic": str(chosen.pk), "text": text})
    return Question.objects.get(member=member)


def answer(walk: Walk, candidate: Member, question: Question, text: str) -> Answer:
    """The candidate's answer. Raises Refusal with what the page says against it."""
    page = as_member(candidate).open(f"/elections/{walk.slug}/questions/{question.pk}/answer/")
    page.submit(page.form("text"), {"text": text})
    return question.answers.get(nomination__member=candidate)


def decide(walk: Walk, item: Question | Answer, *, reason: str = "") -> None:
    """An officer approves it, or rejects it for the reason."""
    path = (
        f"questions/{item.pk}/" if isinstance(item, Question) else f"questions/answers/{item.pk}/"
    )
    walk.send(path, {"decision": "reject" if reason else "approve", "reason": reason})


def upvote(walk: Walk, member: Member, question: Question) -> str:
    """Returns what the page of the topic says then."""
    page = as_member(member).open(
        f"/elections/{walk.slug}/questions/topics/{question.topic.number}/"
    )
    page.submit(page.form(action=f"/questions/{question.pk}/upvote/"))
    return page.text
