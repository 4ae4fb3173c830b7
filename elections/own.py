"""What belongs to one member of several elections: each kind is asked for once, whatever their number.

A page about all elections asks this and not each election: at a ballot mailing every member loads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from elections import rooms
from elections.models import (
    Contest,
    Election,
    Nomination,
    NominationDraft,
    RollEntry,
    RollSheet,
    SupportingNomination,
)
from elections.models.entitlement import sheets_and_office_of
from members.at_once import ask_at_once
from members.models import Member


class _InContest(Protocol):
    contest_id: int
    contest: Contest


T = TypeVar("T", bound=_InContest)
Rows = TypeVar("Rows", bound=QuerySet[Any])


class Own:
    """One member's part in some elections at `now`; what is not asked for is not looked up.

    Whatever names a contest or a sheet of these elections has the very election it was made with.
    """

    def __init__(self, member: Member, elections: Iterable[Election], now: datetime) -> None:
        self.member = member
        self.elections = {one.pk: one for one in elections}
        self.now = now

    # --- The elections themselves ---

    @cached_property
    def _by_key(self) -> dict[int, Contest]:
        """Every contest with its sheet and what opened it again, in the order of the paper."""
        contests = Contest.objects.filter(election__in=self.elections).with_sheets()
        found = {}
        for one in contests.select_related("reopened").order_by("election", "number"):
            one.election = one.sheet.election = self.elections[one.election_id]
            one.sheet.is_on_paper = one.sheet_is_on_paper
            one.sheet.region_keys = one.sheet_region_keys
            found[one.pk] = one
        return found

    @cached_property
    def _contests(self) -> dict[UUID, list[Contest]]:
        found: dict[UUID, list[Contest]] = {pk: [] for pk in self.elections}
        for one in self._by_key.values():
            found[one.election_id].append(one)
        return found

    def contests(self, election: Election) -> list[Contest]:
        return self._contests[election.pk]

    # --- Who the member is in them ---

    @cached_property
    def _place(self) -> tuple[set[int], bool]:
        """The sheets of which the member is an elector, by their keys; whether they hold an office."""
        sheets = {one.sheet_id: one.sheet for one in self._by_key.values()}
        return sheets_and_office_of(self.member, sheets.values())

    @property
    def holds_office(self) -> bool:
        return self._place[1]

    def open_to(self, election: Election) -> list[Contest]:
        """The contests of people of which the member is an elector."""
        return [one for one in self._as_elector(election) if one.is_for_people]

    def is_elector(self, election: Election) -> bool:
        """Whether the member may vote in any contest or question of the election."""
        return bool(self._as_elector(election))

    def is_elector_on_paper(self, election: Election) -> bool:
        """Whether the member is an elector of a sheet that voters return."""
        return any(one.sheet.is_on_paper for one in self._as_elector(election))

    def is_elector_without_vote(self, election: Election) -> bool:
        """Whether the member is an elector of a sheet whose contests all need no poll."""
        return any(not one.sheet.is_on_paper for one in self._as_elector(election))

    def _as_elector(self, election: Election) -> list[Contest]:
        return [one for one in self.contests(election) if one.sheet_id in self._place[0]]

    # --- What the member did ---

    @cached_property
    def found(self) -> dict[str, list[Any]]:
        """What is found by the questions of this page's rooms, by their names: by one statement."""
        asked = self._questions()
        for room in rooms.beside():
            asked |= room.questions(self)
        return ask_at_once(asked)

    def _questions(self) -> dict[str, QuerySet[Any]]:
        statuses = RollSheet.objects.filter(entry=OuterRef("pk")).values("status")
        entries = RollEntry.objects.filter(election__in=self.elections, member=self.member)
        given = SupportingNomination.objects.of_person(self.member)
        nominated = Nomination.objects.filter(supporting__in=given)
        drafts = NominationDraft.objects.filter(member=self.member).defer("entered")
        return {
            "entries": entries.annotate(statuses=ArraySubquery(statuses)),
            "given": self._in_these(nominated).order_by("supporting__given_at", "supporting__pk"),
            "drafts": self._in_these(drafts).order_by("pk"),
        }

    def drafts(self, election: Election) -> Sequence[NominationDraft]:
        return self._drafts[election.pk]

    @cached_property
    def _drafts(self) -> dict[UUID, list[NominationDraft]]:
        return self._by_election(self.found["drafts"])

    def given(self, election: Election) -> Sequence[Nomination]:
        """Those whom the member nominated, with any record of theirs; with two of them, twice."""
        return self._given[election.pk]

    @cached_property
    def _given(self) -> dict[UUID, list[Nomination]]:
        return self._by_election(self.found["given"])

    def papers(self, election: Election) -> list[str] | None:
        """The status of each paper that the member has; None for whoever is not on the roll."""
        return self._papers.get(election.pk)

    @cached_property
    def _papers(self) -> dict[UUID, list[str]]:
        return {one.election_id: one.statuses for one in self.found["entries"]}

    @cached_property
    def _of_person(self) -> dict[UUID, list[Nomination]]:
        """With any record of theirs, in each election the one that is meant first."""
        own = self._in_these(Nomination.objects.of_person(self.member))
        return self._by_election(own.with_photo().meant_first(at=self.now))

    def _nominations(self, election: Election) -> list[Nomination]:
        return [one for one in self._of_person[election.pk] if one.member_id == self.member.pk]

    def nomination(self, election: Election) -> Nomination | None:
        """As `access.own_nomination`."""
        return next(iter(self._nominations(election)), None)

    def stands(self, election: Election) -> bool:
        """Whether the person stands, as `nominating.stands` has it: with this record or another."""
        return any(one.is_standing for one in self._of_person[election.pk])

    def stands_with_this_record(self, election: Election) -> bool:
        """Whether what candidates do can be done by whoever acts as this very member."""
        return any(one.is_standing for one in self._nominations(election))

    def _in_these(self, rows: Rows) -> Rows:
        return rows.filter(contest__election__in=self.elections)

    def _by_election(self, rows: Iterable[T]) -> dict[UUID, list[T]]:
        found: dict[UUID, list[T]] = defaultdict(list)
        for one in rows:
            one.contest = self._by_key[one.contest_id]
            found[one.contest.election_id].append(one)
        return found
