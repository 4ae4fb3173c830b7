"""Questions to the candidates of a demo election, and some answers, made by the verbs themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from elections.models import Election, Nomination
from elections.models.entitlement import entitled_members
from hustings import asking, moderating, setting_up
from hustings.models import Hustings
from members.models import User
from momentum_site.demo.people import ordinary

_QUESTIONS = (
    "Will you publish the minutes of every meeting within two weeks?",
    "How will you help local groups that have no money and no hall?",
    "What should Momentum do inside the Labour Party in the next two years?",
    "Which campaign would you begin first, and who would run it?",
    "Will you spend a tenth of our income on training for organisers?",
)
_TO_DECIDE = "Why is nobody from my town on this list?"
_ANSWER = (
    "Yes. I would put a date on it and report to members every month, in words that anybody can "
    "check. Where we fall short I will say so, and say why."
)


def switch_on(election: Election, officer: User, at: datetime) -> None:
    """Members ask while self-nomination is open; candidates answer from then until voting closes."""
    times = election.timetable
    opens, closes = times.self_nomination_opens_at, times.self_nomination_closes_at
    if opens is None or closes is None:
        raise ValueError("the template has no nominations")
    setting_up.set_up(
        election,
        topics=setting_up.default_topics(),
        instants={
            "questions_open_at": opens,
            "questions_close_at": closes,
            "answers_open_at": closes,
            "answers_close_at": times.voting_closes_at,
        },
        question_words=40,
        answer_words=200,
        actor=officer,
        now=at,
    )


def ask(election: Election, officer: User) -> None:
    """Members ask; all questions but the last are approved, and upvoted by a few others."""
    hustings = Hustings.objects.select_related("election__timetable").get(election=election)
    at = hustings.questions_open_at + timedelta(hours=2)
    standing = Nomination.objects.standing().filter(contest__election=election)
    members = ordinary(entitled_members(election)).exclude(pk__in=standing.values("member"))
    people = iter(members.order_by("-pk")[10:60])
    for topic, text in zip(hustings.topics.all(), _QUESTIONS, strict=False):
        question = asking.ask(hustings, next(people), topic=topic, text=text, now=at)
        moderating.approve(question, actor=officer, now=at)
        for _voter in range(topic.number % 4):
            asking.upvote(question, next(people), now=at)
    topic = hustings.topics.all()[0]
    asking.ask(hustings, next(people), topic=topic, text=_TO_DECIDE, now=at)


def answer(election: Election, officer: User) -> None:
    """Two of three candidates answer the first three questions."""
    hustings = Hustings.objects.select_related("election__timetable").get(election=election)
    at = hustings.answers_open_at + timedelta(hours=1)
    standing = Nomination.objects.standing().filter(contest__election=election)
    shown = hustings.questions.all().shown().select_related("hustings__election__timetable")[:3]
    for place, nomination in enumerate(standing.select_related("member").order_by("pk")):
        for question in shown if place % 3 else ():
            given = asking.answer(question, nomination, nomination.member, text=_ANSWER, now=at)
            moderating.approve(given, actor=officer, now=at)
