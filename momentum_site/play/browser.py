"""A small browser: keeps cookies, follows redirects, fills in forms as the page gives them."""

from __future__ import annotations

import html
import http.client
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(
    r"<input\b([^>]*)>"
    r"|<textarea\b([^>]*)>(.*?)</textarea>"
    r"|<select\b([^>]*)>(.*?)</select>"
    r"|<button\b([^>]*)>",
    re.DOTALL | re.IGNORECASE,
)
_OPTION = re.compile(r"<option\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_ALERT = re.compile(r'class="error-summary.*?</div>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_MOST_REDIRECTS = 10


class Refusal(Exception):
    """The site answered otherwise than the play expects."""


def _attributes(text: str) -> dict[str, str]:
    return {
        found[1].lower(): html.unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(text)
    }


@dataclass(frozen=True)
class Form:
    """A form of a page with the values it would send if nothing were entered."""

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    names: frozenset[str]

    @classmethod
    def read(cls, attributes: str, inside: str, page: str) -> Self:
        form = _attributes(attributes)
        fields, names = [], set()
        for found in _FIELD.finditer(inside):
            attribute = _attributes(found[1] or found[2] or found[4] or found[6] or "")
            name = attribute.get("name", "")
            if not name:
                continue
            names.add(name)
            kind = attribute.get("type", "text").lower() if found[1] is not None else ""
            if found[6] is not None or kind in ("submit", "button", "file", "image"):
                continue  # sent only if it is pressed
            if kind in ("checkbox", "radio"):
                if "checked" in attribute:
                    fields.append((name, attribute.get("value", "on")))
            elif found[4] is not None:
                fields += [(name, value) for value in _selected(found[5])]
            elif found[2] is not None:
                fields.append((name, html.unescape(found[3]).removeprefix("\n").strip("\r\n")))
            else:
                fields.append((name, attribute.get("value", "")))
        return cls(
            action=urljoin(page, form.get("action") or page),
            method=form.get("method", "get").lower(),
            fields=tuple(fields),
            names=frozenset(names),
        )


def _selected(options: str) -> list[str]:
    found = [_attributes(option[1]) for option in _OPTION.finditer(options)]
    chosen = [option.get("value", "") for option in found if "selected" in option]
    return chosen or [option.get("value", "") for option in found[:1]]


class Browser:
    """One person's browser on one site. `connection` may be shared by browsers of one thread."""

    def __init__(self, site: str, connection: http.client.HTTPConnection | None = None) -> None:
        parts = urlsplit(site)
        self.connection = connection or http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=60
        )
        self.site = site
        self.cookies: dict[str, str] = {}
        self.url = site + "/"
        self.status = 0
        self.text = ""
        self.body = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_wrong: object) -> None:
        self.connection.close()

    def open(self, path: str) -> Self:
        self._request("GET", urljoin(self.url, path), None)
        return self

    def form(self, *names: str, action: str = "") -> Form:
        """The first form of the page that has all these fields and an address that ends so."""
        forms = [Form.read(found[1], found[2], self.url) for found in _FORM.finditer(self.text)]
        for form in forms:
            if set(names) <= form.names and urlsplit(form.action).path.endswith(action):
                return form
        raise Refusal(f"{self.url} has no form with {', '.join(names) or action}")

    def submit(
        self, form: Form, entered: dict[str, str | list[str]] | None = None, *, expect: int = 200
    ) -> Self:
        """Send the form with what is entered in place of its own values."""
        entered = entered or {}
        if unknown := entered.keys() - form.names:
            raise Refusal(f"{self.url} has no field {', '.join(sorted(unknown))}")
        fields = [(name, value) for name, value in form.fields if name not in entered]
        for name, value in entered.items():
            values = [value] if isinstance(value, str) else value
            fields += [(name, one) for one in values]
        self._request("POST" if form.method == "post" else "GET", form.action, fields)
        if self.status != expect:
            raise Refusal(f"{form.action} answered {self.status}: {self.complaint()}")
        return self

    def complaint(self) -> str:
        """What the page says is wrong, as plain text."""
        found = _ALERT.search(self.text)
        words = _TAG.sub(" ", found[0] if found else self.text)
        return html.unescape(" ".join(words.split()))[:400]

    def _request(self, method: str, url: str, fields: Iterable[tuple[str, str]] | None) -> None:
        body = urlencode(list(fields)).encode() if fields is not None else None
        if method == "GET" and body:
            url, body = f"{url.partition('?')[0]}?{body.decode()}", None
        for _hop in range(_MOST_REDIRECTS):
            location = self._exchange(method, url, body)
            if location is None:
                self.text = self.body.decode(errors="replace")
                return
            method, url, body = "GET", urljoin(url, location), None
        raise Refusal(f"{url} redirects for ever")

    def _exchange(self, method: str, url: str, body: bytes | None) -> str | None:
        """One request; returns where it redirects to."""
        parts = urlsplit(url)
        headers = {"Referer": self.url, "Origin": self.site, "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        response = self._send(method, target, body, headers)
        self.body = response.read()
        self.status, self.url = response.status, url
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        if response.status in (301, 302, 303, 307, 308):
            return response.headers["Location"]
        return None

    def _send(
        self, method: str, target: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        try:
            self.connection.request(method, target, body, headers)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # The server closed a connection it had kept open: once more on a new one.
            self.connection.close()
            self.connection.request(method, target, body, headers)
            return self.connection.getresponse()
