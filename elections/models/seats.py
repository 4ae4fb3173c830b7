"""What became of a contest's seats: opened again for vacancies, and fixed with the papers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from elections.models.contest import Attribute, Contest


class ReopenedContest(models.Model):
    """A contest whose nominations are open again, for its vacancies alone.

    `seats` were vacant then; who comes forward now must have one of `attributes`, if any are named.
    """

    contest = models.OneToOneField(
        Contest, models.CASCADE, primary_key=True, related_name="reopened"
    )
    seats = models.PositiveSmallIntegerField()
    attributes = ArrayField(models.CharField(max_length=10, choices=Attribute.choices))
    reopened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest}: {self.seats}"


class SeatPlan(models.Model):
    """What was fixed of a contest's seats with its papers, by the election's vacancy rule.

    `seats` are filled by a poll, or, where `is_polled` is false, by those `elected` (candidate
    numbers) without one; `vacant` seats stay so. `minima` are those that bind the count: attribute
    and least number. `minima_file` says of a contest without a poll who was counted for what, as the
    count record says it of the others: it is published.
    """

    contest = models.OneToOneField(
        Contest, models.PROTECT, primary_key=True, related_name="seat_plan"
    )
    is_polled = models.BooleanField()
    seats = models.PositiveSmallIntegerField()
    vacant = models.PositiveSmallIntegerField(default=0)
    minima = models.JSONField(default=dict)
    elected = ArrayField(models.PositiveSmallIntegerField(), default=list)
    minima_file = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.contest}: {self.seats}"
