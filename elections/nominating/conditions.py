"""What standing, supporting and deciding have in common."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from elections.models import Election, Nomination
from elections.refusal import Refused
from members.models import Member, StaffRole, User


def hold_unfixed(election_id: UUID, otherwise: str) -> None:
    """Hold the election so that its papers are not fixed meanwhile. Refused once they are, and
    where nobody will stand any more.

    Before the nomination and after the member: the order of locks is in docs/architecture.md.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT papers_fixed_at, withdrawn_at, no_poll_at FROM elections_election"
            " WHERE id = %s FOR SHARE",
            [election_id],
        )
        fixed_at, withdrawn_at, no_poll_at = cursor.fetchone()
    if withdrawn_at is not None:
        raise Refused(_("This election has been withdrawn."))
    if fixed_at is not None or no_poll_at is not None:
        raise Refused(otherwise)


def require_not_over(election: Election, now: datetime) -> None:
    """Raises Refused where the poll was not held: its papers were not fixed by its close."""
    if now >= election.timetable.voting_closes_at and election.postponed_at is None:
        raise Refused(_("This poll was not held, so nobody stands in it any more."))


def require_public(election: Election) -> None:
    if election.withdrawn_at or election.postponed_at or not election.published_at:
        raise Refused(_("Nominations for this election are not open."))


def holds_office(member: Member) -> bool:
    """Whether the member's mailbox conducts elections."""
    key = member.email_key
    return bool(key) and StaffRole.objects.filter(user__email=key).exists()


def require_officer_does_not_stand(election_id: UUID, actor: User) -> None:
    """Whoever stands in an election leaves what is decided about others to another officer."""
    own = Nomination.objects.standing().filter(
        contest__election_id=election_id, member__email_key=actor.email
    )
    if own.exists():
        raise Refused(_("You stand in this election, so another officer decides."))


def require_no_office(member: Member) -> None:
    """Whoever conducts elections neither stands nor nominates nor acts for a slate in them."""
    if holds_office(member):
        raise Refused(
            _(
                "Returning officers, administrators and scrutineers can neither stand nor "
                "nominate nor act for a slate. Ask to be released from your office first."
            )
        )
