"""Members of the demo who have something to do in an election. Each function finds one, or nobody."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count

from elections.models import (
    Election,
    Nomination,
    NominationDraft,
    RollEntry,
    RollExclusion,
    RollSheet,
)
from members.models import Member
from members.models.member import MemberQuerySet
from momentum_site.demo.people import SHARED, ordinary
from slates.models import Invitation, Slate


def drafting(election: Election) -> Member | None:
    """One who keeps a draft of a nomination."""
    drafts = NominationDraft.objects.filter(contest__election=election)
    return _first(Member.objects.filter(pk__in=drafts.values("member")))


def invited(election: Election) -> Member | None:
    """A candidate whom a slate waits for."""
    asked = Invitation.objects.filter(slate__election=election, state=Invitation.State.OPEN)
    return _first(Member.objects.filter(nominations__in=asked.values("nomination")))


def agent(election: Election) -> Member | None:
    """One who acts for a slate that is approved."""
    slate = Slate.objects.approved().filter(election=election).order_by("pk").first()
    return slate.agents.get().member if slate else None


def candidate(election: Election) -> Member | None:
    """One who stands."""
    standing = Nomination.objects.standing().filter(contest__election=election)
    return _first(Member.objects.filter(nominations__in=standing))


def refused(election: Election) -> Member | None:
    """One whose nomination was refused."""
    found = Nomination.objects.filter(contest__election=election, state=Nomination.State.REFUSED)
    return _first(Member.objects.filter(nominations__in=found))


def off(election: Election) -> Member | None:
    """One whom an officer took off the roll."""
    found = RollExclusion.objects.filter(election=election)
    return _first(Member.objects.filter(pk__in=found.values("member")))


def office_holder(election: Election) -> Member | None:
    """One on the roll who holds public office."""
    return _first(_voters(election).exclude(public_office=""))


def voter_in(title: str) -> Callable[[Election], Member | None]:
    """Finds one on the roll who votes in this contest, with as many papers as anybody has there."""

    def found(election: Election) -> Member | None:
        there = RollSheet.objects.filter(
            entry__election=election, sheet__contests__title=title
        ).values("entry")
        entries = RollEntry.objects.filter(pk__in=there, member__in=_voters(election))
        fullest = entries.annotate(papers=Count("sheets")).order_by("-papers", "pk")
        entry = fullest.select_related("member").first()
        return entry.member if entry else None

    return found


def _voters(election: Election) -> MemberQuerySet:
    """Those on the roll who do not stand themselves."""
    standing = Nomination.objects.standing().filter(contest__election=election)
    on_roll = Member.objects.filter(roll_entries__election=election)
    return ordinary(on_roll.exclude(pk__in=standing.values("member")))


def _first(members: MemberQuerySet) -> Member | None:
    """One who has a mailbox of their own."""
    return ordinary(members).exclude(email_key=SHARED).order_by("pk").first()
