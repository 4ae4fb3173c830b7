"""What was done, by whom and why: written once, chained, never a choice on a ballot paper."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.user import User


class Action(models.TextChoices):
    """Everything that is ever recorded. The list is closed: the database refuses anything else."""

    IMPORT_UPLOADED = "import-uploaded", _("membership list uploaded")
    IMPORT_CHECKED = "import-checked", _("membership list checked")
    IMPORT_APPLIED = "import-applied", _("membership list applied")
    IMPORT_ABANDONED = "import-abandoned", _("membership list abandoned")
    OUTCOMES_TAKEN = "outcomes-taken", _("outcomes of a membership list downloaded")
    REGION_PLACED = "region-placed", _("member's region placed by hand")
    REGION_RELEASED = "region-released", _("member's region left to the postcode again")
    REFERENCE_CHANGED = "reference-changed", _("regions or postcode areas changed")
    ROLE_GRANTED = "role-granted", _("staff role granted")
    ROLE_REVOKED = "role-revoked", _("staff role revoked")
    SIGN_IN_STOPPED = "sign-in-stopped", _("sign-in stopped")
    SIGN_IN_RESTORED = "sign-in-restored", _("sign-in restored")
    EXPORT_TAKEN = "export-taken", _("export taken")

    ELECTION_CREATED = "election-created", _("election created")
    ELECTION_CHANGED = "election-changed", _("election changed")
    ELECTION_POSTPONED = "election-postponed", _("election postponed")
    ELECTION_RESUMED = "election-resumed", _("postponed election resumed")
    ELECTION_WITHDRAWN = "election-withdrawn", _("election withdrawn")
    POLL_ABANDONED = "poll-abandoned", _("poll abandoned, its papers destroyed unopened")
    DRAFT_DELETED = "draft-deleted", _("election deleted before its notice")
    WELSH_ON = "welsh-on", _("Welsh switched on")
    WELSH_OFF = "welsh-off", _("Welsh switched off")
    DOCUMENT_CHANGED = "document-changed", _("document added or changed")
    NOTICE_PUBLISHED = "notice-published", _("notice published")
    TIMETABLE_CHANGED = "timetable-changed", _("timetable changed")
    NOMINATION_SUBMITTED = "nomination-submitted", _("nomination submitted")
    NOMINATION_WITHDRAWN = "nomination-withdrawn", _("nomination withdrawn")
    SUPPORTING_NOMINATION = "supporting-nomination", _("supporting nomination made")
    NOMINATION_ACCEPTED = "nomination-accepted", _("nomination accepted")
    NOMINATION_REFUSED = "nomination-refused", _("nomination refused")
    NOMINATION_CHANGED = "nomination-changed", _("nomination changed")
    SUPPORT_WITHDRAWN = "support-withdrawn", _("supporting nomination withdrawn")
    PROOF_APPROVED = "proof-approved", _("proof approved by the candidate")
    APPEAL_MADE = "appeal-made", _("appeal made")
    APPEAL_DECIDED = "appeal-decided", _("appeal decided")
    NOMINATIONS_REOPENED = "nominations-reopened", _("nominations opened again for vacancies")
    NOMINATION_ENDED = "nomination-ended", _("nomination ended by an officer")
    CANDIDATE_LEFT = "candidate-left", _("candidate left after the papers were fixed")
    PASSAGE_STRUCK = "passage-struck", _("words of a statement struck out")
    SAME_PERSON_DECIDED = "same-person-decided", _("likely same person decided")
    NOTE_ADDED = "note-added", _("staff note added")
    SLATE_REGISTERED = "slate-registered", _("slate registered")
    SLATE_DECIDED = "slate-decided", _("slate approved or refused")
    SLATE_CHANGED = "slate-changed", _("slate or its agents changed")
    SLATE_INVITED = "slate-invited", _("candidate invited by a slate, or the invitation ended")
    SLATE_SET = "slate-set", _("candidate's slate set")
    ROLL_FROZEN = "roll-frozen", _("roll frozen")
    ROLL_CORRECTED = "roll-corrected", _("roll corrected")
    ELECTORS_LISTED = "electors-listed", _("list of electors changed")
    PAPERS_PROPOSED = "papers-proposed", _("papers found ready by a first officer")
    ACT_PROPOSED = "act-proposed", _("act of two officers proposed by a first one")
    PAPERS_FIXED = "papers-fixed", _("papers fixed")
    UNCONTESTED = "uncontested", _("contest without a poll")
    MAIL_QUEUED = "mail-queued", _("failed mail queued again")
    REMINDER_QUEUED = "reminder-queued", _("reminder queued")
    CODE_REPLACED = "code-replaced", _("voting code replaced")
    POLL_CLOSED = "poll-closed", _("poll closed")
    COUNT_STORED = "count-stored", _("count stored")
    RESULT_PROVISIONAL = "result-provisional", _("result published as provisional")
    REPORT_SIGNED = "report-signed", _("scrutineer's report signed")
    RESULT_DECLARED = "result-declared", _("result declared")
    RESULT_AMENDED = "result-amended", _("declared result amended")
    SEAT_ENDED = "seat-ended", _("seat became vacant")
    HUSTINGS_CHANGED = "hustings-changed", _("hustings set up or changed")
    QUESTION_SENT = "question-sent", _("question or answer of a hustings sent")
    QUESTION_UPVOTED = "question-upvoted", _("question of a hustings upvoted")
    QUESTION_DECIDED = "question-decided", _("question or answer of a hustings decided")
    DATA_ERASED = "data-erased", _("personal data erased by schedule")
    OWN_DATA_TAKEN = "own-data-taken", _("member downloaded what is held about them")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: str) -> AuditQuerySet:
        return self.filter(subject=subject)

    def of_election(self, election: UUID) -> AuditQuerySet:
        return self.filter(election=election)


class AuditEntry(models.Model):
    """One line of the audit. The database assigns id, instant and digests, and refuses changes."""

    at = models.DateTimeField(_("at"), editable=False)
    action = models.CharField(_("action"), max_length=40, choices=Action.choices)
    actor = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="audit_entries",
        verbose_name=_("by"),
    )
    subject = models.TextField(_("about"), blank=True)
    election = models.UUIDField(_("election"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    detail = models.JSONField(_("detail"), default=dict)
    previous = models.CharField(_("digest before"), max_length=64, editable=False)
    digest = models.CharField(_("digest"), max_length=64, editable=False, unique=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(fields=["election", "id"], name="audit_election"),
            models.Index(fields=["subject", "id"], name="audit_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=Action.values), name="audit_action_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.action} {self.subject}".strip()
