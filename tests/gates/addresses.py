"""Every address of the site, as the URLconf has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """`name` is "" where the URLconf gives none; `route` is the whole pattern."""

    name: str
    parts: int
    route: str
    view: Callable[..., Any] | None = field(default=None, compare=False, repr=False)


def every() -> list[Address]:
    return list(_walk(get_resolver(), "", "", 0))


def _walk(resolver: URLResolver, space: str, route: str, parts: int) -> Iterator[Address]:
    for one in resolver.url_patterns:
        below, groups = route + str(one.pattern), parts + one.pattern.regex.groups
        if isinstance(one, URLResolver):
            yield from _walk(one, f"{one.namespace}:" if one.namespace else space, below, groups)
        else:
            name = f"{space}{one.name}" if one.name else ""
            yield Address(name, groups, below, one.callback)
