"""Whether a member is on the roll, and why not: the answer to "Am I on the roll?"."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from elections.models import (
    Election,
    Electorate,
    LabourCondition,
    RollEntry,
    RollExclusion,
    RollSheet,
    Sheet,
)
from elections.models import entitlement as conditions
from elections.roll import one_person
from elections.roll.correcting import may_correct
from members.at_once import ask_at_once
from members.models import Member, Status


@dataclass(frozen=True)
class PaperPlace:
    """One paper of an election, and why a member does not get it; `why_not` is empty if they do."""

    title: str
    why_not: str = ""


@dataclass(frozen=True)
class Place:
    """Where a member stands with the roll of an election.

    `is_written` says whether the answer is the roll's or that of the list as things stand;
    `reasons` are why the member is not on it, `notes` what somebody on it should know.
    """

    is_on: bool
    is_written: bool
    is_frozen: bool
    may_be_corrected: bool
    papers: list[PaperPlace] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def held(self) -> list[PaperPlace]:
        return [paper for paper in self.papers if not paper.why_not]

    @property
    def not_held(self) -> list[PaperPlace]:
        return [paper for paper in self.papers if paper.why_not]


def place_of(election: Election, member: Member, *, now: datetime) -> Place:
    """Whether the member is on the roll, from it once it is written, and before as things stand."""
    sheets = list(Sheet.objects.filter(election=election).as_papers())
    bars = _bars(election, member, sheets)
    recorded = _recorded(election, member)
    exclusion = recorded.exclusion
    if election.has_roll:
        held = recorded.held
    else:
        held = {sheet.pk for sheet, unmet in bars if not unmet and exclusion is None}
    reasons = []
    if not held:
        reasons = [_excluded(exclusion.reason)] if exclusion else _reasons(election, member, bars)
        reasons = reasons or [_only_later(election, member, recorded.other)]
    return Place(
        is_on=bool(held),
        is_written=election.has_roll,
        is_frozen=election.roll_frozen_at is not None,
        may_be_corrected=not may_correct(election, now),
        papers=_papers(sheets, member, bars, held),
        reasons=reasons,
        notes=_notes(election, member, recorded.entry) if held else [],
    )


@dataclass(frozen=True)
class _Recorded:
    """What an election has on record of a member: their entry and the keys of its sheets, the number
    of another record of theirs that is on the roll, and that they were taken off it."""

    entry: RollEntry | None
    held: set[int]
    other: str
    exclusion: RollExclusion | None


def _recorded(election: Election, member: Member) -> _Recorded:
    sheets = RollSheet.objects.filter(entry=OuterRef("pk")).values("sheet")
    others = one_person.other_entries(election, member).annotate(number=F("member__number"))
    found = ask_at_once(
        {
            "own": election.roll.filter(member=member).annotate(held=ArraySubquery(sheets)),
            "others": others,
            "exclusions": election.exclusions.filter(member=member),
        }
    )
    entry = next(iter(found["own"]), None)
    return _Recorded(
        entry,
        held=set(entry.held) if entry else set(),
        other=next((one.number for one in found["others"]), ""),
        exclusion=next(iter(found["exclusions"]), None),
    )


def _bars(election: Election, member: Member, sheets: list[Sheet]) -> list[tuple[Sheet, list[str]]]:
    """Each sheet that is or will be on paper, and the conditions that the member does not meet."""
    found = [sheet for sheet in sheets if sheet.is_on_paper]
    for sheet in found:
        sheet.election = election
    unmet = conditions.unmet_of(member, found)
    return [(sheet, unmet[sheet.pk]) for sheet in found]


def _reasons(election: Election, member: Member, bars: list[tuple[Sheet, list[str]]]) -> list[str]:
    """Why somebody is an elector of no sheet; none for whoever is one."""
    if not bars:
        return [_("No vote is held in this election.")]
    if not all(unmet for _sheet, unmet in bars):
        return []
    own = {name for _sheet, unmet in bars for name in unmet}
    found = [
        _sentence(name, election, member)
        for name in (
            conditions.ONE_RECORD,
            conditions.STATUS,
            conditions.JOINED,
            conditions.AGE,
            conditions.LABOUR,
        )
        if name in own
    ]
    if all(conditions.ELECTORATE in unmet for _sheet, unmet in bars):
        # Once each: eight regions give the same reason.
        found += dict.fromkeys(_not_of(sheet, member) for sheet, _unmet in bars)
    return found


def _sentence(name: str, election: Election, member: Member) -> str:
    if name == conditions.ONE_RECORD and member.same_person_as:
        return _(
            "You are on our membership list twice. You vote with the other membership number, "
            "%(number)s."
        ) % {"number": member.same_person_as.number}
    if name == conditions.JOINED and member.joined_on:
        return _(
            "Our list says that you joined on %(joined)s. To vote you must have joined by %(by)s."
        ) % {"joined": _day(member.joined_on), "by": _day(conditions.freeze_day(election))}
    if name == conditions.AGE:
        return _("To vote you must be %(age)s or older on %(day)s.") % {
            "age": election.minimum_age,
            "day": _day(conditions.freeze_day(election)),
        }
    if name == conditions.LABOUR:
        return _(
            "Our list says that you are not a member of the Labour Party. Voters in this election "
            "must be."
        )
    return _(
        "Our list says that your membership is: %(status)s. To vote it must be: %(entitled)s."
    ) % {"status": member.get_status_display(), "entitled": _statuses(election)}


def _not_of(sheet: Sheet, member: Member) -> str:
    """Why a member does not belong to the electorate of a sheet."""
    electorate = Electorate(sheet.electorate)
    if electorate == Electorate.REGION:
        if member.region is None:
            return _("We do not know your region. Ask us to correct your postal address.")
        return _("Your region on our list is %(region)s, which has no vote here.") % {
            "region": member.region.name
        }
    if electorate == Electorate.OFFICE_HOLDERS:
        return _("Our list does not say that you hold public office.")
    if electorate == Electorate.NO_OFFICE:
        return _("Our list says that you hold public office.")
    if electorate == Electorate.LIST:
        return _("You are not on the list for “%(paper)s”.") % {"paper": sheet.title_here}
    return _("You hold no office in these elections.")


def _excluded(reason: str) -> str:
    return _("The returning officer took you off the roll. The reason: %(reason)s") % {
        "reason": reason
    }


def _only_later(election: Election, member: Member, other: str) -> str:
    """For somebody who meets the conditions now and is not on a roll that was written."""
    if other:
        return _(
            "You are on the roll with another record of yours, membership number %(number)s. Nobody "
            "votes twice."
        ) % {"number": other}
    if one_person.waits_for_decision(election, member):
        return _(
            "Our list has another record that looks like yours. Nobody votes twice, so we first "
            "decide whether both are one person. Until then you are not on the roll. Write to us: "
            "that is quickest."
        )
    if election.roll_frozen_at is None:
        return _("You meet the conditions now. You will be on the roll within a few minutes.")
    return _(
        "When the roll was frozen, our list did not show that you met the conditions. It does now, "
        "but later changes do not reach the roll."
    )


def _papers(
    sheets: list[Sheet], member: Member, bars: list[tuple[Sheet, list[str]]], held: set[int]
) -> list[PaperPlace]:
    """Every paper of the election; of those without a poll, that nobody gets them."""
    polled = {sheet.pk: unmet for sheet, unmet in bars}
    papers = []
    for sheet in sheets:
        if sheet.pk in held:
            why_not = ""
        elif sheet.pk not in polled:
            why_not = _("No vote is needed: the seats are filled without one.")
        elif polled[sheet.pk] == [conditions.ELECTORATE]:
            why_not = _not_of(sheet, member)
        elif held:
            why_not = _("This paper is not one of yours on the roll.")
        else:
            why_not = _("You are not on the roll.")
        papers.append(PaperPlace(sheet.title_here, why_not))
    return papers


def _notes(election: Election, member: Member, entry: RollEntry | None) -> list[str]:
    notes = []
    if not (entry.email if entry else member.email_key):
        notes.append(
            _(
                "The roll has no email address for you, so no ballot email can reach you. Write to us."
            )
        )
    listed = entry.labour if entry else member.labour_member
    is_asked = listed in ("", RollEntry.Labour.UNDECLARED)
    if election.labour == LabourCondition.REQUIRED and is_asked:
        notes.append(
            _(
                "Our list does not say whether you are a member of the Labour Party. You are asked "
                "before your ballot paper opens."
            )
        )
    return notes


def conditions_in_words(election: Election) -> list[str]:
    """Who may vote, for everybody to read: one sentence for each condition."""
    if election.is_rehearsal:
        return [_("This is a rehearsal. Members who hold an office in these elections vote in it.")]
    timetable = election.timetable
    day = _day(conditions.freeze_day(election))
    found = [
        _("Your membership must be: %(statuses)s.") % {"statuses": _statuses(election)},
        _("You must have joined, and paid what is due, by %(day)s.") % {"day": day},
    ]
    if timetable.freeze_at > timetable.voting_opens_at:
        found.append(
            _("If you join after voting has opened, but in time, you get your ballot paper then.")
        )
    if election.minimum_age:
        found.append(
            _("You must be %(age)s or older on %(day)s.")
            % {"age": election.minimum_age, "day": day}
        )
    if election.labour == LabourCondition.REQUIRED:
        found.append(
            _(
                "You must be a member of the Labour Party. If our list does not say so, we ask you "
                "before your ballot paper opens."
            )
        )
    else:
        found.append(_("You need not be a member of the Labour Party."))
    return found


def _statuses(election: Election) -> str:
    words = [str(Status(status).label) for status in election.entitled_statuses]
    return get_text_list(words, _("or"))


def _day(on: date) -> str:
    return date_format(on, "j F Y")
