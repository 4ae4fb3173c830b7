"""The languages that people read and write here, and which one they chose.

English is complete and always there. Welsh is shown where it is on offer, to those who chose it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils import translation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from members.models import User

View = TypeVar("View", bound=Callable[..., Any])

COOKIE = "language"
QUERY = "lang"
_COOKIE_AGE = 60 * 60 * 24 * 365  # seconds


class Language(models.TextChoices):
    """Named in themselves, whatever the language of the page."""

    ENGLISH = "en-gb", "English"
    WELSH = "cy", "Cymraeg"


def here() -> Language:
    """The language of the page, or of the message, that is being made."""
    is_welsh = translation.get_language() == Language.WELSH
    return Language.WELSH if is_welsh else Language.ENGLISH


def asked_for(request: HttpRequest) -> Language | None:
    """The language that the address names: `?lang=cy`; None where it names none that we have."""
    given = request.GET.get(QUERY, "")
    return Language(given) if given in Language.values else None


def for_programs(view: View) -> View:
    """What programs read is without cookies: the language that its address names is not remembered."""
    view.for_programs = True  # type: ignore[attr-defined]
    return view


def is_for_programs(request: HttpRequest) -> bool:
    found = request.resolver_match
    return found is not None and hasattr(found.func, "for_programs")


def chosen(request: HttpRequest) -> Language:
    """What the address names, else what this browser remembers, else English.

    What a browser says of its user's languages is not asked: Welsh is a draft that a page offers,
    and public pages are to be the same for everybody who has chosen nothing.
    """
    given = request.COOKIES.get(COOKIE, "")
    remembered = Language(given) if given in Language.values else Language.ENGLISH
    return asked_for(request) or remembered


def speak(request: HttpRequest, *, offers_welsh: bool) -> None:
    """Make the page in the chosen language, if it offers that; else in English."""
    request.offers_welsh = offers_welsh  # type: ignore[attr-defined]
    translation.activate(chosen(request) if offers_welsh else Language.ENGLISH)
    request.LANGUAGE_CODE = translation.get_language()


def remember(response: HttpResponseBase, language: Language) -> None:
    """Let this browser be answered in the language from now on. It says nothing of a person."""
    response.set_cookie(
        COOKIE,
        language.value,
        max_age=_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def remember_for(user: User, language: Language) -> None:
    """Whoever is signed in gets their mail, and every browser they sign in with, in the language."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
