"""Who stands in the demo's NCG elections, with which slate, and what becomes of some of them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from elections import nominating
from elections.models import Contest, Election, Nomination
from elections.models.entitlement import electors, entitled_members
from members.models import User
from members.models.member import MemberQuerySet
from momentum_site.demo import contests
from momentum_site.demo.people import ordinary
from momentum_site.demo.pictures import portrait
from slates import deciding, joining, registering
from slates.models import Slate

SUPPORTERS = 2  # of each candidate: enough to show, quick to load
_STATEMENTS = (
    "I have organised in my branch for six years, from the food bank to the picket line. I want a "
    "national group that answers letters, publishes its minutes and trusts its members.",
    "Our movement is strongest where members decide. I will report back every month and support "
    "local groups that want to run their own campaigns.",
    "I am a care worker and a trade unionist. I stand for clear priorities, honest accounts and "
    "training for everybody who wants to take part.",
)
_SLATES = (
    ("Branch and Workplace", 1, "Power to local groups, and training for organisers."),
    ("Members First", 4, "Published minutes, clear accounts, decisions by members."),
)


def come_forward(election: Election, officer: User, draw: random.Random, at: datetime) -> None:
    """As many as the minima of each contest need and two more, but in one that has no poll."""
    slates = _slates(election, officer, at)
    standing: set[int] = set()
    for contest in election.contests.for_people().select_related("sheet").order_by("number"):
        _stand(contest, slates, standing, draw, at + timedelta(hours=1))


def _slates(election: Election, officer: User, at: datetime) -> list[Slate | None]:
    """Two slates; the last third of the candidates stands with none."""
    made: list[Slate | None] = [None]
    agents = _agents(election)
    for agent, (name, colour, programme) in zip(agents[: len(_SLATES)], _SLATES, strict=True):
        slate = registering.register(
            election, agent, name=name, programme=programme, colour=colour, now=at
        )
        deciding.approve(slate, actor=officer, now=at)
        made.insert(-1, slate)
    return made


def _agents(election: Election) -> MemberQuerySet:
    """The first of them act for a slate each."""
    return ordinary(entitled_members(election)).order_by("pk")


def _stand(
    contest: Contest,
    slates: list[Slate | None],
    standing: set[int],
    draw: random.Random,
    at: datetime,
) -> None:
    eligible = list(ordinary(electors(contest.sheet)).exclude(pk__in=standing).order_by("pk")[:200])
    minima = list(contest.minima.all())
    draw.shuffle(eligible)
    several = contest.seats + (0 if contest.title == contests.UNCONTESTED else 2)
    running, supporters = eligible[:several], eligible[several:]
    for place, member in enumerate(running):
        standing.add(member.pk)
        # The first few meet every minimum between them, the others are mixed.
        attributes = [one.attribute for one in minima if place < one.least or draw.random() < 0.3]
        nomination = nominating.put_forward(
            contest,
            member,
            ballot_name=member.name,
            statement=draw.choice(_STATEMENTS),
            links=["https://example.org/why-i-stand"] if place % 2 == 0 else [],
            photo=portrait(draw) if place % 3 else None,
            attributes=attributes,
            now=at,
        )
        slate = slates[place % len(slates)]
        if slate is not None:
            joining.invite(slate, nomination, slate.agents.get().member, now=at)
            joining.accept(slate, nomination, member, now=at)
        supporting_at = contest.election.timetable.supporting_opens_at or at
        for supporter in supporters[place * SUPPORTERS : (place + 1) * SUPPORTERS]:
            nominating.support(nomination, supporter, now=max(at, supporting_at))


def under_way(election: Election, now: datetime) -> None:
    """While nominations are open: a slate to decide on, an invitation to answer, and a draft."""
    agents = _agents(election)
    registering.register(
        election,
        agents[len(_SLATES)],
        name="New Roots",
        programme="Younger, louder, greener.",
        colour=7,
        now=now,
    )
    standing = Nomination.objects.standing().filter(contest__election=election)
    with_none = standing.filter(slate_label="").select_related("member").order_by("pk")[0]
    slate = Slate.objects.approved().filter(election=election).order_by("pk")[0]
    joining.invite(slate, with_none, slate.agents.get().member, now=now)
    contest = election.contests.select_related("sheet").get(title=contests.RON_CONTEST)
    drafting = ordinary(electors(contest.sheet)).exclude(pk__in=standing.values("member"))
    nominating.keep_draft(
        contest,
        drafting.order_by("pk")[0],
        entered={"ballot_name": "", "statement": "I would like to stand because", "links": []},
        photo=None,
        now=now,
    )
