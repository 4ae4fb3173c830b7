"""Candidates as they were fixed with the papers, and what became of them afterwards."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elections.models.contest import Contest, answer_here
from elections.models.nomination import Nomination
from elections.striking import Strike, with_marks
from members.languages import Language


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def people(self) -> CandidateQuerySet:
        """Those who stand: no answer to a question, no re-open nominations, nobody twice for being
        on the papers of several sections of a college."""
        return self.filter(contest__in=Contest.objects.for_people(), is_ron=False)

    def electable(self) -> CandidateQuerySet:
        """Whom an amended declaration may name: who has not left, or left by an amended declaration,
        which was written at that very instant, and which another one can put right."""
        amended = Q(contest__declarations__made_at=F("left__left_at"))
        return self.filter(Q(left=None) | amended, is_ron=False).distinct()

    def as_shown(self) -> CandidateQuerySet:
        """With photos but for the pictures themselves, words struck out, and who left."""
        return (
            self.select_related("nomination__photo", "left")
            .defer("nomination__photo__jpeg")
            .annotate(
                struck_found=ArraySubquery(
                    StruckPassage.objects.filter(candidate=OuterRef("pk"))
                    .order_by("struck_at", "pk")
                    .values(
                        found=JSONObject(passage="passage", reason="reason", struck_at="struck_at")
                    )
                )
            )
        )


class Candidate(models.Model):
    """Somebody (or, in a question, an answer) on the paper, frozen when the papers are fixed.

    `number` is the order of record within the contest, from 1: the number that papers, ballot files
    and counts use.
    """

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="candidates")
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, related_name="candidate"
    )
    number = models.PositiveSmallIntegerField()
    ballot_name = models.CharField(max_length=80)
    # Of an answer to a question, and of "re-open nominations": what the paper calls it in Welsh.
    ballot_name_cy = models.CharField(max_length=80, blank=True)
    statement = models.TextField(blank=True)
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    links = ArrayField(models.URLField(max_length=200), default=list)
    is_ron = models.BooleanField(default=False)  # "Re-open nominations": nobody's candidate
    slate_label = models.CharField(max_length=60, blank=True)
    slate_colour = models.PositiveSmallIntegerField(null=True)
    slate_path = models.CharField(max_length=200, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ("contest", "number")
        constraints = [
            models.UniqueConstraint(fields=("contest", "number"), name="candidate_number_once")
        ]

    def __str__(self) -> str:
        return self.ballot_name

    def strikes(self) -> list[Strike]:
        """What was struck out of the statement, in the order in which it was."""
        found = getattr(self, "struck_found", None)  # by `as_shown`
        if found is None:
            return [
                Strike(one.passage, one.mark) for one in self.struck.order_by("struck_at", "pk")
            ]
        return [
            Strike(
                one["passage"], struck_mark(one["reason"], datetime.fromisoformat(one["struck_at"]))
            )
            for one in found
        ]

    @property
    def name_here(self) -> str:
        """The name on the paper; of an answer, in the language of the page."""
        if self.is_ron or (self.nomination_id is None and self.contest.is_question):
            return answer_here(self.ballot_name, self.ballot_name_cy)
        return self.ballot_name

    @property
    def statement_shown(self) -> str:
        """The statement with a dated mark in the place of words that were struck out."""
        return with_marks(self.statement, self.strikes())

    @property
    def photo_digest(self) -> str:
        return self.nomination.photo_digest if self.nomination else ""

    @property
    def why_left(self) -> str:
        """Why a candidate left after the papers were fixed, to follow the name; empty if not."""
        return str(self.left.get_reason_display()) if hasattr(self, "left") else ""


class CandidateLeftQuerySet(models.QuerySet["CandidateLeft"]):
    def numbers_in(self, contest: Contest) -> list[int]:
        """The candidate numbers of those who left a contest."""
        found = self.filter(candidate__contest=contest).order_by("candidate__number")
        return list(found.values_list("candidate__number", flat=True))


class CandidateLeft(models.Model):
    """A candidate who is skipped by the count: they left after the papers were fixed.

    The public reason is one of a closed list; `detail` is read by officers and the scrutineer only.
    """

    class Reason(models.TextChoices):
        WITHDREW = "withdrew", _("withdrew")
        DIED = "died", _("died")
        DISQUALIFIED = "disqualified", _("was disqualified")

    candidate = models.OneToOneField(
        Candidate, models.PROTECT, primary_key=True, related_name="left"
    )
    reason = models.CharField(_("public reason"), max_length=12, choices=Reason.choices)
    detail = models.TextField(_("detail, not public"), blank=True)
    left_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = CandidateLeftQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.candidate} {self.get_reason_display()}"


class StruckPassage(models.Model):
    """Words of a fixed statement that are no longer shown: a dated mark stands in their place."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="struck")
    passage = models.TextField(_("the words to strike out, exactly"))
    reason = models.TextField(_("public reason"))
    struck_at = models.DateTimeField()
    struck_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("candidate", "struck_at")
        constraints = [
            models.CheckConstraint(
                name="struck_with_a_reason", condition=~Q(reason="") & ~Q(passage="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.struck_at}"

    @property
    def mark(self) -> str:
        """What is shown in the place of the words."""
        return struck_mark(self.reason, self.struck_at)


def struck_mark(reason: str, struck_at: datetime) -> str:
    day = date_format(timezone.localtime(struck_at), "j F Y")
    return gettext("[words struck out on %(day)s by the returning officer: %(reason)s]") % {
        "day": day,
        "reason": reason,
    }
