"""Putting an election off without a date, and going on with it by a new timetable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox, roll
from elections.models import Election, Message, PublicChange, Timetable
from elections.refusal import Refused
from elections.scheduling.timetable import faults_of_change, iso, words_for
from members import audit
from members.models import User


def why_not_postpone(election: Election, now: datetime) -> str:
    """Why an election cannot be postponed now; empty where it can."""
    if refusal := why_it_is_over(election):
        return refusal
    if election.postponed_at is not None:
        return _("The election is postponed already.")
    if election.papers_fixed_at is not None and now >= election.timetable.voting_opens_at:
        return _("Voting has opened. A poll that is open can be extended or abandoned.")
    if now >= election.timetable.voting_closes_at:
        return _("The closing instant has passed: this poll was not held.")
    return ""


def why_not_resume(election: Election) -> str:
    """Why an election cannot go on; empty where it can."""
    if refusal := why_it_is_over(election):
        return refusal
    if election.postponed_at is None:
        return _("The election is not postponed.")
    return ""


def why_it_is_over(election: Election) -> str:
    """Why nothing is put off or called off any more, or not yet; empty while the election runs."""
    if election.published_at is None:
        return _("The notice is not published. Change the timetable, or delete the draft.")
    if election.withdrawn_at is not None:
        return _("The election has already been withdrawn.")
    if election.counted_at is not None or election.no_poll_at is not None:
        return _("There is a result already.")
    return ""


@transaction.atomic
def postpone(election: Election, *, reason: str, actor: User | None, now: datetime) -> int:
    """Put an election off: no window of it is open until it is resumed; those affected are told.

    Ballot mail that waits is kept back. Returns how many were mailed. Raises Refused once voting
    has opened, without a reason, or a second time.
    """
    # While it is put off no roll is written: one that is due would be that of a later list.
    roll.freeze_before_change(now)
    election = Election.objects.held(election.pk)
    require_reason(reason)
    if refusal := why_not_postpone(election, now):
        raise Refused(refusal)
    Election.objects.filter(pk=election.pk).update(postponed_at=now)
    outbox.hold_ballots(election)
    change = PublicChange.objects.create(
        election=election,
        kind=PublicChange.Kind.POSTPONED,
        made_by=actor,
        made_at=now,
        reason=reason.strip(),
    )
    mailed = outbox.queue_change(change, Message.Kind.POSTPONED, now=now)
    audit.record(
        audit.Action.ELECTION_POSTPONED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={"mailed": mailed},
    )
    return mailed


@transaction.atomic
def resume(
    election: Election,
    instants: Mapping[str, datetime | None],
    *,
    reason: str,
    actor: User | None,
    now: datetime,
) -> int:
    """Go on with a postponed election by a new timetable; those affected are told. How many were.

    What had passed when it was postponed stays; all the rest must lie ahead. Ballot mail that was
    kept back follows the new opening.
    """
    election = Election.objects.held(election.pk)
    require_reason(reason)
    if refusal := why_not_resume(election):
        raise Refused(refusal)
    timetable = Timetable.objects.select_for_update().get(election=election)
    before = timetable.by_name()
    after = {**before, **instants}
    if faults := faults_of_resuming(election, after, now):
        raise Refused(" ".join(sentence for _field, sentence in faults))
    changed = sorted(name for name in before if before[name] != after[name])
    for name in changed:
        setattr(timetable, name, after[name])
    timetable.save()
    Election.objects.filter(pk=election.pk).update(postponed_at=None)
    PublicChange.objects.create(
        election=election,
        kind=PublicChange.Kind.RESUMED,
        made_by=actor,
        made_at=now,
        reason=reason.strip(),
        before={name: iso(before[name]) for name in changed},
        after={name: iso(after[name]) for name in changed},
    )
    mailed = outbox.queue_timetable_change(election, now=now)
    audit.record(
        audit.Action.ELECTION_RESUMED,
        actor=actor,
        subject=election.title,
        election=election.pk,
        reason=reason.strip(),
        detail={name: [iso(before[name]), iso(after[name])] for name in changed},
    )
    return mailed


def passed_when_postponed(election: Election) -> list[str]:
    """The steps that had passed when the election was postponed, and so no longer change."""
    at = election.postponed_at
    if at is None:
        return []
    return [name for name, _words, instant in election.timetable.instants() if instant <= at]


def faults_of_resuming(
    election: Election, instants: Mapping[str, datetime | None], now: datetime
) -> list[tuple[str, str]]:
    """Everything that is wrong with a timetable to go on by: (field, sentence)."""
    passed = set(passed_when_postponed(election))
    before = election.timetable
    faults = [
        (name, _("“%(step)s” has passed and no longer changes.") % {"step": words_for(name)})
        for name in Timetable.INSTANTS
        if name in passed and instants.get(name) != getattr(before, name)
    ]
    faults += [
        (name, _("Choose an instant still to come for “%(step)s”.") % {"step": words_for(name)})
        for name in Timetable.INSTANTS
        if name not in passed and (instant := instants.get(name)) is not None and instant <= now
    ]
    closes = instants.get("voting_closes_at")
    if closes and closes < before.voting_closes_at:
        faults.append(
            (
                "voting_closes_at",
                _("Since the notice the close of voting moves only later."),
            )
        )
    return [*faults, *faults_of_change(before, instants, now)]


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason: it is published."))
