"""What slates hold of people goes with the papers and the statements of their election."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from elections.erasing import write_anew
from elections.models import Election
from slates.models import Agent, Invitation, Slate


def with_papers(election: Election) -> Mapping[str, int]:
    """Who acted for a slate, whom it asked in vain, and slates that only officers have read.

    Which slate a candidate stood with was published, and stays.
    """
    slates = Slate.objects.filter(election=election)
    invitations = Invitation.objects.filter(slate__election=election)
    private = slates.exclude(state=Slate.State.APPROVED)
    counts = {
        "agents": Agent.objects.filter(slate__election=election).delete()[0],
        "unaccepted invitations": invitations.exclude(
            state=Invitation.State.ACCEPTED, slate__state=Slate.State.APPROVED
        ).delete()[0],
        "unapproved slates": private.delete()[0],
    }
    invitations.exclude(invited_by=None).update(invited_by=None)
    slates.exclude(registered_by=None).update(registered_by=None)
    _write_anew()
    return counts


def with_statements(election: Election) -> Mapping[str, int]:
    """Programmes and websites: words of people, as statements are. Name and colour stay."""
    said = ~Q(programme="") | ~Q(website="") | ~Q(reason="")
    slates = Slate.objects.filter(said, election=election, state=Slate.State.APPROVED)
    counts = {"programmes": slates.update(programme="", website="", reason="", decided_words="")}
    _write_anew()
    return counts


def _write_anew() -> None:
    write_anew("slates_agent", "id")
    write_anew("slates_invitation", "state")
    write_anew("slates_slate", "website")
