"""A candidate whose nomination was refused appeals, once; another officer decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, phases
from elections.models import Appeal, Message, Nomination
from elections.nominating.conditions import (
    Bar,
    disqualified_in_words,
    disqualified_or_stands,
    hold_unfixed,
    known,
    require_not_over,
)
from elections.refusal import Refused
from members import audit
from members.models import Member, User


def require_may_appeal(nomination: Nomination, *, now: datetime) -> None:
    """Raises Refused where `appeal` would, whatever the candidate goes on to enter."""
    election = nomination.contest.election
    if election.withdrawn_at or election.postponed_at:
        raise Refused(_("This election is put off, so there is nothing to appeal about now."))
    if election.candidates_fixed_at is not None:
        raise Refused(_("The ballot papers are fixed, so appeals are closed."))
    if hasattr(nomination, "appeal"):
        raise Refused(_("You have already appealed. A refusal can be appealed once."))
    require_not_over(election, now)
    if nomination.state != Nomination.State.REFUSED or nomination.decided_at is None:
        raise Refused(_("Only a nomination that was refused can be appealed."))
    closes_at = phases.appeals_close_at(election.timetable, nomination.decided_at)
    if closes_at is not None and now >= closes_at:
        raise Refused(_("The time for appeals is over, so the refusal stands."))
    was_disqualified, stands = disqualified_or_stands(
        nomination.member, election, besides=nomination
    )
    if was_disqualified:
        raise Refused(disqualified_in_words())
    if stands:
        raise Refused(
            _("You stand in another contest of this election. Withdraw there first to appeal.")
        )


@transaction.atomic
def appeal(nomination: Nomination, member: Member, *, text: str, now: datetime) -> Appeal:
    """The candidate says why the refusal is wrong; Refused a second time or after the deadline."""
    # Held so that of two submissions at once the second finds the first.
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    hold_unfixed(
        nomination.contest.election_id, _("The ballot papers are fixed, so appeals are closed.")
    )
    own = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("contest__election__timetable")
        .filter(pk=nomination.pk, member=member)
        .first()
    )
    if own is None:
        raise Refused(_("This is not your nomination."))
    require_may_appeal(own, now=now)
    if not text.strip():
        raise Refused(_("Say why the refusal is wrong."))
    made = Appeal.objects.create(nomination=own, text=text.strip(), made_at=now)
    audit.record(
        audit.Action.APPEAL_MADE,
        actor=None,
        subject=f"nomination {own.pk}",
        election=own.contest.election_id,
    )
    return made


def require_may_decide(nomination: Nomination, actor: User) -> None:
    """Raises Refused for a decided appeal, who refused the nomination, and those who stand.

    Decided comes first: whoever upheld an appeal is on record as the nomination's last decider.
    """
    if not Appeal.objects.undecided().filter(pk=nomination.pk).exists():
        raise Refused(_("This appeal has already been decided."))
    stands = Nomination.objects.filter(
        contest__election_id=nomination.contest.election_id, member__email_key=actor.email
    )
    if stands.standing().exists() or nomination.member.email_key == actor.email:
        raise Refused(_("You put yourself forward in this election, so another officer decides."))
    if nomination.decided_by_id == actor.pk:
        raise Refused(
            _("You refused this nomination, so another returning officer decides the appeal.")
        )


@transaction.atomic
def uphold(nomination: Nomination, *, actor: User, reason: str, now: datetime) -> None:
    """The nomination is accepted: support may be what the appeal was about, so it is not asked for.

    Whoever could not come forward now, but for the windows, is refused all the same.
    """
    # Held, as by whoever comes forward, so that nobody comes to stand in two contests at once.
    Member.objects.select_for_update(no_key=True).get(pk=nomination.member_id)
    nomination = _held(nomination, actor, reason, now)
    bar = known(nomination.contest, nomination.member, besides=nomination).bar
    if bar is not None:
        raise Refused(_bar_in_words(bar) % {"name": nomination.ballot_name})
    _decide(nomination, Appeal.Outcome.UPHELD, actor=actor, reason=reason, now=now)
    Nomination.objects.filter(pk=nomination.pk).update(
        state=Nomination.State.ACCEPTED, reason="", decided_by=actor, decided_at=now
    )
    outbox.tell_back(nomination, now=now)
    _tell(nomination, is_upheld=True, actor=actor, reason=reason, now=now)


@transaction.atomic
def dismiss(nomination: Nomination, *, actor: User, reason: str, now: datetime) -> None:
    """The refusal stands; the candidate is told why."""
    nomination = _held(nomination, actor, reason, now)
    _decide(nomination, Appeal.Outcome.DISMISSED, actor=actor, reason=reason, now=now)
    _tell(nomination, is_upheld=False, actor=actor, reason=reason, now=now)


def _held(nomination: Nomination, actor: User, reason: str, now: datetime) -> Nomination:
    """The nomination as it is now, held with its election; Refused if this actor may not decide."""
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate is told it."))
    hold_unfixed(
        nomination.contest.election_id,
        _("The ballot papers are fixed, so appeals can no longer be decided."),
    )
    held = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related(
            "contest__sheet__election__timetable", "contest__election__timetable", "member"
        )
        .get(pk=nomination.pk)
    )
    election = held.contest.election
    require_not_over(election, now)
    require_may_decide(held, actor)
    return held


def _decide(
    nomination: Nomination, outcome: Appeal.Outcome, *, actor: User, reason: str, now: datetime
) -> None:
    decided = Appeal.objects.undecided().filter(pk=nomination.pk)
    if not decided.update(outcome=outcome, reason=reason.strip(), decided_by=actor, decided_at=now):
        raise Refused(_("This appeal has already been decided."))


def _tell(
    nomination: Nomination, *, is_upheld: bool, actor: User, reason: str, now: datetime
) -> None:
    outbox.queue_to_member(
        Message.Kind.APPEAL_DECIDED,
        election=nomination.contest.election,
        member=nomination.member,
        nomination=nomination,
        details={"upheld": is_upheld, "reason": reason.strip()},
        now=now,
    )
    audit.record(
        audit.Action.APPEAL_DECIDED,
        actor=actor,
        subject=f"nomination {nomination.pk}",
        election=nomination.contest.election_id,
        reason=reason.strip(),
        detail={"outcome": "upheld" if is_upheld else "dismissed"},
    )


def _bar_in_words(bar: Bar) -> str:
    match bar:
        case Bar.OFFICE:
            return _("%(name)s holds an office in elections now, so the appeal cannot be upheld.")
        case Bar.NO_ELECTOR:
            return _(
                "%(name)s is not an elector of this contest now, so the appeal cannot be upheld."
            )
        case Bar.DISQUALIFIED:
            return _(
                "It is on record that %(name)s was disqualified in this election, so the appeal "
                "cannot be upheld."
            )
        case Bar.STANDS_ALREADY:
            return _(
                "%(name)s stands in another contest of this election now, so cannot stand here too."
            )
