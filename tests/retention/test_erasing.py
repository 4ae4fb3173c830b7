"""Personal data goes by the calendar, not a moment before, and what was published stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from elections import erasing
from elections.ballots.models import Box, Checkpoint, Key
from elections.models import (
    ActProposal,
    Appeal,
    Candidate,
    CountRecord,
    Election,
    IdentityDeclaration,
    Message,
    Nomination,
    NominationDraft,
    NominationEnd,
    Photo,
    ResultDeclaration,
    RollEntry,
    RollSheet,
    SupportingNomination,
    Turnout,
)
from members.models import AuditEntry, Member, User
from tests.embedded.guards import no_guards
from tests.office.cast import checking, fresh, members, nominated, voting
from tests.retention.cast import YEAR, acted, declared, declares, planned

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
def election(rosa: User) -> Election:
    return declared(rosa)


def was_audited(what: str) -> dict[str, object]:
    entry = AuditEntry.objects.get(action="data-erased", detail__what=what)
    assert entry.actor is None
    return {name: count for name, count in entry.detail.items() if name != "what"}


def a_year_ago(now: datetime) -> datetime:
    """So that twelve months are over now; a day more where the year before had a 29 February."""
    return now - YEAR


def page(path: str) -> str:
    return " ".join(Client().get(path).content.decode().split())


# --- Roll and papers -----------------------------------------------------------------------------


def test_roll_and_papers_go_twelve_months_after_the_declaration(election: Election) -> None:
    now = timezone.now()
    to_the_day = now - (erasing.a_year_after(now) - now)
    election = acted(election, declared_at=to_the_day + timedelta(days=2))
    erasing.erase_due(now)
    assert RollEntry.objects.exists()
    election = acted(election, declared_at=to_the_day - timedelta(days=1))
    erasing.erase_due(now)
    for model in (RollEntry, RollSheet, Message, Box, SupportingNomination):
        assert not model.objects.exists(), model
    assert fresh(election).papers_erased_at == now
    assert not Key.objects.filter(purpose="sealing", wrapped__isnull=False).exists()
    counts = was_audited("papers")
    assert (counts["roll entries"], counts["papers"]) == (6, 4), "Aisha returned two"


def test_what_was_published_stays(election: Election) -> None:
    before = [
        list(model.objects.order_by("pk").values())
        for model in (CountRecord, ResultDeclaration, Turnout)
    ]
    checkpoints = Checkpoint.objects.count()
    election = acted(election, declared_at=a_year_ago(timezone.now()))
    erasing.erase_due(timezone.now())
    after = [
        list(model.objects.order_by("pk").values())
        for model in (CountRecord, ResultDeclaration, Turnout)
    ]
    assert after == before
    assert Checkpoint.objects.count() == checkpoints
    assert set(Candidate.objects.values_list("ballot_name", flat=True)) >= {"Bea Okafor"}
    path = election.get_absolute_url()
    assert "Bea Okafor" in page(f"{path}results/")
    assert "erased" in page(f"{path}board/")
    response = Client().get(f"{path}results/bundle.zip")
    bundle = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    response.close()
    assert "were erased on" in bundle.read("README.txt").decode()
    assert not [name for name in bundle.namelist() if name.startswith("batches/")]


def test_nothing_of_it_is_left_in_the_files_of_the_database(election: Election) -> None:
    tables = ("elections_rollentry", "elections_message", "ballots_box", "elections_rollsheet")
    sealed = bytes(Box.objects.values_list("sealed", flat=True)[0])[:24]

    def bytes_of(table: str) -> bytes:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
            return bytes(cursor.fetchone()[0])

    assert b"callum@example.org" in bytes_of("elections_rollentry")
    assert sealed in bytes_of("ballots_box")
    acted(election, declared_at=a_year_ago(timezone.now()))
    erasing.erase_due(timezone.now())
    for table in tables:
        assert bytes_of(table) == b"", table


def test_other_elections_keep_theirs(election: Election) -> None:
    """The kept rows are copied from the tables that are written anew."""
    other = Election.objects.get(pk=election.pk)
    sheet = election.sheets.first()
    assert sheet is not None
    other.pk, other.slug, other.title = uuid4(), "another", "Another"
    other.published_at = other.papers_fixed_at = other.box_closed_at = None
    other.counted_at = other.declared_at = other.roll_frozen_at = None
    other._state.adding = True
    other.save()
    timetable = election.timetable
    timetable.pk, timetable._state.adding = other.pk, True
    timetable.save()
    sheet.pk, sheet.election, sheet._state.adding = None, other, True
    sheet.save()
    entry = RollEntry.objects.create(
        election=other, member=Member.objects.earliest("pk"), status="active", email="kept@x.org"
    )
    RollSheet.objects.create(entry=entry, sheet=sheet)
    acted(election, declared_at=a_year_ago(timezone.now()))
    erasing.erase_due(timezone.now())
    assert [one.email for one in RollEntry.objects.all()] == ["kept@x.org"]
    assert RollSheet.objects.get().entry == entry
    assert fresh(other).papers_erased_at is None


def test_the_database_refuses_all_of_it_before_its_time(election: Election) -> None:
    for statement in (
        "DELETE FROM ballots_box",
        "DELETE FROM elections_rollsheet",
        "DELETE FROM elections_photo",
        "UPDATE elections_candidate SET statement = '', links = '{}'",
        "UPDATE elections_nomination SET statement = ''",
        "UPDATE elections_election SET papers_erased_at = now()",
        "UPDATE elections_election SET statements_erased_at = now()",
        "UPDATE elections_election SET declarations_erased_at = now()",
        "TRUNCATE ballots_box",
        "TRUNCATE elections_rollentry CASCADE",
    ):
        with (
            pytest.raises(DatabaseError, match=r"refuses|time|removed|fixed|never"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_program_whose_clock_is_wrong_erases_nothing(election: Election) -> None:
    """`now` is next year for the caller, and not for the database."""
    planned(election, term_ends_at=timezone.now() + timedelta(days=30))
    assert erasing.erase_due(timezone.now() + 2 * YEAR) == 0
    assert RollEntry.objects.exists()
    assert Photo.objects.exists()
    assert not AuditEntry.objects.filter(action="data-erased").exists()


def test_even_when_it_is_due_nothing_but_erasing_is_allowed(election: Election) -> None:
    acted(election, declared_at=a_year_ago(timezone.now()))
    planned(election, term_ends_at=timezone.now() - SECOND)
    for statement in (
        "UPDATE elections_candidate SET ballot_name = 'Mallory', statement = '', links = '{}'",
        "UPDATE elections_candidate SET statement = 'Something else'",
        "UPDATE elections_rollsheet SET status = 'open'",
        "UPDATE ballots_box SET batch = 7",
        "DELETE FROM ballots_checkpoint",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_it_is_done_once_and_a_table_in_use_is_left_for_later(election: Election) -> None:
    now = timezone.now()
    acted(election, declared_at=a_year_ago(now))
    with in_use("elections_rollentry"):
        erasing.erase_due(now)
        assert RollEntry.objects.exists()
        assert fresh(election).papers_erased_at is None
    erasing.erase_due(now)
    assert fresh(election).papers_erased_at == now
    erasing.erase_due(now + SECOND)
    assert AuditEntry.objects.filter(action="data-erased", detail__what="papers").count() == 1


@contextmanager
def in_use(table: str) -> Iterator[None]:
    """Another session reads the table, as a dump does."""
    settings = connection.settings_dict
    with (
        closing(
            psycopg2.connect(
                host=settings["HOST"],
                port=settings["PORT"] or None,
                user=settings["USER"],
                password=settings["PASSWORD"],
                dbname=settings["NAME"],
            )
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
        yield


# --- Withdrawn, abandoned, not held --------------------------------------------------------------


def test_a_withdrawn_election_goes_twelve_months_after_that(rosa: User) -> None:
    election = voting(rosa)
    now = timezone.now()
    acted(election, withdrawn_at=now - timedelta(days=300), withdrawn_reason="The hall burnt.")
    declares(Nomination.objects.earliest("pk"), "bame")
    planned(election, term_ends_at=now + timedelta(days=900), declarations_kept_until_at=None)
    erasing.erase_due(now)
    assert RollEntry.objects.exists()
    acted(election, withdrawn_at=a_year_ago(now))
    erasing.erase_due(now)
    for model in (RollEntry, RollSheet, Message, IdentityDeclaration):
        assert not model.objects.exists(), model
    assert not Candidate.objects.exclude(statement="").exists()
    assert fresh(election).statements_erased_at == now


def test_an_election_that_was_not_held_goes_twelve_months_after_its_closing_instant() -> None:
    election = checking()
    nominated(election, members()[0])
    now = timezone.now()
    closed = now - YEAR
    planned(election, voting_opens_at=closed - timedelta(days=7), voting_closes_at=closed)
    planned(election, term_ends_at=None)
    erasing.erase_due(now)
    assert Nomination.objects.get().statement == ""
    assert fresh(election).papers_erased_at == now


def test_twelve_months_end_on_the_same_day_of_the_year() -> None:
    day = datetime(2026, 6, 30, 11, tzinfo=UTC)
    assert erasing.a_year_after(day) == datetime(2027, 6, 30, 11, tzinfo=UTC)
    leap_day = datetime(2028, 2, 29, tzinfo=UTC)
    assert erasing.a_year_after(leap_day) == datetime(2029, 2, 28, tzinfo=UTC)


# --- Statements, declarations, drafts ------------------------------------------------------------


def ended_with_a_detail(election: Election) -> None:
    """Somebody else stood, and an officer ended that before the papers were fixed."""
    candidate = Candidate.objects.exclude(nomination=None).filter(contest__election=election)[0]
    with no_guards():
        nomination = Nomination.objects.create(
            contest=candidate.contest,
            member=Member.objects.exclude(nominations__contest__election=election)[0],
            ballot_name="Gwen Ellis",
            submitted_at=timezone.now(),
            state="ended",
        )
        NominationEnd.objects.create(
            nomination=nomination,
            reason="died",
            detail="Her sister telephoned.",
            ended_at=timezone.now(),
            recorded_by=User.objects.all()[0],
        )


def proposed_with_a_detail(election: Election) -> None:
    """One officer would unseat somebody, and no other confirmed it."""
    ActProposal.objects.create(
        election=election,
        act=ActProposal.Act.AMEND,
        what={},
        entered="detail=Her+sister+telephoned.",
        page=election.get_absolute_url(),
        made_by=User.objects.all()[0],
        made_at=timezone.now(),
    )


def test_photos_and_statements_go_at_the_end_of_the_term(election: Election) -> None:
    now = timezone.now()
    planned(election, term_ends_at=now + timedelta(days=1))
    nomination = Nomination.objects.earliest("pk")
    Appeal.objects.create(nomination=nomination, text="It is wrong.", made_at=now)
    ended_with_a_detail(election)
    proposed_with_a_detail(election)
    erasing.erase_due(now)
    assert NominationEnd.objects.get().detail == "Her sister telephoned."
    assert ActProposal.objects.exists()
    photos = Photo.objects.count()
    assert photos > 3
    planned(election, term_ends_at=now - SECOND)
    erasing.erase_due(now)
    assert not Photo.objects.exists()
    for model in (Candidate, Nomination):
        assert not model.objects.exclude(statement="").exists(), model
    assert Appeal.objects.get().text == ""
    ended = NominationEnd.objects.get()
    assert (ended.reason, ended.detail) == ("died", ""), "the public reason stays"
    assert not ActProposal.objects.exists()
    assert RollEntry.objects.exists(), "the roll has another twelve months"
    assert was_audited("statements")["photos"] == photos
    candidate = Candidate.objects.filter(ballot_name="Aisha Bello").get()
    path = f"{election.get_absolute_url()}candidates/"
    assert "erased" in page(f"{path}{candidate.contest.number}/{candidate.number}/")


def test_without_an_end_of_the_term_they_go_with_the_papers(election: Election) -> None:
    planned(election, term_ends_at=None)
    acted(election, declared_at=a_year_ago(timezone.now()))
    erasing.erase_due(timezone.now())
    assert not Photo.objects.exists()


def test_declarations_go_at_their_instant_and_never_before_the_count(rosa: User) -> None:
    election = voting(rosa)
    declares(Nomination.objects.earliest("pk"), "bame")
    now = timezone.now()
    planned(election, declarations_kept_until_at=now - SECOND)
    erasing.erase_due(now)
    assert IdentityDeclaration.objects.exists()
    acted(election, box_closed_at=now, counted_at=now)
    planned(election, declarations_kept_until_at=now + timedelta(days=1))
    erasing.erase_due(now)
    assert IdentityDeclaration.objects.exists()
    planned(election, declarations_kept_until_at=now - SECOND)
    erasing.erase_due(now)
    assert not IdentityDeclaration.objects.exists()
    assert was_audited("declarations") == {"declarations": 1}
    assert fresh(election).declarations_erased_at == now


def test_drafts_go_thirty_days_after_the_papers_were_fixed(rosa: User) -> None:
    election = voting(rosa)
    nomination = Nomination.objects.earliest("pk")
    NominationDraft.objects.create(
        contest=nomination.contest, member=nomination.member, saved_at=timezone.now()
    )
    now = timezone.now()
    acted(election, papers_fixed_at=now - timedelta(days=30) + SECOND)
    erasing.erase_due(now)
    assert NominationDraft.objects.exists()
    acted(election, papers_fixed_at=now - timedelta(days=30))
    erasing.erase_due(now)
    assert not NominationDraft.objects.exists()
    assert was_audited("drafts") == {"drafts": 1}
    erasing.erase_due(now)
    assert AuditEntry.objects.filter(action="data-erased").count() == 1


def test_a_photo_is_not_taken_off_a_candidate_while_the_term_lasts(election: Election) -> None:
    """An election that is declared and whose term has no end set keeps photos with the papers."""
    planned(election, term_ends_at=None)
    with pytest.raises(DatabaseError, match="photos no longer change"), transaction.atomic():
        Photo.objects.all().delete()
