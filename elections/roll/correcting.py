"""Corrections of the roll, each with its reason, until voting closes.

A member who was wrongly left out is put on, with a ballot message in the same transaction; one who was
wrongly let in is taken off, unless they have voted; addresses are mended; codes are replaced before
the opening only. The member is held first, then the election and the rows of the roll: the order of
locks is in docs/architecture.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from elections import outbox
from elections.models import (
    Contest,
    Election,
    Electorate,
    Message,
    RollEntry,
    RollExclusion,
    RollSheet,
    Sheet,
)
from elections.refusal import Refused
from elections.roll.freezing import labour_of
from elections.roll.one_person import require_one_entry
from members import audit, mailbox
from members.models import Member, Region, User


class NotChanged(Refused):
    """What was asked for is so already: perhaps the button was pressed twice."""


def may_correct(election: Election, now: datetime) -> str:
    """Why the roll can no longer be corrected; empty while it can."""
    if election.withdrawn_at is not None:
        return _("The election has been withdrawn.")
    if election.published_at is None:
        return _("Publish the notice first. Until then there is nothing to correct.")
    if election.has_closed(now):
        return _("Voting has closed, and the roll with it.")
    if election.no_poll_at is not None:
        return _("No vote is held in this election.")
    return ""


@transaction.atomic
def put_on(
    election: Election,
    member: Member,
    sheets: Collection[Sheet],
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> RollEntry | None:
    """Give a member exactly these papers, and with them a place on the roll, whatever the list says.

    Whoever has one already keeps what was copied of them; a paper that they returned stays. An
    officer's earlier word that kept them off is taken back, and before the roll is written that is
    all: None then.
    """
    member, held = _hold(election, member, reason, now)
    exclusion = RollExclusion.objects.filter(election=held, member=member)
    if not held.has_roll:
        if not exclusion.delete()[0]:
            raise Refused(
                _("The roll is not written yet. Correct the membership list: the roll follows it.")
            )
        _record(held, member, {"added": True, "what": "exclusion"}, reason, actor, now)
        return None
    exclusion.delete()
    _require_papers(held, sheets)
    entry = RollEntry.objects.filter(election=held, member=member).first()
    if entry is None:
        require_one_entry(held, member)
        entry = _new_entry(held, member)
    changed = _set_papers(held, entry, {sheet.pk: sheet for sheet in sheets}, member)
    if held.papers_fixed_at is not None:
        outbox.queue_ballots_of([entry.pk], election=held, now=now)
    _record(held, member, {"added": True, **changed}, reason, actor, now, to=entry.email)
    return entry


def _require_papers(election: Election, sheets: Collection[Sheet]) -> None:
    if not sheets:
        raise Refused(_("Choose at least one paper, or take the member off the roll."))
    on_paper = set(Sheet.objects.filter(election=election).on_paper().values_list("pk", flat=True))
    if any(sheet.pk not in on_paper for sheet in sheets):
        raise Refused(_("Nobody votes on one of these papers. Choose others."))
    counts = Counter(
        section or contest
        for contest, section in Contest.objects.filter(sheet__in=sheets).values_list(
            "pk", "section_of"
        )
    )
    if any(times > 1 for times in counts.values()):
        raise Refused(
            _("Two of these papers are sections of one electoral college. A voter has one of them.")
        )
    regional = [sheet for sheet in sheets if sheet.electorate == Electorate.REGION]
    if regional and not _regions_of(regional):
        raise Refused(
            _("Two of these papers are those of different regions. A voter has the papers of one.")
        )


def _regions_of(regional: Collection[Sheet]) -> list[Region]:
    """The regions in which a member gets all of these papers: none for those of two."""
    first, *others = (list(sheet.regions.all()) for sheet in regional)
    return [region for region in first if all(region in other for other in others)]


def _new_entry(election: Election, member: Member) -> RollEntry:
    labour = Member.objects.filter(pk=member.pk).values_list(labour_of(election), flat=True).get()
    return RollEntry.objects.create(
        election=election,
        member=member,
        status=member.status,
        region=member.region,
        email=member.email_key,
        labour=labour,
    )


def _set_papers(
    election: Election, entry: RollEntry, wanted: Mapping[int, Sheet], member: Member
) -> dict[str, Any]:
    """Add and take away sheets until the entry has those that are wanted; what changed."""
    held = {
        row.sheet_id: row
        for row in entry.sheets.select_for_update(of=("self",)).select_related("sheet")
    }
    added = [sheet for pk, sheet in wanted.items() if pk not in held]
    removed = [row for pk, row in held.items() if pk not in wanted]
    if not added and not removed:
        raise NotChanged(_("%(name)s has these papers already.") % {"name": member.name})
    if any(row.status != RollSheet.Status.OPEN for row in removed):
        raise Refused(_("A paper that was returned stays with its voter."))
    if election.roll_frozen_at is None and any(
        row.sheet.electorate != Electorate.REGION for row in removed
    ):
        raise Refused(
            _("Until the roll is frozen the membership list decides this. Correct it there.")
        )
    _copy_region(election, entry, wanted.values(), is_swapped=bool(removed))
    RollSheet.objects.filter(pk__in=[row.pk for row in removed]).delete()
    RollSheet.objects.bulk_create(RollSheet(entry=entry, sheet=sheet) for sheet in added)
    return {
        "papers added": sorted(sheet.title for sheet in added),
        "papers removed": sorted(row.sheet.title for row in removed),
    }


def _copy_region(
    election: Election, entry: RollEntry, wanted: Collection[Sheet], *, is_swapped: bool
) -> None:
    """The region of the paper that an officer gives: else the list's would bring its paper again."""
    regional = [sheet for sheet in wanted if sheet.electorate == Electorate.REGION]
    regions = _regions_of(regional) if regional else []
    if is_swapped and not regional and election.roll_frozen_at is None:
        raise Refused(_("Choose the paper of the region in which the member votes."))
    if regions and entry.region not in regions:
        entry.region = regions[0]
        entry.save(update_fields=["region"])


