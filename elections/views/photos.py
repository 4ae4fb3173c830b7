"""Photos of those who stand, at addresses that never change what they show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from elections import access

_FOR_A_YEAR = "public, max-age=31536000, immutable"


@require_safe
def show_photo(request: HttpRequest, digest: str) -> HttpResponse:
    return HttpResponse(
        access.public_photo(digest),
        content_type="image/jpeg",
        headers={"Cache-Control": _FOR_A_YEAR, "Content-Disposition": "inline"},
    )
