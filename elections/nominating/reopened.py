"""Nominations that are open again for vacancies: for whom, and in which contests.

Who comes forward then must be able to fill a seat that would stay vacant with those who stood before;
all others find nominations closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from elections import phases
from elections.foreseen import openings_in_words
from elections.models import Contest, Election, Nomination, ReopenedContest
from elections.refusal import Refused
from elections.vacancies import Outlook, outlook, outlooks


def reopened(contest: Contest, now: datetime) -> ReopenedContest | None:
    """The contest's reopening while its window is open; None otherwise."""
    if not phases.reopening_open(contest.election.timetable, now):
        return None
    return _opening(contest)


def _opening(contest: Contest) -> ReopenedContest | None:
    """Asks nothing where the contest was selected with `reopened`."""
    return getattr(contest, "reopened", None)


def opens_again_at(contest: Contest, now: datetime) -> datetime | None:
    """When nominations open again for the contest's vacancies, if that is still to come."""
    opens_at = contest.election.timetable.reopening_opens_at
    is_to_come = opens_at is not None and now < opens_at
    return opens_at if is_to_come and _opening(contest) is not None else None


def standing_is_open(contest: Contest, now: datetime) -> bool:
    """Whether members may put themselves forward: anybody, or for its vacancies."""
    timetable = contest.election.timetable
    return phases.self_nomination_open(timetable, now) or reopened(contest, now) is not None


def standing_closes_at(
    election: Election, now: datetime, among: Iterable[Contest] | None = None
) -> datetime | None:
    """The close of the window in which members may put themselves forward now; None outside one.

    Of those contests of the election that are open again, all or those `among` some count.
    """
    timetable = election.timetable
    if phases.self_nomination_open(timetable, now):
        return timetable.self_nomination_closes_at
    return _vacancies_close_at(election, now, among)


def supporting_closes_at(
    election: Election, now: datetime, among: Iterable[Contest] | None = None
) -> datetime | None:
    """The close of the window in which somebody may be nominated now; None outside one.

    `among` is as for `standing_closes_at`.
    """
    timetable = election.timetable
    if phases.supporting_open(timetable, now):
        return timetable.supporting_closes_at
    return _vacancies_close_at(election, now, among)


def _vacancies_close_at(
    election: Election, now: datetime, among: Iterable[Contest] | None
) -> datetime | None:
    if not phases.reopening_open(election.timetable, now):
        return None
    if among is None:
        is_open = ReopenedContest.objects.filter(contest__election=election).exists()
    else:
        is_open = any(_opening(one) is not None for one in among)
    return election.timetable.reopening_closes_at if is_open else None


def closed_at(contest: Contest, now: datetime) -> datetime | None:
    """When the last window closed in which members could stand in the contest.

    None while one is open, and where none has closed.
    """
    if standing_is_open(contest, now):
        return None
    timetable = contest.election.timetable
    closings = [timetable.self_nomination_closes_at]
    if _opening(contest) is not None:
        closings.append(timetable.reopening_closes_at)
    return max((at for at in closings if at is not None and at <= now), default=None)


def change_is_open(nomination: Nomination, now: datetime) -> bool:
    """Whether a candidate may still mend their nomination: in the window they came forward in."""
    if phases.self_nomination_open(nomination.contest.election.timetable, now):
        return True
    return came_for_vacancy(nomination, now)


def supporting_is_open(nomination: Nomination, now: datetime) -> bool:
    """Whether somebody who stands may be nominated: those who came for a vacancy, in its window."""
    if phases.supporting_open(nomination.contest.election.timetable, now):
        return True
    return came_for_vacancy(nomination, now)


def came_for_vacancy(nomination: Nomination, now: datetime) -> bool:
    """Whether the window for vacancies is open and the nomination was made in it."""
    opening = reopened(nomination.contest, now)
    return opening is not None and nomination.submitted_at >= opening.reopened_at


def support_opens_at(nomination: Nomination, now: datetime) -> datetime | None:
    """When those who stand can first be nominated, if that is still to come and has a date."""
    election = nomination.contest.election
    opens_at = election.timetable.supporting_opens_at
    has_date = election.postponed_at is None and election.withdrawn_at is None
    return opens_at if has_date and opens_at is not None and now < opens_at else None


def support_closes_at(nomination: Nomination) -> datetime | None:
    """When the window closes in which this nomination can be supported, past or to come."""
    timetable = nomination.contest.election.timetable
    opening = _opening(nomination.contest)
    if opening is not None and nomination.submitted_at >= opening.reopened_at:
        return timetable.reopening_closes_at
    return timetable.supporting_closes_at


def nominations_each(nomination: Nomination, now: datetime) -> int:
    """How many candidates of the contest a member may nominate by now.

    Where nominations are open again everybody has as many more as there are vacancies, so that those
    who nominated somebody before can help to fill them.
    """
    limit = nomination.contest.supports_per_member
    if came_for_vacancy(nomination, now):
        return limit + nomination.contest.reopened.seats
    return limit


def require_fills_vacancy(contest: Contest, attributes: Collection[str], now: datetime) -> None:
    """Raises Refused for somebody who could fill none of the vacancies, with what they declare."""
    if phases.self_nomination_open(contest.election.timetable, now):
        return
    opening = reopened(contest, now)
    if opening is None:
        raise Refused(_("Nominations for this contest are not open now."))
    before = before_reopening(opening)
    if not before.could_fill(attributes):
        raise Refused(
            _(
                "Nominations are open again for vacancies alone, and as you answered you could not "
                "fill one. %(line)s"
            )
            % {"line": in_words(opening)}
        )


def before_reopening(opening: ReopenedContest) -> Outlook:
    """The contest with those who stood before nominations were opened again."""
    earlier = opening.contest.nominations.all().standing()
    return outlook(opening.contest, earlier.filter(submitted_at__lt=opening.reopened_at))


def in_words(opening: ReopenedContest) -> str:
    """“Wales, 1 vacancy: only for Women and marginalised genders.”"""
    return vacancy_in_words(before_reopening(opening), opening.seats)


def vacancy_in_words(before: Outlook, vacant: int) -> str:
    words = {
        "contest": before.contest.title,
        "vacant": vacant,
        "wanted": openings_in_words(before.openings()),
    }
    if not words["wanted"]:
        return _("%(contest)s, seats to fill: %(vacant)s, open to everybody.") % words
    return _("%(contest)s, seats to fill: %(vacant)s, only for: %(wanted)s.") % words


def lines_of(contests: Iterable[Contest]) -> list[str]:
    """What is open again, a line for each contest; empty where nothing was reopened.

    The contests are of one election and come as `whole_contests` finds them.
    """
    found = [one for one in contests if _opening(one) is not None]
    if not found:
        return []
    earlier = Nomination.objects.standing().filter(
        submitted_at__lt=F("contest__reopened__reopened_at")
    )
    return [
        vacancy_in_words(before, before.contest.reopened.seats)
        for before in outlooks(found, earlier)
    ]
