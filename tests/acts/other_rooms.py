"""The acts of the rooms beside the elections: slates, and questions to the candidates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from hustings.models import Answer, Hustings, Question, State, Topic
from members.models import Action
from slates.models import Agent, Invitation, Slate
from tests.acts.act import Act, Data, audited, of_election
from tests.acts.scene import Scene
from tests.embedded.guards import no_guards
from tests.office.cast import entered

HOUR = timedelta(hours=1)


# --- Slates --------------------------------------------------------------------------------------


def slate_of_agent(
    scene: Scene, agent: str, state: Slate.State = Slate.State.APPROVED
) -> Slate | None:
    """A slate with that agent, from before the papers were fixed; none before the notice."""
    election, now = scene.fresh(), timezone.now()
    if election.published_at is None:
        return None
    with no_guards():  # no slate is added once the papers are fixed
        slate = Slate.objects.create(
            election=election,
            slug="branch-first",
            name="Branch First",
            colour=3,
            state=state,
            registered_at=now,
        )
        Agent.objects.create(slate=slate, member=scene.people[agent], added_at=now)
    return slate


def invited(scene: Scene, **answer: Any) -> None:
    """Farah's slate has invited Aisha, where she stands."""
    slate = slate_of_agent(scene, "farah")
    if slate is not None and scene.nomination is not None:
        with no_guards():
            Invitation.objects.create(
                slate=slate, nomination=scene.nomination, invited_at=timezone.now(), **answer
            )


def of_slate(name: str) -> Any:
    return lambda scene: reverse(f"slates:{name}", args=[scene.election.slug, "branch-first"])


def seen(model: type[Slate | Question | Answer]) -> str:
    """What the form says the officer read, if there is anything to read."""
    one = model.objects.first()
    return one.words_digest if one else ""


_SLATES: dict[str, Act] = {
    "register a slate": Act(
        page=of_election("slates:register-slate"),
        data=lambda scene: {"name": "Branch First", "colour": "3"},
        was_done=audited(Action.SLATE_REGISTERED),
    ),
    "approve a slate": Act(
        page=of_slate("decide-slate"),
        before=lambda scene: slate_of_agent(scene, "farah", Slate.State.PENDING),
        data=lambda scene: {"decision": "approve", "seen": seen(Slate)},
        was_done=audited(Action.SLATE_DECIDED),
    ),
    "invite a candidate to one's slate": Act(
        page=of_election("slates:invite"),
        before=lambda scene: slate_of_agent(scene, "bea"),
        data=lambda scene: {"candidate": scene.nomination_pk},
        was_done=audited(Action.SLATE_INVITED),
    ),
    "accept a slate's invitation": Act(
        page=of_slate("answer-invitation"),
        before=invited,
        data=lambda scene: {"answer": "accept"},
        was_done=audited(Action.SLATE_SET),
    ),
    "leave a slate": Act(
        page=of_slate("answer-invitation"),
        before=lambda scene: invited(
            scene, state=Invitation.State.ACCEPTED, answered_at=timezone.now()
        ),
        data=lambda scene: {"answer": "decline"},
        was_done=audited(Action.SLATE_SET),
    ),
}


# --- Questions to the candidates -----------------------------------------------------------------


def hustings_at(scene: Scene, *hours: int) -> Hustings:
    """Windows at so many hours from now."""
    now = timezone.now()
    at = dict(zip(Hustings.INSTANTS, (now + one * HOUR for one in hours), strict=True))
    hustings = Hustings.objects.create(election=scene.election, **at)
    Topic.objects.create(hustings=hustings, number=1, title="Democracy")
    return hustings


def _asking(scene: Scene) -> None:
    hustings_at(scene, -1, 1, 2, 3)


def asked(scene: Scene, state: State = State.APPROVED) -> Question:
    """Farah's, in a hustings in which answers are taken."""
    hustings = hustings_at(scene, -3, -2, -1, 3)
    return Question.objects.create(
        hustings=hustings,
        topic=hustings.topics.get(),
        member=scene.people["farah"],
        text="Will you publish the minutes?",
        sent_at=timezone.now(),
        state=state,
    )


def of_question(name: str) -> Any:
    return lambda scene: reverse(
        f"hustings:{name}", args=[scene.election.slug, Question.objects.get().pk]
    )


def _plan(scene: Scene) -> Data:
    first = max(timezone.now(), scene.fresh().timetable.notice_at)
    data: dict[str, Any] = {
        "topics": "Democracy",
        "question_words": "40",
        "answer_words": "200",
        "reason": "Members asked for it.",
    }
    for hours, name in enumerate(Hustings.INSTANTS, start=1):
        data |= entered(first + hours * HOUR, name)
    return data


_QUESTIONS: dict[str, Act] = {
    "switch questions on": Act(
        page=of_election("hustings:set-up-hustings"),
        data=_plan,
        was_done=audited(Action.HUSTINGS_CHANGED),
    ),
    "ask the candidates a question": Act(
        page=of_election("hustings:ask-question"),
        before=_asking,
        data=lambda scene: {"topic": Topic.objects.get().pk, "text": "Why?"},
        was_done=audited(Action.QUESTION_SENT),
    ),
    "upvote a question": Act(
        page=of_question("upvote-question"),
        before=asked,
        was_done=audited(Action.QUESTION_UPVOTED),
    ),
    "answer a question": Act(
        page=of_question("answer-question"),
        before=asked,
        data=lambda scene: {"text": "Yes."},
        was_done=audited(Action.QUESTION_SENT),
    ),
    "approve a question": Act(
        page=of_question("decide-question"),
        before=lambda scene: asked(scene, State.PENDING),
        data=lambda scene: {"decision": "approve", "seen": seen(Question)},
        was_done=audited(Action.QUESTION_DECIDED),
    ),
    "take a question down": Act(
        page=of_question("decide-question"),
        before=asked,
        data=lambda scene: {
            "decision": "reject",
            "reason": "Names a member of staff.",
            "seen": seen(Question),
        },
        was_done=audited(Action.QUESTION_DECIDED),
    ),
}

ACTS = {**_SLATES, **_QUESTIONS}
