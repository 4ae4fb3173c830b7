"""Answers whose length may depend on what is in them; `members.reading` says which and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

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
        return super().process_response(request, response)
