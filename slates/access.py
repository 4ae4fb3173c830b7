"""Gatekeepers: the only way a view obtains a slate for a person.

"Not there" and "not yours" get the same answer.
"""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from elections.models import Election, Nomination
from members.models import Member
from slates import acting
from slates.models import Invitation, Slate


def public_slate(election: Election, slug: str) -> Slate:
    return get_object_or_404(Slate.objects.approved(), election=election, slug=slug)


def office_slate(election: Election, slug: str) -> Slate:
    """Any slate of the election, for those a view has let into the office."""
    slates = Slate.objects.select_related("election__timetable", "registered_by", "decided_by")
    return get_object_or_404(slates, election=election, slug=slug)


def agents_slate(election: Election, member: Member) -> Slate:
    """The slate the member acts for."""
    slate = acting.slate_of_agent(member, election)
    if slate is None:
        raise Http404
    return slate


def invited_nomination(election: Election, slug: str, member: Member) -> tuple[Slate, Nomination]:
    """The member's own nomination, and the slate that invited it, even if it took that back."""
    own = Nomination.objects.filter(member=member, contest__election=election)
    invitations = Invitation.objects.filter(slate__slug=slug).select_related(
        "slate__election", "nomination__contest__election__timetable", "nomination__contest__sheet"
    )
    last = invitations.order_by("-nomination__submitted_at", "-nomination__pk")
    found = (
        last.filter(nomination__in=own.standing()).first()
        or last.filter(nomination__in=own).first()
    )
    if found is None:
        raise Http404
    return found.slate, found.nomination


def nomination_of(election: Election, number: int) -> Nomination:
    nominations = Nomination.objects.select_related("contest__election", "member")
    return get_object_or_404(nominations, contest__election=election, pk=number)
