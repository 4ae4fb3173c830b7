"""What slates hold about a member: those they act for, and the invitations of their nominations."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.held import Contribution, Record
from members.models import Member
from slates.models import Agent, Invitation, Slate


def _registered(member: Member) -> Iterator[Record]:
    for slate in Slate.objects.filter(registered_by=member).select_related("election"):
        yield {
            _("election"): slate.election.title,
            _("slate"): slate.name,
            _("programme"): slate.programme,
            _("website"): slate.website,
            _("registered"): slate.registered_at,
            _("state"): slate.get_state_display(),
            _("reason"): slate.reason,
        }


def _acting(member: Member) -> Iterator[Record]:
    for agent in Agent.objects.filter(member=member).select_related("slate__election"):
        yield {
            _("election"): agent.slate.election.title,
            _("slate"): agent.slate.name,
            _("you act for it since"): agent.added_at,
        }


def _invitations(member: Member) -> Iterator[Record]:
    invitations = Invitation.objects.filter(nomination__member=member)
    for one in invitations.select_related("slate__election"):
        yield {
            _("election"): one.slate.election.title,
            _("slate"): one.slate.name,
            _("invited"): one.invited_at,
            _("state"): one.get_state_display(),
            _("answered"): one.answered_at,
        }


CONTRIBUTIONS = (
    Contribution(gettext_lazy("Slates you registered"), ("slates.Slate",), _registered),
    Contribution(gettext_lazy("Slates you act for"), ("slates.Agent",), _acting),
    Contribution(gettext_lazy("Invitations to slates"), ("slates.Invitation",), _invitations),
)
LEFT_OUT: dict[str, str] = {}
