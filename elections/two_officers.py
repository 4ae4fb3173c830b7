"""Acts that two officers do where the election says so: one proposes, another does exactly that.

Calling an election off, declaring its result and amending it ask here, in the transaction of the
act. Fixing the papers has its own proposal, which names the papers (`publishing.second_officer`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import trial
from elections.models import ActProposal, Election
from elections.refusal import Refused
from members import audit
from members.models import User

What = Mapping[str, object]


class NeedsAnother(Refused):
    """One officer alone asked for an act of two; `act` and `what` are what they can propose."""

    def __init__(self, act: ActProposal.Act, what: What) -> None:
        super().__init__(_("Two officers do this: one proposes it, and another one confirms."))
        self.act, self.what = act, what


def require(
    election: Election,
    act: ActProposal.Act,
    what: What,
    *,
    actor: User | None,
) -> dict[str, str]:
    """Raises NeedsAnother unless one officer is enough, or another one proposed exactly `what`.

    The proposal is used up; who made it is given for the audit. The timetable (`actor` None) has no
    officers, and a trial, of which nothing stays, needs none.
    """
    if not election.needs_second_officer or actor is None or trial.is_on():
        return {}
    proposal = proposal_of(election, act)
    if proposal is None or proposal.what != what or proposal.made_by_id == actor.pk:
        raise NeedsAnother(act, what)
    proposal.delete()
    return {"proposed by": proposal.made_by.email}


def proposal_of(election: Election, act: ActProposal.Act) -> ActProposal | None:
    found = ActProposal.objects.filter(election=election, act=act)
    return found.select_related("made_by").first()


@transaction.atomic
def propose(
    election: Election,
    needed: NeedsAnother,
    *,
    entered: str,
    page: str,
    actor: User,
    now: datetime,
) -> ActProposal:
    """Put on record that an officer wants this done; what was proposed before is replaced.

    `entered` is the form as it was sent, on the page at `page`: there the other officer reads it.
    """
    held = Election.objects.held(election.pk)
    proposal, _created = ActProposal.objects.update_or_create(
        election=held,
        act=needed.act,
        defaults={
            "what": dict(needed.what),
            "entered": entered,
            "page": page,
            "made_by": actor,
            "made_at": now,
        },
    )
    _record(proposal, actor, {"act": needed.act, **needed.what})
    return proposal


@transaction.atomic
def take_back(election: Election, act: ActProposal.Act, *, actor: User) -> None:
    """Any officer may say that what was proposed is not to be done. Raises Refused if nothing is."""
    held = Election.objects.held(election.pk)
    proposal = proposal_of(held, act)
    if proposal is None:
        raise Refused(_("Nothing is proposed, or it was taken back or done already."))
    _record(proposal, actor, {"act": act, "taken back": True})
    proposal.delete()


def _record(proposal: ActProposal, actor: User, detail: dict[str, object]) -> None:
    audit.record(
        audit.Action.ACT_PROPOSED,
        actor=actor,
        subject=proposal.election.title,
        election=proposal.election_id,
        detail=detail,
    )
