"""Agents of slates are told what happens to the election, and to those who stand with them."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from elections import outbox
from elections.models import Election, Message, Nomination
from members.models import Member
from members.models.member import MemberQuerySet
from slates.joining import slate_of
from slates.models import Agent, Slate

WORDS = _("everybody who acts for a slate")


def agents(election: Election) -> MemberQuerySet:
    """Those who act for a slate of the election that was not refused."""
    slates = Slate.objects.not_refused().filter(election=election)
    return Member.objects.filter(pk__in=Agent.objects.filter(slate__in=slates).values("member"))


def tell_gone(nomination: Nomination, now: datetime) -> None:
    """The agents of the slate with which somebody stood who no longer does; never that person."""
    _tell_agents(nomination, now, is_back=False)


def tell_back(nomination: Nomination, now: datetime) -> None:
    """The same agents, once the refusal of which they were told holds no more."""
    _tell_agents(nomination, now, is_back=True)


def _tell_agents(nomination: Nomination, now: datetime, *, is_back: bool) -> None:
    slate = slate_of(nomination)
    if slate is None:
        return
    for agent in slate.agents.exclude(member=nomination.member_id).select_related("member"):
        outbox.queue_to_member(
            Message.Kind.SLATE_CANDIDATE_LEFT,
            election=slate.election,
            member=agent.member,
            details={
                "slate": slate.name,
                "candidate": nomination.ballot_name,
                "contest": nomination.contest.title,
                "back": is_back,
                "path": reverse("slates:your-slate", args=[slate.election.slug]),
            },
            now=now,
        )
