"""Answers whose length may depend on what is in them; `members.reading` says which and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from members.languages import asked_for

_TEXT = ("text/", "application/json", "application/schema+json", "image/svg+xml")


class Compressing(GZipMiddleware):
    """Django's own, for the answers alone that may be compressed, and only if they are text."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not getattr(response, "may_be_compressed", False):
            return response
        if not response.get("Content-Type", "").startswith(_TEXT):
            return response
        if response["Content-Type"].startswith("text/html") and _brings_words(request):
            return response
        return super().process_response(request, response)


def _brings_words(request: HttpRequest) -> bool:
    """Whether the address has a query that a page may repeat, in a field or in the link to its other
    language. The name of a language that we have is none: whoever asks can choose between two."""
    return bool(request.GET) and (asked_for(request) is None or len(request.GET) > 1)
