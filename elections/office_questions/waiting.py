"""What waits for a person, and which of it is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections import register, rooms
from elections.models import DeclaredBy, Election, Seat
from elections.office_questions.found import Found
from elections.office_questions.lists import TOTALS_ONLY
from elections.office_questions.needed import Need, page_of
from elections.office_questions.of_the_roll import needs_of_the_roll
from elections.office_questions.under_way import Process, Running
from elections.phases import Phase, nominations_closed
from members.models import Member

COUNT_EXPECTED_WITHIN = timedelta(minutes=5)  # of the closing instant


def needs(rows: Sequence[Running], alive: Sequence[Process], now: datetime) -> list[Need]:
    """Everything that waits for a person: what is late first, then by the instant it is due."""
    needed = [*_silent(alive), *_members_to_settle(), *_vacant_seats(now)]
    found = Found([row.election for row in rows], now)
    for row in rows:
        needed += _needs_of(row, now, found)
    return sorted([*needed, *_of_other_rooms(rows, now)], key=_urgency)


def _urgency(need: Need) -> tuple[bool, bool, datetime]:
    """What is late first, and of that what has no date; what is not late by its date."""
    undated = need.by is None
    return (not need.late, undated != need.late, need.by or datetime.max.replace(tzinfo=UTC))


def needs_of(row: Running, now: datetime) -> list[Need]:
    """What waits for a person in one election."""
    own = _needs_of(row, now, Found([row.election], now))
    return [*own, *_of_other_rooms([row], now)]


def _needs_of(row: Running, now: datetime, found: Found) -> list[Need]:
    """But for the rooms beside the elections; `found` is of all elections of the page."""
    return [
        *_notice(row, now),
        *_nominations(row, now, found),
        *_appeals(row, now, found),
        *needs_of_the_roll(row, now, found),
        *_vacancies(row, found),
        *_papers(row, now, found),
        *_proposals(row, found),
        *_postponed(row),
        *_not_held(row),
        *_mail(row, found),
        *_results(row, now, found),
    ]


def _of_other_rooms(rows: Sequence[Running], now: datetime) -> Iterator[Need]:
    without = (Phase.PREPARING, Phase.NOT_HELD)
    elections = [row.election for row in rows if row.phase not in without]
    if elections:
        for room in rooms.beside():
            yield from room.needs(elections, now)


def _proposals(row: Running, found: Found) -> Iterator[Need]:
    """What one officer proposed and another is to confirm."""
    for proposal in found.proposals[row.election.pk]:
        yield Need(
            number=1,
            label=_("act for another officer to confirm: %(act)s, %(election)s")
            % {"act": proposal.get_act_display(), "election": row.election.title},
            url=proposal.page,
        )


def _silent(alive: Sequence[Process]) -> Iterator[Need]:
    silent = sum(process.is_late for process in alive)
    if silent:
        yield Need(
            number=silent,
            label=ngettext(
                "process has shown no sign of life", "processes have shown no sign of life", silent
            ),
            url=reverse("elections:show-heartbeats"),
            late=True,
        )


def _members_to_settle() -> Iterator[Need]:
    unsettled = Member.objects.needing_attention().count()
    if unsettled:
        yield Need(
            number=unsettled,
            label=ngettext(
                "member without a usable address or a region",
                "members without a usable address or a region",
                unsettled,
            ),
            url=reverse("members:list-attention"),
        )


def _vacant_seats(now: datetime) -> Iterator[Need]:
    """Seats in the register that no by-election and no new term is set up for."""
    numbers: Counter[str] = Counter()
    for (body, _title), seats in register.waiting(Seat.BODIES, now).items():
        numbers[body] += seats
    for body in Seat.BODIES:
        if number := numbers[body]:
            yield Need(
                number=number,
                label=ngettext(
                    "vacant seat without a by-election: %(body)s",
                    "vacant seats without a by-election: %(body)s",
                    number,
                )
                % {"body": body.label},
                url=reverse("elections:show-register") + f"?body={body}&state=waiting",
            )


def _notice(row: Running, now: datetime) -> Iterator[Need]:
    if row.phase == Phase.PREPARING:
        due = row.election.timetable.notice_at
        yield Need(
            number=1,
            label=_("notice to publish: %(election)s") % {"election": row.election.title},
            url=page_of("publish-notice", row.election),
            by=due,
            late=due <= now,
        )


def _nominations(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    election = row.election
    if election.candidates_fixed_at is not None or row.phase == Phase.NOT_HELD:
        return
    number, narrowed = found.figures[election.pk]["undecided"], "?state=submitted"
    if number and election.needs_supporters and not nominations_closed(election.timetable, now):
        # While support can still come in, those who have enough of it can be decided.
        number = found.decidable[election.pk]
        narrowed += "&support=enough"
    if number:
        due = _fixing_due(election)
        yield Need(
            number=number,
            label=ngettext(
                "nomination to decide: %(election)s", "nominations to decide: %(election)s", number
            )
            % {"election": election.title},
            url=page_of("list-nominations", election) + narrowed,
            by=due,
            late=due <= now,
        )


def _appeals(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    election = row.election
    if election.candidates_fixed_at is not None or row.phase == Phase.NOT_HELD:
        return
    if number := found.figures[election.pk]["appealed"]:
        due = _fixing_due(election)
        yield Need(
            number=number,
            label=ngettext(
                "appeal to decide: %(election)s", "appeals to decide: %(election)s", number
            )
            % {"election": election.title},
            url=page_of("list-nominations", election) + "?state=appealed",
            by=due,
            late=due <= now,
        )


def _vacancies(row: Running, found: Found) -> Iterator[Need]:
    """Seats that would stay vacant, while nominations can still be opened again for them."""
    if row.phase != Phase.CHECKING:
        return
    if number := found.vacant_seats[row.election.pk]:
        yield Need(
            number=number,
            label=ngettext(
                "seat that stays vacant unless nominations open again: %(election)s",
                "seats that stay vacant unless nominations open again: %(election)s",
                number,
            )
            % {"election": row.election.title},
            url=page_of("reopen-nominations", row.election),
            by=_fixing_due(row.election),
        )


def _papers(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    if row.phase not in (Phase.NOTICE, Phase.CHECKING, Phase.DELAYED):
        return
    due = _fixing_due(row.election)
    if row.phase == Phase.DELAYED:
        words = _("delayed poll: its papers are not fixed: %(election)s")
    elif found.figures[row.election.pk]["are_proposed"]:
        words = _("set of papers for a second officer to confirm: %(election)s")
    else:
        words = _("set of papers to fix: %(election)s")
    yield Need(
        number=1,
        label=words % {"election": row.election.title},
        url=page_of("fix-papers", row.election),
        by=due,
        late=due <= now,
    )


def _postponed(row: Running) -> Iterator[Need]:
    if row.phase == Phase.POSTPONED:
        yield Need(
            number=1,
            label=_("postponed election to resume or to withdraw: %(election)s")
            % {"election": row.election.title},
            url=page_of("resume-election", row.election),
        )


def _not_held(row: Running) -> Iterator[Need]:
    if row.phase == Phase.NOT_HELD:
        yield Need(
            number=1,
            label=_("poll that was not held, to withdraw with the reason: %(election)s")
            % {"election": row.election.title},
            url=page_of("withdraw-election", row.election),
        )


def _mail(row: Running, found: Found) -> Iterator[Need]:
    failed = sum(kind.failed for kind in row.mail if kind.kind not in TOTALS_ONLY)
    stuck = sum(kind.due for kind in row.mail if kind.is_stuck)
    if stuck:
        yield Need(
            number=stuck,
            label=ngettext(
                "message waits and nothing moves: %(election)s",
                "messages wait and nothing moves: %(election)s",
                stuck,
            )
            % {"election": row.election.title},
            url=page_of("mail-progress", row.election),
            late=True,
        )
    if not stuck and found.figures[row.election.pk]["waits_unseen"] and not found.mail_moves:
        yield Need(
            number=1,
            label=_("mailing of reminders that does not move: %(election)s")
            % {"election": row.election.title},
            url=reverse("elections:show-heartbeats"),
            late=True,
        )
    if failed:
        yield Need(
            number=failed,
            label=ngettext(
                "message could not be delivered: %(election)s",
                "messages could not be delivered: %(election)s",
                failed,
            )
            % {"election": row.election.title},
            url=page_of("list-messages", row.election) + "?state=failed",
        )


def _results(row: Running, now: datetime, found: Found) -> Iterator[Need]:
    election, timetable = row.election, row.election.timetable
    waits_for_officer = (
        election.declared_by == DeclaredBy.OFFICER or timetable.declaration_at is None
    )
    lacks_report = not election.is_rehearsal and not found.figures[election.pk]["is_signed"]
    if row.phase == Phase.PROVISIONAL and lacks_report:
        due = timetable.declaration_at
        yield Need(
            number=1,
            label=_("report for the scrutineer to sign: %(election)s")
            % {"election": election.title},
            url=page_of("sign-report", election),
            by=due,
            late=due is not None and due <= now,
        )
    if row.phase == Phase.PROVISIONAL and waits_for_officer:
        due = timetable.declaration_at
        yield Need(
            number=1,
            label=_("count to declare: %(election)s") % {"election": election.title},
            url=page_of("declare-result", election),
            by=due,
            late=due is not None and due <= now,
        )
    expected = timetable.voting_closes_at + COUNT_EXPECTED_WITHIN
    if row.phase == Phase.COUNTING and now > expected:
        yield Need(
            number=1,
            label=_("count that should be finished: %(election)s") % {"election": election.title},
            url=page_of("office-election", election),
            by=expected,
            late=True,
        )


def _fixing_due(election: Election) -> datetime:
    timetable = election.timetable
    return timetable.papers_fixed_by_at or timetable.voting_opens_at
