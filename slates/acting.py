"""Members act for a slate: its agents, who adds them and who takes them off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import Election, Message
from elections.nominating.conditions import require_no_office
from elections.refusal import Refused
from members import audit
from members.models import Member, User
from slates.conditions import (
    held_for_agent,
    record,
    require_entitled,
    require_no_other_slate,
)
from slates.models import Agent, Slate, SlateQuerySet


def slate_of_agent(member: Member, election: Election) -> Slate | None:
    """The slate the member acts for in the election, else the last that was refused."""
    own = of_agent(member, [election]).select_related("election")
    return one_of_each(own).get(election.pk)


def slates_with_agent(election: Election, member: Member | None) -> list[Slate]:
    """Every slate of an election in the order of registration; `acts` says for which the member acts."""
    acts = Agent.objects.filter(slate=OuterRef("pk"), member=member) if member else None
    found = list(
        Slate.objects.filter(election=election)
        .annotate(acts=Exists(acts) if acts is not None else Value(value=False))
        .order_by("registered_at", "pk")
    )
    for slate in found:
        slate.election = election
    return found


def acted_for(slates: Iterable[Slate]) -> Slate | None:
    """As `slate_of_agent`, of the slates that `slates_with_agent` found."""
    own = [one for one in slates if getattr(one, "acts", False)]
    return next((one for one in own if not one.is_refused), own[-1] if own else None)


def of_agent(member: Member, elections: Iterable[Election]) -> SlateQuerySet:
    """All that the member acts for in elections, refused ones among them."""
    own = Slate.objects.of_agent(member).filter(election__in=[one.pk for one in elections])
    return own.order_by("registered_at", "pk")


def one_of_each(slates: Iterable[Slate]) -> dict[UUID, Slate]:
    """As `slate_of_agent`, by the elections' keys, of those that `of_agent` found."""
    found: dict[UUID, Slate] = {}
    for slate in slates:
        if slate.election_id not in found or found[slate.election_id].is_refused:
            found[slate.election_id] = slate
    return found


def why_no_office(user: User, election: Election) -> str:
    """Why the office of the election is closed to somebody who acts for a slate of it; else empty."""
    slate = _acted_for(user).filter(election=election).first()
    if slate is None:
        return ""
    return _(
        "You act for the slate “%(slate)s” in this election, so its office is closed to you and "
        "another officer conducts it. Until the papers are fixed, you can take yourself off on the "
        "slate's page once somebody else acts for it."
    ) % {"slate": slate.name}


def elections_acted_in(user: User) -> list[UUID]:
    """The elections whose office is closed to somebody for that reason."""
    return list(_acted_for(user).order_by().values_list("election_id", flat=True))


def _acted_for(user: User) -> SlateQuerySet:
    return Slate.objects.not_refused().filter(agents__member__email_key=user.email)


@transaction.atomic
def add_agent(slate: Slate, member: Member, *, number: str, last_name: str, now: datetime) -> Agent:
    """An agent adds another, who is told by mail.

    The name must be that of the number, so that nobody learns names by trying numbers.
    """
    asked = Member.objects.filter(number=number.strip(), last_name__iexact=last_name.strip())
    added = asked.select_for_update(no_key=True).first()
    slate = held_for_agent(slate, member, now)
    if added is None:
        raise Refused(_("No member has this number and this name. Check them with the person."))
    if slate.agents.filter(member=added).exists():
        raise Refused(_("%(name)s acts for this slate already.") % {"name": added.name})
    require_no_office(added)
    require_entitled(slate.election, added)
    require_no_other_slate(slate.election, added)
    agent = Agent.objects.create(slate=slate, member=added, added_by=member, added_at=now)
    outbox.queue_to_member(
        Message.Kind.SLATE_AGENT,
        election=slate.election,
        member=added,
        details={
            "slate": slate.name,
            "by": member.name,
            "path": reverse("slates:your-slate", args=[slate.election.slug]),
        },
        now=now,
    )
    record(audit.Action.SLATE_CHANGED, slate, by=member, agent_added=added.number)
    return agent


@transaction.atomic
def remove_agent(slate: Slate, agent: int, member: Member, *, now: datetime) -> None:
    """An agent takes another off, or themself; the last one stays. `agent` is the row's key.

    Whoever holds an office by now only takes themself off.
    """
    leaves = slate.agents.filter(pk=agent, member=member).exists()
    slate = held_for_agent(slate, member, now, leaves=leaves)
    found = slate.agents.select_related("member").filter(pk=agent).first()
    if found is None:
        raise Refused(_("This person does not act for the slate any more."))
    if slate.agents.count() == 1:
        raise Refused(_("Somebody must act for the slate. Add another agent first."))
    found.delete()
    record(audit.Action.SLATE_CHANGED, slate, by=member, agent_removed=found.member.number)