@transaction.atomic
def take_off(
    election: Election, member: Member, *, reason: str, actor: User, now: datetime
) -> None:
    """Take a member off the roll, or keep them off it before it is written, and tell them why.

    Raises Refused for whoever has returned a paper.
    """
    member, held = _hold(election, member, reason, now)
    if RollExclusion.objects.filter(election=held, member=member).exists():
        raise NotChanged(_("%(name)s is off the roll already.") % {"name": member.name})
    entry = RollEntry.objects.filter(election=held, member=member).first()
    if entry is None and held.roll_frozen_at is not None:
        raise NotChanged(_("%(name)s is not on the roll.") % {"name": member.name})
    address = ""
    if entry is not None:
        address = entry.email
        papers = list(entry.sheets.select_for_update(of=("self",)))
        if any(row.status != RollSheet.Status.OPEN for row in papers):
            raise Refused(_("%(name)s has voted, and stays on the roll.") % {"name": member.name})
        outbox.release_entry(entry)
        entry.sheets.all().delete()
        entry.delete()
    RollExclusion.objects.create(
        election=held, member=member, reason=reason.strip(), made_at=now, made_by=actor
    )
    _record(held, member, {"added": False}, reason, actor, now, to=address)


@transaction.atomic
def correct_address(
    election: Election, member: Member, address: str, *, reason: str, actor: User, now: datetime
) -> None:
    """Mend the address that a voter's ballot goes to; the ballot message goes to the new one.

    The code stays the same. Both addresses are told. Raises Refused for an address that no mail can
    reach.
    """
    member, held = _hold(election, member, reason, now)
    entry = _entry(held, member)
    key = mailbox.key(address)
    if not key:
        raise Refused(_("No mail can be sent to this address. Enter one like name@example.org."))
    if key == entry.email:
        raise NotChanged(_("The roll has this address already."))
    before = entry.email
    entry.email = key
    entry.save(update_fields=["email"])
    outbox.readdress(entry)
    if held.papers_fixed_at is not None:
        outbox.queue_ballots_of([entry.pk], election=held, now=now)
    if before:
        _tell(held, member, {"added": True, "what": "address"}, reason, now, to=before)
    # The address itself is personal: the roll has it, the audit says that it was changed.
    _record(held, member, {"added": True, "what": "address"}, reason, actor, now, to=key)


@transaction.atomic
def replace_code(
    election: Election, member: Member, *, replaces: int, reason: str, actor: User, now: datetime
) -> None:
    """Give a voter another code, so that the one before opens nothing; before the opening only.

    `replaces` is the generation of the code before. Raises NotChanged where that one is replaced.
    """
    member, held = _hold(election, member, reason, now)
    entry = _entry(held, member)
    if held.has_opened(now):
        raise Refused(
            _("Voting has opened, so codes stay as they are. The ballot email can be sent again.")
        )
    if entry.code_generation != replaces:
        raise NotChanged(_("The link of %(name)s is replaced already.") % {"name": member.name})
    entry.code_generation += 1
    entry.save(update_fields=["code_generation"])
    details = {"added": True, "what": "code"}
    _tell(held, member, details, reason, now, to=entry.email)
    audit.record(
        audit.Action.CODE_REPLACED,
        actor=actor,
        subject=f"member {member.number}",
        election=held.pk,
        reason=reason.strip(),
    )


def _hold(
    election: Election, member: Member, reason: str, now: datetime
) -> tuple[Member, Election]:
    """The member and the election, held for the transaction; Refused without a reason or too late."""
    if not reason.strip():
        raise Refused(_("Give the reason: the member is told it."))
    member = (
        Member.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=member.pk)
    )
    # Neither the sweep nor the closer does anything to the roll meanwhile.
    held = (
        Election.objects.select_for_update(of=("self",), no_key=True)
        .select_related("timetable")
        .get(pk=election.pk)
    )
    if refusal := may_correct(held, now):
        raise Refused(refusal)
    return member, held


def _entry(election: Election, member: Member) -> RollEntry:
    found = RollEntry.objects.select_for_update(of=("self",)).filter(
        election=election, member=member
    )
    entry = found.first()
    if entry is None:
        raise Refused(_("%(name)s is not on the roll.") % {"name": member.name})
    return entry


def _tell(
    election: Election,
    member: Member,
    details: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    to: str,
) -> None:
    told = {name: details[name] for name in ("added", "what") if name in details}
    outbox.queue_to_member(
        Message.Kind.ROLL_CORRECTED,
        election=election,
        member=member,
        details={**told, "reason": reason.strip()},
        to=to,
        now=now,
    )


def _record(
    election: Election,
    member: Member,
    details: Mapping[str, Any],
    reason: str,
    actor: User,
    now: datetime,
    *,
    to: str = "",
) -> None:
    """The member is told, and the audit has it."""
    _tell(election, member, details, reason, now, to=to)
    audit.record(
        audit.Action.ROLL_CORRECTED,
        actor=actor,
        subject=f"member {member.number}",
        election=election.pk,
        reason=reason.strip(),
        detail=dict(details),
    )
