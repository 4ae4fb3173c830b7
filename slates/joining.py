"""A slate invites candidates; each consents to stand with it, or does not."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from elections import nominating, outbox
from elections.models import Message, Nomination
from elections.nominating.conditions import (
    no_longer_stands,
    require_no_office,
    require_not_over,
)
from elections.refusal import Refused
from members import audit
from members.models import Member, User
from slates.conditions import (
    held_for_agent,
    held_nomination,
    held_slate,
    record,
    require_neutral,
    require_papers_open,
    require_under_way,
)
from slates.models import Invitation, Slate

AGAIN_AFTER = timedelta(days=1)  # an invitation that was taken back; each one sends a mail


def label(slate: Slate, *nominations: Nomination, now: datetime) -> None:
    """Write the slate's name, colour and page where the ballot paper takes them from."""
    nominating.set_slate(
        *nominations,
        label=slate.name,
        colour=slate.colour,
        path=slate.get_absolute_url(),
        now=now,
    )


def slate_of(nomination: Nomination) -> Slate | None:
    """The slate that the candidate stands with."""
    accepted = Invitation.objects.accepted().filter(nomination=nomination)
    found = accepted.select_related("slate__election").first()
    return found.slate if found else None


# --- What agents do ------------------------------------------------------------------------------


@transaction.atomic
def invite(slate: Slate, nomination: Nomination, member: Member, *, now: datetime) -> Invitation:
    """An agent invites somebody who stands in the election; the candidate is told by mail."""
    slate = held_for_agent(slate, member, now)
    if not slate.is_approved:
        raise Refused(_("Invite candidates once the slate is approved."))
    held = held_nomination(nomination)
    if held.contest.election_id != slate.election_id or held.state not in _STANDING:
        raise Refused(_("%(name)s does not stand in this election.") % {"name": held.ballot_name})
    earlier = Invitation.objects.filter(slate=slate, nomination=held).first()
    if earlier is not None:
        _require_may_be_repeated(earlier, held.ballot_name, now)
    invitation, _created = Invitation.objects.update_or_create(
        slate=slate,
        nomination=held,
        defaults={
            "invited_by": member,
            "invited_at": now,
            "state": Invitation.State.OPEN,
            "answered_at": None,
        },
    )
    outbox.queue_to_member(
        Message.Kind.SLATE_INVITATION,
        election=slate.election,
        member=held.member,
        nomination=held,
        details={"slate": slate.name, "path": _answer_path(slate)},
        now=now,
    )
    record(audit.Action.SLATE_INVITED, slate, by=member, nomination=held.pk, what="invited")
    return invitation


_STANDING = (Nomination.State.SUBMITTED, Nomination.State.ACCEPTED)


def _require_may_be_repeated(earlier: Invitation, name: str, now: datetime) -> None:
    words = {"name": name}
    if earlier.state == Invitation.State.ACCEPTED:
        raise Refused(_("%(name)s stands with your slate already.") % words)
    if earlier.state == Invitation.State.OPEN:
        raise Refused(_("%(name)s is invited already.") % words)
    if earlier.state == Invitation.State.DECLINED:
        raise Refused(
            _("%(name)s declined. They can still accept on their own page, if they want to.")
            % words
        )
    if now < earlier.invited_at + AGAIN_AFTER:
        raise Refused(_("%(name)s was invited within the last day. Wait a day.") % words)


@transaction.atomic
def take_back(slate: Slate, nomination: Nomination, member: Member, *, now: datetime) -> None:
    """An agent takes an invitation back, or ends a candidate's standing with the slate."""
    slate = held_for_agent(slate, member, now)
    nomination = held_nomination(nomination)
    if _end(slate, nomination, now) == Invitation.State.ACCEPTED:
        _tell_candidate(slate, nomination, "", now)
        _unlabel(nomination, now)
    record(audit.Action.SLATE_INVITED, slate, by=member, nomination=nomination.pk, what="ended")


@transaction.atomic
def take_off(
    slate: Slate, nomination: Nomination, *, actor: User, reason: str, now: datetime
) -> None:
    """An officer ends a candidate's standing with a slate; both are told the reason."""
    if not reason.strip():
        raise Refused(_("Give the reason: the candidate and the slate are told it."))
    require_papers_open(slate.election)
    slate = held_slate(slate)
    require_not_over(slate.election, now)
    require_neutral(slate.election, actor)
    nomination = held_nomination(nomination)
    if slate_of(nomination) != slate:
        raise Refused(
            _("%(name)s does not stand with this slate.") % {"name": nomination.ballot_name}
        )
    _end(slate, nomination, now)
    _tell_candidate(slate, nomination, reason.strip(), now)
    _tell_agents(slate, nomination, accepted=False, now=now, reason=reason.strip())
    _unlabel(nomination, now)
    record(
        audit.Action.SLATE_INVITED,
        slate,
        actor=actor,
        reason=reason.strip(),
        nomination=nomination.pk,
        what="ended",
    )


