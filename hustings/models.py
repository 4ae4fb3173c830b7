"""Questions that members ask the candidates of an election, and the candidates' answers."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from elections.bilingual import Titled
from elections.models import Election, Nomination
from members.languages import Language
from members.models import Member

MOST_TOPICS = 12
LETTERS_A_WORD = 12  # a generous mean: what is sent has at most so many letters for each word


class Hustings(models.Model):
    """An election's questions and answers, where the office has switched them on.

    Questions are asked in the first window, answered in the second, and upvoted in both.
    """

    INSTANTS = ("questions_open_at", "questions_close_at", "answers_open_at", "answers_close_at")

    election = models.OneToOneField(Election, models.CASCADE, primary_key=True, related_name="+")
    questions_open_at = models.DateTimeField(_("questions open"))
    questions_close_at = models.DateTimeField(_("questions close"))
    answers_open_at = models.DateTimeField(_("answers open"))
    answers_close_at = models.DateTimeField(_("answers close"))
    question_words = models.PositiveSmallIntegerField(
        _("words of a question, at most"),
        default=40,
        validators=[MinValueValidator(10), MaxValueValidator(200)],
    )
    answer_words = models.PositiveSmallIntegerField(
        _("words of an answer, at most"),
        default=200,
        validators=[MinValueValidator(20), MaxValueValidator(600)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hustings_in_order",
                condition=Q(questions_open_at__lt=F("questions_close_at"))
                & Q(questions_close_at__lte=F("answers_open_at"))
                & Q(answers_open_at__lt=F("answers_close_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election} hustings"

    @classmethod
    def words_for(cls, name: str) -> str:
        """What an instant is called on screen."""
        return str(getattr(cls, name).field.verbose_name)

    def takes_questions(self, now: datetime) -> bool:
        return self.questions_open_at <= now < self.questions_close_at

    def takes_answers(self, now: datetime) -> bool:
        return self.answers_open_at <= now < self.answers_close_at

    def takes_upvotes(self, now: datetime) -> bool:
        return self.questions_open_at <= now < self.answers_close_at


class Topic(Titled, models.Model):
    """What a question is about; `number` is its place in the list, from 1."""

    hustings = models.ForeignKey(Hustings, models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=80)

    class Meta:
        ordering = ("hustings", "number")
        constraints = [
            models.UniqueConstraint(fields=("hustings", "number"), name="topic_number_once"),
            models.UniqueConstraint("hustings", Lower("title"), name="topic_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


class State(models.TextChoices):
    PENDING = "pending", _("Not decided yet")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


_M = TypeVar("_M", bound="Moderated")


class ModeratedQuerySet(models.QuerySet[_M]):
    def pending(self) -> ModeratedQuerySet[_M]:
        return self.filter(state=State.PENDING)

    def approved(self) -> ModeratedQuerySet[_M]:
        return self.filter(state=State.APPROVED)


class Moderated(models.Model):
    """What somebody sent, which everybody reads once an officer has approved it."""

    text = models.TextField()
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_pending(self) -> bool:
        return self.state == State.PENDING

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED

    @property
    def is_rejected(self) -> bool:
        return self.state == State.REJECTED

    @property
    def words_digest(self) -> str:
        """Names what everybody would read: SHA-256, in hexadecimal."""
        words = self.text if self.language == Language.ENGLISH else f"{self.language}\0{self.text}"
        return sha256(words.encode()).hexdigest()


class QuestionQuerySet(ModeratedQuerySet["Question"]):
    def shown(self) -> QuestionQuerySet:
        """Approved, and not asked by somebody who stands by now: candidates do not ask."""
        return self.filter(state=State.APPROVED).exclude(member__in=_candidates())

    def without_answer(self) -> QuestionQuerySet:
        """Not rejected, and no answer to it is shown yet: whoever asked still waits."""
        shown = Answer.objects.shown().filter(question=models.OuterRef("pk"))
        return self.exclude(state=State.REJECTED).filter(~models.Exists(shown))

    def with_upvotes(self) -> QuestionQuerySet:
        """Adds `upvotes`: how many members wanted each answered, candidates not counted."""
        return self.annotate(upvotes=Count("upvoted", filter=~Q(upvoted__member__in=_candidates())))


def _candidates() -> models.QuerySet[Nomination, int]:
    """Members who stand in the election of the question that is asked about."""
    standing = Nomination.objects.standing()
    return standing.filter(contest__election=models.OuterRef("hustings_id")).values_list(
        "member_id", flat=True
    )


class Question(Moderated):
    """One question of a member. Who asked is shown to officers only."""

    hustings = models.ForeignKey(Hustings, models.PROTECT, related_name="questions")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("hustings", "topic", "id")
        constraints = [
            models.UniqueConstraint(fields=("hustings", "member"), name="question_once"),
            models.CheckConstraint(
                name="question_rejected_with_a_reason",
                condition=~Q(state="rejected") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"

    def is_shown(self) -> bool:
        """Everybody may read it now: asked anew each time."""
        return Question.objects.shown().filter(pk=self.pk).exists()


class Upvote(models.Model):
    """A member wants a question answered: one in each topic."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="upvoted")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("topic", "member"), name="upvote_once_in_each_topic"),
        ]

    def __str__(self) -> str:
        return f"upvote of {self.question_id}"


class AnswerQuerySet(ModeratedQuerySet["Answer"]):
    def shown(self) -> AnswerQuerySet:
        """Approved, of those who stand."""
        return self.filter(state=State.APPROVED, nomination__in=Nomination.objects.standing())


class Answer(Moderated):
    """A candidate's answer to a question."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ("question", "id")
        constraints = [
            models.UniqueConstraint(fields=("question", "nomination"), name="answer_once"),
            models.CheckConstraint(
                name="answer_rejected_with_a_reason",
                condition=~Q(state="rejected") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
