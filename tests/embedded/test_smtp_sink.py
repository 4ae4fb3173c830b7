"""The mail sink speaks SMTP and keeps every message as it was sent."""

from __future__ import annotations

import os
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from tests.embedded.mailbox import Mailbox


@pytest.fixture
def client(mailbox: Mailbox) -> Iterator[smtplib.SMTP]:
    url = urlsplit(os.environ["SMTP_URL"])
    with smtplib.SMTP(url.hostname or "", url.port or 0, timeout=10) as connection:
        yield connection


def test_a_message_arrives_as_it_was_sent(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "office@example.org", "ada@example.org"
    message["Subject"] = "Your ballot – NCG"
    message.set_content("Chère Ada,\n\n.\n..two dots\n.one dot\n")
    message.add_alternative("<p>Chère Ada</p>", subtype="html")
    client.send_message(message)
    [received] = mailbox.wait_for(1, to="ada@example.org")
    assert received["Subject"] == "Your ballot – NCG"
    text = received.get_body(("plain",))
    assert text is not None
    assert text.get_content() == "Chère Ada,\n\n.\n..two dots\n.one dot\n"


@pytest.mark.parametrize("body", ["", ".", "..", ".\n.", "a\n.b", "\n"])
def test_dots_and_nothing_at_all(client: smtplib.SMTP, mailbox: Mailbox, body: str) -> None:
    client.sendmail("a@example.org", ["b@example.org"], body)
    client.sendmail("a@example.org", ["b@example.org"], "after")
    first, _ = sorted(mailbox.new.iterdir())
    kept = first.read_text().partition("Delivered-To: b@example.org\n")[2]
    assert kept.rstrip("\n") == body.rstrip("\n")


def test_everyone_it_was_sent_to_is_written_on_it(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    client.sendmail("a@example.org", ["b@example.org", "c@example.org"], "Subject: x\r\n\r\ny")
    [received] = mailbox.messages()
    assert received.get_all("Delivered-To") == ["b@example.org", "c@example.org"]
    assert received["Return-Path"] == "<a@example.org>"


def test_commands_out_of_turn_are_refused_and_the_conversation_goes_on(
    client: smtplib.SMTP, mailbox: Mailbox
) -> None:
    client.ehlo()
    assert client.docmd("RCPT", "TO:<b@example.org>")[0] == 503
    assert client.docmd("DATA")[0] == 503
    assert client.docmd("VRFY", "b")[0] == 502
    assert client.docmd("MAIL", "FROM:nobody")[0] == 503
    assert client.noop()[0] == 250
    client.sendmail("a@example.org", ["b@example.org"], "x")
    assert len(mailbox.messages()) == 1


def test_many_at_once_all_arrive(mailbox: Mailbox) -> None:
    url = urlsplit(os.environ["SMTP_URL"])

    def send(first: int) -> None:
        with smtplib.SMTP(url.hostname or "", url.port or 0, timeout=30) as connection:
            for number in range(first, first + 50):
                connection.sendmail("a@example.org", [f"{number}@example.org"], f"{number}")

    senders = [threading.Thread(target=send, args=[50 * each]) for each in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    addresses = {message["Delivered-To"] for message in mailbox.messages()}
    assert addresses == {f"{number}@example.org" for number in range(200)}
