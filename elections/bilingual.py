"""What officers enter in English and, if they like, in Welsh beside it: which of the two is shown."""

from __future__ import annotations

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString

from members.languages import Language, here


def in_language_here(english: str, welsh: str) -> str:
    """The Welsh on a Welsh page, if there is any; else the English."""
    return welsh if welsh and here() == Language.WELSH else english


def marked_as_english(english: str, welsh: str) -> str:
    """The same as HTML: on a Welsh page what has no Welsh says that it is English."""
    if english and not welsh and here() == Language.WELSH:
        return format_html('<span lang="en-gb">{}</span>', english)
    return in_language_here(english, welsh)


def paragraphs_here(english: str, welsh: str) -> str:
    """The same of a text of several paragraphs: HTML, empty where there is none in English."""
    if not english:
        return ""
    shown = SafeString(linebreaks(in_language_here(english, welsh), autoescape=True))
    if not welsh and here() == Language.WELSH:
        return format_html('<div lang="en-gb">{}</div>', shown)
    return shown
