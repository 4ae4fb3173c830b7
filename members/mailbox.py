"""What makes two email addresses the same mailbox, and whether mail can reach one at all."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(
    r"(?=.{6,254}\Z)"
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})\Z"
)
_LOCAL_MAX = 64
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_NAMED = re.compile(r"[^<>@]*<\s*([^<>\s]+)\s*>\Z")


def tidied(text: str) -> str:
    """The address as it is written to: without the wrapping that spreadsheets and mailers add."""
    text = _INVISIBLE.sub("", text).strip(" \t\r\n\f\v\u00a0\u3000,;")
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0].strip()
    if text.endswith(">") and (named := _NAMED.match(text)):
        text = named[1]
    return text.strip("'\" ")


def key(text: str) -> str:
    """The form in which addresses are compared, "" when no mail could be delivered to it."""
    address = text.lower()
    if not _PLAIN.match(address):
        address = tidied(text).lower()
        if not address.isascii():
            address = _in_ascii(unicodedata.normalize("NFKC", address))
        if not _PLAIN.match(address):
            return ""
    return address if address.index("@") <= _LOCAL_MAX else ""


def read(text: str) -> tuple[str, str]:
    """The address as it is written to, and its key."""
    found = key(text)
    return (text if found == text else tidied(text)), found


def _in_ascii(address: str) -> str:
    """An international domain name in its registered form; local parts have none."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        return ""
