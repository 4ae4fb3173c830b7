"""The mail that arrived, read as the people it went to would."""

from __future__ import annotations

import email
import email.policy
import re
import time
from collections.abc import Iterator
from pathlib import Path

_LINK = re.compile(rb"https?://\S+/v/\d+-[A-Z0-9]+/")
_DELIVERED_TO = re.compile(rb"^Delivered-To: (\S+)", re.MULTILINE)
_CODE = re.compile(r"^\s*([A-Z0-9][A-Z0-9-]{5,11})\s*$", re.MULTILINE)


class PostTimeout(Exception):
    """Mail that must come did not."""


class Post:
    """A Maildir, read message by message as it comes in."""

    def __init__(self, maildir: Path) -> None:
        self.folder = maildir / "new"
        self._read: set[str] = set()
        self._links: dict[str, str] = {}
        self._codes: dict[str, list[str]] = {}

    def ballot_links(self) -> dict[str, str]:
        """Every ballot link that has arrived, by address."""
        self._take_in()
        return self._links

    def sign_in_code(self, address: str, *, seconds: float = 30) -> str:
        """The newest sign-in code for an address, waited for; each is given out once."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            self._take_in()
            if codes := self._codes.pop(address, []):
                return codes[-1]
            time.sleep(0.05)
        raise PostTimeout(f"No sign-in code came for {address}.")

    def _take_in(self) -> None:
        for path in self._unread():
            received = path.read_bytes()
            to = _DELIVERED_TO.search(received)
            address = to[1].decode() if to else ""
            # Thousands of ballot mails arrive at once: they are not taken apart to find the link.
            if link := _LINK.search(received):
                self._links[address] = link[0].decode()
            elif code := _CODE.search(_words(received)):
                self._codes.setdefault(address, []).append(code[1])

    def _unread(self) -> Iterator[Path]:
        if not self.folder.exists():
            return
        names = sorted(entry.name for entry in self.folder.iterdir())
        for name in names:
            if name not in self._read:
                self._read.add(name)
                yield self.folder / name


def _words(received: bytes) -> str:
    text = email.message_from_bytes(received, policy=email.policy.default).get_body(("plain",))
    return str(text.get_content()) if text else ""
