"""What the mail sink received, as the people it was sent to would read it."""

from __future__ import annotations

import email
import email.policy
import os
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from elections.mailing.posting import Post

# Before pytest-django replaces it by one that keeps messages in memory.
REAL_BACKEND = settings.EMAIL_BACKEND


class Mailbox:
    def __init__(self, maildir: Path) -> None:
        self.new = maildir / "new"

    def clear(self) -> None:
        for path in self.new.glob("*"):
            path.unlink()

    def messages(self, to: str | None = None) -> list[EmailMessage]:
        """The messages received, in order; those to one address if ``to`` is given."""
        received = []
        for path in sorted(self.new.glob("*")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if to is None or to in message.get_all("Delivered-To", []):
                received.append(message)
        return received

    def wait_for(
        self, count: int = 1, *, to: str | None = None, seconds: float = 30
    ) -> list[EmailMessage]:
        """Wait until ``count`` messages are there."""
        give_up = time.monotonic() + seconds
        while len(received := self.messages(to)) < count:
            if time.monotonic() > give_up:
                pytest.fail(f"{len(received)} of {count} messages to {to or 'anyone'} came.")
            time.sleep(0.05)
        return received


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    """An empty mailbox that receives all mail, through a real SMTP server, from any process."""
    if "MAILDIR" not in os.environ:
        pytest.fail("SMTP_URL is set: tests that read mail need their own sink. Unset it.")
    settings.EMAIL_BACKEND = REAL_BACKEND
    box = Mailbox(Path(os.environ["MAILDIR"]))
    box.clear()
    Post.kept().close()  # the connection of the test before leads elsewhere
    yield box
    Post.kept().close()
