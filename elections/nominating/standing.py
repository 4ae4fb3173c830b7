"""A member puts themself forward, mends their nomination, withdraws it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, phases
from elections.models import Attribute, Contest, IdentityDeclaration, Message, Nomination
from elections.models.entitlement import is_elector
from elections.models.nomination import MOST_LETTERS
from elections.nominating.conditions import hold_unfixed, require_no_office, require_public
from elections.refusal import Refused
from members import audit
from members.models import Member

MAX_WORDS = 300  # of a statement; no rule found sets one


def require_may_stand(contest: Contest, member: Member, *, now: datetime) -> None:
    """Raises Refused where `put_forward` would, whatever the member goes on to enter."""
    if contest.is_question:
        raise Refused(_("Nobody stands in a question."))
    require_public(contest.election)
    if not phases.self_nomination_open(contest.election.timetable, now):
        raise Refused(_("Nominations for this contest are not open now."))
    require_no_office(member)
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
    require_public(nomination.contest.election)
    hold_unfixed(
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
    hold_unfixed(
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
