"""A rehearsal: an election copied to staff, marked so, and run in minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from string import ascii_uppercase
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from elections.models import (
    Candidate,
    Contest,
    DeclaredBy,
    Election,
    Electorate,
    Nomination,
    Sheet,
    Timetable,
    whole_contests,
)
from elections.models.contest import RON
from elections.models.entitlement import staff_members
from elections.refusal import Refused
from elections.scheduling.addresses import free_slug, refused_where_there_is_one
from members import audit
from members.models import StaffRole, User

_COPIED = (
    *("title_cy", "summary_cy", "welsh_on_at", "welsh_approved_by"),
    *("body", "summary", "custody", "supporters_needed", "vacancy_rule", "entitled_statuses"),
    "fills_vacancies",
    *("labour", "minimum_age", "statement_words", "links", "has_photos", "needs_second_officer"),
)
_OF_A_CONTEST = (
    *("title_cy", "description_cy"),
    *("number", "title", "description", "rule", "seats", "marks", "supports_per_member"),
    *("turnout_needed", "majority_needed", "has_ron", "weight"),
)
_OF_A_CANDIDATE = ("ballot_name", "statement", "language", "links", "slate_label", "slate_colour")
_LONGEST_TITLE = 160

Copies = Callable[[Election, Election, datetime], None]
_beside: list[Copies] = []


def add(copies: Copies) -> None:
    """A room names, when the site starts, what copies its part of an election to the rehearsal.

    It is given the election, the rehearsal and the instant, in the transaction that makes it.
    """
    _beside.append(copies)


def why_not_rehearse(election: Election) -> str:
    """Why an election cannot be rehearsed; empty where it can."""
    if election.is_rehearsal:
        return _("This is a rehearsal itself.")
    if election.withdrawn_at is not None:
        return _("The election has been withdrawn.")
    if election.counted_at is not None:
        return _("There is a result already.")
    if not whole_contests(election):
        return _("Add at least one contest or question.")
    if not staff_members().exists():
        return _("Nobody who holds an office here is on the membership list with that address.")
    return ""


def staff_without_member() -> list[str]:
    """Addresses that hold an office and belong to no member: they get no paper in a rehearsal."""
    offices = StaffRole.objects.order_by("user__email").values_list("user__email", flat=True)
    return list(offices.exclude(user__email__in=staff_members().values("email_key")).distinct())


@transaction.atomic
def rehearse(
    election: Election,
    *,
    opens_in: timedelta,
    lasts: timedelta,
    key: UUID,
    actor: User | None,
    now: datetime,
) -> Election:
    """Copy an election to staff, with its notice published and a timetable of minutes.

    Everything happens as in life but for four things: only staff are on the roll, candidates are
    copied by name alone or are samples, no seats are reserved (what candidates declared is not used
    for a rehearsal), and no document is asked for. Nobody is behind a candidate, so none of them joins
    a slate or answers a question. A form sent twice gives the same `key` twice, and
    the second is refused.
    """
    election = Election.objects.select_for_update().get(pk=election.pk)
    if refusal := why_not_rehearse(election):
        raise Refused(refusal)
    copy = _copy(election, key, actor)
    opens, closes = now + opens_in, now + opens_in + lasts
    Timetable.objects.create(
        election=copy,
        notice_at=now,
        freeze_at=now,
        papers_fixed_by_at=opens,
        voting_opens_at=opens,
        voting_closes_at=closes,
        declaration_at=closes,
        complaints_close_at=closes,
    )
    _copy_contests(election, copy)
    for document in election.documents.filter(replaced_at=None):
        document.pk, document.election = None, copy
        document.save(force_insert=True)
    for rehearse_too in _beside:
        rehearse_too(election, copy, now)
    Election.objects.filter(pk=copy.pk).update(published_at=now)
    for action in (audit.Action.ELECTION_CREATED, audit.Action.NOTICE_PUBLISHED):
        audit.record(
            action,
            actor=actor,
            subject=copy.title,
            election=copy.pk,
            detail={"rehearsal of": str(election.pk)},
        )
    copy.refresh_from_db()
    return copy


def _copy(election: Election, key: UUID, actor: User | None) -> Election:
    title = (_("Rehearsal: %(title)s") % {"title": election.title})[:_LONGEST_TITLE].strip()
    with refused_where_there_is_one(
        already=_("This rehearsal has just been made. Look for it in the list.")
    ):
        return Election.objects.create(
            id=key,
            title=title,
            slug=free_slug(title),
            rehearsal_of=election,
            declared_by=DeclaredBy.OFFICER,
            min_batch=2,
            created_by=actor,
            **{name: getattr(election, name) for name in _COPIED},
        )


def _copy_contests(election: Election, copy: Election) -> None:
    """Sheets for staff, contests without reserved seats, and candidates."""
    sheets = {
        sheet.pk: Sheet.objects.create(
            election=copy, number=sheet.number, title=sheet.title, electorate=Electorate.STAFF
        )
        for sheet in election.sheets.filter(contests__isnull=False).distinct()
    }
    made: dict[int, Contest] = {}
    contests = election.contests.order_by("number").select_related("election")
    for contest in sorted(contests, key=lambda one: one.section_of_id is not None):
        made[contest.pk] = Contest.objects.create(
            election=copy,
            sheet=sheets[contest.sheet_id],
            section_of=made[contest.section_of_id] if contest.section_of_id else None,
            **{name: getattr(contest, name) for name in _OF_A_CONTEST},
        )
        if not contest.is_question:
            _copy_candidates(contest.section_of or contest, made[contest.pk])


def _copy_candidates(contest: Contest, copy: Contest) -> None:
    """As many as stand, by what is public of them; nobody's nomination, so nobody is written to."""
    candidates = [
        Candidate(contest=copy, number=number, **given)
        for number, given in enumerate(_standing(contest), start=1)
    ]
    if contest.has_ron:
        number = len(candidates) + 1
        candidates.append(Candidate(contest=copy, number=number, ballot_name=RON, is_ron=True))
    Candidate.objects.bulk_create(candidates)


def _standing(contest: Contest) -> Iterator[dict[str, object]]:
    standing = contest.candidates.filter(is_ron=False).order_by("number") or (
        Nomination.objects.standing().filter(contest=contest).order_by("submitted_at", "pk")
    )
    for one in standing:
        yield {name: getattr(one, name) for name in _OF_A_CANDIDATE}
    if standing:
        return
    for letter in ascii_uppercase[: min(contest.seats + 2, len(ascii_uppercase))]:
        yield {
            "ballot_name": _("Sample candidate %(letter)s") % {"letter": letter},
            "statement": _("Nobody: a sample for the rehearsal."),
        }
