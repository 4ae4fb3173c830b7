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
PRIVATE = "detail"  # of what is asked, this is kept from the audit, which is never erased


class NeedsAnother(Refused):
    """One officer alone asked for an act of two; `act` and `what` are what they can propose."""

    def __init__(self, act: ActProposal.Act, what: What) -> None:
        super().__init__(_("Two officers do this: one proposes it, and another one confirms."))
        self.act, self.what = act, what


def require(
    election: Election, act: ActProposal.Act, what: What, *, actor: User | None
) -> dict[str, str]:
    """Raises NeedsAnother unless one officer is enough, or another one proposed exactly `what`.

    Who proposed it is given for the audit. No proposal about the election is left: what else was
    proposed can be done no more, or was about what this act changes. The timetable (`actor` None)
    has no officers, and a trial, of which nothing stays, needs none.
    """
    if trying := trial.going_on():
        trying.asked = what
        return {}
    second = {}
    if election.needs_second_officer and actor is not None:
        proposal = proposal_of(election, act, what)
        if proposal is None or proposal.made_by_id == actor.pk:
            raise NeedsAnother(act, what)
        second = {"proposed by": proposal.made_by.email}
    ActProposal.objects.filter(election=election).delete()
    return second


def proposal_of(election: Election, act: ActProposal.Act, what: What) -> ActProposal | None:
    """The one by which another officer could do this."""
    found = ActProposal.objects.filter(election=election, act=act).select_related("made_by")
    return next((one for one in found if one.what == what), None)


def proposal_on(election: Election, page: str) -> ActProposal | None:
    """What was proposed on a page, be it still possible or not."""
    found = ActProposal.objects.filter(election=election, page=page)
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
    """Put on record that an officer wants this done; what was proposed on the page before is
    replaced, and the audit says whose that was.

    `entered` is the form as it was sent, on the page at `page`: there the other officer reads it.
    """
    held = Election.objects.held(election.pk)
    earlier = proposal_on(held, page)
    replaced = {"instead of one by": earlier.made_by.email} if earlier else {}
    proposal, _created = ActProposal.objects.update_or_create(
        election=held,
        page=page,
        defaults={
            "act": needed.act,
            "what": dict(needed.what),
            "entered": entered,
            "made_by": actor,
            "made_at": now,
        },
    )
    said = {name: value for name, value in needed.what.items() if name != PRIVATE}
    _record(proposal, actor, said | replaced)
    return proposal


@transaction.atomic
def take_back(election: Election, page: str, *, actor: User) -> None:
    """Any officer may say that what was proposed on a page is not to be done. Raises Refused if
    nothing is."""
    held = Election.objects.held(election.pk)
    proposal = proposal_on(held, page)
    if proposal is None:
        raise Refused(_("Nothing is proposed, or it was taken back or done already."))
    _record(proposal, actor, {"taken back": True})
    proposal.delete()


def _record(proposal: ActProposal, actor: User, detail: dict[str, object]) -> None:
    """The database takes the last line about an act on a page for what is proposed there."""
    audit.record(
        audit.Action.ACT_PROPOSED,
        actor=actor,
        subject=proposal.election.title,
        election=proposal.election_id,
        detail={"act": proposal.act, "page": proposal.page, **detail},
    )
