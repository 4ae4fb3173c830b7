"""What a ballot paper says of each candidate beside the name: it is alike for all voters.

Sixty candidates with their statements are most of the work of drawing a paper, and every voter has
them drawn. So each is drawn once in a process, and kept by everything that is seen of it: whatever
changes (words struck out, somebody who left, a first answer) is drawn anew. Of the voter nothing is
known here.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import strip_spaces_between_tags
from django.utils.safestring import SafeString, mark_safe

from elections.links import ShownLink
from members.languages import Language, here

register = template.Library()


class Shown(NamedTuple):
    """All that `_candidate_about` shows of a candidate."""

    name: str
    statement: str
    language: str
    slate_label: str
    slate_colour: int | None
    slate_url: str
    answers_url: str
    links: tuple[ShownLink, ...]
    photo_url: str
    left: str
    is_ron: bool


_what_is_shown = attrgetter(*Shown._fields)


@register.simple_tag
def candidate_about(
    candidate: object, *, shows_photos: bool = False, without_slate: bool = False
) -> SafeString:
    """`_candidate_about` of one on the paper, who has all that is `Shown`, in the language here."""
    return drawn(
        Shown(*_what_is_shown(candidate)),
        here(),
        shows_photos=shows_photos,
        without_slate=without_slate,
    )


@lru_cache(maxsize=1024)
def drawn(shown: Shown, _here: Language, *, shows_photos: bool, without_slate: bool) -> SafeString:
    context = {"candidate": shown, "shows_photos": shows_photos, "without_slate": without_slate}
    html = render_to_string("components/_candidate_about.html", context)
    return mark_safe(strip_spaces_between_tags(html.strip()))  # noqa: S308 - as the template has it
