"""Which language a page is made in, and that the choice is remembered.

A page about an election is in Welsh for whoever chose Welsh if that election offers it: its
gatekeeper says so (`elections.access`), and nothing is asked before. Any other page offers Welsh
while a public election does; so does the page that says that there is no such election.
The office is in English, whatever its staff chose as members: what is entered and recorded there
(names of papers, documents, the audit) is kept in one language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from elections.models import Election
from members.access import signed_in_user
from members.languages import (
    COOKIE,
    Language,
    asked_for,
    chosen,
    is_for_programs,
    remember,
    remember_for,
    speak,
)

_OF_AN_ELECTION = {"slug", "token"}  # what addresses name it by: itself, or a candidate's link


def is_offered(request: HttpRequest) -> bool:
    """Whether this page can be had in Welsh. Of a page about no election it is asked once."""
    if not hasattr(request, "offers_welsh"):
        request.offers_welsh = Election.objects.listed().in_welsh().exists()  # type: ignore[attr-defined]
    return cast("bool", request.offers_welsh)  # type: ignore[attr-defined]


def speak_as_chosen(request: HttpRequest) -> None:
    """Make the page in the chosen language, if nothing has said yet which that is. Nothing is looked
    up for whoever reads English."""
    if not hasattr(request, "offers_welsh") and chosen(request) == Language.WELSH:
        speak(request, offers_welsh=is_offered(request))


class PageLanguage:
    """In the place of Django's own middleware, which asks the browser and knows no draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override(Language.ENGLISH):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            if response.get("Content-Type", "").startswith("text/html"):
                response.headers.setdefault("Content-Language", translation.get_language())
            # Of pictures and calendars, too: they are drawn and written in the language of the page.
            if getattr(request, "offers_welsh", False) or COOKIE in request.COOKIES:
                patch_vary_headers(response, ["Cookie"])
        language = None if is_for_programs(request) else asked_for(request)
        if language is not None and is_offered(request):
            _keep(request, response, language)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if hasattr(view, "for_staff"):
            request.offers_welsh = False  # type: ignore[attr-defined]
        elif not _OF_AN_ELECTION.intersection(kwargs):
            speak_as_chosen(request)


def _keep(request: HttpRequest, response: HttpResponseBase, language: Language) -> None:
    """For this browser; and for whoever is signed in and chose it here, where the page asked who that
    is at all."""
    if request.COOKIES.get(COOKIE) != language:
        remember(response, language)
        patch_cache_control(response, private=True)  # no cache between may hand the cookie on
    if not _was_chosen_here(request) or not request.session.accessed:
        return
    if (user := signed_in_user(request)) is not None:
        remember_for(user, language)


def _was_chosen_here(request: HttpRequest) -> bool:
    """The link on a page of this site was followed, not one in a mail or of a search engine: those
    change nothing with the sign-in of whoever happens to be signed in. In the browser they are
    remembered, so that the next page is in Welsh, too; so they decide for whoever signs in there
    and chose nothing before (`members.signing_in`). Browsers say where a link was."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
