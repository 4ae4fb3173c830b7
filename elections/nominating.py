"""Standing for a contest, supporting somebody who stands, and deciding who may stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import outbox, phases
from elections.models import (
    Attribute,
    Contest,
    Election,
    IdentityDeclaration,
    Message,
    Nomination,
    SupportingNomination,
)
from elections.models.entitlement import is_elector
from elections.models.nomination import MOST_LETTERS
from elections.refusal import Refused
from members import audit
from members.models import Member, StaffRole, User

MAX_WORDS = 300  # of a statement; no rule found sets one


def _hold_unfixed(election_id: UUID, otherwise: str) -> None:
    """Hold the election so that its papers are not fixed meanwhile. Refused once they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT papers_fixed_at FROM elections_election WHERE id = %s FOR SHARE", [election_id]
        )
        if cursor.fetchone()[0] is not None:
            raise Refused(otherwise)


def _require_public(election: Election) -> None:
    if election.withdrawn_at or not election.published_at:
        raise Refused(_("Nominations for this election are not open."))


def _require_no_office(member: Member) -> None:
    """Whoever conducts elections neither stands nor nominates in them."""
    if member.email_key and StaffRole.objects.filter(user__email=member.email_key).exists():
        raise Refused(
            _(
                "Returning officers, administrators and scrutineers can neither stand nor "
                "nominate. Ask to be released from your office first."
            )
        )


def require_may_stand(contest: Contest, member: Member, *, now: datetime) -> None:
    """Raises Refused where `put_forward` would, whatever the member goes on to enter."""
    if contest.is_question:
        raise Refused(_("Nobody stands in a question."))
    _require_public(contest.election)
    if not phases.self_nomination_open(contest.election.timetable, now):
        raise Refused(_("Nominations for this contest are not open now."))
    _require_no_office(member)
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("Only electors of %(contest)s can stand there, and you are not one.")
            % {"contest": contest.title}
        )
    own = Nomination.objects.filter(member=member)
    if own.standing().filter(contest__election_id=contest.election_id).exists():
        raise Refused(
            _("You are already standing in this election. Withdraw from that contest first.")
        )
    if own.filter(contest=contest, state=Nomination.State.REFUSED).exists():
        raise Refused(
            _(
                "The returning officer refused your nomination in this contest. Write to them if "
                "you think that is wrong."
            )
        )


def _require_short(statement: str) -> None:
    if len(statement.split()) > MAX_WORDS:
        raise Refused(_("Shorten your statement to %(limit)s words.") % {"limit": MAX_WORDS})
    if len(statement) > MOST_LETTERS:
        raise Refused(_("Shorten your statement to %(limit)s letters.") % {"limit": MOST_LETTERS})


def _require_asked(contest: Contest, attributes: Collection[str]) -> None:
    """Declarations are asked for the minima of this contest and no others."""
    if set(attributes) - set(contest.minima.values_list("attribute", flat=True)):
        raise Refused(_("This contest does not ask about that."))


@transaction.atomic
def put_forward(
    contest: Contest,
    member: Member,
    *,
    ballot_name: str,
    statement: str,
    attributes: Collection[str] = (),
    now: datetime,
) -> Nomination:
    """A member puts themself forward. Raises Refused outside the window or the electorate."""
    # Held so that of two submissions at once the second finds the first.
    Member.objects.select_for_update().get(pk=member.pk)
    require_may_stand(contest, member, now=now)
    _require_short(statement)
    _require_asked(contest, attributes)
    nomination = Nomination.objects.create(
        contest=contest,
        member=member,
        ballot_name=ballot_name,
        statement=statement,
        submitted_at=now,
    )
    _declare(nomination, attributes, now)
    outbox.queue_to_member(
        Message.Kind.NOMINATION_RECEIVED,
        election=contest.election,
        member=member,
        nomination=nomination,
        now=now,
    )
    audit.record(
        audit.Action.NOMINATION_SUBMITTED,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=contest.election_id,
    )
    return nomination


