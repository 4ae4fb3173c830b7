"""What still stands between an election and its papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from elections.ballots import keys
from elections.documents import obstacles_in_documents
from elections.models import Election, Nomination
from elections.models.entitlement import entitled_members
from elections.publishing.plans import outlooks, sheets_polled
from members import telling_apart


def obstacles_to_fixing(election: Election, now: datetime) -> list[str]:
    """What still stands between this election and its papers, one sentence each."""
    if election.withdrawn_at is not None:
        return [_("The election has been withdrawn.")]
    if election.postponed_at is not None:
        return [_("The election is postponed. Let it go on first.")]
    if election.published_at is None:
        return [_("Publish the notice first.")]
    obstacles = []
    if now >= election.timetable.voting_closes_at:
        return [_("The closing instant has passed: this poll was not held. Set up a new election.")]
    for sentence, instant in (
        (_("Self-nomination has not closed yet."), election.timetable.self_nomination_closes_at),
        (_("Supporting nominations have not closed yet."), election.timetable.supporting_closes_at),
        (
            _("Nominations for vacancies have not closed yet."),
            election.timetable.reopening_closes_at,
        ),
        (_("Members can still join in time to vote."), _early_freeze(election)),
    ):
        if instant is not None and now < instant:
            obstacles.append(sentence)
    undecided = Nomination.objects.undecided().filter(contest__election=election).count()
    if undecided:
        obstacles.append(_("Nominations not decided yet: %(count)s.") % {"count": undecided})
    obstacles += _obstacles_of_appeals(election, now)
    alike = len(telling_apart.undecided(entitled_members(election)))
    if alike:
        obstacles.append(
            _("Pairs of entitled records that look like one person, not decided yet: %(count)s.")
            % {"count": alike}
        )
    obstacles += obstacles_in_documents(election)
    needs_key = sheets_polled(election, outlooks(election))
    if needs_key and not keys.sealing_key_is_ready(election.pk):
        obstacles.append(
            _("The tally worker has not made the sealing key yet. It does so by itself.")
        )
    return obstacles


def _early_freeze(election: Election) -> datetime | None:
    """The freeze where it comes before the opening; later, members join while others vote."""
    timetable = election.timetable
    return timetable.freeze_at if timetable.freeze_at < timetable.voting_opens_at else None


def _obstacles_of_appeals(election: Election, now: datetime) -> Iterator[str]:
    nominations = Nomination.objects.filter(contest__election=election)
    if appealed := nominations.appealed().count():
        yield _("Appeals not decided yet: %(count)s.") % {"count": appealed}
    if open_to_appeal := nominations.still_appealable(election.timetable, at=now).count():
        yield _(
            "Refusals that can still be appealed until the time for appeals is over: %(count)s."
        ) % {"count": open_to_appeal}
