"""What everybody reads of a hustings: questions by upvotes, every candidate alike beneath them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, Q
from django.http import HttpRequest

from elections.models import Candidate, Contest, Election, Nomination
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
    election = question.hustings.election
    given = question.answers.all().shown().values_list("nomination", "text", "language")
    texts: dict[int | None, tuple[str, str]] = {
        nomination: (text, language) for nomination, text, language in given
    }
    found: dict[Contest, list[Reply]] = {}
    for contest, nomination, person in _people(election):
        found.setdefault(contest, []).append(Reply(person, *texts.get(nomination, ("", ""))))
    return [
        ContestReplies(
            contest, in_random_order(request, found[contest], of=f"contest {contest.pk}")
        )
        for contest in sorted(found, key=lambda one: one.number)
    ]


def _people(election: Election) -> list[tuple[Contest, int | None, Person]]:
    """Contest, nomination and person of everybody who stands."""
    if election.papers_fixed_at is not None:
        shown = Candidate.objects.as_shown().filter(contest__election=election)
        candidates = shown.exclude(nomination=None).select_related(
            "contest__election", "contest__seat_plan"
        )
        left = left_of(candidates)
        return [
            (one.contest, one.nomination_id, Person.on_paper(one, election, left.get(one.pk)))
            for one in candidates
        ]
    standing = Nomination.objects.standing().with_photo().filter(contest__election=election)
    return [
        (one.contest, one.pk, Person.nominated(one)) for one in standing.select_related("contest")
    ]
