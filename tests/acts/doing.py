"""The acts of the table up to the papers: how each is done through the pages, and how that shows."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from elections import publishing
from elections.models import (
    Appeal,
    Election,
    Nomination,
    NominationDraft,
    SupportingNomination,
)
from members.models import Action, User
from members.roles import Role
from tests.acts.act import (
    Act,
    Data,
    audited,
    confirmed,
    contest_called,
    of_contest,
    of_election,
    of_nomination,
    of_share,
    reasoned,
)
from tests.acts.scene import Scene
from tests.embedded.guards import without_the_guard
from tests.members.people import add_member, add_staff
from tests.office.cast import accepted, entered, timetable_as_shown


def _decide_everybody(scene: Scene) -> None:
    for nomination in Nomination.objects.undecided().filter(contest__election=scene.election):
        if scene.election.papers_fixed_at is None:
            accepted(nomination, scene.rosa)


def _seen(scene: Scene) -> Data:
    """That whoever sends it read the nomination as it is."""
    return {"seen": scene.nomination.words_digest if scene.nomination else ""}


def _keep_drafts(scene: Scene) -> None:
    """Everybody has one."""
    for member in scene.people.values():
        NominationDraft.objects.create(
            contest=scene.contest, member=member, saved_at=timezone.now()
        )


def by_two_officers(scene: Scene) -> None:
    _decide_everybody(scene)
    without_the_guard(Election.objects.filter(pk=scene.election.pk), needs_second_officer=True)


def _refuse_everybody(scene: Scene) -> None:
    """Nobody is accepted, so that the seat is vacant."""
    if scene.election.papers_fixed_at is None:
        Nomination.objects.filter(contest__election=scene.election).update(
            state="refused", reason="Not a member."
        )


def _refused(scene: Scene, by: User) -> None:
    """Aisha's nomination is refused by that officer."""
    without_the_guard(
        Nomination.objects.filter(pk=scene.nomination_pk),
        state="refused",
        reason="Not a member.",
        decided_by=by,
        decided_at=timezone.now(),
    )


def _appealed(scene: Scene) -> None:
    """She was refused by another officer than the one of the table, and has appealed."""
    _refused(scene, add_staff("sam@example.org", Role.OFFICER))
    if scene.nomination:
        Appeal.objects.create(
            nomination=scene.nomination, text="I moved here in May.", made_at=timezone.now()
        )


def _later_close(scene: Scene) -> Data:
    later = scene.fresh()
    later.timetable.voting_closes_at += timedelta(days=1)
    for name in ("declaration_at", "complaints_close_at"):
        at = getattr(later.timetable, name)
        setattr(later.timetable, name, at + timedelta(days=1))
    return {**timetable_as_shown(later), "reason": "More time to vote."}


def _switch_welsh_on(scene: Scene) -> None:
    Election.objects.filter(pk=scene.election.pk).update(
        welsh_on_at=timezone.now(), welsh_approved_by="Nia Powell"
    )