def _declare(nomination: Nomination, attributes: Collection[str], now: datetime) -> None:
    IdentityDeclaration.objects.bulk_create(
        IdentityDeclaration(
            nomination=nomination, attribute=Attribute(attribute).value, consented_at=now
        )
        for attribute in sorted(set(attributes))
    )


@transaction.atomic
def change(
    nomination: Nomination,
    member: Member,
    *,
    ballot_name: str,
    statement: str,
    attributes: Collection[str] | None = None,
    now: datetime,
) -> None:
    """The candidate mends their own nomination while the window is open and it is undecided.

    `attributes` replaces what was declared; None leaves it.
    """
    _require_public(nomination.contest.election)
    _hold_unfixed(
        nomination.contest.election_id,
        _("The ballot papers are fixed, so your statement can no longer change."),
    )
    if not phases.self_nomination_open(nomination.contest.election.timetable, now):
        raise Refused(_("Nominations have closed, so your statement can no longer change."))
    _require_short(statement)
    changed = Nomination.objects.filter(
        pk=nomination.pk, member=member, state=Nomination.State.SUBMITTED
    ).update(ballot_name=ballot_name, statement=statement)
    if not changed:
        raise Refused(_("This nomination has been decided, so it can no longer change."))
    if attributes is not None:
        _require_asked(nomination.contest, attributes)
        # What is still declared keeps the instant of its consent.
        nomination.declarations.exclude(attribute__in=attributes).delete()
        kept = set(nomination.declarations.values_list("attribute", flat=True))
        _declare(nomination, set(attributes) - kept, now)


@transaction.atomic
def withdraw(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """The candidate withdraws, until the papers are fixed; supporters may nominate others then."""
    election = nomination.contest.election
    _hold_unfixed(
        election.pk, _("The ballot papers are fixed. Write to the returning officer to withdraw.")
    )
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk, member=member)
        .update(state=Nomination.State.WITHDRAWN, decided_at=now)
    )
    if not changed:
        raise Refused(_("This nomination has already been withdrawn or refused."))
    supporters, _by_model = nomination.supporting.all().delete()
    audit.record(
        audit.Action.NOMINATION_WITHDRAWN,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"supporters released": supporters},
    )


def require_may_support(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """Raises Refused where `support` would."""
    contest = nomination.contest
    _require_public(contest.election)
    if not phases.supporting_open(contest.election.timetable, now):
        raise Refused(_("Supporting nominations are not open now."))
    if nomination.state not in (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED):
        raise Refused(_("This person is no longer standing."))
    if nomination.member_id == member.pk:
        raise Refused(_("You cannot nominate yourself as a supporter."))
    _require_no_office(member)
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("Only electors of %(contest)s may nominate here, and you are not one.")
            % {"contest": contest.title}
        )
    given = SupportingNomination.objects.filter(contest=contest, member=member)
    if given.filter(nomination=nomination).exists():
        raise Refused(_("You have already nominated this person."))
    if given.count() >= contest.supports_per_member:
        raise Refused(
            ngettext(
                "You have given your one nomination in this contest.",
                "You have given all %(limit)s of your nominations in this contest.",
                contest.supports_per_member,
            )
            % {"limit": contest.supports_per_member}
        )


@transaction.atomic
def support(nomination: Nomination, member: Member, *, now: datetime) -> SupportingNomination:
    """A member of the electorate nominates somebody who stands.

    Raises Refused outside the window or the electorate, for oneself, a second time, or beyond the
    number of candidates a member may nominate in the contest.
    """
    # Held so that two nominations at once count their slots one after the other, and so that
    # nobody is nominated who has just withdrawn.
    Member.objects.select_for_update().get(pk=member.pk)
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("contest__election__timetable", "contest__sheet")
        .get(pk=nomination.pk)
    )
    require_may_support(nomination, member, now=now)
    contest = nomination.contest
    given = SupportingNomination.objects.filter(contest=contest, member=member)
    used = set(given.values_list("slot", flat=True))
    slot = next(n for n in range(1, contest.supports_per_member + 1) if n not in used)
    supporting = SupportingNomination.objects.create(
        nomination=nomination, contest=contest, member=member, slot=slot, given_at=now
    )
    audit.record(
        audit.Action.SUPPORTING_NOMINATION,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=contest.election_id,
    )
    return supporting


