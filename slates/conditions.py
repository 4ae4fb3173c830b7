"""What the acts of a slate's agents, of candidates and of officers have in common.

Locks are taken in the order of docs/architecture.md: member, election, slate, nomination.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from elections.models import Election, Nomination
from elections.models.entitlement import is_elector_somewhere
from elections.nominating.conditions import hold_unfixed, require_no_office, require_not_over
from elections.refusal import Refused
from members import audit
from members.models import Member, User
from slates.models import Agent, Slate


def require_under_way(election: Election, now: datetime) -> None:
    if election.withdrawn_at or election.postponed_at or not election.published_at:
        raise Refused(_("This election is not under way, so its slates do not change."))
    require_not_over(election, now)


def require_papers_open(election: Election) -> None:
    """Hold the election so that its papers are not fixed meanwhile. Refused once they are."""
    hold_unfixed(election.pk, _("The ballot papers are fixed, so slates can no longer change."))


def require_entitled(election: Election, member: Member) -> None:
    if not is_elector_somewhere(member, election):
        raise Refused(
            _("Only members who may vote in this election act for a slate. %(name)s may not.")
            % {"name": member.name}
        )


def require_no_other_slate(election: Election, member: Member, *, besides: int = 0) -> None:
    acting = Slate.objects.of_agent(member).not_refused().filter(election=election)
    if acting.exclude(pk=besides).exists():
        raise acts_already(member)


def acts_already(member: Member) -> Refused:
    words = _("%(name)s acts for another slate of this election already.")
    return Refused(words % {"name": member.name})


def held_for_agent(slate: Slate, member: Member, now: datetime, *, leaves: bool = False) -> Slate:
    """The slate, locked for an act of its agent. Raises Refused where the member may not act.

    Whoever holds an office by now does nothing more for it, but for taking themself off: `leaves`.
    """
    if not leaves:
        require_no_office(member)
    require_papers_open(slate.election)
    held = held_slate(slate)
    require_under_way(held.election, now)
    if not held.agents.filter(member=member).exists():
        raise Refused(_("You do not act for this slate."))
    return held


def held_slate(slate: Slate) -> Slate:
    locked = Slate.objects.select_for_update(of=("self",), no_key=True).select_related(
        "election__timetable"
    )
    return locked.get(pk=slate.pk)


def held_nomination(nomination: Nomination) -> Nomination:
    """The nomination, locked: what a slate and its candidates do with it waits in line."""
    locked = Nomination.objects.select_for_update(of=("self",), no_key=True).select_related(
        "contest", "member"
    )
    return locked.get(pk=nomination.pk)


def require_neutral(election: Election, actor: User) -> None:
    """An officer who acts for a slate of the election, or stands in it, leaves it to another."""
    agents = Agent.objects.filter(slate__election=election, member__email_key=actor.email)
    standing = Nomination.objects.standing().filter(
        contest__election=election, member__email_key=actor.email
    )
    if agents.exists() or standing.exists():
        raise Refused(_("You are part of this election’s slates, so another officer decides."))


@contextmanager
def refused_when_taken() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Refused(_("Another slate of this election has that name or that colour.")) from error


def record(
    action: audit.Action,
    slate: Slate,
    *,
    actor: User | None = None,
    by: Member | None = None,
    reason: str = "",
    **detail: object,
) -> None:
    """One line of the audit; `by` is the member who acted for the slate or as a candidate."""
    if by is not None:
        detail["member"] = by.number
    audit.record(
        action,
        actor=actor,
        subject=slate.name,
        election=slate.election_id,
        reason=reason,
        detail=detail,
    )
