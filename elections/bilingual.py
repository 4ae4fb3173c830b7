"""What officers enter in English and, if they like, in Welsh beside it: which of the two is shown.

Where they left a name as the site had given it (a contest of a template, an electorate, a standard
document), it is a message of the catalogue, and shown in the language of the page like any other.
"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from members.languages import Language, here


class Titled:
    """What has a title in English and, where it has a column for it, in Welsh beside it.

    A title that the site gave, as to most documents and topics, is in the language of the page too.
    """

    title: Any  # a string; of a model, a column
    title_cy: Any = ""

    @property
    def title_here(self) -> str:
        """The title in the language of the page or message; in English where there is no Welsh."""
        return in_language_here(self.title, self.title_cy)

    @property
    def shown_title(self) -> str:
        """As `title_here`, marked as English on a Welsh page: for text, not for attributes."""
        return marked_as_english(self.title, self.title_cy)


def in_language_here(english: str, welsh: str) -> str:
    """The Welsh on a Welsh page, if there is any; else the English."""
    return _welsh_of(english, welsh) or english if here() == Language.WELSH else english


def marked_as_english(english: str, welsh: str) -> str:
    """The same as HTML: on a Welsh page what has no Welsh says that it is English."""
    if not english or here() != Language.WELSH:
        return english
    return _welsh_of(english, welsh) or format_html('<span lang="en-gb">{}</span>', english)


def paragraphs_here(english: str, welsh: str) -> str:
    """The same of a text of several paragraphs: HTML, empty where there is none in English."""
    if not english:
        return ""
    is_welsh = here() == Language.WELSH
    shown = SafeString(linebreaks(welsh if welsh and is_welsh else english, autoescape=True))
    if not welsh and is_welsh:
        return format_html('<div lang="en-gb">{}</div>', shown)
    return shown


def _welsh_of(english: str, welsh: str) -> str:
    """On a Welsh page: what stands beside the English, else what the catalogue has; or nothing."""
    if welsh or not english:
        return welsh
    found = gettext(english)
    return found if found != english else ""
