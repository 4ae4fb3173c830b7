"""A hustings of these tests, set up before the notice. The people are the public cast's.

Questions are taken from 15 to 22 June at noon in London, answers from then to 29 June. Bea asks,
Efua upvotes, Aisha stands and answers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from elections import scheduling
from elections.models import Election, Nomination
from hustings import asking, moderating, setting_up
from hustings.models import Answer, Hustings, Question
from members.models import Member, User
from members.roles import Role
from tests.members.people import add_member, add_staff
from tests.public import cast

ASKING = datetime(2026, 6, 20, 11, tzinfo=UTC)
ANSWERING = datetime(2026, 6, 24, 11, tzinfo=UTC)
OVER = datetime(2026, 6, 29, 11, tzinfo=UTC)
WINDOWS = {
    "questions_open_at": datetime(2026, 6, 15, 11, tzinfo=UTC),
    "questions_close_at": datetime(2026, 6, 22, 11, tzinfo=UTC),
    "answers_open_at": datetime(2026, 6, 22, 11, tzinfo=UTC),
    "answers_close_at": OVER,
}
TOPICS = ["Democracy", "Campaigns"]
TEXT = "Will you publish the minutes of every meeting?"


def rosa() -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def person(number: str, name: str) -> Member:
    found = Member.objects.filter(number=number).first()
    return found or add_member(number, name, f"{name.split(maxsplit=1)[0].lower()}@example.org")


def bea() -> Member:
    return person("102", "Bea Okafor")


def efua() -> Member:
    return person("201", "Efua Mensah")


def set_up(election: Election, **changes: Any) -> Hustings:
    settings: dict[str, Any] = {
        "topics": TOPICS,
        "instants": WINDOWS,
        "question_words": 40,
        "answer_words": 200,
        "actor": rosa(),
        "now": cast.NOTICE_OUT,
        **changes,
    }
    setting_up.set_up(election, **settings)
    return Hustings.objects.select_related("election__timetable").get(election=election)


def prepared() -> Election:
    return cast.election(only="Scotland", noticed=False)


def public() -> Hustings:
    """Of an election whose notice is out."""
    election = prepared()
    set_up(election)
    scheduling.publish_notice(election, actor=None, now=cast.NOTICE_OUT)
    return Hustings.objects.select_related("election__timetable").get(election=election)


def asked(
    hustings: Hustings, member: Member | None = None, text: str = TEXT, topic: int = 1
) -> Question:
    chosen = hustings.topics.get(number=topic)
    return asking.ask(hustings, member or bea(), topic=chosen, text=text, now=ASKING)


def approved(hustings: Hustings, member: Member | None = None, **given: Any) -> Question:
    question = asked(hustings, member, **given)
    moderating.approve(question, actor=rosa(), now=ASKING)
    return Question.objects.select_related("hustings__election", "topic").get(pk=question.pk)


def answered(question: Question, nomination: Nomination, text: str = "Yes, every month.") -> Answer:
    return asking.answer(question, nomination, nomination.member, text=text, now=ANSWERING)


def shown(question: Question, nomination: Nomination, text: str = "Yes, every month.") -> Answer:
    answer = answered(question, nomination, text)
    moderating.approve(answer, actor=rosa(), now=ANSWERING)
    return answer


def words(response: Any) -> str:
    return str(response.content.decode())
