"""Personal data is erased by schedule: what, when, and how it leaves the pages it lay on.

The database refuses all of it before its time, by its own clock (migration 0009). Every erasure is
one transaction that deletes, writes the tables anew, marks the election and is audited; it may be
tried as often as one likes. docs/retention.md tells the schedule.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.ballots import box
from elections.ballots import erasing as papers
from elections.models import (
    ActProposal,
    Appeal,
    Candidate,
    CandidateLeft,
    Election,
    IdentityDeclaration,
    ListedElector,
    Message,
    Nomination,
    NominationDraft,
    NominationEnd,
    Photo,
    RollEntry,
    RollExclusion,
    RollSheet,
    StruckPassage,
    SupportingNomination,
)
from members import audit

log = logging.getLogger("momentum.erasing")

DRAFTS_KEPT = timedelta(days=30)
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Erasure:
    """One line of the schedule: what goes, when in words, when by the calendar, and how.

    `marks` is the field of the election that holds when it was done; "" where rows alone tell.
    """

    name: str
    marks: str
    what: str | Promise
    when: str | Promise
    due_at: Callable[[Election], datetime | None]
    may: Callable[[Election, datetime], bool]
    erase: Callable[[Election], Counts]

    def is_due(self, election: Election, now: datetime) -> bool:
        due_at = self.due_at(election)
        return due_at is not None and due_at <= now and self.may(election, now)

    def planned_at(self, election: Election, now: datetime) -> datetime | None:
        """When it is going to be due, as far as that is known before the election is over."""
        due_at, times = self.due_at(election), election.timetable
        is_known = due_at in (times.declarations_kept_until_at, times.term_ends_at)
        return due_at if is_known or self.may(election, now) else None

    def erased_at(self, election: Election) -> datetime | None:
        return getattr(election, self.marks) if self.marks else None


def erase_due(now: datetime) -> int:
    """Erase everything whose time has come; returns how many erasures were made.

    A table that is in use is left for the next sweep, as is an election whose erasing fails.
    """
    done = 0
    for erasure in SCHEDULE:
        waiting = Election.objects.filter(published_at__isnull=False)
        if erasure.marks:
            waiting = waiting.filter(**{f"{erasure.marks}__isnull": True})
        for election in waiting.select_related("timetable").order_by("pk"):
            if not erasure.is_due(election, now):
                continue
            try:
                done += _carry_out(erasure, election, now)
            except box.TablesInUse:
                continue
            except Exception:  # what is due in other elections does not wait for this one
                log.exception("%s of election %s were not erased", erasure.name, election.pk)
    return done


def _carry_out(erasure: Erasure, election: Election, now: datetime) -> bool:
    with box.at_once():
        locked = (
            Election.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("timetable")
            .filter(pk=election.pk)
            .first()
        )
        if locked is None or erasure.erased_at(locked) or not erasure.is_due(locked, now):
            return False
        counts = erasure.erase(locked)
        if erasure.marks:
            Election.objects.filter(pk=locked.pk).update(**{erasure.marks: now})
        elif not any(counts.values()):
            return False
        audit.record(
            audit.Action.DATA_ERASED,
            actor=None,
            subject=locked.title,
            election=locked.pk,
            detail={"what": erasure.name, **counts},
        )
    return True


# --- The rooms beside ----------------------------------------------------------------------------

_with_papers: list[Callable[[Election], Counts]] = []
_with_statements: list[Callable[[Election], Counts]] = []


def add(
    *, with_papers: Callable[[Election], Counts], with_statements: Callable[[Election], Counts]
) -> None:
    """A room names, when the site starts, what it deletes with an election's papers and statements.

    Each runs in the transaction of the erasure and returns how many of what went.
    """
    _with_papers.append(with_papers)
    _with_statements.append(with_statements)


def write_anew(table: str, column: str) -> None:
    """For them, too: see `elections.ballots.erasing`."""
    papers.write_anew(table, column)


# --- When ----------------------------------------------------------------------------------------


def ended_at(election: Election) -> datetime | None:
    """Declared, withdrawn, or its closing instant where papers were never fixed; else not yet."""
    if ended := election.declared_at or election.withdrawn_at:
        return ended
    is_without_papers = election.papers_fixed_at is None and election.no_poll_at is None
    if is_without_papers and election.published_at and election.postponed_at is None:
        return election.timetable.voting_closes_at
    return None


def a_year_after(instant: datetime) -> datetime:
    """Twelve months later; after 29 February the 28th."""
    try:
        return instant.replace(year=instant.year + 1)
    except ValueError:
        return instant.replace(year=instant.year + 1, day=28)


def papers_due_at(election: Election) -> datetime | None:
    ended = ended_at(election)
    return a_year_after(ended) if ended else None


def statements_due_at(election: Election) -> datetime | None:
    term_ends_at = election.timetable.term_ends_at
    if term_ends_at is not None and election.withdrawn_at is None:
        return term_ends_at
    return papers_due_at(election)


def declarations_due_at(election: Election) -> datetime | None:
    return election.timetable.declarations_kept_until_at or papers_due_at(election)


def drafts_due_at(election: Election) -> datetime | None:
    if election.postponed_at is not None and election.withdrawn_at is None:
        return None
    closed = election.papers_fixed_at or election.withdrawn_at
    return (closed or election.timetable.voting_closes_at) + DRAFTS_KEPT


def _always(election: Election, now: datetime) -> bool:
    return True


def _is_over(election: Election, now: datetime) -> bool:
    ended = ended_at(election)
    return ended is not None and ended <= now


def _is_counted(election: Election, now: datetime) -> bool:
    """Who counts towards reserved seats steers the count: never erased before it is stored."""
    if election.counted_at or election.withdrawn_at:
        return True
    return election.papers_fixed_at is None and election.timetable.voting_closes_at <= now


# --- What ----------------------------------------------------------------------------------------


def _erase_declarations(election: Election) -> Counts:
    declared = IdentityDeclaration.objects.filter(nomination__contest__election=election)
    count = declared.delete()[0]
    papers.write_anew("elections_identitydeclaration", "attribute")
    return {"declarations": count}


def _erase_papers(election: Election) -> Counts:
    """Roll, mail and papers. The rows of the roll first: the order of locks is the ballot box's."""
    rows = {
        "roll sheets": RollSheet.objects.filter(entry__election=election),
        "messages": Message.objects.filter(election=election),
        "roll entries": RollEntry.objects.filter(election=election),
        "exclusions": RollExclusion.objects.filter(election=election),
        "listed electors": ListedElector.objects.filter(sheet__election=election),
        "nominators": SupportingNomination.objects.filter(contest__election=election),
    }
    counts = {name: found.delete()[0] for name, found in rows.items()}
    for table, column in (
        ("elections_rollsheet", "status"),
        ("elections_message", "attempts"),
        ("elections_rollentry", "code_generation"),
        ("elections_rollexclusion", "reason"),
        ("elections_listedelector", "id"),
        ("elections_supportingnomination", "slot"),
    ):
        papers.write_anew(table, column)
    for erase in _with_papers:
        counts |= erase(election)
    return counts | {"papers": papers.erase(election.pk)}


