"""Forms of voters, of slates and of questions to the candidates beside the acts that begin them."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from elections.phases import Phase
from hustings.models import Answer, Upvote
from members.models import Action
from slates.models import Agent, Invitation, Slate
from tests.acts.act import (
    Act,
    Form,
    audited,
    confirmed,
    of_election,
)
from tests.acts.other_rooms import (
    asked,
    hustings_at,
    invited,
    of_question,
    of_slate,
    seen,
    slate_of_agent,
)
from tests.acts.scene import SETTINGS, Fixed, Scene
from tests.embedded.guards import no_guards
from tests.members.people import add_member

UNFIXED = (Phase.NOMINATING, Phase.CHECKING, Phase.DELAYED)
ASKED = (Phase.NOMINATING, Phase.CHECKING, Phase.READY, Phase.DELAYED, Phase.VOTING)


# --- Voting --------------------------------------------------------------------------------------

_VOTING = {
    "choose as whom to act": Form(
        Act(
            page=lambda scene: reverse("members:choose-member"),
            before=lambda scene: add_member("901", "Ben Someone", scene.people["bea"].email),
            data=lambda scene: {"member": scene.people["bea"].pk},
            was_done=lambda scene: True,
        ),
        letter="M",
    ),
    "clear this device": Form(
        Act(page=of_election("clear-device"), was_done=lambda scene: True),
        letter="M",
        phases=(
            *(Phase.VOTING, Phase.COUNTING, Phase.PROVISIONAL, Phase.DECLARED),
            *(Phase.ABANDONED, Fixed.POSTPONED, Fixed.WITHDRAWN),
        ),
    ),
    "go back to the paper": Form(
        Act(
            page=of_election("show-paper"),
            data=lambda scene: {f"r-{scene.contest.number}-1": "1"},
            was_done=lambda scene: True,
        ),
        letter="M",
        phases=(Phase.VOTING,),
    ),
    "check one's vote": Form(
        Act(
            page=of_election("check-vote"),
            data=lambda scene: {f"r-{scene.contest.number}-1": "1"},
            was_done=lambda scene: True,
        ),
        letter="M",
        phases=(Phase.VOTING,),
    ),
}


# --- Slates --------------------------------------------------------------------------------------


def _agents(name: str, *more: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"slates:{name}", args=[scene.election.slug, *more])


def _with_efua(scene: Scene) -> None:
    slate = slate_of_agent(scene, "bea")
    if slate is not None:
        with no_guards():
            Agent.objects.create(slate=slate, member=scene.people["efua"], added_at=timezone.now())


def _remove_efua(scene: Scene) -> str:
    agent = Agent.objects.filter(member=scene.people["efua"]).first()
    return reverse("slates:remove-agent", args=[scene.election.slug, agent.pk if agent else 0])


def _beas_slate_invited(scene: Scene) -> None:
    invited(scene)
    Agent.objects.update(member=scene.people["bea"])


def _of_invited(name: str, *slug: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(
        f"slates:{name}", args=[scene.election.slug, *slug, scene.nomination_pk]
    )


def _accepted(scene: Scene) -> None:
    invited(scene, state=Invitation.State.ACCEPTED, answered_at=timezone.now())


_WORDS_OF_SLATE = {
    "name": "Branches First",
    "colour": "3",
    "programme": "A branch in every town.",
}
_SLATES = {
    "change one's slate": Form(
        Act(
            page=_agents("change-slate"),
            before=lambda scene: slate_of_agent(scene, "bea", Slate.State.PENDING),
            data=lambda scene: _WORDS_OF_SLATE,
            was_done=audited(Action.SLATE_CHANGED),
        ),
        letter="M",
        phases=UNFIXED,
    ),
    "add an agent to one's slate": Form(
        Act(
            page=_agents("add-agent"),
            before=lambda scene: slate_of_agent(scene, "bea"),
            data=lambda scene: {
                "number": scene.people["farah"].number,
                "last_name": scene.people["farah"].last_name,
            },
            was_done=audited(Action.SLATE_CHANGED),
        ),
        letter="M",
        phases=UNFIXED,
    ),
    "remove an agent of one's slate": Form(
        Act(page=_remove_efua, before=_with_efua, was_done=audited(Action.SLATE_CHANGED)),
        letter="M",
        phases=UNFIXED,
    ),
    "take a slate's invitation back": Form(
        Act(
            page=_of_invited("end-invitation"),
            before=_beas_slate_invited,
            was_done=audited(Action.SLATE_INVITED),
        ),
        letter="M",
        phases=UNFIXED,
    ),
    "refuse a slate": Form(
        Act(
            page=of_slate("decide-slate"),
            before=lambda scene: slate_of_agent(scene, "farah", Slate.State.PENDING),
            data=lambda scene: {
                "decision": "refuse",
                "reason": "The name is taken.",
                "seen": seen(Slate),
            },
            was_done=audited(Action.SLATE_DECIDED),
        ),
        phases=(Phase.NOTICE, *UNFIXED, Phase.POSTPONED),
    ),
    "correct a slate": Form(
        Act(
            page=of_slate("correct-slate"),
            before=lambda scene: slate_of_agent(scene, "farah"),
            data=lambda scene: _WORDS_OF_SLATE,
            was_done=audited(Action.SLATE_CHANGED),
        ),
        phases=(Phase.NOTICE, *UNFIXED, Phase.POSTPONED),
    ),
    "take a candidate off a slate": Form(
        Act(
            page=_of_invited("take-off", "branch-first"),
            before=_accepted,
            data=lambda scene: {"reason": "Never consented to it."},
            was_done=audited(Action.SLATE_INVITED),
        ),
        phases=(*UNFIXED, Phase.POSTPONED),
    ),
}


# --- Questions to the candidates -----------------------------------------------------------------


def _upvoted(scene: Scene) -> None:
    question = asked(scene)
    Upvote.objects.create(
        question=question,
        topic=question.topic,
        member=scene.people["bea"],
        given_at=timezone.now(),
    )


def _answered(scene: Scene) -> None:
    if scene.nomination is not None:
        Answer.objects.create(
            question=asked(scene),
            nomination=scene.nomination,
            text="Yes, all of them.",
            sent_at=timezone.now(),
        )


def _of_answer(scene: Scene) -> str:
    answer = Answer.objects.first()
    return reverse("hustings:decide-answer", args=[scene.election.slug, answer.pk if answer else 0])


_QUESTIONS = {
    "switch questions off": Form(
        Act(
            page=of_election("hustings:switch-off"),
            before=lambda scene: hustings_at(scene, 1, 2, 3, 4),
            data=confirmed,
            was_done=audited(Action.HUSTINGS_CHANGED),
        ),
        phases=(Phase.PREPARING,),
    ),
    "take one's upvote back": Form(
        Act(
            page=of_question("take-upvote-back"),
            before=_upvoted,
            was_done=audited(Action.QUESTION_UPVOTED),
        ),
        letter="M",
        phases=ASKED,
    ),
    "reject an answer": Form(
        Act(
            page=_of_answer,
            before=_answered,
            data=lambda scene: {
                "decision": "reject",
                "reason": "It names a member.",
                "seen": seen(Answer),
            },
            was_done=audited(Action.QUESTION_DECIDED),
        ),
        phases=SETTINGS[2:],
    ),
}

ON_THE_WAY: dict[str, Form] = _VOTING
OF_AN_ELECTION: dict[str, Form] = {**_SLATES, **_QUESTIONS}
