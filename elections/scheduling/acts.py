"""What an officer can do with an election as a whole: now, or why not now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from elections.models import Election
from elections.scheduling.ending import why_not_abandon, why_not_delete, why_not_withdraw
from elections.scheduling.extending import why_not_extend
from elections.scheduling.postponing import why_not_postpone, why_not_resume
from elections.scheduling.rehearsing import why_not_rehearse


@dataclass(frozen=True)
class Act:
    """An act upon an election: the page it is done on, what it is called and does, and what stands
    in its way: empty where it can be done now."""

    page: str
    label: str
    what: str
    why_not: str

    @property
    def is_possible(self) -> bool:
        return not self.why_not


def acts(election: Election, now: datetime) -> list[Act]:
    """Every act, those that can be done now first."""
    found = [
        Act(
            "rehearse-election",
            _("Rehearse"),
            _("A copy for staff alone, run in minutes: papers, mail, voting, close and count."),
            why_not_rehearse(election),
        ),
        Act(
            "extend-voting",
            _("Extend voting"),
            _("Voting closes later. Those affected are told, with the reason."),
            why_not_extend(election, now),
        ),
        Act(
            "postpone-election",
            _("Postpone"),
            _("Nothing is open until there is a new timetable. Those affected are told."),
            why_not_postpone(election, now),
        ),
        Act(
            "resume-election",
            _("Resume"),
            _("The postponed election goes on, with a new timetable. Those affected are told."),
            why_not_resume(election),
        ),
        Act(
            "withdraw-election",
            _("Withdraw"),
            _("The election is called off before voting opens. Those affected are told."),
            why_not_withdraw(election, now),
        ),
        Act(
            "abandon-poll",
            _("Abandon the poll"),
            _("Voting ends at once, and the papers are destroyed. Everybody on the roll is told."),
            why_not_abandon(election, now),
        ),
        Act(
            "delete-draft",
            _("Delete the draft"),
            _("The election is deleted, as nobody has been told of it."),
            why_not_delete(election),
        ),
    ]
    return sorted(found, key=lambda act: not act.is_possible)