def _erase_statements(election: Election) -> Counts:
    """Photos and words; names, results and public reasons stay, as published."""
    nominations = Nomination.objects.filter(contest__election=election)
    candidates = Candidate.objects.filter(contest__election=election)
    said = ~Q(statement="") | ~Q(links=[])
    counts = {
        "photos": Photo.objects.filter(nomination__contest__election=election).delete()[0],
        "nominations": nominations.filter(said).update(statement="", links=[]),
        "candidates": candidates.filter(said).update(statement="", links=[]),
        "struck passages": StruckPassage.objects.filter(
            candidate__contest__election=election
        ).delete()[0],
        "details": CandidateLeft.objects.filter(candidate__contest__election=election)
        .exclude(detail="")
        .update(detail=""),
        "details of nominations": NominationEnd.objects.filter(
            nomination__contest__election=election
        )
        .exclude(detail="")
        .update(detail=""),
        # The form of an amendment has such details, too.
        "proposals": ActProposal.objects.filter(election=election).delete()[0],
        "appeals": Appeal.objects.filter(nomination__contest__election=election)
        .exclude(text="")
        .update(text=""),
    }
    for table, column in (
        ("elections_photo", "width"),
        ("elections_candidate", "slate_colour"),
        ("elections_struckpassage", "reason"),
        ("elections_nomination", "proof_approved"),
        ("elections_appeal", "outcome"),
        ("elections_candidateleft", "detail"),
        ("elections_nominationend", "detail"),
        ("elections_actproposal", "act"),
    ):
        papers.write_anew(table, column)
    for erase in _with_statements:
        counts |= erase(election)
    return counts


def _erase_drafts(election: Election) -> Counts:
    drafts = NominationDraft.objects.filter(contest__election=election)
    counts = {"drafts": drafts.delete()[0]}
    if counts["drafts"]:  # this one has no mark, and is asked again every hour
        papers.write_anew("elections_nominationdraft", "id")
    return counts


SCHEDULE: Iterable[Erasure] = (
    Erasure(
        "declarations",
        "declarations_erased_at",
        _("What candidates declared about themselves"),
        _(
            "At the instant in the timetable; without one, with the papers. Never before the count "
            "is stored."
        ),
        declarations_due_at,
        _is_counted,
        _erase_declarations,
    ),
    Erasure(
        "papers",
        "papers_erased_at",
        _("Roll, ballot papers, email, who nominated whom, acted for a slate or upvoted what"),
        _("12 months after the result was declared or the election was withdrawn."),
        papers_due_at,
        _is_over,
        _erase_papers,
    ),
    Erasure(
        "statements",
        "statements_erased_at",
        _(
            "Photos, statements and what was struck out of them, links, programmes of slates, "
            "questions and answers, the words of appeals, and details of why somebody stands no more"
        ),
        _(
            "At the end of the term; without one, or if the election was withdrawn, with the papers."
        ),
        statements_due_at,
        _is_over,
        _erase_statements,
    ),
    Erasure(
        "drafts",
        "",
        _("What members entered to stand and did not send"),
        _("30 days after the papers were fixed or the election was withdrawn."),
        drafts_due_at,
        _always,
        _erase_drafts,
    ),
)
