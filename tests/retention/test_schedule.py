"""What the page and the docs say of the schedule is what the code does."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from elections import erasing
from elections.models import Election, RollEntry
from members import erasing as members_erasing
from members.models import AuditEntry, ImportChunk, ImportRow, ImportRun, State, User
from members.roles import Role
from momentum_site.celery import SWEEPS
from tests.members.people import add_staff
from tests.office import cast
from tests.retention.cast import YEAR, acted, declared, planned

DOCS = Path(__file__).resolve().parents[2] / "docs" / "retention.md"
pytestmark = pytest.mark.django_db


def schedule() -> dict[str, str]:
    """What → when, as the code has it."""
    of_elections = {str(one.what): str(one.when) for one in erasing.SCHEDULE}
    return of_elections | {str(what): str(when) for what, when in members_erasing.SCHEDULE}


def test_the_docs_have_the_schedule_of_the_code() -> None:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", DOCS.read_text(), re.MULTILINE)
    assert dict(rows[1:]) == schedule()


def test_the_numbers_in_the_words_are_those_of_the_code() -> None:
    words = schedule()
    drafts = words["What members entered to stand and did not send"]
    assert drafts.startswith(f"{erasing.DRAFTS_KEPT.days} days after")
    imports = words["Rows, samples and files of membership lists"]
    assert imports.startswith(f"{members_erasing.IMPORTS_KEPT.days} days after")


def test_beat_has_it_looked_for_daily_at_least() -> None:
    day = timedelta(days=1).total_seconds()
    assert SWEEPS["elections.tasks.tally_erase"] <= day
    assert SWEEPS["members.tasks.erase_due"] <= day


def test_the_office_sees_what_will_go_when_and_what_is_gone() -> None:
    election = cast.noticed()
    later = timezone.now() + timedelta(days=400)
    planned(election, declarations_kept_until_at=later, term_ends_at=None)
    browser = cast.enter(add_staff("sol@example.org", Role.SCRUTINEER))
    page = " ".join(browser.get("/office/retention/").content.decode().split())
    for what, when in schedule().items():
        assert what in page
        assert when in page
    assert "in 13 months" in page
    acted(election, papers_erased_at=timezone.now())
    page = " ".join(browser.get("/office/retention/").content.decode().split())
    assert "Erased" in page
    roll = browser.get(f"/office/elections/{election.slug}/roll/").content.decode()
    assert "as the retention schedule says" in " ".join(roll.split())


def test_the_office_is_told_nothing_of_elections_in_preparation() -> None:
    cast.prepared()
    browser = cast.enter(add_staff("rosa@example.org", Role.OFFICER))
    assert "No election has a notice yet" in browser.get("/office/retention/").content.decode()


# --- Imports -------------------------------------------------------------------------------------


def _list(uploaded_by: User, age: timedelta, state: State = State.CHECKED) -> ImportRun:
    run = ImportRun.objects.create(
        name="members.csv",
        size=1,
        uploaded_by=uploaded_by,
        state=state,
        samples=[["Aisha"]],
        applied_at=timezone.now() if state == State.APPLIED else None,
    )
    ImportRun.objects.filter(pk=run.pk).update(uploaded_at=timezone.now() - age)
    ImportRow.objects.create(run=run, line=2, number="1", name="Aisha", outcome="added")
    ImportChunk.objects.create(run=run, position=0, content=b"Aisha")
    return run


def test_what_lists_said_goes_after_ninety_days() -> None:
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    kept = timedelta(days=90)
    new = _list(rosa, kept - timedelta(minutes=1))
    waiting = _list(rosa, kept)
    applied = _list(rosa, kept, State.APPLIED)
    running = _list(rosa, kept, State.CHECKING)
    assert members_erasing.erase_imports(timezone.now()) == 2
    assert set(ImportRow.objects.values_list("run", flat=True)) == {new.pk, running.pk}
    assert set(ImportChunk.objects.values_list("run", flat=True)) == {new.pk, running.pk}
    for run, state in ((waiting, State.ABANDONED), (applied, State.APPLIED)):
        run.refresh_from_db()
        assert (run.samples, run.state) == ([], state)
    entry = AuditEntry.objects.get(action="data-erased")
    assert entry.detail == {
        "what": "imports",
        "rows": 2,
        "chunks": 2,
        "samples": 2,
        "put away": 1,
    }
    assert members_erasing.erase_imports(timezone.now()) == 0
    assert AuditEntry.objects.filter(action="data-erased").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_list_leaves_nothing_in_the_files_of_the_database() -> None:
    _list(add_staff("rosa@example.org", Role.OFFICER), timedelta(days=90), State.APPLIED)
    tables = ("members_importrow", "members_importchunk", "members_importrun")

    def holds_the_name(table: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
            return b"Aisha" in bytes(cursor.fetchone()[0])

    assert all(map(holds_the_name, tables))
    members_erasing.erase_imports(timezone.now())
    assert not any(map(holds_the_name, tables))


@pytest.mark.django_db(transaction=True)
def test_lists_that_are_being_read_are_erased_later() -> None:
    _list(add_staff("rosa@example.org", Role.OFFICER), timedelta(days=90))
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        other.cursor().execute("SELECT * FROM members_importrow")
        assert members_erasing.erase_imports(timezone.now()) == 0
        assert ImportRow.objects.exists()
    assert members_erasing.erase_imports(timezone.now()) == 1
    assert not ImportRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_backup_brought_back_is_erased_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of elections and of lists; by whoever has the key, whose escrow copies are due as well."""
    rosa = add_staff("rosa@example.org", Role.OFFICER)
    acted(declared(rosa), declared_at=timezone.now() - YEAR - timedelta(days=2))
    _list(rosa, timedelta(days=90), State.APPLIED)
    with monkeypatch.context() as without_the_key:
        without_the_key.setattr("django.conf.settings.TALLY_KEY", None)
        with pytest.raises(CommandError, match="run this as the tally worker's user"):
            call_command("erase_due")
    assert RollEntry.objects.exists()
    assert ImportRow.objects.exists()
    call_command("erase_due")
    assert not RollEntry.objects.exists()
    assert not ImportRow.objects.exists()


# --- Signing in ----------------------------------------------------------------------------------


def test_sessions_and_limits_go_when_they_expire() -> None:
    client = Client()
    client.force_login(add_staff("rosa@example.org", Role.OFFICER))
    cache.set("a-limit", 1, timeout=60)
    members_erasing.forget_expired(timezone.now())
    assert Session.objects.exists()
    assert cache.get("a-limit") == 1
    later = timezone.now() + timedelta(days=1, minutes=1)
    members_erasing.forget_expired(later)
    assert not Session.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM momentum_site_cache")
        assert cursor.fetchone()[0] == 0


def test_an_election_in_preparation_holds_nobody_and_is_never_due() -> None:
    election = cast.prepared()
    now = timezone.now() + timedelta(days=4000)
    assert erasing.erase_due(now) == 0
    assert Election.objects.get(pk=election.pk).papers_erased_at is None
