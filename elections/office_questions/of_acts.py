"""What acts upon an election will do, and to whom: figures for the pages that ask for confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import outbox, rooms, scheduling
from elections.models import (
    DeclaredBy,
    Election,
    FixingProposal,
    Message,
    Nomination,
    SupportingNomination,
    Timetable,
)
from elections.models.entitlement import staff_members


@dataclass(frozen=True)
class FiguresOfActs:
    on_roll: int
    standing: int
    appealing: int  # refused, with an appeal that is open or still possible
    nominating: int  # members who nominated somebody
    beside: list[tuple[str, int]]  # who has a part in it by another room, in words, and how many
    waiting_ballots: int  # ballot messages not sent yet
    has_papers: bool


def figures_of_acts(election: Election, now: datetime) -> FiguresOfActs:
    """Whom an act concerns; nothing here moves while members vote."""
    given = SupportingNomination.objects.filter(contest__election=election)
    waiting = Q(kind=Message.Kind.BALLOT, state=Message.State.QUEUED)
    opened = election.timetable.voting_opens_at
    return FiguresOfActs(
        on_roll=election.roll.count(),
        standing=Nomination.objects.standing().filter(contest__election=election).count(),
        appealing=len(outbox.may_yet_stand(election, now=now)),
        nominating=given.values("member").distinct().count(),
        beside=[(words, len(found)) for words, found in outbox.members_beside(election)],
        waiting_ballots=election.messages.filter(waiting, not_before__gte=opened).count(),
        has_papers=election.papers_fixed_at is not None,
    )


def steps_after_the_close(election: Election) -> list[str]:
    """What moves along when voting closes later, in words."""
    moved = scheduling.moved_along(election, election.timetable.voting_closes_at)
    return [Timetable.words_for(name) for name in moved if name != "voting_closes_at"]


def people_of_rehearsals(election: Election) -> dict[str, object]:
    """Who gets a paper in a rehearsal, who holds an office and gets none, and earlier rehearsals."""
    return {
        "staff": staff_members().order_by("last_name", "first_name", "number"),
        "staff_without_member": scheduling.staff_without_member(),
        "rehearsals": election.rehearsals.order_by("created_at"),
    }


def proposal_of(election: Election) -> FixingProposal | None:
    """The first officer's word that the papers are ready, if it was given."""
    return FixingProposal.objects.filter(election=election).select_related("made_by").first()


@dataclass(frozen=True)
class Happening:
    at: datetime
    sentence: str


def what_will_happen(election: Election) -> list[Happening]:
    """The timetable and the settings of an election in sentences, in the order of time.

    What the rooms beside it add comes after its own steps of the same instant.
    """
    timetable = election.timetable
    sentences = _about_nominating(election) | _about_papers(election) | _about_the_result(election)
    own = [
        Happening(at, sentences[name])
        for name in Timetable.INSTANTS
        if name in sentences and (at := getattr(timetable, name)) is not None
    ]
    beside = [one for room in rooms.beside() for one in room.happenings(election)]
    return sorted([*own, *beside], key=lambda one: one.at)


def _about_nominating(election: Election) -> dict[str, str]:
    return {
        "self_nomination_opens_at": _(
            "Members who meet the conditions can put themselves forward."
        ),
        "self_nomination_closes_at": _("Nobody can put themselves forward any more."),
        "reopening_opens_at": _("Nominations open again where seats would stay vacant."),
        "reopening_closes_at": _("Nominations for vacancies close."),
        "withdrawal_closes_at": _("Until now candidates can withdraw by themselves."),
        "decisions_due_at": _("By now officers have decided every nomination."),
        "appeals_close_at": _("Until now those who were refused can appeal to another officer."),
        **_about_supporting(election),
    }


def _about_supporting(election: Election) -> dict[str, str]:
    """Where no candidate needs to be nominated, nothing happens at these instants."""
    if not election.needs_supporters:
        return {}
    needed = election.supporters_needed
    nominate = ngettext(
        "Members can nominate those who stand. Each needs %(needed)s nomination.",
        "Members can nominate those who stand. Each needs %(needed)s nominations.",
        needed,
    )
    return {
        "supporting_opens_at": nominate % {"needed": needed},
        "supporting_closes_at": _("Nobody can nominate any more."),
    }


def _about_papers(election: Election) -> dict[str, str]:
    late = election.timetable.freeze_at > election.timetable.voting_opens_at
    fixed = (
        _("By now one officer has found the papers ready and another has fixed them.")
        if election.needs_second_officer
        else _("By now an officer has fixed the papers: candidates no longer change.")
    )
    frozen = (
        _("Whoever has joined and paid by now votes; who joined since the opening gets a paper.")
        if late
        else _("Whoever has joined and paid by now votes; later joiners do not.")
    )
    return {
        "notice_at": _("The election becomes public. What the notice says is locked."),
        "freeze_at": frozen,
        "papers_fixed_by_at": fixed,
        "postal_requests_close_at": _("Until now members can ask for a ballot by post."),
        "voting_opens_at": _(
            "Voting opens by the clock, and every voter is sent a ballot email. If the papers are "
            "not fixed, the pages say “delayed”."
        ),
        "reminder_at": _("Voters who have not voted are sent a reminder."),
        "voting_closes_at": _("Voting closes by the clock. The papers are counted at once."),
    }


def _about_the_result(election: Election) -> dict[str, str]:
    declared = (
        _("The result is declared by itself. If the scrutineer has signed no report, it says so.")
        if election.declared_by == DeclaredBy.AUTOMATIC
        else _(
            "An officer declares the result, after the scrutineer's report. "
            "Until then it is provisional."
        )
    )
    return {
        "complaints_close_at": _("Until now members can complain about the result."),
        "declaration_at": declared,
        "declarations_kept_until_at": _("What candidates declared about themselves is erased."),
        "term_starts_at": _("The term of those elected starts."),
        "term_ends_at": _("The term ends. Photos and statements of candidates are erased."),
    }
