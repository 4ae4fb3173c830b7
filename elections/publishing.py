"""Fixing the papers: the recorded act after which voting opens by the clock alone."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, roll
from elections.ballots import box, keys
from elections.ballots.errors import PreflightFailed
from elections.counting import MinimaImpossible, assess
from elections.models import Candidate, Contest, Election, Message, Nomination, Rule, Sheet
from elections.models.contest import ANSWERS
from elections.models.record import SMALL_CONTEST
from elections.refusal import Refused
from elections.reserved import minima_of
from members import audit
from members.models import User

log = logging.getLogger("momentum.publishing")


def obstacles_to_fixing(election: Election, now: datetime) -> list[str]:
    """What still stands between this election and its papers, one sentence each."""
    if election.withdrawn_at is not None:
        return [_("The election has been withdrawn.")]
    if election.published_at is None:
        return [_("Publish the notice first.")]
    obstacles = []
    if now >= election.timetable.voting_closes_at:
        return [_("The closing instant has passed: this poll was not held. Set up a new election.")]
    for sentence, instant in (
        (_("Self-nomination has not closed yet."), election.timetable.self_nomination_closes_at),
        (_("Supporting nominations have not closed yet."), election.timetable.supporting_closes_at),
        (_("Members can still join in time to vote."), election.timetable.freeze_at),
    ):
        if instant is not None and now < instant:
            obstacles.append(sentence)
    undecided = Nomination.objects.undecided().filter(contest__election=election).count()
    if undecided:
        obstacles.append(_("Nominations not decided yet: %(count)s.") % {"count": undecided})
    contests = election.contests.exclude(rule=Rule.YES_NO).prefetch_related("minima")
    obstacles += filter(None, map(_obstacle_of, contests))
    if not keys.sealing_key_is_ready(election.pk):
        obstacles.append(
            _("The tally worker has not made the sealing key yet. It does so by itself.")
        )
    return obstacles


def _obstacle_of(contest: Contest) -> str:
    """Why the accepted candidates of a contest cannot go on the paper; empty if they can."""
    accepted = list(
        contest.nominations.filter(state=Nomination.State.ACCEPTED).values_list("pk", flat=True)
    )
    if not accepted:
        return _("%(contest)s: nobody has been accepted as a candidate.") % {
            "contest": contest.title
        }
    numbers = {nomination: number for number, nomination in enumerate(accepted, start=1)}
    try:
        assess(list(numbers.values()), contest.seats, minima_of(contest, numbers))
    except MinimaImpossible:
        return _(
            "%(contest)s: those accepted cannot fill the seats reserved. No count could succeed."
        ) % {"contest": contest.title}
    return ""


def make_sealing_keys() -> None:
    """The sealing key of every published election without one; runs where the keys are wrapped.

    The escrow copy of each is tried on a test paper before the office may fix the papers.
    """
    waiting = Election.objects.public().filter(papers_fixed_at=None, withdrawn_at=None)
    for election in waiting.values_list("pk", flat=True):
        if keys.sealing_key_is_ready(election):
            continue
        try:
            keys.make_sealing_key(election)
        except PreflightFailed:
            log.exception("The sealing key of election %s cannot be used", election)
        except Exception:  # the keys of other elections do not wait for this one
            log.exception("The sealing key of election %s could not be made", election)


def fix_papers(election: Election, *, actor: User | None, now: datetime) -> None:
    """Freeze candidates, their order of record and the roll; make the keys; queue the ballot mail.

    Raises Refused with every obstacle. Keys take seconds to make, so they are made first and are
    stored with all the rest in one transaction.
    """
    if election.papers_fixed_at is not None:
        raise Refused(_("The papers are already fixed."))
    _refuse_obstacles(election, now)
    casting_keys = box.make_casting_keys([sheet.number for sheet in _sheets(election)])
    with transaction.atomic():
        locked = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        if locked.papers_fixed_at is not None:
            raise Refused(_("The papers are already fixed."))
        _refuse_obstacles(locked, now)
        for contest in locked.contests.all():
            _write_candidates(contest)
        entries = roll.freeze(locked)
        box.fix(locked.pk, _outline(locked), casting_keys)
        Election.objects.filter(pk=locked.pk).update(papers_fixed_at=now, roll_frozen_at=now)
        outbox.queue_ballots(locked, now=now)
        roll.record_freeze(locked, entries, actor=actor)
        audit.record(
            audit.Action.PAPERS_FIXED, actor=actor, subject=locked.title, election=locked.pk
        )
    election.refresh_from_db()


def send_reminder(election: Election, *, actor: User | None, now: datetime) -> int:
    """Queue a reminder to those who have not voted; returns how many."""
    if not election.timetable.voting_opens_at <= now < election.timetable.voting_closes_at:
        raise Refused(_("Reminders are sent while voting is open."))
    with transaction.atomic():
        Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
        last = election.messages.filter(kind=Message.Kind.REMINDER).order_by("-round").first()
        if last is not None and now < last.queued_at + outbox.BETWEEN_REMINDERS:
            raise Refused(
                _("A reminder went out less than 12 hours ago. Wait, so that nobody gets two.")
            )
        queued = outbox.queue_reminders(election, last.round + 1 if last else 1, now=now)
        audit.record(
            audit.Action.REMINDER_QUEUED,
            actor=actor,
            subject=election.title,
            election=election.pk,
        )
    return queued


@transaction.atomic
def send_failed_again(election: Election, *, actor: User | None, now: datetime) -> int:
    """Queue what failed once more, after an officer has seen to the cause; returns how many."""
    queued = outbox.queue_failed_again(election, now=now)
    if not queued:
        raise Refused(_("No message of this election has failed."))
    audit.record(
        audit.Action.MAIL_QUEUED, actor=actor, subject=election.title, election=election.pk
    )
    return queued


def _refuse_obstacles(election: Election, now: datetime) -> None:
    if obstacles := obstacles_to_fixing(election, now):
        raise Refused(" ".join(obstacles))


def _sheets(election: Election) -> list[Sheet]:
    return list(election.sheets.filter(contests__isnull=False).distinct())


def _write_candidates(contest: Contest) -> None:
    """The candidates in their order of record: as they came forward, and yes before no."""
    if contest.is_question:
        Candidate.objects.bulk_create(
            Candidate(contest=contest, number=number, ballot_name=answer)
            for number, answer in enumerate(ANSWERS, start=1)
        )
        return
    accepted = contest.nominations.filter(state=Nomination.State.ACCEPTED)
    in_order = accepted.order_by("submitted_at", "pk")
    Candidate.objects.bulk_create(
        Candidate(
            contest=contest,
            nomination=nomination,
            number=number,
            ballot_name=nomination.ballot_name,
            statement=nomination.statement,
            slate_label=nomination.slate_label,
            slate_colour=nomination.slate_colour,
            slate_path=nomination.slate_path,
        )
        for number, nomination in enumerate(in_order, start=1)
    )


def _outline(election: Election) -> dict[str, object]:
    """What the manifest says of the election; the box adds keys, seed hash and paper lengths."""
    return {
        "title": election.title,
        "custody": election.custody,
        "min_batch": election.min_batch,
        "small_contest": SMALL_CONTEST,
        "sheets": [
            {
                "sheet": sheet.number,
                "title": sheet.title,
                "contests": [
                    _outline_of(contest)
                    for contest in sheet.contests.order_by("number").prefetch_related(
                        "candidates", "minima"
                    )
                ],
            }
            for sheet in _sheets(election)
        ],
    }


def _outline_of(contest: Contest) -> dict[str, object]:
    candidates = [
        {"number": candidate.number, "name": candidate.ballot_name}
        for candidate in contest.candidates.all()
    ]
    marks = {Rule.PLURALITY: contest.marks, Rule.YES_NO: 1}.get(Rule(contest.rule), len(candidates))
    return {
        "contest": contest.number,
        "title": contest.title,
        "rule": contest.rule,
        "seats": contest.seats,
        "marks": min(marks, len(candidates)),
        "minima": {minimum.attribute: minimum.least for minimum in contest.minima.all()},
        "candidates": candidates,
    }
