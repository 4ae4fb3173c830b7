"""What the office's needs are read off, found for all elections of a page together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from elections import mailing, roll, scheduling
from elections.models import (
    ActProposal,
    Election,
    FixingProposal,
    Nomination,
    ReopenedContest,
    ResultDeclaration,
    RollEntry,
    ScrutineerReport,
)
from elections.models.college import number_in_two_sections


class Found:
    """Each kind of question is asked once, whatever the number of elections, and only if a need of
    one of them asks for it. Everything is by the election's key."""

    def __init__(self, elections: Collection[Election], now: datetime) -> None:
        self.elections, self.now = elections, now

    @cached_property
    def figures(self) -> dict[UUID, dict[str, Any]]:
        """By one statement: `undecided` nominations and `appealed` ones, entries of the roll that are
        `anothers` and those `without_address`, whether papers `are_proposed`, a contest `is_reopened`,
        a report `is_signed` about the last provisional result, and mail that is not counted before the
        close `waits_unseen`.
        """
        nominations, about = Nomination.objects.all(), ResultDeclaration.Kind.PROVISIONAL
        provisional = ResultDeclaration.objects.filter(election=OuterRef("election"), kind=about)
        last = provisional.order_by().values("election").annotate(last=Max("number"))
        signed = ScrutineerReport.objects.filter(about=Subquery(last.values("last")))
        asked = Election.objects.filter(pk__in=[one.pk for one in self.elections]).annotate(
            undecided=_number(nominations.undecided(), "contest__election"),
            appealed=_number(nominations.appealed(), "contest__election"),
            anothers=_number(roll.entries_of_anothers(), "election"),
            without_address=_number(RollEntry.objects.filter(email=""), "election"),
            are_proposed=_any(FixingProposal.objects.all(), "election"),
            is_reopened=_any(ReopenedContest.objects.all(), "contest__election"),
            is_signed=_any(signed, "election"),
            waits_unseen=_any(mailing.hidden_mail_that_waits(self.now), "election"),
        )
        names = list(asked.query.annotations)
        return {row["pk"]: row for row in asked.values("pk", *names)}

    @cached_property
    def decidable(self) -> Counter[UUID]:
        """Nominations not decided that have all the support they need."""
        enough = (
            Nomination.objects.undecided()
            .filter(contest__election__in=self.elections)
            .with_support()
            .filter(Q(support__gte=F("contest__election__supporters_needed")))
        )
        return Counter(enough.values_list("contest__election", flat=True))

    @cached_property
    def proposals(self) -> dict[UUID, list[ActProposal]]:
        """What one officer proposed, where two officers act together."""
        those = [one for one in self.elections if one.needs_second_officer]
        found: dict[UUID, list[ActProposal]] = defaultdict(list)
        for proposal in ActProposal.objects.filter(election__in=those).order_by("pk"):
            found[proposal.election_id].append(proposal)
        return found

    @cached_property
    def undecided_pairs(self) -> dict[UUID, int]:
        return roll.numbers_of_undecided_pairs(self.elections)

    @cached_property
    def in_two_sections(self) -> Counter[UUID]:
        return number_in_two_sections(self.elections)

    @cached_property
    def vacant_seats(self) -> Counter[UUID]:
        """Of the elections whose nominations can be opened again now."""
        return scheduling.vacant_seats([one for one in self.elections if self._can_reopen(one)])

    def _can_reopen(self, election: Election) -> bool:
        figures = self.figures[election.pk]
        known = {
            "is_reopened": figures["is_reopened"],
            "is_undecided": bool(figures["undecided"]),
        }
        obstacles = scheduling.obstacles_to_reopening(election, self.now, **known)
        return not election.is_rehearsal and not obstacles

    @cached_property
    def mail_moves(self) -> bool:
        return mailing.mail_moved_lately(self.now)


def _number(rows: QuerySet[Any], path: str) -> Coalesce:
    own = rows.filter(**{path: OuterRef("pk")}).order_by().values(path)
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


def _any(rows: QuerySet[Any], path: str) -> Exists:
    return Exists(rows.filter(**{path: OuterRef("pk")}))
