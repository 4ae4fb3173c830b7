"""Self-nominations, supporting nominations, and the candidates that come of them."""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections.models.contest import Attribute, Contest
from members.models import Member

MOST_LETTERS = 4000  # of a statement: every voter's page carries every one of them


def new_share_token() -> str:
    return secrets.token_urlsafe(9)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def standing(self) -> NominationQuerySet:
        """Those neither refused nor withdrawn."""
        return self.filter(state__in=(Nomination.State.SUBMITTED, Nomination.State.ACCEPTED))

    def undecided(self) -> NominationQuerySet:
        return self.filter(state=Nomination.State.SUBMITTED)

    def with_support(self) -> NominationQuerySet:
        """Adds `support`: how many members nominated each."""
        return self.annotate(support=Count("supporting"))


class Nomination(models.Model):
    """A member puts themself forward for a contest."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("Not decided yet")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="nominations")
    member = models.ForeignKey(Member, models.PROTECT, related_name="nominations")
    ballot_name = models.CharField(_("name on the ballot paper"), max_length=80)
    statement = models.TextField(_("statement"), blank=True)
    share_token = models.CharField(
        max_length=16, unique=True, default=new_share_token, editable=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUBMITTED)
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(_("reason"), blank=True)
    slate_label = models.CharField(max_length=60, blank=True)
    slate_colour = models.PositiveSmallIntegerField(null=True)
    slate_path = models.CharField(max_length=200, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("contest", "submitted_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("contest", "member"),
                condition=~Q(state="withdrawn"),
                name="nomination_once_for_each_contest",
            ),
            models.CheckConstraint(
                name="nomination_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_name}, {self.contest}"

    def get_absolute_url(self) -> str:
        return reverse("elections:show-nomination", args=[self.share_token])

    @property
    def words_digest(self) -> str:
        """Names what would stand on the paper: SHA-256, in hexadecimal, of name and statement."""
        return sha256(f"{self.ballot_name}\0{self.statement}".encode()).hexdigest()


class IdentityDeclaration(models.Model):
    """Special category data: what a candidate declared, for the minima of the contest and no other.

    Stored apart from the nomination and read by returning officers and the count only. The
    candidate's consent to publication in the minima file is what makes it count.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="declarations")
    attribute = models.CharField(max_length=10, choices=Attribute.choices)
    consented_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("nomination", "attribute"), name="identity_declared_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.attribute}"


class SupportingNomination(models.Model):
    """A member of the electorate nominates somebody who stands: once, and up to the contest's limit.

    `slot` counts a member's nominations in one contest from 1, so that the unique constraint holds
    the limit whatever runs at the same time.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="supporting")
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="supporting_nominations")
    slot = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("given_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("nomination", "member"), name="supporting_once_for_each_candidate"
            ),
            models.UniqueConstraint(
                fields=("contest", "member", "slot"), name="supporting_up_to_the_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} by {self.member_id}"


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
    statement = models.TextField(blank=True)
    slate_label = models.CharField(max_length=60, blank=True)
    slate_colour = models.PositiveSmallIntegerField(null=True)
    slate_path = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("contest", "number")
        constraints = [
            models.UniqueConstraint(fields=("contest", "number"), name="candidate_number_once")
        ]

    def __str__(self) -> str:
        return self.ballot_name
