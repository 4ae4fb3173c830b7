"""One person has one ballot, though the list may have them twice.

Likely same-person records are decided before the freeze (elections.md). Whoever joins while others
vote already is held back as long as nobody has decided whether they are somebody on the roll; and a
person who is on the roll with one record does not come onto it with another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from elections.models import Election, RollEntry, Sheet
from elections.models.entitlement import electors_of_any, entitled_members
from elections.refusal import Refused
from members import rolls, telling_apart
from members.models import AuditEntry, Member
from members.models.member import MemberQuerySet


def takes_late_joiners(election: Election) -> bool:
    """Papers were fixed while members could still join: they come onto the roll by themselves, and
    some of them may have been held back until the freeze was past."""
    fixed_at, frozen_at = election.papers_fixed_at, election.roll_frozen_at
    return fixed_at is not None and (frozen_at is None or frozen_at > fixed_at)


@dataclass(frozen=True)
class _AllHeld:
    """Everybody who would have joined was held back; `last_act` was the newest line of the audit."""

    joining: frozenset[int]
    last_act: int
    at: datetime


# What the sweep of this process found last, by election: it comes every few seconds, and looks through
# the whole list. Kept only of sweeps with which nobody joined, so that it lets nobody onto the roll.
_all_held: dict[UUID, _AllHeld] = {}
_LOOKED_AT_AGAIN = timedelta(minutes=10)


def held_back(election: Election, joining: Collection[int], *, now: datetime) -> set[int]:
    """Of the members who would join the roll now, those who may be, or are, somebody on it.

    They are in an undecided pair with somebody on the roll or with each other, or a record found to
    be their own is on it. As long as the same members wait, the list is looked through again only
    once something was done: every change of the list, of a roll and of a decision is in the audit.
    """
    if not joining:
        _all_held.pop(election.pk, None)
        return set()
    last_act = _last_act()
    known = _all_held.get(election.pk)
    if (
        known is not None
        and (known.joining, known.last_act) == (frozenset(joining), last_act)
        and known.at <= now < known.at + _LOOKED_AT_AGAIN
    ):
        return set(known.joining)
    held = _held_back(election, joining)
    if held == set(joining):
        _all_held[election.pk] = _AllHeld(frozenset(joining), last_act, now)
    return held


def _last_act() -> int:
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _held_back(election: Election, joining: Collection[int]) -> set[int]:
    on_it = Q(pk__in=election.roll.values("member"))
    pairs = telling_apart.undecided(
        Member.objects.filter(on_it | Q(pk__in=joining)), touching=joining
    )
    alike = {pk for pair in pairs for pk in (pair.first, pair.second)}
    own = Member.objects.filter(also_recorded_as__roll_entries__election=election)
    on_it_already = own.filter(pk__in=joining).values_list("pk", flat=True)
    return alike.intersection(joining) | set(on_it_already)


def other_entry(election: Election, member: Member) -> RollEntry | None:
    """The entry of a record that was found to be this member's own, if the roll has one."""
    return other_entries(election, member).select_related("member").first()


def other_entries(election: Election, member: Member) -> QuerySet[RollEntry]:
    return election.roll.filter(member__same_person_as=member).order_by("pk")


def undecided_pairs(election: Election) -> list[telling_apart.Pair]:
    """The pairs of which nobody has decided whether they are one person with two ballots.

    Before the roll is written these are entitled records, then those on it, with those who wait to
    join while others vote already.
    """
    return telling_apart.undecided(_who_may_vote(election))


def numbers_of_undecided_pairs(elections: Collection[Election]) -> dict[UUID, int]:
    """How many each of several elections has, by their keys.

    The list is looked through once, and who of the pairs found may vote where is asked for at once.
    Of a list with more pairs than are looked at, which is itself what needs a person, each is asked.
    """
    if len(elections) == 1:
        return {one.pk: len(undecided_pairs(one)) for one in elections}
    known = telling_apart.undecided() if elections else []
    if len(known) >= telling_apart.MOST:
        return {one.pk: len(undecided_pairs(one)) for one in elections}
    ids = {pk for pair in known for pk in (pair.first, pair.second)}
    voters = _may_vote_among(elections, ids) if ids else {}
    return {
        one.pk: sum({pair.first, pair.second} <= voters.get(one.pk, set()) for pair in known)
        for one in elections
    }


def _may_vote_among(elections: Collection[Election], ids: Collection[int]) -> dict[UUID, set[int]]:
    """Who of these members may vote in each election, or votes in it already: two statements."""
    sheets: dict[UUID, list[Sheet]] = {one.pk: [] for one in elections}
    for sheet in _sheets_of(one for one in elections if takes_late_joiners(one)):
        sheets[sheet.election_id].append(sheet)
    asked = [
        _who_may_vote(one, sheets[one.pk])
        .filter(pk__in=ids)
        .annotate(election=Value(one.pk, output_field=UUIDField()))
        .order_by()
        .values_list("election", "pk")
        for one in elections
    ]
    found: dict[UUID, set[int]] = {}
    for election, pk in asked[0].union(*asked[1:], all=True):
        found.setdefault(election, set()).add(pk)
    return found


