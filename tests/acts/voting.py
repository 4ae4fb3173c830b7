"""The acts of the table about the roll, the vote and the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections import outbox, results
from elections.models import (
    Candidate,
    Message,
    RollEntry,
    RollSheet,
)
from members.models import Action
from tests.acts.act import (
    Act,
    audited,
    confirmed,
    of_election,
    reasoned,
)
from tests.acts.scene import Scene
from tests.embedded.guards import no_guards, without_the_guard
from tests.voting.cast import hidden_of

LIST = 900  # the number of a sheet whose electorate is a list of its own


def of_farah(name: str) -> Callable[[Scene], str]:
    """A page of the office about Farah's place on the roll."""
    return lambda scene: reverse(
        f"elections:{name}", args=[scene.election.slug, scene.people["farah"].pk]
    )


def _with_a_list(scene: Scene) -> None:
    sheet = scene.contest.sheet
    with no_guards():  # no sheet is added after the notice
        sheet.pk, sheet.number, sheet.title, sheet.electorate = None, LIST, "A list", "list"
        sheet.save(force_insert=True)


def _left_out(scene: Scene) -> None:
    """The roll was written without Farah."""
    for entry in RollEntry.objects.filter(member=scene.people["farah"]):
        outbox.release_entry(entry)
        entry.delete()


def _unknown_in_labour(scene: Scene) -> None:
    without_the_guard(RollEntry.objects.filter(member=scene.people["bea"]), labour="ask")


def _vote(client: Client, scene: Scene) -> object:
    checked = client.post(of_election("check-vote")(scene), {f"r-{scene.contest.number}-1": "1"})
    return client.post(of_election("cast-vote")(scene), hidden_of(checked))


def _has_voted(scene: Scene) -> bool:
    return RollSheet.objects.filter(
        sheet__election=scene.election, status=RollSheet.Status.CAST
    ).exists()


def _first_candidate(scene: Scene) -> int:
    found = Candidate.objects.filter(contest=scene.contest, number=1).first()
    return found.pk if found else 0


ACTS: dict[str, Act] = {
    "change a list of electors": Act(
        page=lambda scene: reverse("elections:edit-list", args=[scene.election.slug, LIST]),
        data=lambda scene: {"change": "add", "numbers": scene.people["farah"].number},
        before=_with_a_list,
        was_done=audited(Action.ELECTORS_LISTED),
    ),
    "put a member on the roll": Act(
        page=of_farah("correct-papers"),
        data=lambda scene: {"papers": [str(scene.contest.sheet.number)], "reason": "Left out."},
        before=_left_out,
        was_done=audited(Action.ROLL_CORRECTED),
    ),
    "take a member off the roll": Act(
        page=of_farah("take-off-roll"),
        data=lambda scene: {"reason": "Has left.", "confirm": scene.people["farah"].number},
        was_done=audited(Action.ROLL_CORRECTED),
    ),
    "correct an address on the roll": Act(
        page=of_farah("correct-address"),
        data=lambda scene: {"address": "farah@example.net", "reason": "Has moved."},
        was_done=audited(Action.ROLL_CORRECTED),
    ),
    "replace a link to vote": Act(
        page=of_farah("replace-code"),
        data=lambda scene: {"replaces": "1", "reason": "Was forwarded."},
        was_done=audited(Action.CODE_REPLACED),
    ),
    "declare membership of Labour": Act(
        page=of_election("declare-labour"),
        data=lambda scene: {"is_labour_member": "yes"},
        before=_unknown_in_labour,
        was_done=lambda scene: RollEntry.objects.filter(labour=RollEntry.Labour.DECLARED).exists(),
    ),
    "vote": Act(page=of_election("cast-vote"), attempt=_vote, was_done=_has_voted),
    "have the ballot email sent again": Act(
        page=of_election("send-link-again"),
        before=lambda scene: Message.objects.filter(kind="ballot").update(
            state="sent",
            sent_at=timezone.now() - timedelta(days=1),
            not_before=timezone.now() - timedelta(days=1),
        ),
        was_done=lambda scene: Message.objects.filter(kind="ballot", round=2).exists(),
    ),
    "send a reminder": Act(
        page=of_election("send-reminder"),
        data=lambda scene: {"after": "0"},
        was_done=audited(Action.REMINDER_QUEUED),
    ),
    "sign the report": Act(
        page=of_election("sign-report"),
        data=lambda scene: {
            "text": "I checked the box and found nothing wrong.",
            "about": results.last_provisional(scene.election) or 1,
        },
        was_done=audited(Action.REPORT_SIGNED),
    ),
    "declare the result": Act(
        page=of_election("declare-result"),
        data=reasoned,
        was_done=audited(Action.RESULT_DECLARED),
    ),
    "record that a candidate left": Act(
        page=of_election("record-left"),
        data=lambda scene: {
            **confirmed(scene),
            "candidate": str(_first_candidate(scene)),
            "reason": "withdrew",
        },
        was_done=audited(Action.CANDIDATE_LEFT),
    ),
    "amend the declared result": Act(
        page=lambda scene: reverse(
            "elections:amend-result", args=[scene.election.slug, scene.contest.number, "void"]
        ),
        data=lambda scene: {**confirmed(scene), "public_reason": "A mistake.", "after": "1"},
        was_done=audited(Action.RESULT_AMENDED),
    ),
}
