"""Forms of the office beside the acts of an election: members, lists of them, seats, set-up, mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from elections.models import Election, FixingProposal, Message, Seat
from elections.phases import Phase
from members.importing import runs
from members.models import Action, ImportRun, MemberNote
from tests.acts.act import (
    Act,
    Data,
    Form,
    audited,
    audited_anywhere,
    contest_called,
    of_contest,
    of_election,
)
from tests.acts.doing import by_two_officers
from tests.acts.scene import DAY, SETTINGS, Fixed, Scene
from tests.members.lists import AISHA, HEADER
from tests.office.cast import entered

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
            data=lambda scene: {"confirm": "0"},
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
            "constituency": "Wales",  # no contest of the scene is for it
            "holder": scene.people["dewi"],
            "name": "Dewi Someone",
            "starts_on": date(2020, 1, 1),
            **given,
        }
    )


def _by_election(scene: Scene) -> Data:
    return {
        "key": str(uuid4()),
        "title": "By-election in Wales",
        "seats": [Seat.objects.get().pk],
        **entered(timezone.now() + 60 * DAY, "voting_opens_at"),
    }


def _found_ready(scene: Scene) -> None:
    """Where nominations were ever closed."""
    if scene.phase in (Phase.PREPARING, Phase.NOTICE, Phase.NOMINATING):
        return
    by_two_officers(scene)
    FixingProposal.objects.create(
        election=scene.election, made_by=scene.rosa, made_at=timezone.now()
    )


def _failed_mail(scene: Scene) -> None:
    """Nobody is written to before the notice."""
    if scene.phase != Phase.PREPARING:
        Message.objects.create(
            election=scene.election,
            kind=Message.Kind.TIMETABLE_CHANGED,
            member=scene.people["bea"],
            to=scene.people["bea"].email,
            state=Message.State.FAILED,
            error="550",
            not_before=timezone.now(),
        )


_REGISTER = {
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
}

_OFFICE = {
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
        phases=tuple(
            one
            for one in SETTINGS
            if one not in (Phase.WITHDRAWN, Phase.ABANDONED, Fixed.WITHDRAWN)
        ),
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
            before=_failed_mail,
            was_done=audited(Action.MAIL_QUEUED),
        ),
        phases=SETTINGS[1:],
    ),
}

ABOUT_NO_ELECTION: dict[str, Form] = {**_MEMBERS, **_REGISTER}
OF_AN_ELECTION: dict[str, Form] = _OFFICE
