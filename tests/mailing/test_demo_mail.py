"""The demo's page of sent mail."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from elections import mailing
from elections.models import Election
from momentum_site import demo_mail
from tests.embedded.mailbox import Mailbox
from tests.mailing import cast


@pytest.fixture
def maildir(settings: Settings, tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    settings.MAILDIR = tmp_path
    return tmp_path


def _deliver(maildir: Path, number: int, to: str, body: str = "Hello", kind: str = "plain") -> str:
    name = f"{1_780_000_000_000_000_000 + number:020d}.1_{number}.sink"
    (maildir / "new" / name).write_text(
        f"Return-Path: <elections@example.org>\nDelivered-To: {to}\nTo: {to}\n"
        f"Subject: Message {number}\nContent-Type: text/{kind}; charset=utf-8\n\n{body}\n"
    )
    return name


def test_the_newest_message_comes_first(client: Client, maildir: Path, db: None) -> None:
    for number in range(3):
        _deliver(maildir, number, "aisha@example.org")
    page = client.get("/demo/mail/").content.decode()
    assert re.findall(r">(Message \d)<", page) == ["Message 2", "Message 1", "Message 0"]
    assert "3 messages" in page


def test_messages_are_found_by_recipient(client: Client, maildir: Path, db: None) -> None:
    _deliver(maildir, 1, "aisha@example.org")
    _deliver(maildir, 2, "zoe@example.org")
    page = client.get("/demo/mail/?to=AISHA").content.decode()
    assert re.findall(r">(Message \d)<", page) == ["Message 1"]


def test_an_empty_maildir_says_so(client: Client, maildir: Path, db: None) -> None:
    assert "No message yet" in client.get("/demo/mail/").content.decode()


def test_thousands_of_messages_are_paged_and_quick(client: Client, maildir: Path, db: None) -> None:
    for number in range(3000):
        _deliver(maildir, number, f"voter{number}@example.org")
    client.get("/demo/mail/?to=voter1")
    begun = time.monotonic()
    page = client.get("/demo/mail/?page=2&to=voter1").content.decode()
    assert time.monotonic() - begun < 1
    assert page.count("/demo/mail/0") == demo_mail.A_PAGE
    assert "?to=voter1&amp;page=3" in page


def test_a_ballot_mail_is_shown_as_text_and_in_a_frame(
    client: Client, election: Election, mailbox: Mailbox, settings: Settings
) -> None:
    settings.MAILDIR = mailbox.new.parent
    entry = cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    mailing.send_due(now=timezone.now() + timedelta(minutes=1))
    [path] = mailbox.new.glob("*")
    page = client.get(f"/demo/mail/{path.name}/")
    assert re.search(rf'<a href="[^"]+/v/{entry.pk}-[A-Z2-7]{{26}}/"', page.content.decode())
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    frame = client.get(f"/demo/mail/{path.name}/?part=html")
    assert '<base target="_top">' in frame.content.decode()
    policy = frame["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "script" not in policy
    assert frame["X-Frame-Options"] == "SAMEORIGIN"


def test_what_a_message_says_is_text_on_the_page(client: Client, maildir: Path, db: None) -> None:
    name = _deliver(maildir, 1, "aisha@example.org", "<script>alert(1)</script>")
    page = client.get(f"/demo/mail/{name}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("name", ["..", "nothing.sink", ".hidden", "a%00b"])
def test_other_files_are_not_shown(client: Client, maildir: Path, db: None, name: str) -> None:
    assert client.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["", "1.sink/"])
def test_outside_the_demo_there_is_no_such_page(
    client: Client, settings: Settings, db: None, path: str
) -> None:
    settings.DEMO = False
    assert client.get(f"/demo/mail/{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "1.sink/"])
def test_it_is_only_read(client: Client, db: None, path: str) -> None:
    assert client.post(f"/demo/mail/{path}").status_code == 405
