"""What an election tells everybody besides its timetable: changes with their reasons, documents.

And one officer's word that its papers may be fixed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from elections.bilingual import Titled, in_language_here, marked_as_english, paragraphs_here
from elections.models.candidate import CandidateLeft
from elections.models.election import Election
from members.languages import Language


class PublicChange(models.Model):
    """Something that was changed after the notice: it stays on record with its public reason.

    `before` and `after` hold the instants that moved, by name; empty for other kinds.
    """

    class Kind(models.TextChoices):
        TIMETABLE = "timetable", _("The timetable was changed")
        POSTPONED = "postponed", _("The election was postponed")
        RESUMED = "resumed", _("The election goes on")
        REOPENED = "reopened", _("Nominations were opened again for vacancies")
        WITHDRAWN = "withdrawn", _("The election was withdrawn")
        ABANDONED = "abandoned", _("The poll was abandoned")
        DOCUMENT = "document", _("A document was changed")
        NOMINATION_ENDED = "ended", _("Somebody who stood no longer does")
        CANDIDATE_LEFT = "candidate-left", _("A candidate left after the papers were fixed")
        STRUCK = "struck", _("Words of a statement were struck out")
        DECLARATION = "declaration", _("The declared result was amended")

    election = models.ForeignKey(Election, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.TIMETABLE)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    subject = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [models.CheckConstraint(name="change_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.election}: {self.reason}"

    @property
    def reason_here(self) -> str:
        """That somebody left is said in the language of the page; else as an officer wrote it."""
        if self.kind in {self.Kind.NOMINATION_ENDED, self.Kind.CANDIDATE_LEFT}:
            for reason in CandidateLeft.Reason:
                with translation.override(Language.ENGLISH):
                    written = f" {reason.label}."
                if self.reason.endswith(written):
                    return f"{self.reason.removesuffix(written)} {reason.label}."
        return in_language_here(self.reason, "")

    @property
    def shown_reason(self) -> str:
        """As `reason_here`, marked as English on a Welsh page where it is."""
        here = self.reason_here
        return here if here != self.reason else marked_as_english(here, "")


class Document(Titled, models.Model):
    """A document of an election: plain text, or the address where it is. Older versions stay."""

    class Kind(models.TextChoices):
        RULES = "rules", _("Rules of the election")
        PRIVACY = "privacy", _("Privacy notice")
        IMPACT = "impact", _("Data protection assessment")
        PROCESSORS = "processors", _("List of processors")
        OTHER = "other", _("Another document")

    REQUIRED = (Kind.PRIVACY, Kind.IMPACT, Kind.PROCESSORS)  # before voting opens

    election = models.ForeignKey(Election, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)
    url = models.URLField(_("or the address where it is"), blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("election", "kind", "title", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("election", "title"),
                condition=Q(replaced_at__isnull=True),
                name="document_title_once",
            ),
            models.CheckConstraint(
                name="document_says_something", condition=~Q(text="") | ~Q(url="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_text(self) -> str:
        return paragraphs_here(self.text, "")


class FixingProposal(models.Model):
    """One officer's word that the papers may be fixed, where a second one is to confirm it.

    `seen` names what the first officer saw: if anything of it changes, the proposal is void.
    """

    election = models.OneToOneField(
        Election, models.CASCADE, primary_key=True, related_name="fixing_proposal"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    seen = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.election} by {self.made_by}"


class ActProposal(models.Model):
    """One officer's word that an act should be done, where a second one is to do it.

    `what` is what the act would be asked, `entered` the form as it was sent, on the page at `page`:
    each page has one. What is entered may be private, so no proposal outlives the act.
    """

    class Act(models.TextChoices):
        WITHDRAW = "withdraw", _("Withdraw the election")
        ABANDON = "abandon", _("Abandon the poll")
        DECLARE = "declare", _("Declare the result")
        AMEND = "amend", _("Amend the result")

    election = models.ForeignKey(Election, models.CASCADE, related_name="act_proposals")
    act = models.CharField(max_length=10, choices=Act.choices)
    what = models.JSONField()
    entered = models.TextField()
    page = models.CharField(max_length=400)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("election", "page"), name="act_proposed_once_on_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.election}"
