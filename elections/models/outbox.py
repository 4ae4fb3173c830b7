"""The outbox: one row for each message, with the one state it is in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from elections.models.election import Election
from elections.models.nomination import Nomination
from elections.models.roll import RollEntry
from members.models import Member


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> MessageQuerySet:
        return self.filter(state=Message.State.QUEUED, not_before__lte=at)

    def unfinished(self) -> MessageQuerySet:
        return self.filter(state__in=(Message.State.QUEUED, Message.State.SENDING))


class Message(models.Model):
    """What is to be sent, to whom and from when; the words are made when it is sent.

    Neither a voting code nor a tracker nor a choice is ever stored here.
    """

    class Kind(models.TextChoices):
        BALLOT = "ballot", _("Ballot")
        REMINDER = "reminder", _("Reminder")
        RECORDED = "recorded", _("Your vote is recorded")
        NOMINATION_RECEIVED = "nomination-received", _("Nomination received")
        NOMINATION_ACCEPTED = "nomination-accepted", _("Nomination accepted")
        NOMINATION_REFUSED = "nomination-refused", _("Nomination refused")
        NOMINATION_ENDED = "nomination-ended", _("Nomination ended")
        SUPPORT_RELEASED = "support-released", _("Supporting nomination free again")
        APPEAL_DECIDED = "appeal-decided", _("Appeal decided")
        TIMETABLE_CHANGED = "timetable-changed", _("Timetable changed")
        POSTPONED = "postponed", _("Election postponed")
        WITHDRAWN = "withdrawn", _("Election withdrawn")
        ABANDONED = "abandoned", _("Poll abandoned")
        ROLL_CORRECTED = "roll-corrected", _("Your place on the roll")
        REOPENED = "reopened", _("Nominations reopened")
        SLATE_INVITATION = "slate-invitation", _("Invitation to a slate")
        SLATE_DECIDED = "slate-decided", _("Slate decided")
        SLATE_ANSWERED = "slate-answered", _("Answer to an invitation")
        SLATE_ENDED = "slate-ended", _("Slate left")
        SLATE_CANDIDATE_LEFT = "slate-candidate-left", _("Candidate of a slate left")
        SLATE_AGENT = "slate-agent", _("Acting for a slate")
        HUSTINGS_DECIDED = "hustings-decided", _("Question or answer decided")
        HUSTINGS_CHANGED = "hustings-changed", _("New times for questions and answers")
        CASE_SETTLED = "case-settled", _("Candidate’s case settled with the papers")
        STATEMENT_STRUCK = "statement-struck", _("Words of a statement struck out")
        CANDIDATE_LEFT = "candidate-left", _("Candidate left")
        RESULT_DECLARED = "result-declared", _("Result declared")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not needed any more")
        FAILED = "failed", _("Failed")

    election = models.ForeignKey(Election, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    entry = models.ForeignKey(RollEntry, models.PROTECT, null=True, related_name="messages")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    to = models.CharField(max_length=254)
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("election", "kind", "entry", "round"), name="message_once_for_each_voter"
            )
        ]
        indexes = [
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(state="queued"),
                name="message_waiting",
            ),
            models.Index(fields=("election", "kind", "state"), name="message_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to}"

    @property
    def reader(self) -> Member:
        """Whom it is to: a voter on the roll, or somebody who need not be on any."""
        member = self.entry.member if self.entry else self.member
        if member is None:
            raise ValueError("A message is to a voter or to a member.")
        return member
