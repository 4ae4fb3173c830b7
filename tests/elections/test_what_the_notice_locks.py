"""From the notice on, and from the papers on, the database keeps what people were told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import InternalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from elections.models import (
    Candidate,
    CandidateLeft,
    Election,
    Nomination,
    Photo,
    PublicChange,
    RollEntry,
    Sheet,
    StruckPassage,
    Timetable,
)
from members.models import Member, Region, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa() -> User:
    return add_staff("rosa@example.org", Role.OFFICER)


def refused(words: str, act: Callable[[], object]) -> None:
    with pytest.raises(InternalError, match=words), transaction.atomic():
        act()


@pytest.mark.parametrize(
    "change",
    [
        {"body": "nec"},
        {"supporters_needed": 1},
        {"vacancy_rule": "open-to-all"},
        {"fills_vacancies": True},
        {"entitled_statuses": ["active", "expired"]},
        {"labour": "not-asked"},
        {"minimum_age": 18},
        {"statement_words": 100},
        {"links": 9},
        {"has_photos": False},
        {"needs_second_officer": True},
        {"declared_by": "automatic"},
        {"min_batch": 3},
    ],
)
def test_conditions_change_until_the_notice(change: dict[str, object]) -> None:
    election = cast.prepared()
    rows = Election.objects.filter(pk=election.pk)
    before = rows.values(*change).get()
    assert rows.update(**change) == 1
    rows.update(**before)
    rows.update(published_at=timezone.now())
    refused("locked since the notice", lambda: rows.update(**change))


def test_the_close_moves_only_later() -> None:
    rows = Timetable.objects.filter(election=cast.prepared())
    hour = timedelta(hours=1)
    rows.update(voting_closes_at=F("voting_closes_at") - hour)
    Election.objects.update(published_at=timezone.now())
    rows.update(voting_closes_at=F("voting_closes_at") + hour)
    refused(
        "the close moves only later",
        lambda: rows.update(voting_closes_at=F("voting_closes_at") - hour),
    )


def test_the_regions_of_a_sheet_are_locked() -> None:
    sheet = cast.noticed().sheets.get(title="Scotland")
    wales = Region.objects.get(code="wales")
    refused("locked since the notice", lambda: sheet.regions.add(wales))
    refused("locked since the notice", sheet.regions.clear)


def test_a_title_of_a_sheet_stays_when_a_region_is_renamed() -> None:
    sheet = cast.noticed().sheets.get(title="Scotland")
    Region.objects.filter(code="scotland").update(name="Alba")
    assert Sheet.objects.get(pk=sheet.pk).title == "Scotland"


def test_a_poll_that_has_opened_is_not_postponed(rosa: User) -> None:
    rows = Election.objects.filter(pk=cast.voting(rosa).pk)
    refused("abandoned, not postponed", lambda: rows.update(postponed_at=timezone.now()))


def test_the_roll_is_frozen_once_and_a_poll_left_out_once(rosa: User) -> None:
    election = cast.fixed(rosa)
    rows = Election.objects.filter(pk=election.pk)
    later = timezone.now() + timedelta(days=1)
    refused("never taken back", lambda: rows.update(roll_frozen_at=later))
    without = cast.noticed("No poll")
    rows = Election.objects.filter(pk=without.pk)
    rows.update(no_poll_at=timezone.now())
    refused("never taken back", lambda: rows.update(no_poll_at=None))


def test_a_photo_stays_as_it_was_when_the_papers_were_fixed(rosa: User) -> None:
    election = cast.checking()
    people = cast.members()
    for who in people[:2]:
        nomination = cast.accepted(cast.nominated(election, who), rosa)
        Photo.objects.create(nomination=nomination, jpeg=b"1", width=1, height=1, digest="1")
    photos = Photo.objects.filter(nomination=nomination)
    assert photos.update(width=2) == 1
    without_the_guard(Election.objects.filter(pk=election.pk), papers_fixed_at=timezone.now())
    refused("photos no longer change", lambda: photos.update(width=3))
    refused("photos no longer change", photos.delete)
    over = dict.fromkeys(("box_closed_at", "counted_at", "declared_at"), timezone.now())
    without_the_guard(Election.objects.filter(pk=election.pk), **over)
    cast.move(election, term_ends_at=timezone.now() - timedelta(seconds=1))
    assert photos.delete()[0] == 1, "at the end of the term it is erased"


def test_a_nomination_stays_as_it_was_when_the_papers_were_fixed(rosa: User) -> None:
    election = cast.fixed(rosa)
    nominations = Nomination.objects.filter(contest__election=election)
    aisha = nominations.filter(ballot_name="Aisha Bello")
    for change in (
        {"state": "withdrawn"},
        {"ballot_name": "A. Bello"},
        {"statement": ""},
        {"links": ["https://example.org/"]},
        {"slate_label": "Another"},
        {"reason": "Another."},
        {"proof_approved": "0" * 64},
        {"contest": cast.scotland(cast.noticed("NCG 2028"))},
    ):
        refused("nominations no longer change", partial(aisha.update, **change))
    callum = Member.objects.get(first_name="Callum")
    refused("nominations no longer change", lambda: cast.nominated(election, callum))
    assert aisha.update(statement=aisha.get().statement) == 1, "what is as it was is no change"


def test_at_the_end_of_the_term_links_are_erased_and_not_exchanged(rosa: User) -> None:
    election = cast.fixed(rosa)
    aisha = Nomination.objects.filter(ballot_name="Aisha Bello")
    without_the_guard(aisha, links=["https://example.org/"])
    over = dict.fromkeys(("box_closed_at", "counted_at", "declared_at"), timezone.now())
    without_the_guard(Election.objects.filter(pk=election.pk), **over)
    without_the_guard(
        Timetable.objects.filter(election=election),
        term_ends_at=timezone.now() - timedelta(seconds=1),
    )
    another = {"statement": "", "links": ["https://example.com/"]}
    refused("nominations no longer change", partial(aisha.update, **another))
    assert aisha.update(statement="", links=[]) == 1


def test_a_voter_declares_membership_of_the_labour_party_once(rosa: User) -> None:
    entry = RollEntry.objects.filter(election=cast.fixed(rosa))
    without_the_guard(entry, labour="ask")
    assert entry.update(labour="own")
    for value in ("ask", "yes", ""):
        refused("declares their membership", partial(entry.update, labour=value))


def test_what_is_written_once_is_never_changed_nor_taken_away(rosa: User) -> None:
    election = cast.fixed(rosa)
    candidate = Candidate.objects.filter(contest__election=election)[0]
    now = timezone.now()
    PublicChange.objects.create(election=election, made_at=now, reason="The hall burnt down.")
    CandidateLeft.objects.create(candidate=candidate, reason="died", left_at=now, recorded_by=rosa)
    StruckPassage.objects.create(
        candidate=candidate, passage="letter", reason="Libel.", struck_at=now, struck_by=rosa
    )
    _run("SET CONSTRAINTS ALL IMMEDIATE")  # as when the rows were committed before
    for table in ("publicchange", "candidateleft", "struckpassage"):
        for statement in (
            f"DELETE FROM elections_{table}",
            f"UPDATE elections_{table} SET reason = 'Another'",
            f"TRUNCATE elections_{table} CASCADE",
        ):
            refused("written once", partial(_run, statement))


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