def _who_may_vote(election: Election, sheets: Iterable[Sheet] | None = None) -> MemberQuerySet:
    """`sheets` are those of an election that takes late joiners, where they are known."""
    if not election.has_roll:
        return entitled_members(election)
    return _on_it_or_waiting(election, sheets)


def _on_it_or_waiting(election: Election, sheets: Iterable[Sheet] | None = None) -> MemberQuerySet:
    found = Member.objects.filter(pk__in=election.roll.values("member"))
    if not takes_late_joiners(election):
        return found
    return found | Member.objects.filter(pk__in=_waiting(election, sheets).values("pk"))


def _sheets_of(elections: Iterable[Election]) -> QuerySet[Sheet]:
    sheets = Sheet.objects.filter(election__in=list(elections)).on_paper()
    return sheets.select_related("election__timetable")


def _waiting(election: Election, sheets: Iterable[Sheet] | None = None) -> MemberQuerySet:
    """The electors who are not on the roll: once it is frozen, those who were on the list then."""
    found = electors_of_any(_sheets_of([election]) if sheets is None else sheets)
    if election.roll_frozen_at is not None:
        found = found.filter(created_at__lte=election.roll_frozen_at)
    return found.exclude(pk__in=election.roll.values("member")).exclude(
        pk__in=election.exclusions.values("member")
    )


def waits_for_decision(election: Election, member: Member) -> bool:
    """Whether the member would be on the roll but for a pair that nobody has decided."""
    if not takes_late_joiners(election):
        return False
    if not _waiting(election).filter(pk=member.pk).exists():
        return False
    return bool(telling_apart.undecided(_on_it_or_waiting(election), touching=[member.pk]))


def found_to_be_anothers(election: Election) -> list[RollEntry]:
    """The entries of records that were found to be somebody else's after they came onto the roll."""
    entries = entries_of_anothers().filter(election=election)
    return list(entries.select_related("member").order_by("pk"))


def entries_of_anothers() -> QuerySet[RollEntry]:
    """The same of every election."""
    return RollEntry.objects.filter(member__same_person_as__isnull=False)


def require_one_entry(election: Election, member: Member) -> None:
    """Raises Refused where the member would be the second entry of one person, or may be."""
    if member.same_person_as is not None:
        raise Refused(
            _(
                "Record %(number)s is found to be the same person as record %(other)s, which alone "
                "can be on the roll."
            )
            % {"number": member.number, "other": member.same_person_as.number}
        )
    if (entry := other_entry(election, member)) is not None:
        raise Refused(
            _("This person is on the roll with record %(number)s. Take that one off first.")
            % {"number": entry.member.number}
        )
    on_it = Q(pk__in=election.roll.values("member"))
    if pairs := telling_apart.undecided(
        Member.objects.filter(on_it | Q(pk=member.pk)), touching=[member.pk]
    ):
        others = Member.objects.filter(pk__in={pairs[0].first, pairs[0].second})
        raise Refused(
            _(
                "Record %(other)s, which is on the roll, looks like the same person. Decide that "
                "pair first."
            )
            % {"other": others.exclude(pk=member.pk).get().number}
        )


def places_of(members: Sequence[Member]) -> Iterator[rolls.Place]:
    """What to know of the open rolls that the records are on, or are held back from."""
    for election in Election.objects.with_open_roll().select_related("timetable").order_by("pk"):
        for member in members:
            words, asks = _place(election, member)
            if words:
                names = {"number": member.number, "election": election.title}
                url = reverse("elections:show-roll-member", args=[election.slug, member.pk])
                yield rolls.Place(words % names, url, asks)


def _place(election: Election, member: Member) -> tuple[str, bool]:
    """The sentence, with names to fill in, and whether somebody has to correct the roll."""
    if election.roll.filter(member=member).exists():
        if member.same_person_as_id is None:
            return _("Record %(number)s is on the roll of “%(election)s”."), False
        return (
            _(
                "Record %(number)s is still on the roll of “%(election)s”. Take it off there: nothing "
                "does so by itself. Nobody who has voted is removed."
            ),
            True,
        )
    if not takes_late_joiners(election) or not _waiting(election).filter(pk=member.pk).exists():
        return "", False
    if election.roll_frozen_at is not None:
        return (
            _(
                "Record %(number)s is not on the roll of “%(election)s”, which is frozen. Whoever "
                "joined in time is put on there, once it is decided who they are."
            ),
            True,
        )
    return _("Record %(number)s is not on the roll of “%(election)s” yet."), False
