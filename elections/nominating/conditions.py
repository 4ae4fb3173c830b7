"""What standing, supporting and deciding have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, ExpressionWrapper, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _

from elections.models import CandidateLeft, Contest, Election, Nomination, NominationEnd
from elections.models.entitlement import electors
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


# --- Who may stand -------------------------------------------------------------------------------


class Bar(Enum):
    """Why somebody cannot come to stand; each act that makes them has its own words for it."""

    OFFICE = auto()
    NO_ELECTOR = auto()
    DISQUALIFIED = auto()
    STANDS_ALREADY = auto()


@dataclass(frozen=True)
class Known:
    """What decides whether somebody can come to stand in a contest, whatever window is open.

    `stands_with` and `refused_with` are numbers of records: with which the person stands in the
    election, and with which they were refused in the contest; None where they are not.
    """

    has_office: bool
    is_elector: bool
    was_disqualified: bool
    stands_with: str | None
    refused_with: str | None

    @property
    def bar(self) -> Bar | None:
        """Why the member cannot come to stand; None if they can, but for an earlier refusal."""
        if self.has_office:
            return Bar.OFFICE
        if not self.is_elector:
            return Bar.NO_ELECTOR
        if self.was_disqualified:
            return Bar.DISQUALIFIED
        return Bar.STANDS_ALREADY if self.stands_with is not None else None


def known(contest: Contest, member: Member, *, besides: Nomination | None = None) -> Known:
    """Asked by one statement. `besides` is the nomination they would stand with, where there is one.

    Of the whole person: what they did with other records of theirs counts. Source: elections.md,
    "Rules that follow".
    """
    own = Nomination.objects.of_person(member).filter(contest=contest)
    found = (
        Member.objects.filter(pk=member.pk)
        .values_list(
            Exists(StaffRole.objects.filter(user__email=member.email_key)),
            Exists(electors(contest.sheet).filter(pk=member.pk)),
            Exists(_disqualified(contest.election, member)),
            _number_of(member, _standing(member, contest.election, besides)),
            _number_of(member, own.filter(state=Nomination.State.REFUSED)),
        )
        .get()
    )
    return Known(*found)


def stands_with(member: Member, election: Election) -> str | None:
    """The number of the record with which a person stands in the election; None where they do not."""
    own = _standing(member, election, None).order_by(*_this_record_first(member))
    return own.values_list("member__number", flat=True).first()


def _number_of(member: Member, nominations: QuerySet[Nomination]) -> Subquery:
    """The number of the record of the first of them: of this record's, where there is one."""
    ordered = nominations.order_by(*_this_record_first(member))
    return Subquery(ordered.values("member__number")[:1])


def _this_record_first(member: Member) -> tuple[OrderBy, str, str]:
    is_this = ExpressionWrapper(Q(member=member), BooleanField())
    return is_this.desc(), "submitted_at", "pk"


def stands(member: Member, election: Election, *, besides: Nomination | None = None) -> bool:
    """Whether a person stands in the election, whatever record of theirs it is with.

    `besides` is a nomination that is left out.
    """
    return _standing(member, election, besides).exists()


def disqualified_or_stands(
    member: Member, election: Election, *, besides: Nomination
) -> tuple[bool, bool]:
    """Whether a person was disqualified in the election, and so does not come forward again, and
    whether they stand in it, one nomination left out; by one statement."""
    asked = Member.objects.filter(pk=member.pk).values_list(
        Exists(_disqualified(election, member)), Exists(_standing(member, election, besides))
    )
    was_disqualified, is_standing = asked.get()
    return was_disqualified, is_standing


def _standing(
    member: Member, election: Election, besides: Nomination | None
) -> QuerySet[Nomination]:
    own = Nomination.objects.standing().of_person(member).filter(contest__election=election)
    return own.exclude(pk=besides.pk) if besides is not None else own


def _disqualified(election: Election, member: Member) -> QuerySet[NominationEnd]:
    own = Nomination.objects.of_person(member).filter(contest__election=election)
    ends = NominationEnd.objects.filter(reason=CandidateLeft.Reason.DISQUALIFIED)
    return ends.filter(nomination__in=own)


def no_longer_stands() -> str:
    """Of a nomination that was withdrawn, refused or ended."""
    return _("This nomination has been withdrawn, refused or ended.")


def disqualified_in_words() -> str:
    return _(
        "It is on record that you were disqualified in this election, so you cannot stand "
        "in it. If that is wrong, write to the returning officer."
    )
