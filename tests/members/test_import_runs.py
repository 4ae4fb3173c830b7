"""A list goes through the office: uploaded, its columns confirmed, checked, applied."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from members import tasks
from members.importing import runs
from members.models import AuditEntry, ImportChunk, ImportRow, ImportRun, Member, State, User
from members.roles import Role
from momentum_site.celery import app as celery_app
from tests.members.lists import AISHA, HEADER, TOM, ZOE
from tests.members.people import add_member, add_staff, enter_office

pytestmark = pytest.mark.django_db

LIST = f"{HEADER}\r\n{AISHA}\r\n{TOM}\r\n,Nobody,,,,,active,".encode()


@pytest.fixture
def officer(client: Client) -> User:
    return enter_office(client, "ro@example.org", Role.OFFICER)


def _upload(client: Client, content: bytes, name: str = "list.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/office/imports/upload/", {"file": file}, follow=True)


def _columns_as_shown(page: Any) -> dict[str, str]:
    return {name: field.initial for name, field in page.context["form"].fields.items()}


def _checked(client: Client, content: bytes = LIST) -> ImportRun:
    page = _upload(client, content)
    run = ImportRun.objects.latest("id")
    client.post(f"/office/imports/{run.pk}/columns/", _columns_as_shown(page))
    tasks.run_imports()
    run.refresh_from_db()
    return run


def _applied(client: Client, run: ImportRun) -> Any:
    """The button is pressed, once the number of members that change is typed."""
    report = ImportRun.objects.get(pk=run.pk).what_became()
    typed = {"confirm": str(report.changes) if report else ""}
    return client.post(f"/office/imports/{run.pk}/apply/", typed, follow=True)


def test_a_list_that_is_too_large_is_refused_with_a_way_out(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("members.forms.MOST_BYTES", len(LIST) - 1)
    page = _upload(client, LIST)
    assert "or save it as XLSX, which is smaller." in page.content.decode()
    assert not ImportRun.objects.exists()
    monkeypatch.setattr("members.forms.MOST_BYTES", len(LIST))
    _upload(client, LIST)
    assert ImportRun.objects.count() == 1


def test_a_list_goes_from_the_upload_to_the_members(client: Client, officer: User) -> None:
    page = _upload(client, LIST)
    run = ImportRun.objects.get()
    assert page.redirect_chain == [(f"/office/imports/{run.pk}/columns/", 302)]
    assert "aisha@example.org · tom@example.org" in page.content.decode()
    page = client.post(f"/office/imports/{run.pk}/columns/", _columns_as_shown(page), follow=True)
    assert "Checking every row" in page.content.decode()
    assert "waiting to be checked" in page.content.decode()
    assert client.get(f"/office/imports/{run.pk}/progress.json").json() == {
        "done": 0,
        "total": 100,
        "text": "0 rows read: waiting to be checked.",
        "finished": False,
    }
    assert tasks.run_imports() == 1
    assert not Member.objects.exists()
    page = client.get(f"/office/imports/{run.pk}/")
    assert "refused: membership number missing" in page.content.decode()
    assert "Apply: 2 members change" in " ".join(page.content.decode().split())
    _applied(client, run)
    assert tasks.run_imports() == 1
    assert Member.objects.count() == 2
    page = client.get(f"/office/imports/{run.pk}/")
    assert "This list has been applied." in page.content.decode()
    assert client.get(f"/office/imports/{run.pk}/progress.json").json()["finished"]
    assert tasks.run_imports() == 0


def test_a_list_is_applied_once_the_number_of_members_it_changes_is_typed(
    client: Client, officer: User
) -> None:
    run = _checked(client)
    page = " ".join(client.get(f"/office/imports/{run.pk}/").content.decode().split())
    assert "To confirm, type how many members change: 2" in page
    for typed, why in (
        ("", "Type the number of members"),
        ("3", "That is not the number. Type 2."),
    ):
        answer = client.post(f"/office/imports/{run.pk}/apply/", {"confirm": typed})
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert tasks.run_imports() == 0
    client.post(f"/office/imports/{run.pk}/apply/", {"confirm": " 2 "})
    assert tasks.run_imports() == 1
    assert Member.objects.count() == 2


def test_every_step_is_on_record_and_the_file_is_forgotten(client: Client, officer: User) -> None:
    run = _checked(client)
    _applied(client, run)
    tasks.run_imports()
    said = AuditEntry.objects.filter(subject=str(run))
    assert [entry.action for entry in said] == [
        "import-uploaded",
        "import-checked",
        "import-applied",
    ]
    assert {entry.actor for entry in said} == {officer}
    assert said[2].detail["outcomes"]["added"] == 2
    assert not ImportChunk.objects.exists()
    run.refresh_from_db()
    assert run.samples == []


def test_a_wrong_column_is_corrected_before_the_check(client: Client, officer: User) -> None:
    page = _upload(client, LIST.replace(b"Email", b"How to reach"))
    run = ImportRun.objects.get()
    shown = _columns_as_shown(page)
    assert shown["column-3"] == ""
    client.post(f"/office/imports/{run.pk}/columns/", {**shown, "column-3": "email"})
    tasks.run_imports()
    run.refresh_from_db()
    report = run.what_became()
    assert report is not None
    assert report.flags_of_added == {}


def test_columns_a_list_cannot_do_without_are_asked_for(client: Client, officer: User) -> None:
    page = _upload(client, LIST)
    run = ImportRun.objects.get()
    answer = client.post(
        f"/office/imports/{run.pk}/columns/", {**_columns_as_shown(page), "column-0": ""}
    )
    assert answer.status_code == 422
    assert "No column was recognised for the membership number" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == State.MAPPING
    left = client.get(f"/office/imports/{run.pk}/").content.decode()
    assert "Confirm the columns" in left
    assert "Correct the columns" not in left


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK\x03\x04 broken", "The spreadsheet cannot be opened"), (b"", "The file is empty")],
)
def test_what_is_no_list_is_refused_at_the_door(
    client: Client, officer: User, content: bytes, words: str
) -> None:
    answer = _upload(client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_is_said_so(client: Client, officer: User) -> None:
    answer = client.post("/office/imports/upload/", {})
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_outcomes_of_rows_are_downloaded_and_no_cell_is_a_formula(
    client: Client, officer: User
) -> None:
    evil = '3,"=HYPERLINK(""http://x"")",Evans,,SW1A 1AA,GB,active,'
    run = _checked(client, f"{HEADER}\n{AISHA}\n{evil}".encode())
    answer = client.get(f"/office/imports/{run.pk}/outcomes/?as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == ["2", "1", "Aisha Khan", "added", ""]
    assert rows[2][2].startswith("'=HYPERLINK")
    assert rows[2][4] == "email-missing"
    assert AuditEntry.objects.latest("id").action == "outcomes-taken"


def test_members_who_are_not_in_the_list_are_told_about(client: Client, officer: User) -> None:
    add_member("9", "Old Hand", "old@example.org")
    run = _checked(client)
    page = " ".join(client.get(f"/office/imports/{run.pk}/").content.decode().split())
    assert "1 member is not in this list. They stay as they are." in page


def test_a_list_is_put_away_without_a_trace_in_the_members(client: Client, officer: User) -> None:
    run = _checked(client)
    client.post(f"/office/imports/{run.pk}/abandon/")
    run.refresh_from_db()
    assert run.state == State.ABANDONED
    assert not ImportChunk.objects.exists()
    assert not ImportRow.objects.exists()
    answer = _applied(client, run)
    assert "This list is abandoned now." in answer.content.decode()
    assert tasks.run_imports() == 0
    assert not Member.objects.exists()


def test_a_list_is_applied_once_however_often_the_button_is_pressed(
    client: Client, officer: User
) -> None:
    run = _checked(client)
    _applied(client, run)
    _applied(client, run)
    tasks.run_imports()
    _applied(client, run)
    client.post(f"/office/imports/{run.pk}/columns/", {})
    assert tasks.run_imports() == 0
    assert AuditEntry.objects.filter(action="import-applied").count() == 1


def test_a_list_that_was_never_checked_is_not_applied(client: Client, officer: User) -> None:
    _upload(client, LIST)
    run = ImportRun.objects.get()
    _applied(client, run)
    tasks.run_imports()
    assert not Member.objects.exists()


def test_a_run_whose_worker_died_is_taken_up_from_the_beginning(
    client: Client, officer: User
) -> None:
    run = _checked(client)
    ImportRun.objects.update(state=State.APPLYING, rows_read=1)
    assert tasks.run_imports() == 1
    run.refresh_from_db()
    assert (run.state, Member.objects.count()) == (State.APPLIED, 2)


def test_a_run_that_somebody_works_on_is_left_alone(client: Client, officer: User) -> None:
    run = _checked(client)
    ImportRun.objects.update(state=State.APPLYING)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [runs._LOCKS, run.pk])
    try:
        assert tasks.run_imports() == 0
    finally:
        other.close()
    assert not Member.objects.exists()


def test_a_failure_is_told_and_the_list_can_be_tried_again(client: Client, officer: User) -> None:
    page = _upload(client, LIST)
    run = ImportRun.objects.get()
    columns = _columns_as_shown(page)
    client.post(f"/office/imports/{run.pk}/columns/", columns)
    chunk = ImportChunk.objects.get()
    content = bytes(chunk.content)
    ImportChunk.objects.update(content=b"PK\x03\x04 no longer what it was")
    tasks.run_imports()
    page = client.get(f"/office/imports/{run.pk}/")
    assert "The spreadsheet cannot be opened" in page.content.decode()
    ImportChunk.objects.update(content=content)
    client.post(f"/office/imports/{run.pk}/columns/", columns)
    tasks.run_imports()
    run.refresh_from_db()
    assert run.state == State.CHECKED


def test_redis_away_delays_the_check_and_nothing_else(
    client: Client, officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    page = _upload(client, LIST)
    run = ImportRun.objects.get()
    away = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=True)
    away.conf.update(task_publish_retry=False, broker_transport_options={"max_retries": 0})
    try:
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"/office/imports/{run.pk}/columns/", _columns_as_shown(page))
    finally:
        celery_app.set_current()
        away.close()
    assert answer.status_code == 302
    assert tasks.run_imports() == 1


def _wait(condition: Any, seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "nothing happened"
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_of_a_list_doubles_nothing(
    workers: Any, tmp_path: Path
) -> None:
    rows = [f"{i},First{i},Last,m{i}@example.org,SW1A 1AA,GB,active," for i in range(24_000)]
    content = "\r\n".join([HEADER, ZOE.replace("3,", "z,"), *rows]).encode()
    actor = add_staff("ro@example.org", Role.OFFICER)
    run = runs.receive("big.csv", [content], actor=actor)
    runs.confirm_columns(run, run.mapping)
    _wait(lambda: ImportRun.objects.get().state == State.CHECKED)
    runs.approve(run, actor=actor)
    _wait(lambda: ImportRun.objects.filter(state=State.APPLYING, rows_read__gt=0).exists())
    workers.kill("worker")
    assert ImportRun.objects.get().state == State.APPLYING
    assert not Member.objects.exists()
    workers.start()
    _wait(lambda: ImportRun.objects.get().state == State.APPLIED)
    assert Member.objects.count() == 24_001
    assert AuditEntry.objects.filter(action="import-applied").count() == 1
    assert ImportRow.objects.count() == 24_001


def test_two_lists_at_once_come_one_after_the_other(client: Client, officer: User) -> None:
    first, second = _checked(client), _checked(client)
    runs.approve(first, actor=officer)
    runs.approve(second, actor=officer)
    assert tasks.run_imports() == 2
    second.refresh_from_db()
    report = second.what_became()
    assert report is not None
    assert report.outcomes["unchanged"] == 2
    assert Member.objects.count() == 2


def test_whoever_has_a_list_applied_is_on_record_for_it(client: Client, officer: User) -> None:
    sam = add_staff("sam@example.org", Role.OFFICER)
    runs.approve(_checked(client), actor=sam)
    tasks.run_imports()
    actors = dict(AuditEntry.objects.values_list("action", "actor__email"))
    assert actors["import-uploaded"] == officer.email
    assert actors["import-applied"] == sam.email


def test_nothing_staged_is_left_behind(client: Client, officer: User) -> None:
    _checked(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('pg_temp.members_staged_row')")
        assert cursor.fetchone() == (None,)
