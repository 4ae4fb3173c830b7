"""Parts of pages that are alike for everybody, drawn once in a process.

A paper or a list of sixty candidates is sixty times the same few templates, which is most of the work
of the page. So such a part is drawn once, and kept by everything that is seen in it: whatever changes
(words struck out, somebody who left, a first answer) is drawn anew. What is kept knows nothing of the
reader: it is given these values and no request.
"""

from __future__ import annotations

from collections.abc import Hashable
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


@register.simple_tag
def drawn_once(part: str, **values: Hashable) -> SafeString:
    """A template that shows nothing but `values`, in the language of the page: no time, no reader.

    Text that is marked safe equals the same text that is not: a value is always the one or the other.
    """
    return drawn(part, here(), **values)


@lru_cache(maxsize=2048)
def drawn(part: str, _here: Language, **values: Hashable) -> SafeString:
    html = render_to_string(part, values)
    return mark_safe(strip_spaces_between_tags(html.strip()))  # noqa: S308 - as the template has it


class Shown(NamedTuple):
    """All that `_candidate_about` shows of a candidate: on a paper, the ranks are the voter's own."""

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
    """`_candidate_about` of one on the paper, who has all that is `Shown`."""
    return drawn(
        "components/_candidate_about.html",
        here(),
        candidate=Shown(*_what_is_shown(candidate)),
        shows_photos=shows_photos,
        without_slate=without_slate,
    )
