"""An election and its timetable."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections import phases
from elections.phases import Phase


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


class ElectionQuerySet(models.QuerySet["Election"]):
    def public(self) -> ElectionQuerySet:
        return self.filter(published_at__isnull=False)

    def open_for_voting(self, *, at: datetime) -> ElectionQuerySet:
        return self.filter(
            papers_fixed_at__isnull=False,
            withdrawn_at__isnull=True,
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
            box_closed_at__isnull=True,
            timetable__voting_closes_at__lte=at,
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
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.TextField(blank=True, editable=False)
    box_closed_at = models.DateTimeField(null=True, editable=False)
    roll_rewritten_at = models.DateTimeField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    declared_at = models.DateTimeField(null=True, editable=False)

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
                condition=Q(counted_at__isnull=True) | Q(box_closed_at__isnull=False),
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
        "freeze_at",
        "papers_fixed_by_at",
        "voting_opens_at",
        "reminder_at",
        "voting_closes_at",
        "declaration_at",
        "complaints_close_at",
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
    freeze_at = models.DateTimeField(_("joined and paid by"))
    papers_fixed_by_at = models.DateTimeField(_("papers fixed by"), null=True, blank=True)
    voting_opens_at = models.DateTimeField(_("voting opens"))
    reminder_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    voting_closes_at = models.DateTimeField(_("voting closes"))
    declaration_at = models.DateTimeField(_("declaration"), null=True, blank=True)
    complaints_close_at = models.DateTimeField(_("complaints close"), null=True, blank=True)

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
        """Every instant that the election has: field, words for it, and when; in time order."""
        found = [
            (name, self.words_for(name), getattr(self, name))
            for name in self.INSTANTS
            if getattr(self, name) is not None
        ]
        return sorted(found, key=lambda row: row[2])


class TimetableChange(models.Model):
    """A change of a public timetable: it stays on record with its reason."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="timetable_changes")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    reason = models.TextField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.election}: {self.reason}"
