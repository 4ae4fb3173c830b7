"""An election and its timetable."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections import phases
from elections.phases import Phase
from members.models import Status


class Body(models.TextChoices):
    NCG = "ncg", _("National Coordinating Group")
    NEC = "nec", _("Labour's National Executive Committee")
    LABOUR = "labour", _("Another Labour committee")
    CONVENTION = "convention", _("Convention")
    MEMBERS_VOTE = "members-vote", _("All-member vote")


class Custody(models.TextChoices):
    """Who holds the private half of the sealing key."""

    AUTOMATIC = "automatic", _("The count server")


class DeclaredBy(models.TextChoices):
    OFFICER = "officer", _("A returning officer")
    AUTOMATIC = "automatic", _("The timetable")


class VacancyRule(models.TextChoices):
    """What becomes of reserved seats that nobody who stands could fill."""

    LEAVE_VACANT = "leave-vacant", _("They stay vacant and are reopened to those who can fill them")
    OPEN_TO_ALL = "open-to-all", _("They are open to everybody who stands")


class LabourCondition(models.TextChoices):
    """What membership of the Labour Party means for being entitled."""

    REQUIRED = "required", _("Required; who is not on record as one declares it before voting")
    NOT_ASKED = "not-asked", _("Not asked")


def entitled_by_default() -> list[str]:
    return [Status.ACTIVE.value, Status.GRACE.value]


class ElectionQuerySet(models.QuerySet["Election"]):
    def public(self) -> ElectionQuerySet:
        return self.filter(published_at__isnull=False)

    def listed(self) -> ElectionQuerySet:
        """Public, and no rehearsal: what is shown among the elections there are."""
        return self.public().filter(rehearsal_of__isnull=True)

    def open_for_voting(self, *, at: datetime) -> ElectionQuerySet:
        return self.filter(
            papers_fixed_at__isnull=False,
            withdrawn_at__isnull=True,
            postponed_at__isnull=True,
            timetable__voting_opens_at__lte=at,
            timetable__voting_closes_at__gt=at,
        )

    def just_closed(self, *, at: datetime) -> ElectionQuerySet:
        """The box was closed within the last week: the last voters may still be to hear of it."""
        return self.filter(box_closed_at__gt=at - timedelta(days=7), withdrawn_at__isnull=True)

    def due_to_close(self, *, at: datetime) -> ElectionQuerySet:
        """Papers were fixed, the closing instant has come, the box is not closed."""
        return self.filter(
            papers_fixed_at__isnull=False,
            withdrawn_at__isnull=True,
            postponed_at__isnull=True,
            box_closed_at__isnull=True,
            no_poll_at__isnull=True,
            timetable__voting_closes_at__lte=at,
        )

    def due_to_freeze(self, *, at: datetime) -> ElectionQuerySet:
        """Public, and the instant has come by which members must have joined."""
        return self.public().filter(
            roll_frozen_at__isnull=True,
            withdrawn_at__isnull=True,
            postponed_at__isnull=True,
            no_poll_at__isnull=True,
            timetable__freeze_at__lte=at,
        )

    def taking_late_joiners(self, *, at: datetime) -> ElectionQuerySet:
        """Papers are fixed, and whoever joins before the freeze still gets one."""
        return self.filter(
            papers_fixed_at__isnull=False,
            roll_frozen_at__isnull=True,
            withdrawn_at__isnull=True,
            postponed_at__isnull=True,
            box_closed_at__isnull=True,
            timetable__voting_closes_at__gt=at,
        )

    def due_to_count(self) -> ElectionQuerySet:
        return self.filter(
            box_closed_at__isnull=False, counted_at__isnull=True, withdrawn_at__isnull=True
        )

    def due_to_declare(self, *, at: datetime) -> ElectionQuerySet:
        return self.filter(
            counted_at__isnull=False,
            declared_at__isnull=True,
            withdrawn_at__isnull=True,
            declared_by=DeclaredBy.AUTOMATIC,
            timetable__declaration_at__lte=at,
        )


class Election(models.Model):
    """One timetable for one body, with one or more contests and questions.

    The key is a UUID because ballots name their election without a foreign key. Recorded acts are
    instants that stay `None` until the act; the phase follows from them and the timetable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    body = models.CharField(_("body"), max_length=20, choices=Body.choices, default=Body.NCG)
    summary = models.TextField(_("summary"), blank=True)
    custody = models.CharField(
        _("custody of the sealing key"),
        max_length=12,
        choices=Custody.choices,
        default=Custody.AUTOMATIC,
    )
    declared_by = models.CharField(
        _("declared by"), max_length=12, choices=DeclaredBy.choices, default=DeclaredBy.OFFICER
    )
    supporters_needed = models.PositiveSmallIntegerField(
        _("supporting nominations needed"), default=20, validators=[MaxValueValidator(1000)]
    )
    vacancy_rule = models.CharField(
        _("reserved seats that nobody who stands could fill"),
        max_length=14,
        choices=VacancyRule.choices,
        default=VacancyRule.LEAVE_VACANT,
    )
    entitled_statuses = ArrayField(
        models.CharField(max_length=16, choices=Status.choices),
        verbose_name=_("membership statuses that are entitled"),
        default=entitled_by_default,
    )
    labour = models.CharField(
        _("membership of the Labour Party"),
        max_length=10,
        choices=LabourCondition.choices,
        default=LabourCondition.REQUIRED,
    )
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"), default=14, validators=[MaxValueValidator(120)]
    )
    statement_words = models.PositiveSmallIntegerField(
        _("words of a statement, at most"),
        default=300,
        validators=[MinValueValidator(20), MaxValueValidator(600)],
    )
    links = models.PositiveSmallIntegerField(
        _("links of a candidate, at most"), default=3, validators=[MaxValueValidator(10)]
    )
    has_photos = models.BooleanField(_("candidates may show a photo"), default=True)
    needs_second_officer = models.BooleanField(_("papers are fixed by two officers"), default=False)
    rehearsal_of = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="rehearsals"
    )
    min_batch = models.PositiveSmallIntegerField(
        _("papers left unmoved in the inbox"),
        default=10,
        validators=[MinValueValidator(2), MaxValueValidator(500)],
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    papers_fixed_at = models.DateTimeField(null=True, editable=False)
    roll_frozen_at = models.DateTimeField(null=True, editable=False)
    postponed_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    no_poll_at = models.DateTimeField(null=True, editable=False)
    box_closed_at = models.DateTimeField(null=True, editable=False)
    roll_rewritten_at = models.DateTimeField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    declared_at = models.DateTimeField(null=True, editable=False)
    declarations_erased_at = models.DateTimeField(null=True, editable=False)
    papers_erased_at = models.DateTimeField(null=True, editable=False)
    statements_erased_at = models.DateTimeField(null=True, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                name="election_papers_fixed_only_after_notice",
                condition=Q(papers_fixed_at__isnull=True) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="election_closed_only_with_papers",
                condition=Q(box_closed_at__isnull=True) | Q(papers_fixed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="election_counted_only_after_close",
                condition=Q(counted_at__isnull=True)
                | Q(box_closed_at__isnull=False)
                | Q(no_poll_at__isnull=False),
            ),
            models.CheckConstraint(
                name="election_without_a_poll_has_no_papers",
                condition=Q(no_poll_at__isnull=True) | Q(papers_fixed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="election_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="election_declared_only_after_count",
                condition=Q(declared_at__isnull=True) | Q(counted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("elections:show-election", args=[self.slug])

    @property
    def is_rehearsal(self) -> bool:
        return self.rehearsal_of_id is not None

    @property
    def has_roll(self) -> bool:
        """The roll is written: it was frozen, or papers were fixed while members could still join."""
        return self.roll_frozen_at is not None or self.papers_fixed_at is not None

    @property
    def candidates_fixed_at(self) -> datetime | None:
        """When it was settled who the candidates are: with the papers, or because none is needed."""
        return self.papers_fixed_at or self.no_poll_at

    def phase(self, now: datetime) -> Phase:
        return phases.phase(self.timetable, self, now)


class Timetable(models.Model):
    """The instants of an election, in UTC. A step that the election does not have is `None`."""

    INSTANTS = (
        "notice_at",
        "self_nomination_opens_at",
        "self_nomination_closes_at",
        "supporting_opens_at",
        "supporting_closes_at",
        "reopening_opens_at",
        "reopening_closes_at",
        "withdrawal_closes_at",
        "decisions_due_at",
        "appeals_close_at",
        "freeze_at",
        "postal_requests_close_at",
        "papers_fixed_by_at",
        "voting_opens_at",
        "reminder_at",
        "voting_closes_at",
        "declaration_at",
        "complaints_close_at",
        "declarations_kept_until_at",
        "term_starts_at",
        "term_ends_at",
    )

    OF_A_POLL = (
        "freeze_at",
        "postal_requests_close_at",
        "papers_fixed_by_at",
        "voting_opens_at",
        "reminder_at",
        "voting_closes_at",
    )

    election = models.OneToOneField(
        Election, models.CASCADE, primary_key=True, related_name="timetable"
    )
    notice_at = models.DateTimeField(_("notice"))
    self_nomination_opens_at = models.DateTimeField(
        _("self-nomination opens"), null=True, blank=True
    )
    self_nomination_closes_at = models.DateTimeField(
        _("self-nomination closes"), null=True, blank=True
    )
    supporting_opens_at = models.DateTimeField(
        _("supporting nominations open"), null=True, blank=True
    )
    supporting_closes_at = models.DateTimeField(
        _("supporting nominations close"), null=True, blank=True
    )
    reopening_opens_at = models.DateTimeField(
        _("nominations for vacancies open"), null=True, blank=True
    )
    reopening_closes_at = models.DateTimeField(
        _("nominations for vacancies close"), null=True, blank=True
    )
    withdrawal_closes_at = models.DateTimeField(
        _("candidates may withdraw until"), null=True, blank=True
    )
    decisions_due_at = models.DateTimeField(_("nominations are decided by"), null=True, blank=True)
    appeals_close_at = models.DateTimeField(_("appeals close"), null=True, blank=True)
    freeze_at = models.DateTimeField(_("joined and paid by"))
    postal_requests_close_at = models.DateTimeField(
        _("requests for a ballot by post close"), null=True, blank=True
    )
    papers_fixed_by_at = models.DateTimeField(_("papers fixed by"), null=True, blank=True)
    voting_opens_at = models.DateTimeField(_("voting opens"))
    reminder_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    voting_closes_at = models.DateTimeField(_("voting closes"))
    declaration_at = models.DateTimeField(_("declaration"), null=True, blank=True)
    complaints_close_at = models.DateTimeField(_("complaints close"), null=True, blank=True)
    declarations_kept_until_at = models.DateTimeField(
        _("what candidates declared about themselves is erased"), null=True, blank=True
    )
    term_starts_at = models.DateTimeField(_("term starts"), null=True, blank=True)
    term_ends_at = models.DateTimeField(_("term ends"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="timetable_voting_opens_before_it_closes",
                condition=Q(voting_opens_at__lt=F("voting_closes_at")),
            ),
            models.CheckConstraint(
                name="timetable_self_nomination_opens_before_it_closes",
                condition=Q(self_nomination_opens_at__isnull=True)
                & Q(self_nomination_closes_at__isnull=True)
                | Q(self_nomination_opens_at__lt=F("self_nomination_closes_at")),
            ),
            models.CheckConstraint(
                name="timetable_supporting_opens_before_it_closes",
                condition=Q(supporting_opens_at__isnull=True) & Q(supporting_closes_at__isnull=True)
                | Q(supporting_opens_at__lt=F("supporting_closes_at")),
            ),
            models.CheckConstraint(
                name="timetable_reopening_opens_before_it_closes",
                condition=Q(reopening_opens_at__isnull=True) & Q(reopening_closes_at__isnull=True)
                | Q(reopening_opens_at__lt=F("reopening_closes_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.election} timetable"

    @classmethod
    def words_for(cls, name: str) -> str:
        """What a step is called on screen."""
        column = cls._meta.get_field(name)
        assert isinstance(column, models.DateTimeField)
        return str(column.verbose_name)

    def instants(self) -> list[tuple[str, str, datetime]]:
        """Every instant that the election has: field, words for it, and when; in time order.

        Where it is settled that nothing is polled, those of a poll are left out.
        """
        left_out = self.OF_A_POLL if self.election.no_poll_at else ()
        found = [
            (name, self.words_for(name), getattr(self, name))
            for name in self.INSTANTS
            if getattr(self, name) is not None and name not in left_out
        ]
        return sorted(found, key=lambda row: row[2])


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


class Document(models.Model):
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
