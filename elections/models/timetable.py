"""The timetable of an election."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from elections.models.election import Election


class Timetable(models.Model):
    """The instants of an election, in UTC. A step that the election does not have is `None`."""

    OF_NOMINATIONS = (
        "self_nomination_opens_at",
        "self_nomination_closes_at",
        "supporting_opens_at",
        "supporting_closes_at",
        "reopening_opens_at",
        "reopening_closes_at",
        "withdrawal_closes_at",
        "decisions_due_at",
        "appeals_close_at",
    )

    OF_A_POLL = (
        "freeze_at",
        "postal_requests_close_at",
        "papers_fixed_by_at",
        "voting_opens_at",
        "reminder_at",
        "voting_closes_at",
    )

    INSTANTS = (
        "notice_at",
        *OF_NOMINATIONS,
        *OF_A_POLL,
        "complaints_close_at",
        "declaration_at",
        "declarations_kept_until_at",
        "term_starts_at",
        "term_ends_at",
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

    def by_name(self) -> dict[str, datetime | None]:
        """Every instant under its name, those that the election does not have among them."""
        return {name: getattr(self, name) for name in self.INSTANTS}

    def complaints_open(self, at: datetime) -> bool:
        """Members were promised that they can still complain about a result."""
        return self.complaints_close_at is not None and at < self.complaints_close_at

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

    def told(self) -> list[tuple[str, str, datetime]]:
        """What everybody is told of `instants`: nothing of the reminder, for which nobody waits; of a
        notice that is out and a result that is declared, when they were; and nothing of nominations
        that would have gone on, had it not been settled before that nothing is polled."""
        election = self.election
        settled = election.no_poll_at
        acted = {"notice_at": election.published_at, "declaration_at": election.declared_at}
        found = [
            (name, words, acted.get(name) or at)
            for name, words, at in self.instants()
            if name != "reminder_at"
            and not (settled and name in self.OF_NOMINATIONS and at > settled)
        ]
        return sorted(found, key=lambda row: row[2])
