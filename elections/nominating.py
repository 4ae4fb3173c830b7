"""Standing for a contest, supporting somebody who stands, and deciding who may stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from elections import outbox, phases
from elections.models import (
    Attribute,
    Contest,
    IdentityDeclaration,
    Message,
    Nomination,
    SupportingNomination,
)
from elections.models.entitlement import is_elector
from elections.refusal import Refused
from members import audit
from members.models import Member, User

MAX_WORDS = 300  # of a statement; no rule found sets one


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
    if contest.is_question:
        raise Refused(_("Nobody stands in a question."))
    if contest.election.withdrawn_at or not contest.election.published_at:
        raise Refused(_("Nominations for this election are not open."))
    if not phases.self_nomination_open(contest.election.timetable, now):
        raise Refused(_("Nominations for this contest are not open now."))
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("You can only stand in a contest of which you are an elector. %(contest)s is not.")
            % {"contest": contest.title}
        )
    if len(statement.split()) > MAX_WORDS:
        raise Refused(_("Shorten your statement to %(limit)s words.") % {"limit": MAX_WORDS})
    # Asked for the minima of this contest and no others.
    allowed = set(contest.minima.values_list("attribute", flat=True))
    unasked = set(attributes) - allowed
    if unasked:
        raise Refused(_("This contest does not ask about that."))
    elsewhere = Nomination.objects.standing().filter(
        member=member, contest__election_id=contest.election_id
    )
    Member.objects.select_for_update().get(pk=member.pk)
    if elsewhere.exists():
        raise Refused(
            _("You are already standing in this election. Withdraw from that contest first.")
        )
    nomination = Nomination.objects.create(
        contest=contest,
        member=member,
        ballot_name=ballot_name,
        statement=statement,
        submitted_at=now,
    )
    IdentityDeclaration.objects.bulk_create(
        IdentityDeclaration(
            nomination=nomination, attribute=Attribute(attribute).value, consented_at=now
        )
        for attribute in sorted(set(attributes))
    )
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


@transaction.atomic
def change(
    nomination: Nomination, member: Member, *, ballot_name: str, statement: str, now: datetime
) -> None:
    """The candidate mends their own nomination while the window is open and it is undecided."""
    if not phases.self_nomination_open(nomination.contest.election.timetable, now):
        raise Refused(_("Nominations have closed, so your statement can no longer change."))
    if len(statement.split()) > MAX_WORDS:
        raise Refused(_("Shorten your statement to %(limit)s words.") % {"limit": MAX_WORDS})
    changed = Nomination.objects.filter(
        pk=nomination.pk, member=member, state=Nomination.State.SUBMITTED
    ).update(ballot_name=ballot_name, statement=statement)
    if not changed:
        raise Refused(_("This nomination has been decided, so it can no longer change."))


@transaction.atomic
def withdraw(nomination: Nomination, member: Member, *, now: datetime) -> None:
    """The candidate withdraws, until the papers are fixed."""
    election = nomination.contest.election
    if election.papers_fixed_at is not None:
        raise Refused(
            _("The ballot papers are fixed. Write to the returning officer to withdraw.")
        )
    changed = (
        Nomination.objects.standing()
        .filter(pk=nomination.pk, member=member)
        .update(state=Nomination.State.WITHDRAWN, decided_at=now)
    )
    if not changed:
        raise Refused(_("This nomination has already been withdrawn or refused."))
    audit.record(
        audit.Action.NOMINATION_WITHDRAWN,
        actor=None,
        subject=f"nomination {nomination.pk}",
        election=election.pk,
    )


def support(nomination: Nomination, member: Member, *, now: datetime) -> SupportingNomination:
    """A member of the electorate nominates somebody who stands.

    Raises Refused outside the window or the electorate, for oneself, a second time, or beyond the
    number of candidates a member may nominate in the contest.
    """
    contest = nomination.contest
    if not phases.supporting_open(contest.election.timetable, now):
        raise Refused(_("Supporting nominations are not open now."))
    if nomination.state not in (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED):
        raise Refused(_("This person is no longer standing."))
    if nomination.member_id == member.pk:
        raise Refused(_("You cannot nominate yourself as a supporter."))
    if not is_elector(member, contest.sheet):
        raise Refused(
            _("Only electors of %(contest)s may nominate here, and you are not one.")
            % {"contest": contest.title}
        )
    try:
        with transaction.atomic():
            # Held so that two nominations at once count their slots one after the other.
            Member.objects.select_for_update().get(pk=member.pk)
            given = SupportingNomination.objects.filter(contest=contest, member=member)
            if given.filter(nomination=nomination).exists():
                raise Refused(_("You have already nominated this person."))
            used = given.count()
            if used >= contest.supports_per_member:
                raise Refused(
                    _("You have given all %(limit)s of your nominations in this contest.")
                    % {"limit": contest.supports_per_member}
                )
            supporting = SupportingNomination.objects.create(
                nomination=nomination, contest=contest, member=member, slot=used + 1, given_at=now
            )
            audit.record(
                audit.Action.SUPPORTING_NOMINATION,
                actor=None,
                subject=f"nomination {nomination.pk}",
                election=contest.election_id,
            )
    except IntegrityError as error:
        raise Refused(_("You have already nominated this person.")) from error
    return supporting


@transaction.atomic
def accept(nomination: Nomination, *, actor: User, now: datetime) -> None:
    """An officer finds the nomination valid: enough supporters, and still an elector."""
    _decidable(nomination)
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
    _decidable(nomination)
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate is told it."))
    _decide(nomination, Nomination.State.REFUSED, actor=actor, reason=reason.strip(), now=now)


def _decidable(nomination: Nomination) -> None:
    if nomination.contest.election.papers_fixed_at is not None:
        raise Refused(_("The ballot papers are fixed, so nominations can no longer be decided."))


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
    if election.papers_fixed_at is not None:
        raise Refused(_("The ballot papers are fixed, so slates can no longer change."))
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
