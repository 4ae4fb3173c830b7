"""What a list of the office is made of: its columns, its filters, and who may take it as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.models import Action
from members.roles import Role
from members.spreadsheets import Cell

Rows = QuerySet[Any] | list[Any]
Words = str | Promise
WHOEVER_READS = (Role.OFFICER, Role.ADMINISTRATOR, Role.SCRUTINEER)


@dataclass(frozen=True)
class Column:
    """A column: what the file says in it, and by what the list is sorted.

    `order` names what the database sorts by; of rows that are in memory any name says that they
    are sorted by their cells. Without it the column does not sort.
    """

    name: str
    label: Words
    cell: Callable[[Any], Cell]
    order: tuple[Any, ...] = ()
    numeric: bool = False


class Filter(Protocol):
    """What narrows a list. `is_words` says that what is entered may be about a person."""

    @property
    def name(self) -> str: ...
    @property
    def is_words(self) -> bool: ...
    def field(self) -> forms.Field: ...
    def narrowed(self, rows: Any, given: Any) -> Any: ...


@dataclass(frozen=True)
class Search:
    """Words that are looked for."""

    label: Words
    find: Callable[[Any, str], Rows]
    name: str = "q"
    is_words: bool = True

    def field(self) -> forms.Field:
        return forms.CharField(
            label=str(self.label),
            required=False,
            max_length=200,
            widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
            error_messages={
                "null_characters_not_allowed": _("Search for other words: these cannot be read."),
                "max_length": _("Search for fewer words: 200 letters at most."),
            },
        )

    def narrowed(self, rows: Any, given: Any) -> Any:
        return self.find(rows, given)


@dataclass(frozen=True)
class Choice:
    """One of a closed list; `find` is a field of the database, or what narrows the rows."""

    name: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    find: str | Callable[[Any, str], Rows]
    is_words: bool = False

    def field(self) -> forms.Field:
        return forms.ChoiceField(
            label=str(self.label),
            required=False,
            choices=[("", _("All")), *self.choices],
            error_messages={
                "invalid_choice": _("Choose one of the list. There is no “%(value)s” in it.")
            },
        )

    def narrowed(self, rows: Any, given: Any) -> Any:
        if callable(self.find):
            return self.find(rows, given)
        return rows.filter(**{self.find: given})


@dataclass(frozen=True)
class Day:
    """A day, as the database keeps days or as `find` reads it."""

    name: str
    label: Words
    find: Callable[[Any, Any], Rows]
    is_words: bool = False

    def field(self) -> forms.Field:
        return forms.DateField(
            label=str(self.label),
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write the day like this: 2026-06-30.")},
        )

    def narrowed(self, rows: Any, given: Any) -> Any:
        return self.find(rows, given)


@dataclass(frozen=True)
class File:
    """What a file has of each row, where that is more or other than what the columns show."""

    header: tuple[str, ...]
    row: Callable[[Any], Sequence[Cell]]
    prepared: Callable[[Any], Any] = lambda rows: rows


@dataclass(frozen=True)
class Listing:
    """A list of the office.

    `first` is the column it is sorted by unless asked otherwise, "-name" the other way round;
    empty, the rows keep the order they come in. `as_cards` says that it has no column headings to
    press: its form asks for the order. `name` is that of its files and of the line in the audit.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    first: str = ""
    takers: tuple[Role, ...] = WHOEVER_READS
    file: File | None = None
    recorded_as: Action = Action.EXPORT_TAKEN
    size: int = 50
    as_cards: bool = False

    def sortable(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns if column.order}

    def contents(self) -> File:
        if self.file is not None:
            return self.file
        header = tuple(str(column.label) for column in self.columns)
        return File(header, lambda row: [column.cell(row) for column in self.columns])
