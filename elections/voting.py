"""Voting by the assisted path: review a paper, cast it, get its receipt.

Casting takes, in this order, the voter's row of the roll and then the ballot box's shared lock.
Nothing here writes an audit line, a log line, or anything that names a choice or a tracker.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from elections import outbox
from elections.ballots import box, codes, fixing, formats
from elections.ballots.errors import KeyDestroyed, KeyMissing
from elections.models import Election, RollEntry, RollSheet
from elections.paper import PaperSheet, sheets_of
from elections.phases import Phase
from elections.refusal import Refused
from elections.voter import Voter


class AlreadyVoted(Refused):
    """The sheet was returned before: the first paper stands."""


class Undeclared(Refused):
    """The voter has not said yet whether they are a member of the Labour Party."""


class NotOpen(Refused):
    """Voting is not open at the moment of recording."""


@dataclass(frozen=True)
class ReviewedSheet:
    """A paper sealed for one sheet, with the proof that this site sealed it for this voter."""

    sheet: PaperSheet
    sealed: str  # hex
    mac: str  # hex


@dataclass(frozen=True)
class SheetReceipt:
    sheet: PaperSheet
    receipt: box.Receipt

    @property
    def file(self) -> str:
        """The receipt as `elections.ballots.verify --receipt` reads it."""
        return json.dumps(
            {
                "e": fixing.manifest_of(self.receipt.election).digest.hex(),
                "s": self.receipt.sheet,
                "signature": self.receipt.signature,
                "tracker": formats.read_tracker(self.receipt.tracker),
            }
        )


def voter_by_code(entry: RollEntry, code: str) -> Voter | None:
    """The voter whose mail carried this code; None for a wrong code or one that was replaced.

    Raises NotOpen once the box is closed: what codes are derived from was destroyed with it.
    """
    generation = entry.code_generation
    try:
        is_theirs = codes.check_code(entry.election_id, entry.member_id, generation, code)
    except KeyDestroyed as error:
        raise NotOpen(_("Voting has closed.")) from error
    except KeyMissing:
        return None
    return Voter(entry, generation, by_link=True) if is_theirs else None


def require_open(election: Election, now: datetime) -> None:
    """Raises NotOpen with what the voter should know. The database checks again when recording."""
    phase = election.phase(now)
    if phase == Phase.VOTING:
        return
    if phase == Phase.WITHDRAWN:
        raise NotOpen(_("This election has been withdrawn."))
    if phase == Phase.ABANDONED:
        raise NotOpen(_("This poll was abandoned. Its papers were destroyed unopened."))
    if phase == Phase.POSTPONED:
        raise NotOpen(_("This election is postponed. We will write to you."))
    if phase == Phase.DELAYED:
        raise NotOpen(
            _("Voting is delayed: the ballot papers are not ready. We will write to you.")
        )
    if phase == Phase.NOT_HELD:
        raise NotOpen(_("This poll was not held: its ballot papers were not ready in time."))
    if now < election.timetable.voting_opens_at:
        raise NotOpen(_("Voting has not opened yet."))
    raise NotOpen(_("Voting has closed."))


@transaction.atomic
def send_link_again(entry: RollEntry, *, now: datetime) -> None:
    """Queue the ballot mail, with the same code, once more to the address on the roll.

    Raises NotOpen outside the window; within ten minutes of the last one it does nothing.
    """
    require_open(entry.election, now)
    outbox.queue_ballot_again(entry, now=now)


def must_declare_labour(voter: Voter) -> bool:
    """Whether the voter is asked first if they are a member of the Labour Party."""
    return voter.entry.labour == RollEntry.Labour.UNDECLARED


def declare_labour(voter: Voter, *, now: datetime) -> None:
    """Record that the voter says they are a member of the Labour Party; a second time changes nothing.

    No audit line is written and no instant kept: this is a voter on the way to their paper. Raises
    NotOpen outside the window, Refused for a code that was replaced.
    """
    require_open(voter.entry.election, now)
    own = RollEntry.objects.filter(pk=voter.entry.pk, code_generation=voter.generation)
    own.filter(labour=RollEntry.Labour.UNDECLARED).update(labour=RollEntry.Labour.DECLARED)
    if not own.exists():
        raise Refused(_("This link was replaced. Use the one in your newest ballot email."))


@dataclass(frozen=True)
class Sheets:
    """The sheets of an entry: those it has still to return, and those it has returned."""

    open: list[PaperSheet]
    returned: list[PaperSheet]


# How much has been noted of candidates since the papers were fixed (who left, words that were struck
# out) comes with the same statement: every page of every voter asks. Such notes are only ever added.
_SHEETS = """
    SELECT sheet.sheet_id, sheet.status, (
        SELECT count(gone.candidate_id) + count(struck.id)
        FROM elections_candidate AS candidate
        LEFT JOIN elections_candidateleft AS gone ON gone.candidate_id = candidate.id
        LEFT JOIN elections_struckpassage AS struck ON struck.candidate_id = candidate.id
        JOIN elections_contest AS contest ON contest.id = candidate.contest_id
        WHERE contest.election_id = %s
    )
    FROM elections_rollsheet AS sheet WHERE sheet.entry_id = %s
