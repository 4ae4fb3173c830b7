"""What everybody reads of a hustings: questions by upvotes, every candidate alike beneath them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpRequest

from elections.models import Candidate, Contest, Nomination
from elections.results import left_of
from elections.views.people import Person, in_random_order
from hustings.models import Answer, Hustings, Question, Topic
from members.models import Member


@dataclass(frozen=True)
class Reply:
    """A candidate and what they answered; the empty text says that they did not."""

    person: Person
    text: str
    language: str


@dataclass(frozen=True)
class ContestReplies:
    contest: Contest
    replies: list[Reply]


def topics_with_numbers(hustings: Hustings) -> list[tuple[Topic, int]]:
    """Each topic and how many questions are shown in it."""
    shown = Question.objects.shown().filter(hustings=hustings).values_list("topic")
    numbers = dict(shown.annotate(Count("pk")))
    return [(topic, numbers.get(topic.pk, 0)) for topic in hustings.topics.all()]


def questions_of(request: HttpRequest, topic: Topic) -> list[Question]:
    """Those of a topic with `upvotes` and `answered`, most upvotes first, equal ones at random."""
    answered = Count(
        "answers",
        filter=Q(answers__in=Answer.objects.shown()),
        distinct=True,
    )
    shown = Question.objects.filter(topic=topic).shown().with_upvotes().annotate(answered=answered)
    mixed = in_random_order(request, shown, of=f"topic {topic.pk}")
    return sorted(mixed, key=attrgetter("upvotes"), reverse=True)  # equal ones stay as they are


def upvoted_by(member: Member | None, hustings: Hustings) -> set[int]:
    """The questions to which the member has given an upvote."""
    if member is None:
        return set()
    own = Question.objects.filter(hustings=hustings, upvoted__member=member)
    return set(own.values_list("pk", flat=True))


def replies_to(request: HttpRequest, question: Question) -> list[ContestReplies]:
    """Everybody who stands, contest by contest, in the random order that every list has."""
    found: dict[Contest, list[Reply]] = {}
    for contest, reply in _replies(question):
        found.setdefault(contest, []).append(reply)
    return [
        ContestReplies(
            contest, in_random_order(request, found[contest], of=f"contest {contest.pk}")
        )
        for contest in sorted(found, key=lambda one: one.number)
    ]


def _replies(question: Question) -> list[tuple[Contest, Reply]]:
    """What everybody who stands answered, each found with their answer."""
    election = question.hustings.election
    if election.papers_fixed_at is not None:
        shown = Candidate.objects.as_shown().filter(contest__election=election)
        candidates = shown.exclude(nomination=None).select_related(
            "contest__election", "contest__seat_plan"
        )
        fixed = list(candidates.annotate(answer=_answer(question, OuterRef("nomination"))))
        left = left_of(fixed)
        return [
            (one.contest, _reply(Person.on_paper(one, election, left.get(one.pk)), one))
            for one in fixed
        ]
    standing = Nomination.objects.standing().with_photo().filter(contest__election=election)
    nominated = standing.annotate(answer=_answer(question, OuterRef("pk")))
    return [
        (one.contest, _reply(Person.nominated(one), one))
        for one in nominated.select_related("contest")
    ]


def _answer(question: Question, nomination: OuterRef) -> Subquery:
    """The text and language of a nomination's answer, once it is shown."""
    given = Answer.objects.shown().filter(question=question, nomination=nomination)
    return Subquery(given.values(found=JSONObject(text="text", language="language")))


def _reply(person: Person, answered: Candidate | Nomination) -> Reply:
    answer = getattr(answered, "answer", None) or {"text": "", "language": ""}
    return Reply(person, answer["text"], answer["language"])
