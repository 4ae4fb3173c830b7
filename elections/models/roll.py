"""The roll: who may vote, and which of their sheets are returned. No instant of voting is kept."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.models.contest import Sheet
from elections.models.election import Election
from members.models import Member, Region


def participation_nonce() -> bytes:
    return secrets.token_bytes(32)


class RollEntry(models.Model):
    """One row for each election and member, copied from the list at the freeze."""

    class Labour(models.TextChoices):
        """What is known of membership of the Labour Party, where the election requires it."""

        NOT_ASKED = "", _("not asked")
        LISTED = "yes", _("on the list")
        UNDECLARED = "ask", _("to be declared before the paper opens")
        DECLARED = "own", _("declared by the member")

    election = models.ForeignKey(Election, models.PROTECT, related_name="roll")
    member = models.ForeignKey(Member, models.PROTECT, related_name="roll_entries")
    status = models.CharField(max_length=20)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    email = models.CharField(_("delivery address"), max_length=254, blank=True)
    code_generation = models.PositiveSmallIntegerField(default=1)
    nonce = models.BinaryField(max_length=32, default=participation_nonce)
    labour = models.CharField(
        max_length=4, choices=Labour.choices, default=Labour.NOT_ASKED, blank=True
    )

    class Meta:
        ordering = ("election", "id")
        verbose_name_plural = _("roll entries")
        constraints = [
            models.UniqueConstraint(fields=("election", "member"), name="roll_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.election_id}: {self.member_id}"


class RollSheet(models.Model):
    """A sheet that an entry may return, and its one status.

    The status leaves `open` once and never comes back: a trigger refuses it.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Not voted")
        CAST = "cast", _("Voted")

    entry = models.ForeignKey(RollEntry, models.CASCADE, related_name="sheets")
    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="roll")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("entry", "sheet"), name="roll_sheet_once")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.sheet_id}: {self.status}"


class RollExclusion(models.Model):
    """A member whom an officer took off the roll, or kept off it, and why: told to the member."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="exclusions")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("election", "member"), name="roll_exclusion_once"),
            models.CheckConstraint(name="excluded_with_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.election_id}: not {self.member_id}"