"""


def sheets_for(entry: RollEntry) -> Sheets:
    with connection.cursor() as cursor:
        cursor.execute(_SHEETS, [entry.election_id, entry.pk])
        found = cursor.fetchall()
    status = {sheet: state for sheet, state, _noted in found}
    noted = max((noted for _sheet, _state, noted in found), default=0)
    own = [sheet for sheet in sheets_of(entry.election_id, noted) if sheet.pk in status]
    return Sheets(
        open=[sheet for sheet in own if status[sheet.pk] == RollSheet.Status.OPEN],
        returned=[sheet for sheet in own if status[sheet.pk] != RollSheet.Status.OPEN],
    )


def review(
    voter: Voter, rankings: Sequence[tuple[PaperSheet, Sequence[tuple[int, Sequence[int]]]]]
) -> list[ReviewedSheet]:
    """Seal one paper for each sheet. Nothing is stored: the page carries it to the cast."""
    reviewed = []
    for sheet, contests in rankings:
        sealed = box.seal(
            voter.entry.election_id,
            sheet.number,
            [(number, list(marks)) for number, marks in contests],
        ).hex()
        reviewed.append(ReviewedSheet(sheet, sealed, _mac(voter, sheet, sealed)))
    return reviewed


def cast(voter: Voter, sheet: PaperSheet, sealed: str, mac: str) -> SheetReceipt:
    """Record one sheet's paper and give its receipt.

    The same paper again gets the same receipt; another paper for a returned sheet raises
    AlreadyVoted; outside the window NotOpen; before the voter declared their membership of the Labour
    Party where it is asked, Undeclared; a paper this site did not seal for this voter, Refused.
    """
    if not constant_time_compare(mac, _mac(voter, sheet, sealed)):
        raise Refused(
            _("This page is out of date. Go back to your ballot paper and check it again.")
        )
    election = voter.entry.election_id
    paper = bytes.fromhex(sealed)
    try:
        with transaction.atomic():
            if _claim(voter, sheet):
                return SheetReceipt(sheet, box.put(election, sheet.number, paper))
    except (box.PollClosed, box.PollNotOpen) as error:
        if isinstance(error, box.PollClosed):
            ended = Election.objects.filter(pk=election, withdrawn_at__isnull=False)
            if ended.exists():
                words = _("Voting was called off before your vote was recorded.")
            else:
                words = _("Voting closed before your vote was recorded.")
            raise NotOpen(words) from error
        raise NotOpen(_("Voting is not open.")) from error
    receipt = box.receipt_for(election, sheet.number, paper)
    if receipt is not None:
        return SheetReceipt(sheet, receipt)
    raise _why_not_claimed(voter, sheet)


def _why_not_claimed(voter: Voter, sheet: PaperSheet) -> Refused:
    """What the roll says of a sheet that could not be claimed."""
    held = RollSheet.objects.filter(entry=voter.entry.pk, sheet=sheet.pk)
    status, labour = held.values_list("status", "entry__labour").first() or ("", "")
    if not status:
        return Refused(
            _("This paper is no longer yours on the roll. Write to the returning officer.")
        )
    if status != RollSheet.Status.OPEN:
        return AlreadyVoted(
            _("Your vote was already recorded. The first paper stands; this one was not used.")
        )
    if labour == RollEntry.Labour.UNDECLARED:
        return Undeclared(_("Say first whether you are a member of the Labour Party."))
    return Refused(_("This link was replaced. Use the one in your newest ballot email."))


def _claim(voter: Voter, sheet: PaperSheet) -> bool:
    """Mark the sheet as returned; False when it was already, the code was replaced, or the voter has
    still to declare their membership of the Labour Party."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE elections_rollsheet AS returned SET status = 'cast'
            FROM elections_rollentry AS entry
            WHERE returned.entry_id = entry.id AND returned.sheet_id = %s
              AND returned.status = 'open' AND entry.id = %s AND entry.code_generation = %s
              AND entry.labour <> 'ask'
            """,
            [sheet.pk, voter.entry.pk, voter.generation],
        )
        return bool(cursor.rowcount)


def _mac(voter: Voter, sheet: PaperSheet, sealed: str) -> str:
    return salted_hmac(
        "elections.voting.review",
        f"{voter.entry.election_id}/{voter.entry.pk}/{voter.generation}/{sheet.number}/{sealed}",
        algorithm="sha256",
    ).hexdigest()