def _end(slate: Slate, nomination: Nomination, now: datetime) -> str:
    """Take the invitation back; returns the state it was in."""
    asked = Invitation.objects.shown_to_candidate().filter(slate=slate, nomination=nomination)
    invitation = asked.exclude(state=Invitation.State.DECLINED).first()
    if invitation is None:
        raise Refused(
            _("%(name)s is neither invited nor stands with this slate.")
            % {"name": nomination.ballot_name}
        )
    was = invitation.state
    invitation.state, invitation.answered_at = Invitation.State.TAKEN_BACK, now
    invitation.save()
    return was


def _unlabel(nomination: Nomination, now: datetime) -> None:
    """After everything but the lines of the audit; who withdrew meanwhile has none to lose."""
    if nomination.state in _STANDING:
        nominating.set_slate(nomination, label="", colour=None, path="", now=now)


# --- What candidates do --------------------------------------------------------------------------


@transaction.atomic
def accept(slate: Slate, nomination: Nomination, member: Member, *, now: datetime) -> None:
    """The candidate consents to stand with the slate that invited them, leaving any other."""
    require_no_office(member)
    require_papers_open(slate.election)
    slate = held_slate(slate)
    require_under_way(slate.election, now)
    nomination = held_nomination(nomination)
    invitation = _own_invitation(slate, nomination, member)
    if not slate.is_approved:
        raise Refused(_("This slate is not approved."))
    if invitation.state == Invitation.State.ACCEPTED:
        raise Refused(_("You stand with this slate already."))
    left = slate_of(nomination)
    if left is not None:
        Invitation.objects.filter(slate=left, nomination=nomination).update(
            state=Invitation.State.DECLINED, answered_at=now
        )
        _tell_agents(left, nomination, accepted=False, now=now)
    invitation.state, invitation.answered_at = Invitation.State.ACCEPTED, now
    invitation.save()
    _tell_agents(slate, nomination, accepted=True, now=now)
    label(slate, nomination, now=now)


@transaction.atomic
def decline(slate: Slate, nomination: Nomination, member: Member, *, now: datetime) -> None:
    """The candidate does not stand with the slate, or no longer does."""
    require_papers_open(slate.election)
    slate = held_slate(slate)
    nomination = held_nomination(nomination)
    invitation = _own_invitation(slate, nomination, member)
    was = invitation.state
    if was == Invitation.State.DECLINED:
        raise Refused(_("You do not stand with this slate."))
    invitation.state, invitation.answered_at = Invitation.State.DECLINED, now
    invitation.save()
    _tell_agents(slate, nomination, accepted=False, now=now)
    if was == Invitation.State.ACCEPTED:
        _unlabel(nomination, now)
    record(audit.Action.SLATE_INVITED, slate, by=member, nomination=nomination.pk, what="declined")


def _own_invitation(slate: Slate, nomination: Nomination, member: Member) -> Invitation:
    if nomination.member_id != member.pk or nomination.state not in _STANDING:
        raise Refused(no_longer_stands())
    shown = Invitation.objects.shown_to_candidate()
    invitation = shown.filter(slate=slate, nomination=nomination).first()
    if invitation is None:
        raise Refused(_("This slate has taken its invitation back."))
    return invitation


# --- Who is told ---------------------------------------------------------------------------------


def _answer_path(slate: Slate) -> str:
    return reverse("slates:answer-invitation", args=[slate.election.slug, slate.slug])


def _tell_candidate(slate: Slate, nomination: Nomination, reason: str, now: datetime) -> None:
    outbox.queue_to_member(
        Message.Kind.SLATE_ENDED,
        election=slate.election,
        member=nomination.member,
        details={
            "slate": slate.name,
            "reason": reason,
            "path": reverse("elections:my-nomination", args=[slate.election.slug]),
        },
        now=now,
    )


def _tell_agents(
    slate: Slate, nomination: Nomination, *, accepted: bool, now: datetime, reason: str = ""
) -> None:
    details = {
        "slate": slate.name,
        "candidate": nomination.ballot_name,
        "accepted": accepted,
        "reason": reason,
        "path": reverse("slates:your-slate", args=[slate.election.slug]),
    }
    for agent in slate.agents.select_related("member"):
        outbox.queue_to_member(
            Message.Kind.SLATE_ANSWERED,
            election=slate.election,
            member=agent.member,
            details=details,
            now=now,
        )
