"""Pages that anybody may read: who may keep a copy of them, how long, and whether it is compressed.

A page is the same for every stranger, so that browsers and the caches between may keep it; whoever
is signed in reads it with their own name on it, and nobody keeps that. Which of the two it was is
seen from what the page looked at, never from what its view promises: a page of a rehearsal asks who
is looking.

Compressed are these pages alone, and the empty ballot paper. The length of a compressed answer tells
something of what is in it: where an answer holds a secret beside words that a request brought along,
somebody who watches the line and has another's browser ask again and again can guess the secret
letter by letter (the attack is called BREACH). So these pages are compressed only where the address
brings no words that they might repeat (`momentum_site.compressing`), and the token of their forms is
masked anew in every answer. What a voter entered, what an office page found and what is held about a
member is sent as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)

View = Callable[..., HttpResponseBase]

# Seconds. A moment is for what says how an election stands: nobody reads for a minute that votes are
# being counted when the result is out.
A_MOMENT, A_MINUTE, A_DAY, A_YEAR = 10, 60, 86_400, 31_536_000


def anybody(
    seconds: int = A_MINUTE, *, shared: bool = True, for_ever: bool = False
) -> Callable[[View], View]:
    """A page that anybody may read, and keep for so many seconds.

    One that is not `shared` may be kept by the reader's own browser alone: its candidates stand in an
    order that differs from reader to reader. What is `for_ever` never changes under its address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
                return response
            let_compress(response)
            if not _is_the_same_for_strangers(request):
                add_never_cache_headers(response)
                return response
            if request.session.accessed:
                patch_vary_headers(response, ["Cookie"])
            patch_cache_control(
                response,
                **({"public": True} if shared else {"private": True}),
                max_age=seconds,
                **({"immutable": True} if for_ever else {}),
            )
            if not isinstance(response, HttpResponse):  # it is streamed
                return response
            if "ETag" not in response:
                set_response_etag(response)
            return (
                get_conditional_response(request, etag=response.get("ETag"), response=response)
                or response
            )

        read.for_anybody = seconds  # type: ignore[attr-defined]
        return read

    return decorate


def _is_the_same_for_strangers(request: HttpRequest) -> bool:
    """Nothing was looked at that tells one reader from another, and no cookie of theirs goes with the
    answer. That of the language is put in later, and takes the answer from the caches between."""
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.session.modified:
        return False
    known_by = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return not (request.session.accessed and known_by)


def let_compress(response: HttpResponseBase) -> None:
    """Nothing in this answer is both secret and beside what the request brought along."""
    response.may_be_compressed = True  # type: ignore[attr-defined]
