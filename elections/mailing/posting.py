"""Handing a message to the mail server, over one connection that is kept."""

from __future__ import annotations

import smtplib
import threading
import time
from typing import Any, NoReturn

from django.core import mail
from django.core.mail import EmailMessage

IDLE = 5.0  # seconds after which the connection is asked whether it still lives
CLOSING = 421  # "service not available, closing transmission channel"


class Unreachable(Exception):
    """There is no mail server to talk to: nothing is wrong with the message."""


class NotNow(Exception):
    """The server did not take the message this time, or went away before it said so."""


class Never(Exception):
    """The server will not take this message for this recipient."""


class Post:
    """A kept connection. One for each thread: `Post.kept()`."""

    _of_thread = threading.local()

    def __init__(self) -> None:
        self.connection: Any = None
        self.used = 0.0

    @classmethod
    def kept(cls) -> Post:
        if not hasattr(cls._of_thread, "post"):
            cls._of_thread.post = cls()
        kept: Post = cls._of_thread.post
        return kept

    def hand_over(self, message: EmailMessage) -> None:
        """Return once the server has taken the message; else raise one of the three above."""
        self._open()
        try:
            self._send(message)
        except smtplib.SMTPException as error:
            if _says_goodbye(error):
                self.close()
            if isinstance(error, smtplib.SMTPDataError) or not _says_goodbye(error):
                raise _verdict(error) from error
            # Servers close after so many messages, before they take the next one.
            self._open()
            self._send_after_all(message)

    def _send_after_all(self, message: EmailMessage) -> None:
        try:
            self._send(message)
        except smtplib.SMTPException as error:
            self.close()
            raise _verdict(error) from error

    def _send(self, message: EmailMessage) -> None:
        try:
            self.connection.send_messages([message])
        except smtplib.SMTPServerDisconnected as error:
            self._lost(error)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            # A header or an address that cannot be written.
            raise Never(type(error).__name__) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            self._lost(error)
        self.used = time.monotonic()

    def _lost(self, error: OSError) -> NoReturn:
        """Nobody knows whether it was taken: it goes again, under the same Message-ID."""
        self.close()
        raise NotNow(type(error).__name__) from error

    def _open(self) -> None:
        if self.connection is not None and time.monotonic() - self.used > IDLE:
            self._probe()
        if self.connection is not None:
            return
        connection = mail.get_connection()
        try:
            connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from error
        self.connection = connection
        self.used = time.monotonic()

    def _probe(self) -> None:
        """Forget a connection that the server has closed meanwhile."""
        server = getattr(self.connection, "connection", None)
        try:
            alive = server is not None and server.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            alive = False
        if not alive:
            self.close()

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (smtplib.SMTPException, OSError):
            return  # it was broken already


def _says_goodbye(error: smtplib.SMTPException) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code == CLOSING


def _verdict(error: smtplib.SMTPException) -> NotNow | Never:
    """Permanent is what the server says of this recipient or this message, and nothing else.

    A sender refused is our own mistake or the server's mood, and the same for every message: it is
    tried again, and stands on the office page meanwhile.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _of_reply(code, text)
    if isinstance(error, smtplib.SMTPDataError):
        return _of_reply(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        return NotNow(_words(error.smtp_code, error.smtp_error))
    return NotNow(type(error).__name__)


def _of_reply(code: int, text: bytes | str) -> NotNow | Never:
    words = _words(code, text)
    return Never(words) if 500 <= code < 600 else NotNow(words)


def _words(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:300]
