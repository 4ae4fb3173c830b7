"""What the stage table is made of. Its cells are written here: a large count has thousands of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from momentum_site.stages import stage_parts
from momentum_site.templatetags.look import thousands

register = template.Library()
register.simple_tag(stage_parts)


class Votes(Protocol):
    """At the end of a stage, and what the stage changed ("" where nothing)."""

    @property
    def votes(self) -> str: ...
    @property
    def transfer(self) -> str: ...


@register.simple_tag
def stage_cells(cells: Iterable[Votes | None]) -> SafeString:
    """A candidate's cells, one for each stage; empty where the stage does not name the candidate."""
    return mark_safe("".join(map(_cell, cells)))  # noqa: S308 - each is escaped


def _cell(one: Votes | None) -> str:
    if one is None:
        return "<td></td>"
    change = f" <span>{escape(one.transfer)}</span>" if one.transfer else ""
    return f"<td>{escape(thousands(one.votes))}{change}</td>"
