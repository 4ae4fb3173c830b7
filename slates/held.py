"""What slates hold about a member: those they act for, and the invitations of their nominations."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.held import title_here, titled
from members.held import Contribution, Part, Record
from members.models import Member
from slates.models import Agent, Invitation, Slate


def _registered(member: Member) -> QuerySet[Slate]:
    return titled(Slate.objects.filter(registered_by=member), election="election")


def _slate(slate: Any) -> Record:
    return {
        _("election"): title_here(slate, "election"),
        _("slate"): slate.name,
        _("programme"): slate.programme,
        _("website"): slate.website,
        _("registered"): slate.registered_at,
        _("state"): slate.get_state_display(),
        _("reason"): slate.reason,
    }


def _acting(member: Member) -> QuerySet[Agent]:
    own = titled(Agent.objects.filter(member=member), election="slate__election")
    return own.annotate(of_slate=F("slate__name"))


def _agent(agent: Any) -> Record:
    return {
        _("election"): title_here(agent, "election"),
        _("slate"): agent.of_slate,
        _("you act for it since"): agent.added_at,
    }


def _invitations(member: Member) -> QuerySet[Invitation]:
    own = titled(Invitation.objects.filter(nomination__member=member), election="slate__election")
    return own.annotate(of_slate=F("slate__name"))


def _invitation(one: Any) -> Record:
    return {
        _("election"): title_here(one, "election"),
        _("slate"): one.of_slate,
        _("invited"): one.invited_at,
        _("state"): one.get_state_display(),
        _("answered"): one.answered_at,
    }


CONTRIBUTIONS = (
    Contribution(
        gettext_lazy("Slates you registered"), ("slates.Slate",), (Part(_registered, _slate),)
    ),
    Contribution(gettext_lazy("Slates you act for"), ("slates.Agent",), (Part(_acting, _agent),)),
    Contribution(
        gettext_lazy("Invitations to slates"),
        ("slates.Invitation",),
        (Part(_invitations, _invitation),),
    ),
)
LEFT_OUT: dict[str, str] = {}
