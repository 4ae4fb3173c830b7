"""Slates and questions to the candidates, as members and as officers meet them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hustings.models import Answer, Hustings, Question
from members.models import Member
from momentum_site.demo import acting, guide
from slates.models import Agent, Invitation, Slate
from tests.gates.visits import finding
from tests.gates.visits.finding import acts, candidate, member, slug
from tests.gates.visits.visit import GONE, MISTAKES, MOVED, visit
from tests.gates.world import World

_NOW, _VOTING = slug(guide.NOMINATING), slug(guide.VOTING)
_AGENT = acts(acting.agent, guide.NOMINATING)
_INVITED = acts(acting.invited, guide.NOMINATING)


def slate(state: str = "approved", election: str = guide.NOMINATING) -> Any:
    def found(world: World) -> str:
        slates = Slate.objects.filter(election__title=election, state=state)
        return slates.order_by("pk")[0].slug

    return found


def _inviting(world: World) -> Invitation:
    found = Invitation.objects.filter(
        state=Invitation.State.OPEN, slate__election__title=guide.NOMINATING
    )
    return found.select_related("slate")[0]


def _registering(world: World) -> Member:
    """The agent of the slate that is not decided yet."""
    return Agent.objects.select_related("member").get(slate__state=Slate.State.PENDING).member


def _agent(world: World) -> int:
    return Agent.objects.filter(member=_AGENT(world))[0].pk


def _question(state: str = "approved", election: str = guide.VOTING) -> Any:
    def found(world: World) -> int:
        there = Question.objects.filter(hustings__election__title=election, state=state)
        return there.order_by("pk")[0].pk

    return found


def _switched_on(world: World, _client: object) -> Hustings:
    """Questions are planned in the election in preparation."""
    election = world.election(guide.PREPARING)
    opens = election.timetable.voting_opens_at
    instants = {
        name: opens - timedelta(days=days)
        for name, days in zip(Hustings.INSTANTS, (4, 3, 2, 1), strict=True)
    }
    found, _created = Hustings.objects.get_or_create(election=election, defaults=instants)
    return found


def _asker(world: World) -> Member:
    return (
        Question.objects.select_related("member")
        .filter(hustings__election__title=guide.NOMINATING, state="pending")[0]
        .member
    )


def answer(world: World) -> int:
    return Answer.objects.order_by("pk")[0].pk


_OPEN = _question(election=guide.NOMINATING)
_ANSWERING = candidate(guide.VOTING)
PENDING = _question("pending", guide.NOMINATING)

_SLATES = [
    visit("slates:show-slate", _NOW, slate()),
    visit("slates:show-slate", _VOTING, slate(election=guide.VOTING)),
    visit("slates:register-slate", _NOW, who=member),
    visit("slates:register-slate", _NOW, who=_AGENT),
    visit("slates:your-slate", _NOW, who=_AGENT),
    visit("slates:your-slate", _NOW, who=_registering),
    visit("slates:change-slate", _NOW, who=_registering),
    visit("slates:add-agent", _NOW, who=_AGENT, status=MOVED),
    visit(
        "slates:add-agent",
        _NOW,
        who=_AGENT,
        sends={"number": "0", "last_name": "X"},
        status=MISTAKES,
    ),
    visit("slates:remove-agent", _NOW, _agent, who=_AGENT, status=MOVED),
    visit("slates:invite", _NOW, who=_AGENT),
    visit(
        "slates:end-invitation",
        _NOW,
        lambda world: _inviting(world).nomination_id,
        who=lambda world: _inviting(world).slate.agents.all()[0].member,
    ),
    visit(
        "slates:answer-invitation",
        _NOW,
        lambda world: _inviting(world).slate.slug,
        who=_INVITED,
    ),
    visit("slates:list-slates", _NOW, who=guide.OFFICER),
    visit("slates:list-slates", slug(guide.PREPARING), who=guide.OFFICER),
    visit("slates:decide-slate", _NOW, slate("pending"), who=guide.OFFICER),
    visit("slates:decide-slate", _NOW, slate(), who=guide.OFFICER),
    visit("slates:correct-slate", _NOW, slate(), who=guide.OFFICER),
    visit(
        "slates:take-off",
        _NOW,
        lambda world: _inviting(world).slate.slug,
        lambda world: (
            Invitation.objects.filter(slate=_inviting(world).slate, state="accepted")[
                0
            ].nomination_id
        ),
        who=guide.OFFICER,
    ),
]

_QUESTIONS = [
    *(visit("hustings:show-hustings", one) for one in (_NOW, _VOTING, slug(guide.NOTICE))),
    visit("hustings:show-hustings", _NOW, who=member),
    visit("hustings:show-topic", _NOW, 1),
    visit("hustings:show-topic", _NOW, 1, who=member),
    visit("hustings:show-topic", _VOTING, 1, who=_ANSWERING),
    visit("hustings:show-question", _NOW, _OPEN, who=member),
    visit("hustings:show-question", _NOW, PENDING, who=_asker, status=GONE),
    visit("hustings:show-question", _VOTING, _question()),
    visit("hustings:ask-question", _NOW, who=member),
    visit("hustings:ask-question", _NOW, who=member, sends={"text": ""}, status=MISTAKES),
    visit("hustings:answer-question", _VOTING, _question(), who=_ANSWERING),
    visit("hustings:upvote-question", _NOW, _OPEN, who=member, sends={}, status=MOVED),
    visit("hustings:take-upvote-back", _NOW, _OPEN, who=member, sends={}, status=MOVED),
    visit("hustings:list-answers", _VOTING, who=guide.OFFICER),
    visit("hustings:list-questions", _NOW, who=guide.OFFICER),
    visit("hustings:list-questions", _VOTING, who=guide.OFFICER),
    visit("hustings:list-questions", slug(finding.READY), who=guide.OFFICER),
    visit("hustings:set-up-hustings", slug(guide.PREPARING), who=guide.OFFICER),
    visit("hustings:set-up-hustings", _NOW, who=guide.OFFICER),
    visit("hustings:switch-off", slug(guide.PREPARING), who=guide.OFFICER, before=_switched_on),
    visit("hustings:switch-off", slug(guide.CHECKING), who=guide.OFFICER, status=MOVED),
    visit("hustings:decide-question", _NOW, PENDING, who=guide.OFFICER),
    visit("hustings:decide-question", _NOW, _OPEN, who=guide.OFFICER),
    visit("hustings:decide-answer", _VOTING, answer, who=guide.OFFICER),
]

VISITS = [*_SLATES, *_QUESTIONS]
