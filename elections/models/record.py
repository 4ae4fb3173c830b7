"""What is stored of a finished poll: turnout, count records, declarations. Written once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.models.contest import Contest, Sheet
from elections.models.election import Election

SMALL_CONTEST = 20  # papers below which a contest publishes its stages and no rankings


class Turnout(models.Model):
    """The numbers of a sheet, published at the close."""

    sheet = models.OneToOneField(Sheet, models.PROTECT, related_name="turnout")
    entitled = models.PositiveIntegerField()
    cast = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.sheet}: {self.cast} of {self.entitled}"


class CountRecord(models.Model):
    """One contest counted. Every page and every file is drawn from here; nothing recomputes.

    `result` holds the exact bytes of counting.md's JSON, `papers` the ballot file, `count` what the
    count was given (rule, seats, lots, options), `minima` the minima file.
    """

    contest = models.OneToOneField(Contest, models.PROTECT, related_name="count_record")
    result = models.TextField()
    papers = models.TextField()
    count = models.TextField()
    minima = models.TextField(blank=True)
    papers_received = models.PositiveIntegerField()
    malformed = models.JSONField(default=dict)
    is_small = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest}"


class ResultDeclaration(models.Model):
    """A numbered declaration of an election's result; later ones supersede, all stay public."""

    class Kind(models.TextChoices):
        PROVISIONAL = "provisional", _("Provisional result")
        DECLARED = "declared", _("Declared result")

    election = models.ForeignKey(Election, models.PROTECT, related_name="declarations")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("election", "number")
        constraints = [
            models.UniqueConstraint(fields=("election", "number"), name="declaration_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.election}: {self.get_kind_display()}"
