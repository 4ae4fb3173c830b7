"""Photos of those who stand, at addresses that never change what they show."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from elections import access
from members.reading import A_YEAR, anybody


@anybody(A_YEAR, for_ever=True)
@require_safe
def show_photo(request: HttpRequest, digest: str) -> HttpResponse:
    return HttpResponse(
        access.public_photo(digest),
        content_type="image/jpeg",
        headers={"Content-Disposition": "inline"},
    )
