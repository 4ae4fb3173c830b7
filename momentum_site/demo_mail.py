"""The demo's mail, readable on a page: what the mail sink kept, newest first. Nowhere else."""

from __future__ import annotations

import email
import email.policy
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

A_PAGE = 50
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_HEAD = 4096  # bytes, in which the headers of our own mail end
_DELIVERED = re.compile(rb"^Delivered-To: *<?([^>\r\n]+)>?", re.MULTILINE | re.IGNORECASE)

# The mail inside its frame: its own styles, and nothing else from anywhere. The sandbox takes its
# origin away; a link that is pressed opens in the whole window.
FRAME_POLICY = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@dataclass(frozen=True)
class Received:
    """What a line of the list shows."""

    name: str
    to: str
    subject: str
    at: datetime


@never_cache
@require_safe
def list_mail(request: HttpRequest) -> HttpResponse:
    _demo_only()
    to = request.GET.get("to", "").strip().lower()
    names = [name for name in _names() if not to or to in _recipient(_path(name))]
    page = Paginator(names, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "received": [_received(name) for name in page.object_list],
        "to": to,
        "query": f"to={to}&" if to else "",
        "count": len(names),
    }
    return render(request, "demo/list_mail.html", context)


@never_cache
@require_safe
def show_mail(request: HttpRequest, name: str) -> HttpResponseBase:
    _demo_only()
    message = _read(name)
    if request.GET.get("part") == "html":
        return _framed(lambda _request: _frame(message))(request)
    return _framing(lambda request: _page(request, name, message))(request)


_framing = csp_update({"frame-src": [SELF]})
_framed = csp(FRAME_POLICY)


def _page(request: HttpRequest, name: str, message: EmailMessage) -> HttpResponse:
    context = {
        "name": name,
        "message": message,
        "at": _received_at(name),
        "rows": [
            {"label": header, "value": message[header]} for header in ("From", "To", "Message-ID")
        ],
        "text": _part(message, "plain"),
        "has_html": bool(_part(message, "html")),
    }
    return render(request, "demo/show_mail.html", context)


def _frame(message: EmailMessage) -> HttpResponse:
    # Without the base a link would open inside the frame, where the site refuses to be shown.
    html = re.sub(r"(<head[^>]*>)", r'\1<base target="_top">', _part(message, "html"), count=1)
    return HttpResponse(html, headers={"X-Frame-Options": "SAMEORIGIN"})


def _demo_only() -> None:
    if not settings.DEMO:
        raise Http404


def _names() -> list[str]:
    """Every message, newest first: names begin with the instant of arrival."""
    try:
        with os.scandir(settings.MAILDIR / "new") as entries:
            return sorted((entry.name for entry in entries), reverse=True)
    except FileNotFoundError:
        return []


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise Http404
    return settings.MAILDIR / "new" / name


@lru_cache(maxsize=100_000)
def _recipient(path: Path) -> str:
    """A message never changes, so that a filter reads each of thousands once."""
    found = _DELIVERED.findall(_head(path))
    return b" ".join(found).decode("ascii", "replace").lower()


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except FileNotFoundError:
        return b""


def _received(name: str) -> Received:
    head = _parsed(_head(_path(name)))
    return Received(
        name=name,
        to=str(head["To"] or ""),
        subject=str(head["Subject"] or ""),
        at=_received_at(name),
    )


def _received_at(name: str) -> datetime:
    """By the name's nanoseconds; by the file where the name is another program's."""
    digits = name.partition(".")[0]
    if digits.isdigit() and len(digits) >= 19:
        return datetime.fromtimestamp(int(digits) / 1e9, UTC)
    return datetime.fromtimestamp(_path(name).stat().st_mtime, UTC)


def _read(name: str) -> EmailMessage:
    try:
        return _parsed(_path(name).read_bytes())
    except FileNotFoundError as error:
        raise Http404 from error


def _parsed(content: bytes) -> EmailMessage:
    message: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    return message


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""
