"""What belongs to one member of several elections: each kind is asked for once, whatever their number.

A page about all elections asks this and not each election: at a ballot mailing every member loads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypeVar
from uuid import UUID

from elections import access, nominating
from elections.models import (
    Contest,
    Election,
    Nomination,
    NominationDraft,
    RollEntry,
    Sheet,
    SupportingNomination,
)
from elections.models.entitlement import sheets_of
from members.models import Member


class _InContest(Protocol):
    @property
    def contest(self) -> Contest: ...


T = TypeVar("T", bound=_InContest)


class Own:
    """One member's part in some elections; what is not asked for is not looked up.

    Whatever names a contest or a sheet of these elections has the very election it was made with.
    """

    def __init__(self, member: Member, elections: Iterable[Election]) -> None:
        self.member = member
        self.elections = {one.pk: one for one in elections}

    # --- The elections themselves ---

    @cached_property
    def _contests(self) -> dict[UUID, list[Contest]]:
        """With their sheets and what opened them again, in the order of the paper."""
        found: dict[UUID, list[Contest]] = {pk: [] for pk in self.elections}
        contests = Contest.objects.filter(election__in=self.elections)
        for one in contests.select_related("sheet", "reopened").order_by("election", "number"):
            one.election = one.sheet.election = self.elections[one.election_id]
            found[one.election_id].append(one)
        return found

    def contests(self, election: Election) -> list[Contest]:
        return self._contests[election.pk]

    @cached_property
    def _on_paper(self) -> set[int]:
        sheets = Sheet.objects.filter(election__in=self.elections).on_paper()
        return set(sheets.values_list("pk", flat=True))

    # --- Who the member is in them ---

    @cached_property
    def _entitled_to(self) -> set[int]:
        contests = (one for those in self._contests.values() for one in those)
        return sheets_of(self.member, {one.sheet.pk: one.sheet for one in contests}.values())

    @cached_property
    def holds_office(self) -> bool:
        return nominating.holds_office(self.member)

    def open_to(self, election: Election) -> list[Contest]:
        """The contests of people of which the member is an elector."""
        return [
            one
            for one in self.contests(election)
            if one.is_for_people and one.sheet_id in self._entitled_to
        ]

    def is_elector(self, election: Election) -> bool:
        """Whether the member may vote in any contest or question of the election."""
        return any(one.sheet_id in self._entitled_to for one in self.contests(election))

    def is_elector_on_paper(self, election: Election) -> bool:
        """Whether the member is an elector of a sheet that voters return."""
        return bool(self._sheets(election) & self._on_paper)

    def is_elector_without_vote(self, election: Election) -> bool:
        """Whether the member is an elector of a sheet whose contests all need no poll."""
        return bool(self._sheets(election) - self._on_paper)

    def _sheets(self, election: Election) -> set[int]:
        return self._entitled_to.intersection(one.sheet_id for one in self.contests(election))

    # --- What the member did ---

    @cached_property
    def _drafts(self) -> dict[UUID, list[NominationDraft]]:
        # Without the picture, which only the form needs.
        drafts = self.member.nomination_drafts.filter(contest__election__in=self.elections)
        drafts = drafts.select_related("contest__reopened").defer("photo", "entered")
        return self._by_election(drafts.order_by("pk"))

    def drafts(self, election: Election) -> Sequence[NominationDraft]:
        return self._drafts[election.pk]

    @cached_property
    def _of_person(self) -> dict[UUID, list[Nomination]]:
        """With any record of theirs."""
        own = Nomination.objects.of_person(self.member).filter(contest__election__in=self.elections)
        own = own.with_photo().select_related("contest").order_by("-submitted_at")
        return self._by_election(own)

    def _nominations(self, election: Election) -> list[Nomination]:
        return [one for one in self._of_person[election.pk] if one.member_id == self.member.pk]

    def nomination(self, election: Election, now: datetime) -> Nomination | None:
        """As `access.own_nomination`, which is asked only where several could be meant."""
        own = self._nominations(election)
        if len(own) < 2:
            return own[0] if own else None
        meant = access.own_nomination(self.member, election, now=now)
        return next((one for one in own if one == meant), None)

    def stands(self, election: Election) -> bool:
        """Whether the person stands, as `nominating.stands` has it: with this record or another."""
        return any(one.is_standing for one in self._of_person[election.pk])

    def stands_with_this_record(self, election: Election) -> bool:
        """Whether what candidates do can be done by whoever acts as this very member."""
        return any(one.is_standing for one in self._nominations(election))

    @cached_property
    def _given(self) -> dict[UUID, list[SupportingNomination]]:
        given = SupportingNomination.objects.filter(contest__election__in=self.elections)
        given = given.of_person(self.member).select_related(
            "contest", "nomination__contest__reopened"
        )
        found = self._by_election(given)
        for election, those in found.items():
            for one in those:
                one.nomination.contest.election = self.elections[election]
        return found

    def given(self, election: Election) -> Sequence[SupportingNomination]:
        """The nominations the member gave to others, with any record of theirs."""
        return self._given[election.pk]

    @cached_property
    def _entries(self) -> dict[UUID, RollEntry]:
        entries = RollEntry.objects.filter(election__in=self.elections, member=self.member)
        return {one.election_id: one for one in entries.prefetch_related("sheets")}

    def entry(self, election: Election) -> RollEntry | None:
        return self._entries.get(election.pk)

    def _by_election(self, rows: Iterable[T]) -> dict[UUID, list[T]]:
        found: dict[UUID, list[T]] = defaultdict(list)
        for one in rows:
            one.contest.election = self.elections[one.contest.election_id]
            found[one.contest.election_id].append(one)
        return found