ACTS: dict[str, Act] = {
    "change title and conditions": Act(
        page=of_election("edit-election"),
        data=lambda scene: {
            "title": "NCG election 2026",
            "slug": scene.election.slug,
            "body": "ncg",
            "supporters_needed": "2",
            "statement_words": "300",
            "links": "3",
            "entitled_statuses": ["active", "grace"],
            "labour": "required",
            "minimum_age": "14",
            "vacancy_rule": "leave-vacant",
            "declared_by": "officer",
            "min_batch": "10",
        },
        was_done=audited(Action.ELECTION_CHANGED),
    ),
    "add a contest": Act(
        page=of_election("add-contest"),
        data=lambda scene: contest_called("Treasurer"),
        was_done=audited(Action.ELECTION_CHANGED),
    ),
    "remove a contest": Act(
        page=of_contest("remove-contest"),
        data=lambda scene: {"confirm": scene.contest.title},
        was_done=audited(Action.ELECTION_CHANGED),
    ),
    "set the national minima": Act(
        page=of_election("edit-national-minima"),
        data=lambda scene: {"least-women": "1"},
        was_done=audited(Action.ELECTION_CHANGED),
    ),
    "publish the notice": Act(
        page=of_election("publish-notice"),
        data=confirmed,
        was_done=audited(Action.NOTICE_PUBLISHED),
    ),
    "move the close later": Act(
        page=of_election("edit-timetable"),
        data=_later_close,
        was_done=audited(Action.TIMETABLE_CHANGED),
    ),
    "stand": Act(
        page=of_contest("stand-in-contest"),
        data=lambda scene: {"ballot_name": "Bea", "statement": "Hello.", "step": "submit"},
        was_done=lambda scene: Nomination.objects.filter(ballot_name="Bea").exists(),
    ),
    "keep a draft": Act(
        page=of_contest("stand-in-contest"),
        data=lambda scene: {"ballot_name": "Bea", "statement": "Half a", "step": "later"},
        was_done=lambda scene: NominationDraft.objects.exists(),
    ),
    "delete one's draft": Act(
        page=of_contest("delete-draft"),
        before=_keep_drafts,
        was_done=lambda scene: NominationDraft.objects.count() < len(scene.people),
    ),
    "change one's nomination": Act(
        page=of_election("change-nomination"),
        data=lambda scene: {"ballot_name": "Aisha S.", "statement": "Changed."},
        was_done=lambda scene: Nomination.objects.filter(ballot_name="Aisha S.").exists(),
    ),
    "approve one's proof": Act(
        page=of_election("approve-proof"),
        before=_decide_everybody,
        data=_seen,
        was_done=audited(Action.PROOF_APPROVED),
    ),
    "withdraw one's nomination": Act(
        page=of_election("withdraw-nomination"),
        was_done=audited(Action.NOMINATION_WITHDRAWN),
    ),
    "nominate somebody who stands": Act(
        page=of_share("support-nomination"),
        was_done=lambda scene: (
            SupportingNomination.objects.filter(nomination=scene.nomination_pk).count() > 1
        ),
    ),
    "take one's support back": Act(
        page=of_share("withdraw-support"), was_done=audited(Action.SUPPORT_WITHDRAWN)
    ),
    "accept a nomination": Act(
        page=of_nomination("decide-nomination"),
        data=lambda scene: {"decision": "accept", **_seen(scene)},
        was_done=audited(Action.NOMINATION_ACCEPTED),
    ),
    "refuse a nomination": Act(
        page=of_nomination("decide-nomination"),
        data=lambda scene: {"decision": "refuse", "reason": "Not a member."},
        was_done=audited(Action.NOMINATION_REFUSED),
    ),
    "end a nomination": Act(
        page=of_nomination("end-nomination"),
        data=lambda scene: {
            **confirmed(scene),
            "reason": "disqualified",
            "detail": "No longer a member.",
        },
        was_done=audited(Action.NOMINATION_ENDED),
    ),
    "reopen nominations for vacancies": Act(
        page=of_election("reopen-nominations"),
        data=lambda scene: {
            "contests": [scene.contest.number],
            **entered(timezone.now() + timedelta(hours=1), "opens_at"),
            **entered(timezone.now() + timedelta(hours=5), "closes_at"),
            "reason": "Nobody came forward.",
        },
        before=_refuse_everybody,
        was_done=audited(Action.NOMINATIONS_REOPENED),
    ),
    "appeal against a refusal": Act(
        page=of_election("appeal-refusal"),
        data=lambda scene: {"text": "I moved here in May."},
        before=lambda scene: _refused(scene, scene.rosa),
        was_done=audited(Action.APPEAL_MADE),
    ),
    "decide an appeal": Act(
        page=of_nomination("decide-appeal"),
        data=lambda scene: {"outcome": "dismissed", "reason": "Not a member."},
        before=_appealed,
        was_done=audited(Action.APPEAL_DECIDED),
    ),
    "take the list of nominations": Act(
        page=lambda scene: reverse(
            "elections:export-list", args=[scene.election.slug, "nominations", "csv"]
        ),
        attempt=lambda client, scene: client.get(
            reverse("elections:export-list", args=[scene.election.slug, "nominations", "csv"])
        ),
        was_done=audited(Action.EXPORT_TAKEN),
    ),
    "fix the papers": Act(
        page=of_election("fix-papers"),
        data=confirmed,
        before=_decide_everybody,
        was_done=audited(Action.PAPERS_FIXED),
    ),
    "strike words of a statement": Act(
        page=of_nomination("strike-passage"),
        data=lambda scene: {
            **confirmed(scene),
            "passage": "answer every letter",
            "reason": "Untrue.",
        },
        was_done=audited(Action.PASSAGE_STRUCK),
    ),
    "extend voting": Act(
        page=of_election("extend-voting"),
        data=lambda scene: {
            **reasoned(scene),
            **entered(scene.fresh().timetable.voting_closes_at + timedelta(days=1), "closes_at"),
        },
        was_done=audited(Action.TIMETABLE_CHANGED),
    ),
    "postpone the election": Act(
        page=of_election("postpone-election"),
        data=reasoned,
        was_done=audited(Action.ELECTION_POSTPONED),
    ),
    "resume the election": Act(
        page=of_election("resume-election"),
        data=lambda scene: {**timetable_as_shown(scene.fresh()), **reasoned(scene)},
        was_done=audited(Action.ELECTION_RESUMED),
    ),
    "withdraw the election": Act(
        page=of_election("withdraw-election"),
        data=reasoned,
        was_done=audited(Action.ELECTION_WITHDRAWN),
    ),
    "abandon the poll": Act(
        page=of_election("abandon-poll"), data=reasoned, was_done=audited(Action.POLL_ABANDONED)
    ),
    "delete the draft": Act(
        page=of_election("delete-draft"), data=confirmed, was_done=audited(Action.DRAFT_DELETED)
    ),
    "rehearse the election": Act(
        page=of_election("rehearse-election"),
        data=lambda scene: {"key": str(uuid4()), "opens_in": "10", "lasts": "20"},
        before=lambda scene: add_member("900", "Rosa Novak", scene.rosa.email),
        was_done=lambda scene: scene.election.rehearsals.exists(),
    ),
    "add a document": Act(
        page=of_election("add-document"),
        data=lambda scene: {
            "kind": "rules",
            "title": "Standing orders",
            "text": "One member, one vote.",
            "reason": "They were missing.",
        },
        was_done=audited(Action.DOCUMENT_CHANGED),
    ),
    "switch Welsh on": Act(
        page=of_election("switch-welsh-on"),
        data=lambda scene: {"approved_by": "Nia Powell"},
        was_done=audited(Action.WELSH_ON),
    ),
    "switch Welsh off": Act(
        page=of_election("switch-welsh-off"),
        before=_switch_welsh_on,
        was_done=audited(Action.WELSH_OFF),
    ),
    "find the papers ready": Act(
        page=of_election("fix-papers"),
        data=lambda scene: {
            **confirmed(scene),
            "act": "propose",
            "seen": publishing.digest_of_papers(scene.fresh()),
        },
        before=by_two_officers,
        was_done=audited(Action.PAPERS_PROPOSED),
    ),
}
