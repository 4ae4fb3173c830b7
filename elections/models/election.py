"""An election, its conditions, and the acts on record about it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections import phases
from elections.bilingual import Titled, paragraphs_here
from elections.phases import Phase
from members.models import Status

if TYPE_CHECKING:
    from elections.models.contest import NationalMinimum


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


SHOWN_AFTERWARDS = timedelta(days=60)  # on pages about what goes on, once an election is over


def entitled_by_default() -> list[str]:
    return [Status.ACTIVE.value, Status.GRACE.value]


class ElectionQuerySet(models.QuerySet["Election"]):
    def public(self) -> ElectionQuerySet:
        return self.filter(published_at__isnull=False)

    def in_welsh(self) -> ElectionQuerySet:
        return self.filter(welsh_on_at__isnull=False)

    def listed(self) -> ElectionQuerySet:
        """Public, and no rehearsal: what is shown among the elections there are."""
        return self.public().filter(rehearsal_of__isnull=True)

    def not_long_over(self, *, at: datetime) -> ElectionQuerySet:
        """All but those declared, withdrawn or not held more than `SHOWN_AFTERWARDS` ago."""
        since = at - SHOWN_AFTERWARDS
        not_held = Q(
            papers_fixed_at__isnull=True,
            counted_at__isnull=True,
            postponed_at__isnull=True,
            timetable__voting_closes_at__lt=since,
        )
        return self.exclude(Q(declared_at__lt=since) | Q(withdrawn_at__lt=since) | not_held)

    def held(self, pk: uuid.UUID) -> Election:
        """The election as it is now, and so that nothing else happens to it in this transaction."""
        return self.select_for_update(of=("self",)).select_related("timetable").get(pk=pk)

    def going_on(self) -> ElectionQuerySet:
        """Neither withdrawn nor put off without a date."""
        return self.filter(withdrawn_at__isnull=True, postponed_at__isnull=True)

    def open_for_voting(self, *, at: datetime) -> ElectionQuerySet:
        return self.going_on().filter(
            papers_fixed_at__isnull=False,
            timetable__voting_opens_at__lte=at,
            timetable__voting_closes_at__gt=at,
        )

    def just_closed(self, *, at: datetime) -> ElectionQuerySet:
        """The box was closed within the last week: the last voters may still be to hear of it."""
        return self.filter(box_closed_at__gt=at - timedelta(days=7), withdrawn_at__isnull=True)

    def due_to_close(self, *, at: datetime) -> ElectionQuerySet:
        """Papers were fixed, the closing instant has come, the box is not closed."""
        return self.going_on().filter(
            papers_fixed_at__isnull=False,
            box_closed_at__isnull=True,
            no_poll_at__isnull=True,
            timetable__voting_closes_at__lte=at,
        )

    def closing_within(self, span: timedelta, *, at: datetime) -> ElectionQuerySet:
        """Voting closes in so short a time, or should have closed as short a time ago."""
        return self.going_on().filter(
            papers_fixed_at__isnull=False,
            box_closed_at__isnull=True,
            timetable__voting_closes_at__range=(at - span, at + span),
        )

    def due_to_freeze(self, *, at: datetime) -> ElectionQuerySet:
        """Public, and the instant has come by which members must have joined."""
        return (
            self.public()
            .going_on()
            .filter(
                roll_frozen_at__isnull=True,
                no_poll_at__isnull=True,
                timetable__freeze_at__lte=at,
            )
        )

    def taking_late_joiners(self, *, at: datetime) -> ElectionQuerySet:
        """Papers are fixed, and whoever joins before the freeze still gets one."""
        return self.going_on().filter(
            papers_fixed_at__isnull=False,
            roll_frozen_at__isnull=True,
            box_closed_at__isnull=True,
            timetable__voting_closes_at__gt=at,
        )

    def with_open_roll(self) -> ElectionQuerySet:
        """The roll is written, and can still be corrected: nothing is over."""
        return self.filter(
            Q(roll_frozen_at__isnull=False) | Q(papers_fixed_at__isnull=False),
            withdrawn_at__isnull=True,
            box_closed_at__isnull=True,
            no_poll_at__isnull=True,
        )

    def due_to_count(self) -> ElectionQuerySet:
        return self.filter(
            box_closed_at__isnull=False, counted_at__isnull=True, withdrawn_at__isnull=True
        )

    def due_to_declare(self, *, at: datetime) -> ElectionQuerySet:
        """Provisional, left to the timetable, and the instant has come: no earlier than complaints end."""
        return self.filter(
            counted_at__isnull=False,
            declared_at__isnull=True,
            withdrawn_at__isnull=True,
            declared_by=DeclaredBy.AUTOMATIC,
            timetable__declaration_at__lte=at,
        )


class Election(Titled, models.Model):
    """One timetable for one body, with one or more contests and questions.

    The key is a UUID because ballots name their election without a foreign key. Recorded acts are
    instants that stay `None` until the act; the phase follows from them and the timetable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=160)
    title_cy = models.CharField(_("title in Welsh"), max_length=160, blank=True)
    body = models.CharField(_("body"), max_length=20, choices=Body.choices, default=Body.NCG)
    summary = models.TextField(_("summary"), blank=True)
    summary_cy = models.TextField(_("summary in Welsh"), blank=True)
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
    fills_vacancies = models.BooleanField(
        _("its seats are vacancies of the term that runs: a by-election"), default=False
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
    needs_second_officer = models.BooleanField(_("two officers act together"), default=False)
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
    # A reader approved the Welsh of the site for this election, and an administrator switched it on.
    welsh_on_at = models.DateTimeField(null=True, editable=False)
    welsh_approved_by = models.CharField(max_length=120, blank=True, editable=False)
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
    # Taken with the count, published with the declared result, and nowhere else until then.
    national_totals = models.JSONField(null=True, editable=False)
    declared_at = models.DateTimeField(null=True, editable=False)
    declarations_erased_at = models.DateTimeField(null=True, editable=False)
    papers_erased_at = models.DateTimeField(null=True, editable=False)
    statements_erased_at = models.DateTimeField(null=True, editable=False)

    objects = ElectionQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                name="election_in_welsh_once_a_reader_approved",
                condition=Q(welsh_on_at__isnull=True) | ~Q(welsh_approved_by=""),
            ),
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
    def offers_welsh(self) -> bool:
        return self.welsh_on_at is not None

    @property
    def shown_summary(self) -> str:
        return paragraphs_here(self.summary, self.summary_cy)

    @property
    def is_rehearsal(self) -> bool:
        return self.rehearsal_of_id is not None

    @property
    def needs_supporters(self) -> bool:
        """Whoever stands needs nominations by others. Where nobody does, nobody gives any."""
        return self.supporters_needed > 0

    @property
    def has_roll(self) -> bool:
        """The roll is written: it was frozen, or papers were fixed while members could still join."""
        return self.roll_frozen_at is not None or self.papers_fixed_at is not None

    @property
    def candidates_fixed_at(self) -> datetime | None:
        """When it was settled who the candidates are: with the papers, or because none is needed."""
        return self.papers_fixed_at or self.no_poll_at

    def all_national_minima(self) -> list[NationalMinimum]:
        """By attribute; asks nothing of an election that `with_record` found."""
        found = getattr(self, "national_found", None)
        if found is None:
            return list(self.national_minima.all())
        return [self.national_minima.model(election=self, **one) for one in found]

    def has_opened(self, now: datetime) -> bool:
        """The instant of the opening has come; the dates of a postponed election hold no more."""
        return self.postponed_at is None and now >= self.timetable.voting_opens_at

    def has_closed(self, now: datetime) -> bool:
        """The box is closed, or the instant of its close has come; not of a postponed election."""
        is_late = self.postponed_at is None and now >= self.timetable.voting_closes_at
        return self.box_closed_at is not None or is_late

    def phase(self, now: datetime) -> Phase:
        return phases.phase(self.timetable, self, now)
