"""Nominations that officers ended before the papers were fixed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.models.candidate import CandidateLeft
from elections.models.nomination import Nomination


class NominationEnd(models.Model):
    """Why somebody who stood no longer does, as an officer recorded it before the papers were fixed.

    The public reason is one of the closed list that candidates leave by, too; `detail` is read by
    officers and the scrutineer only.
    """

    nomination = models.OneToOneField(
        Nomination, models.PROTECT, primary_key=True, related_name="end"
    )
    reason = models.CharField(
        _("public reason"), max_length=12, choices=CandidateLeft.Reason.choices
    )
    detail = models.TextField(_("detail, not public"), blank=True)
    ended_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.nomination.ballot_name} {self.get_reason_display()}"
