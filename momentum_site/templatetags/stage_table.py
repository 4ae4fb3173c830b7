"""What the stage table is made of. Its cells are written here: a large count has thousands of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from momentum_site.stages import stage_parts
from momentum_site.templatetags.look import thousands

register = template.Library()
register.simple_tag(stage_parts)
_INDENTED = re.compile(r"[ \t\r\n]+")  # but no space that is to hold two words together


class Votes(Protocol):
    """At the end of a stage, and what the stage changed ("" where nothing)."""

    @property
    def votes(self) -> str: ...
    @property
    def transfer(self) -> str: ...


class Stage(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def non_transferable(self) -> str: ...


@register.filter
def with_unused(stages: Sequence[Stage]) -> bool:
    """Whether there is a row of the votes that are nobody's: a count of one stage transfers nothing, and
    has one only where some are left over."""
    return len(stages) > 1 or bool(stages[0].non_transferable.strip("0."))


@register.simple_block_tag
def single_spaced(content: SafeString) -> SafeString:
    """Without the indentation of the template, a third of a page with hundreds of rows."""
    return mark_safe(_INDENTED.sub(" ", content.strip()))  # noqa: S308 - it was safe before


@register.simple_tag
def stage_cells(cells: Iterable[Votes | None], stages: Iterable[Stage]) -> SafeString:
    """A candidate's cells, one for each stage; empty where the stage does not name the candidate."""
    return _row(stages, map(_figures, cells))


@register.simple_tag
def stage_row(stages: Iterable[Stage], name: str, otherwise: str = "") -> SafeString:
    """A figure of each stage by its name, or another where a stage has none."""
    figures = (getattr(stage, name) or otherwise for stage in stages)
    return _row(stages, (escape(thousands(one)) for one in figures))


def _row(stages: Iterable[Stage], written: Iterable[str]) -> SafeString:
    """Each cell says of which stage it is, for phones: there it stands under the name alone."""
    return mark_safe(  # noqa: S308 - each is escaped
        "".join(
            f'<td data-of="{_of(stage.number)}">{one}</td>' if one else "<td></td>"
            for stage, one in zip(stages, written, strict=True)
        )
    )


def _of(number: int) -> str:
    return escape(_("Stage %(number)s") % {"number": number})


def _figures(one: Votes | None) -> str:
    if one is None:
        return ""
    change = f" <span>{escape(one.transfer)}</span>" if one.transfer else ""
    return f"{escape(thousands(one.votes))}{change}"
