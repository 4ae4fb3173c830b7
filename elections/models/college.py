"""The sections of an electoral college: which electorates exclude each other, and who is in two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, UUIDField, Value

from elections.models.contest import Contest, Electorate, Sheet
from elections.models.election import Election
from elections.models.entitlement import conditions_of
from elections.models.roll import RollEntry, RollSheet
from members.models import Member
from members.models.member import MemberQuerySet


def exclude_each_other(one: Sheet, other: Sheet) -> bool:
    """Whether nobody can belong to both electorates, whoever the members are.

    Whoever holds public office is not among those who hold none, and a member has one region.
    """
    kinds = {one.electorate, other.electorate}
    if kinds == {Electorate.OFFICE_HOLDERS, Electorate.NO_OFFICE}:
        return True
    if kinds == {Electorate.REGION}:
        return not {region.pk for region in one.regions.all()} & {
            region.pk for region in other.regions.all()
        }
    return False


def depend_on_a_list(one: Sheet, other: Sheet) -> bool:
    """Whether it hangs on who is listed if anybody belongs to both electorates.

    All members and the members on a list are never apart: everybody on it is among all.
    """
    kinds = {one.electorate, other.electorate}
    return one.pk != other.pk and Electorate.LIST in kinds and Electorate.ALL not in kinds


def colleges(election: Election) -> list[list[Contest]]:
    """The sections of each electoral college, its first contest first.

    None of a rehearsal's: its sheets are all of the staff, who look at every section's paper.
    """
    return colleges_of([election])


def colleges_of(elections: Collection[Election]) -> list[list[Contest]]:
    """The same of several elections; in a statement for all of them where there is no college."""
    further = Contest.objects.filter(section_of=OuterRef("pk"))
    contests = (
        Contest.objects.filter(election__in=[one for one in elections if not one.is_rehearsal])
        .filter(Q(section_of__isnull=False) | Exists(further))
        .select_related("sheet__election__timetable")
        .prefetch_related("sheet__regions")
    )
    found: dict[int, list[Contest]] = {}
    for contest in sorted(contests, key=lambda one: (one.section_of_id is not None, one.number)):
        found.setdefault(contest.section_of_id or contest.pk, []).append(contest)
    return list(found.values())


def overlapping(sections: Sequence[Contest]) -> Iterator[tuple[Contest, Contest]]:
    """Each two sections that have voters in common by what their electorates are."""
    for one, other in combinations(sections, 2):
        apart = exclude_each_other(one.sheet, other.sheet)
        if not apart and not depend_on_a_list(one.sheet, other.sheet):
            yield one, other


def in_two_sections(election: Election) -> int:
    """How many members are electors of two sections of a college, and have the paper of neither.

    On a roll that is frozen these are those who are on it: nobody gets a section's paper for whom
    an officer has not decided which.
    """
    return number_in_two_sections([election])[election.pk]


def number_in_two_sections(elections: Collection[Election]) -> Counter[UUID]:
    """The same of several elections, by their keys; in a few statements for all of them."""
    by_key = {one.pk: one for one in elections}
    asked = []
    for sections in colleges_of(elections):
        election = by_key[sections[0].election_id]
        members = _in_two(election, [contest.sheet for contest in sections])
        if members is not None:
            named = members.annotate(election=Value(election.pk, output_field=UUIDField()))
            asked.append(named.order_by().values_list("election", "pk"))
    if not asked:
        return Counter()
    return Counter(election for election, _pk in asked[0].union(*asked[1:], all=True))


def _in_two(election: Election, sheets: Sequence[Sheet]) -> MemberQuerySet | None:
    """None where the electorates exclude each other, whoever the members are."""
    both = [
        reduce(and_, (*conditions_of(one).values(), *conditions_of(other).values()))
        for one, other in combinations(sheets, 2)
        if not exclude_each_other(one, other)
    ]
    if not both:
        return None
    members = Member.objects.filter(reduce(or_, both)).exclude(
        pk__in=election.exclusions.values("member")
    )
    if election.has_roll:
        own = RollSheet.objects.filter(sheet__in=sheets, entry__member=OuterRef("pk"))
        members = members.filter(~Exists(own))
    if election.roll_frozen_at is not None:
        entry = RollEntry.objects.filter(election=election, member=OuterRef("pk"))
        members = members.filter(Exists(entry))
    return members
