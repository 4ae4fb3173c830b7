"""Which processes were seen alive, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

LATE_AFTER = timedelta(seconds=30)


class Heartbeat(models.Model):
    """The last sign of life of the worker, the tally worker and beat."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def record(cls, name: str) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": Now()})

    def is_late(self, now: datetime) -> bool:
        return now - self.at > LATE_AFTER