@transaction.atomic
def accept(nomination: Nomination, *, actor: User, now: datetime, seen: str | None = None) -> None:
    """An officer finds the nomination valid: enough supporters, and still an elector.

    `seen` is the `words_digest` of what the officer read; Refused when it says something else now.
    """
    _decidable(nomination, actor)
    words = Nomination.objects.select_for_update(of=("self",)).get(pk=nomination.pk).words_digest
    if seen is not None and seen != words:
        raise Refused(
            _("The candidate has changed the name or the statement meanwhile. Read them again.")
        )
    election = nomination.contest.election
    support_count = nomination.supporting.count()
    if support_count < election.supporters_needed:
        raise Refused(
            _("%(name)s has %(count)s of the %(needed)s supporting nominations needed.")
            % {
                "name": nomination.ballot_name,
                "count": support_count,
                "needed": election.supporters_needed,
            }
        )
    if not is_elector(nomination.member, nomination.contest.sheet):
        raise Refused(
            _("%(name)s is not an elector of this contest now.") % {"name": nomination.ballot_name}
        )
    _decide(nomination, Nomination.State.ACCEPTED, actor=actor, reason="", now=now)


@transaction.atomic
def refuse(nomination: Nomination, *, actor: User, reason: str, now: datetime) -> None:
    """An officer finds the nomination invalid; the candidate is told why."""
    _decidable(nomination, actor)
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate is told it."))
    _decide(nomination, Nomination.State.REFUSED, actor=actor, reason=reason.strip(), now=now)


def _decidable(nomination: Nomination, actor: User) -> None:
    own = Nomination.objects.standing().filter(
        contest__election_id=nomination.contest.election_id, member__email_key=actor.email
    )
    if own.exists():
        raise Refused(_("You stand in this election, so another officer decides."))
    _hold_unfixed(
        nomination.contest.election_id,
        _("The ballot papers are fixed, so nominations can no longer be decided."),
    )


def _decide(
    nomination: Nomination,
    state: Nomination.State,
    *,
    actor: User,
    reason: str,
    now: datetime,
) -> None:
    changed = (
        Nomination.objects.undecided()
        .filter(pk=nomination.pk)
        .update(state=state, reason=reason, decided_by=actor, decided_at=now)
    )
    if not changed:
        raise Refused(_("This nomination has already been decided or withdrawn."))
    is_accepted = state == Nomination.State.ACCEPTED
    kind = Message.Kind.NOMINATION_ACCEPTED if is_accepted else Message.Kind.NOMINATION_REFUSED
    outbox.queue_to_member(
        kind,
        election=nomination.contest.election,
        member=nomination.member,
        nomination=nomination,
        details={"reason": reason},
        now=now,
    )
    audit.record(
        audit.Action.NOMINATION_ACCEPTED if is_accepted else audit.Action.NOMINATION_REFUSED,
        actor=actor,
        subject=f"nomination {nomination.pk}",
        election=nomination.contest.election_id,
        reason=reason,
    )


@transaction.atomic
def set_slate(nomination: Nomination, *, label: str, colour: int | None, path: str) -> None:
    """Write the slate a candidate stands with (an empty label: no slate), until papers are fixed."""
    election = nomination.contest.election
    _hold_unfixed(election.pk, _("The ballot papers are fixed, so slates can no longer change."))
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk)
        .update(slate_label=label, slate_colour=colour, slate_path=path)
    )
    if not changed:
        raise Refused(_("This nomination has been withdrawn or refused."))
    audit.record(
        audit.Action.SLATE_SET,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
        detail={"slate": label},
    )
