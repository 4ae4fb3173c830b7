"""Text that everybody is to read says what it seems to say."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# They turn the text that follows them round, so that a name reads as another.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
LONGEST_WORD = 60
# What a ballot paper itself says where the names of candidates and slates stand.
_OF_THE_PAPER = (pgettext_lazy("answer on a ballot paper", "Re-open nominations"), _("No slate"))
MOST_MARKS = 2  # as in Vietnamese or pointed Arabic; a tower of them covers the lines above


def one_readable_line(value: str) -> None:
    """A name or a title: letters that are seen, in one line."""
    if any(one in _TURNING or unicodedata.category(one) in {"Cc", "Cf"} for one in value):
        raise ValidationError(_("Use letters, spaces and punctuation only."))
    if not any(one.isalnum() for one in value):
        raise ValidationError(_("Use at least one letter or digit."))
    _require_few_marks(value)


def name_of_its_own(value: str) -> None:
    """A name of a candidate or a slate: none that the paper itself uses, in any language or spelling."""
    one_readable_line(value)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            taken = {_letters(str(words)) for words in _OF_THE_PAPER}
        if _letters(value) in taken:
            raise ValidationError(_("The ballot paper itself uses these words. Give another name."))


def _letters(words: str) -> str:
    """The letters and digits alone, as large and small ones read alike."""
    return "".join(one for one in unicodedata.normalize("NFKC", words).casefold() if one.isalnum())


def readable_text(value: str) -> None:
    """Paragraphs that stay within their page, from left to right as they were written."""
    if any(one in _TURNING for one in value):
        raise ValidationError(
            _("Take out the characters that turn the direction of the text round.")
        )
    if any(len(word) > LONGEST_WORD for word in value.split() if "://" not in word):
        raise ValidationError(
            _("Break up words of more than %(limit)s letters."), params={"limit": LONGEST_WORD}
        )
    _require_few_marks(value)


def _require_few_marks(value: str) -> None:
    """Accents that were typed apart from their letter are first put together with it."""
    marks = 0
    for one in unicodedata.normalize("NFC", value):
        marks = marks + 1 if unicodedata.category(one) in {"Mn", "Me"} else 0
        if marks > MOST_MARKS:
            raise ValidationError(
                _("Use at most %(limit)s accents or other marks on one letter."),
                params={"limit": MOST_MARKS},
            )
