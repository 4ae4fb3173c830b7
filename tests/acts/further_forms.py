"""The forms that are no acts of the table of who may do what: who sends them, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from elections.models import Election, FixingProposal, Message, Seat
from elections.phases import Phase
from hustings.models import Answer, Upvote
from members.importing import runs
from members.models import Action, AuditEntry, ImportRun, MemberNote
from slates.models import Agent, Invitation, Slate
from tests.acts.doing import (
    Act,
    Data,
    audited,
    by_two_officers,
    contest_called,
    of_contest,
    of_election,
)
from tests.acts.other_rooms import (
    asked,
    hustings_at,
    invited,
    of_question,
    of_slate,
    slate_of_agent,
)
from tests.acts.scene import DAY, Scene
from tests.embedded.guards import no_guards
from tests.members.lists import AISHA, HEADER
from tests.members.people import add_member
from tests.office.cast import entered

UNFIXED = (Phase.NOMINATING, Phase.CHECKING, Phase.DELAYED)
ASKED = (Phase.NOMINATING, Phase.CHECKING, Phase.READY, Phase.DELAYED, Phase.VOTING)


@dataclass(frozen=True)
class Form:
    """`letter` is of those who may send it, `phases` are those in which they can."""

    act: Act
    letter: str = "O"
    phases: tuple[Phase, ...] = tuple(Phase)


def audited_anywhere(action: Action) -> Callable[[Scene], bool]:
    """As `audited`, of what belongs to no election."""
    return lambda scene: AuditEntry.objects.filter(action=action, id__gt=scene.last_entry).exists()


# --- Members -------------------------------------------------------------------------------------


def of_members(name: str, *people: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(
        f"members:{name}", args=[scene.people[person].pk for person in people]
    )


def _of_import(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"members:{name}", args=[ImportRun.objects.latest("pk").pk])


def _list_of_members() -> ContentFile[bytes]:
    return ContentFile(f"{HEADER}\r\n{AISHA}\r\n".encode(), name="list.csv")


def _uploaded(state: str) -> Callable[[Scene], None]:
    def upload(scene: Scene) -> None:
        run = runs.receive("list.csv", _list_of_members().chunks(), actor=scene.rosa)
        ImportRun.objects.filter(pk=run.pk).update(state=state)

    return upload


_MEMBERS = {
    "choose as whom to act": Form(
        Act(
            page=lambda scene: reverse("members:choose-member"),
            before=lambda scene: add_member("901", "Ben Someone", scene.people["bea"].email),
            data=lambda scene: {"member": scene.people["bea"].pk},
            was_done=lambda scene: True,
        ),
        letter="M",
    ),
    "tell two records apart": Form(
        Act(
            page=of_members("decide-same-person", "bea", "efua"),
            data=lambda scene: {"decision": "two", "reason": "They are sisters."},
            was_done=audited_anywhere(Action.SAME_PERSON_DECIDED),
        )
    ),
    "note something about a member": Form(
        Act(
            page=of_members("add-note", "bea"),
            data=lambda scene: {"text": "Rang about her address."},
            was_done=lambda scene: MemberNote.objects.exists(),
        )
    ),
    "place a member in a region": Form(
        Act(
            page=of_members("place-member", "bea"),
            data=lambda scene: {
                "region": scene.people["bea"].region_id,
                "reason": "Lives on the border.",
            },
            was_done=audited_anywhere(Action.REGION_PLACED),
        )
    ),
    "upload a list of members": Form(
        Act(
            page=lambda scene: reverse("members:upload-import"),
            data=lambda scene: {"file": _list_of_members()},
            was_done=lambda scene: ImportRun.objects.exists(),
        )
    ),
    "confirm the columns of a list": Form(
        Act(
            page=_of_import("map-import"),
            before=_uploaded("mapping"),
            data=lambda scene: {
                f"column-{place}": name
                for place, name in enumerate(ImportRun.objects.latest("pk").mapping)
            },
            was_done=lambda scene: ImportRun.objects.latest("pk").state == "check-due",
        )
    ),
    "apply a list": Form(
        Act(
            page=_of_import("apply-import"),
            before=_uploaded("checked"),
            was_done=lambda scene: ImportRun.objects.latest("pk").state == "apply-due",
        )
    ),
    "put a list away": Form(
        Act(
            page=_of_import("abandon-import"),
            before=_uploaded("checked"),
            was_done=audited_anywhere(Action.IMPORT_ABANDONED),
        )
    ),
}


# --- The office ----------------------------------------------------------------------------------


def _document(scene: Scene) -> str:
    found = scene.election.documents.order_by("pk").first()
    return reverse(
        "elections:change-document", args=[scene.election.slug, found.pk if found else 0]
    )


def _seat(scene: Scene, **given: Any) -> None:
    Seat.objects.create(
        **{
            "body": "ncg",
            "constituency": "Scotland",
            "holder": scene.people["dewi"],
            "name": "Dewi Someone",
            "starts_on": date(2020, 1, 1),
            **given,
        }
    )


def _by_election(scene: Scene) -> Data:
    return {
        "key": str(uuid4()),
        "title": "By-election in Scotland",
        "seats": [Seat.objects.get().pk],
        **entered(timezone.now() + 60 * DAY, "voting_opens_at"),
    }


def _found_ready(scene: Scene) -> None:
    by_two_officers(scene)
    FixingProposal.objects.create(
        election=scene.election, made_by=scene.rosa, made_at=timezone.now()
    )


_OFFICE = {
    "create an election": Form(
        Act(
            page=lambda scene: reverse("elections:create-election"),
            data=lambda scene: {
                "key": str(uuid4()),
                "template": "ncg-2022",
                "title": "NCG election 2030",
                **entered(timezone.now() + 60 * DAY, "voting_opens_at"),
            },
            was_done=lambda scene: Election.objects.count() > 1,
        )
    ),
    "create a by-election": Form(
        Act(
            page=lambda scene: reverse("elections:create-by-election"),
            before=lambda scene: _seat(
                scene, ended_on=date(2024, 1, 1), end_reason=Seat.End.RESIGNED
            ),
            data=_by_election,
            was_done=lambda scene: Election.objects.count() > 1,
        )
    ),
    "record that a seat became vacant": Form(
        Act(
            page=lambda scene: reverse("elections:end-seat", args=[Seat.objects.get().pk]),
            before=_seat,
            data=lambda scene: {
                "reason": "resigned",
                "on": "2024-01-01",
                "confirm": "Dewi Someone",
            },
            was_done=audited_anywhere(Action.SEAT_ENDED),
        )
    ),
    "change a contest": Form(
        Act(
            page=of_contest("edit-contest"),
            data=lambda scene: contest_called("Scotland and the isles"),
            was_done=audited(Action.ELECTION_CHANGED),
        ),
        phases=(Phase.PREPARING,),
    ),
    "change a document": Form(
        Act(
            page=_document,
            data=lambda scene: {
                "kind": "privacy",
                "title": "How we keep data",
                "text": "We keep little of it.",
                "reason": "It was too long.",
            },
            was_done=audited(Action.DOCUMENT_CHANGED),
        ),
        phases=tuple(one for one in Phase if one not in (Phase.WITHDRAWN, Phase.ABANDONED)),
    ),
    "take back that the papers are ready": Form(
        Act(
            page=of_election("take-proposal-back"),
            before=_found_ready,
            was_done=audited(Action.PAPERS_PROPOSED),
        ),
        phases=(Phase.CHECKING, Phase.DELAYED),
    ),
    "send what failed again": Form(
        Act(
            page=of_election("send-failed-again"),
            before=lambda scene: Message.objects.update(state="failed", error="550"),
            was_done=audited(Action.MAIL_QUEUED),
        ),
        phases=tuple(Phase)[7:],
    ),
}


# --- Voting --------------------------------------------------------------------------------------

_VOTING = {
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
            data=lambda scene: {"decision": "refuse", "reason": "The name is taken."},
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
        phases=(Phase.NOTICE, *UNFIXED, Phase.POSTPONED, Phase.NOT_HELD),
    ),
    "take a candidate off a slate": Form(
        Act(
            page=_of_invited("take-off", "branch-first"),
            before=_accepted,
            data=lambda scene: {"reason": "Never consented to it."},
            was_done=audited(Action.SLATE_INVITED),
        ),
        phases=(*UNFIXED, Phase.POSTPONED, Phase.NOT_HELD),
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
    return reverse("hustings:decide-answer", args=[scene.election.slug, Answer.objects.get().pk])


_QUESTIONS = {
    "switch questions off": Form(
        Act(
            page=of_election("hustings:switch-off"),
            before=lambda scene: hustings_at(scene, 1, 2, 3, 4),
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
            data=lambda scene: {"decision": "reject", "reason": "It names a member."},
            was_done=audited(Action.QUESTION_DECIDED),
        ),
        phases=tuple(Phase)[2:],
    ),
}

FORMS: dict[str, Form] = {**_MEMBERS, **_OFFICE, **_VOTING, **_SLATES, **_QUESTIONS}
