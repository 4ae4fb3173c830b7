"""What the parts of an address may be made of."""

from __future__ import annotations


class ShareToken:
    """The token of a nomination's link, as `secrets.token_urlsafe` makes it."""

    regex = "[A-Za-z0-9_-]{6,16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VotingCode:
    """A voting code as the mail has it."""

    regex = "[A-Za-z0-9]{6,60}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Digest:
    """A SHA-256 in hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
