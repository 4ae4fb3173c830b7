"""The notice: what stands before it, and publishing it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.blueprints import placeholders
from elections.models import DeclaredBy, Election, Electorate, Seat, whole_contests
from elections.refusal import Refused
from elections.reserved import asked_for_seats
from elections.scheduling.covered import hold_seats, obstacles_of_vacancies
from elections.scheduling.sections import overlaps_of_colleges
from elections.scheduling.timetable import faults_of_timetable
from members import audit
from members.models import User


def obstacles_to_notice(election: Election, now: datetime) -> list[str]:
    """What still stands between this election and its notice, one sentence each."""
    if election.published_at is not None:
        return []
    obstacles = [sentence for _field, sentence in faults_of_timetable(election.timetable.by_name())]
    timetable = election.timetable
    if timetable.voting_closes_at <= now:
        obstacles.append(_("Voting would be over already. Set a later timetable."))
    if election.declared_by == DeclaredBy.AUTOMATIC and timetable.declaration_at is None:
        obstacles.append(
            _("Set when the result is declared: the timetable is to declare it by itself.")
        )
    contests = whole_contests(election)
    if not contests:
        obstacles.append(_("Add at least one contest or question."))
    obstacles += [
        _("%(contest)s reserves more seats for one group than it has.") % {"contest": contest.title}
        for contest in contests
        if any(minimum.least > contest.seats for minimum in contest.all_minima())
    ]
    obstacles += [
        _("Write the question that members are asked in place of “%(contest)s”.")
        % {"contest": contest.title}
        for contest in contests
        if contest.is_question and contest.title in placeholders()
    ]
    obstacles += overlaps_of_colleges(election)
    obstacles += _obstacles_of_lists(election)
    obstacles += obstacles_of_vacancies(election, now, is_announced=True)
    if any(not contest.is_question for contest in contests):
        obstacles += _obstacles_to_standing(election, now)
        obstacles += _obstacles_of_keeping(election)
    return obstacles


def _obstacles_of_lists(election: Election) -> list[str]:
    """Lists of electors with nobody on them.

    From the notice on members look up whether they may stand, nominate and vote, and the electorate
    no longer changes: a list that is still to be made is none. It can be corrected until the freeze.
    """
    if not any(one.sheet.electorate == Electorate.LIST for one in whole_contests(election)):
        return []
    lists = election.sheets.filter(electorate=Electorate.LIST, contests__isnull=False)
    empty = lists.filter(listed__isnull=True).distinct().order_by("number")
    return [
        _("Nobody is on the list “%(list)s”. Enter its members first.") % {"list": sheet.title}
        for sheet in empty
    ]


def _obstacles_to_standing(election: Election, now: datetime) -> list[str]:
    """Why nobody could come to stand under this timetable, which no longer changes once passed."""
    timetable = election.timetable
    if timetable.self_nomination_closes_at is None:
        return [_("Set when self-nomination opens and closes: there are seats to fill.")]
    obstacles = []
    if timetable.self_nomination_closes_at <= now:
        obstacles.append(_("Self-nomination would be over already. Set a later timetable."))
    if election.needs_supporters:
        if timetable.supporting_closes_at is None:
            obstacles.append(
                _("Set when supporting nominations open and close: candidates need them.")
            )
        elif timetable.supporting_closes_at <= now:
            obstacles.append(
                _("Supporting nominations would be over already. Set a later timetable.")
            )
    return obstacles


def _obstacles_of_keeping(election: Election) -> list[str]:
    """What is told of the end: when declarations go, and how long those elected serve.

    Declarations are "erased on the date the election states", and the seat register says who holds a
    seat until when (elections.md).
    """
    obstacles = []
    until = election.timetable.declarations_kept_until_at
    if until is None and (
        any(asked_for_seats(one) for one in whole_contests(election) if one.is_for_people)
        or election.national_minima.exists()
    ):
        obstacles.append(
            _("Set when what candidates declare about themselves is erased: they are asked for it.")
        )
    if election.body in Seat.BODIES and election.timetable.term_ends_at is None:
        obstacles.append(
            _(
                "Set when the term of those elected ends: the seat register says until when they serve."
            )
        )
    return obstacles


@transaction.atomic
def publish_notice(election: Election, *, actor: User | None, now: datetime) -> None:
    """Make the election public and lock what voters were told."""
    # Held so that no contest is added or removed in between.
    held = Election.objects.select_for_update(of=("self",)).get(pk=election.pk)
    if held.published_at is not None:
        raise Refused(_("The notice has already been published."))
    if held.body in Seat.BODIES:
        hold_seats(held.body)
    if obstacles := obstacles_to_notice(held, now):
        raise Refused(" ".join(obstacles))
    # Sheets whose last contest was moved or removed belong on nobody's paper.
    election.sheets.filter(contests__isnull=True).delete()
    Election.objects.filter(pk=election.pk).update(published_at=now)
    election.refresh_from_db()
    audit.record(
        audit.Action.NOTICE_PUBLISHED, actor=actor, subject=election.title, election=election.pk
    )
