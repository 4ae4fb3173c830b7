"""The site's addresses and two more: the least that an answer can cost behind the same middleware."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from members.reading import anybody
from momentum_site.urls import urlpatterns as of_the_site

_LETTERS = b"the quick brown fox jumps over the lazy dog " * 12_000


@anybody()
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


@anybody()
def of_size(request: HttpRequest, size: int) -> HttpResponse:
    """So many bytes from memory."""
    return HttpResponse(_LETTERS[:size])


urlpatterns = [
    path("bare/", empty, name="bare"),
    path("bare/<int:size>/", of_size, name="bare-of-size"),
    *of_the_site,
]
