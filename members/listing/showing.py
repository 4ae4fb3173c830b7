"""A list as one address asks for it: narrowed, sorted, and one page of it.

Only names that the list has narrow or sort it. What cannot be read is said, and narrows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from members.listing.shape import Column, Listing, Rows, Words

KINDS = ("csv", "xlsx")


@dataclass(frozen=True)
class Heading:
    """A column's heading; `url` sorts by it, `sorted` is "ascending", "descending" or empty."""

    label: Words
    numeric: bool
    url: str
    sorted: str


class ShownList:
    def __init__(self, listing: Listing, rows: Rows, asked: QueryDict) -> None:
        self.listing = listing
        self._asked = asked
        self._rows = rows
        self.form = self._form()
        self.form.is_valid()
        self.sort = self._sort()

    def _form(self) -> forms.Form:
        form = forms.Form(self._asked)
        for one in self.listing.filters:
            form.fields[one.name] = one.field()
        sortable = self.listing.sortable()
        if self.listing.as_cards and sortable:
            form.fields["sort"] = forms.CharField(
                label=_("Sorted by"), required=False, widget=forms.Select(choices=_ways(sortable))
            )
        return form

    def _sort(self) -> str:
        given = self._asked.get("sort", "")
        if not given:
            return self.listing.first
        if given.removeprefix("-") in self.listing.sortable():
            return given
        self.form.add_error(
            "sort" if "sort" in self.form.fields else None,
            _("This list cannot be sorted by “%(given)s”. It has its usual order.")
            % {"given": given[:40]},
        )
        return self.listing.first

    # --- What was asked for ---

    @cached_property
    def given(self) -> dict[str, str]:
        """The filters in use, as they were entered, whether or not they can be read."""
        found = {one.name: self._asked.get(one.name, "") for one in self.listing.filters}
        return {name: value for name, value in found.items() if value}

    @property
    def is_readable(self) -> bool:
        return not self.form.errors

    @property
    def wanted(self) -> str:
        """The kind of file that is asked for; empty for the page."""
        kind = self._asked.get("as", "")
        return kind if kind in KINDS else ""

    def query(self, **others: str) -> str:
        """What comes behind "?" in the address of this list, with these changed."""
        asked = QueryDict(mutable=True)
        sort = self.sort if self.sort != self.listing.first else ""
        for name, value in {**self.given, "sort": sort, **others}.items():
            if value:
                asked[name] = value
        return asked.urlencode()

    # --- The rows ---

    @cached_property
    def rows(self) -> Rows:
        """All that fits, in order."""
        rows = self._rows
        for one in self.listing.filters:
            if given := self.form.cleaned_data.get(one.name):
                rows = one.narrowed(rows, given)
        if not self.sort:
            return rows
        column = self.listing.sortable()[self.sort.removeprefix("-")]
        falls = self.sort.startswith("-")
        if isinstance(rows, QuerySet):
            return rows.order_by(*_ordered(column, falls=falls))
        return _sorted(rows, column, falls=falls)

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.listing.size).get_page(self._asked.get("page"))

    def neighbours(self, pk: int) -> tuple[int | None, int | None]:
        """The rows before and after one; of a row that does not fit (any more), the first is next."""
        rows = self.rows
        if isinstance(rows, QuerySet):
            keys = list(rows.values_list("pk", flat=True))
        else:
            keys = [row.pk for row in rows]
        if pk not in keys:
            return None, next(iter(keys), None)
        place = keys.index(pk)
        return keys[place - 1] if place else None, next(iter(keys[place + 1 :]), None)

    # --- What the templates draw ---

    @property
    def address(self) -> str:
        """What is added to the address of a page to come back to this list; empty without any."""
        query = self.query()
        return f"?{query}" if query else ""

    @property
    def kept(self) -> str:
        """The filters and the order, as links to other pages repeat them; empty without any."""
        query = self.query()
        return f"{query}&" if query else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a filter that is sent keeps: the order, where no field of the form asks for it."""
        kept = self._asked.get("sort", "")
        return [("sort", kept)] if kept and self.sort == kept and not self.listing.as_cards else []

    @property
    def headings(self) -> Iterator[Heading]:
        for column in self.listing.columns:
            risen = self.sort == column.name
            sorted_so = {column.name: "ascending", f"-{column.name}": "descending"}
            yield Heading(
                label=column.label,
                numeric=column.numeric,
                url="?" + self.query(sort=f"-{column.name}" if risen else column.name)
                if column.order
                else "",
                sorted=sorted_so.get(self.sort, ""),
            )

    @property
    def files(self) -> list[tuple[str, str]]:
        """Each kind of file with its address."""
        return [(kind.upper(), "?" + self.query(**{"as": kind})) for kind in KINDS]


def _ways(sortable: dict[str, Column]) -> list[tuple[str, Words]]:
    ways: list[tuple[str, Words]] = [("", _("as usual"))]
    for name, column in sortable.items():
        ways.append((name, _("%(column)s, rising") % {"column": column.label}))
        ways.append((f"-{name}", _("%(column)s, falling") % {"column": column.label}))
    return ways


def _ordered(column: Column, *, falls: bool) -> Iterator[Any]:
    """Names stay plain, so that an index serves them; rows that are equal keep one order."""
    for part in (*column.order, "pk"):
        if isinstance(part, str):
            yield f"-{part}" if falls else part
        elif isinstance(part, F):
            yield part.desc(nulls_last=True) if falls else part.asc(nulls_last=True)
        else:
            yield part.desc() if falls else part.asc()


def _sorted(rows: list[Any], column: Column, *, falls: bool) -> list[Any]:
    """By the cells; those with nothing in them come last either way."""
    empty = [row for row in rows if column.cell(row) in (None, "")]
    rest = [row for row in rows if column.cell(row) not in (None, "")]

    def key(row: Any) -> Any:
        cell = column.cell(row)
        return cell.casefold() if isinstance(cell, str) else cell

    return [*sorted(rest, key=key, reverse=falls), *empty]
