"""A membership list on its way from the upload to the members, and what became of its rows."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.importing.report import Report
from members.models.user import User


class State(models.TextChoices):
    MAPPING = "mapping", _("columns to be confirmed")
    CHECK_DUE = "check-due", _("waiting to be checked")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not applied")
    APPLY_DUE = "apply-due", _("waiting to be applied")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    FAILED = "failed", _("failed")
    ABANDONED = "abandoned", _("abandoned")


CHECK_STATES = (State.CHECK_DUE, State.CHECKING)
APPLY_STATES = (State.APPLY_DUE, State.APPLYING)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def due(self) -> ImportRunQuerySet:
        """Runs that wait for a worker, or whose worker may have died."""
        return self.filter(state__in=[*CHECK_STATES, *APPLY_STATES]).order_by("id")


class ImportRun(models.Model):
    name = models.TextField(_("file"))
    size = models.PositiveBigIntegerField(_("size"))
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="import_runs", verbose_name=_("uploaded by")
    )
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.MAPPING
    )
    read_as = models.TextField(blank=True)
    headers = models.JSONField(default=list)
    samples = models.JSONField(default=list)  # the first rows, shown beside the mapping
    mapping = models.JSONField(default=list)  # one field, or "", for each column
    rows_read = models.PositiveIntegerField(default=0)
    share_read = models.FloatField(default=0)
    report = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="import_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.APPLIED, applied_at__isnull=False)
                | (~Q(state=State.APPLIED) & Q(applied_at=None)),
                name="import_applied_has_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"

    @property
    def is_running(self) -> bool:
        return self.state in {*CHECK_STATES, *APPLY_STATES}

    @property
    def is_applying(self) -> bool:
        return self.state in APPLY_STATES

    def what_became(self) -> Report | None:
        data: dict[str, Any] | None = self.report
        return Report(**data) if data else None


class ImportChunk(models.Model):
    """A piece of the file. Pieces let a file of any size pass through little memory."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="import_chunk_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.run} [{self.position}]"


class ImportRow(models.Model):
    """The outcome of one row, for staff who put the list right at its source."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    number = models.TextField(_("membership number"))
    name = models.TextField(_("name"))
    outcome = models.TextField(_("outcome"))
    flags = ArrayField(models.CharField(max_length=16), default=list)

    class Meta:
        ordering = ("line",)
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="import_row_line_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"
