"""A list as a file: exactly what is filtered, in the order of the page, put on record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase

from members import audit
from members.listing.shape import File, Rows
from members.listing.showing import ShownList
from members.models import Action, User
from members.spreadsheets import Cell, csv_response
from members.workbooks import xlsx_response

_CHUNK = 2000


def record(
    name: str,
    *,
    kind: str,
    actor: User,
    subject: str,
    election: UUID | None = None,
    narrowed_by: str = "",
    action: Action = Action.EXPORT_TAKEN,
) -> None:
    """Who takes which list, as what; then it may be written."""
    detail = {"list": name, "as": kind}
    if narrowed_by:
        detail["filters"] = narrowed_by
    audit.record(action, actor=actor, subject=subject, election=election, detail=detail)


def take(
    shown: ShownList, *, actor: User, subject: str = "", election: UUID | None = None, of: str = ""
) -> HttpResponseBase:
    """The file that is asked for; `of` begins its name, and `subject` is what it is about."""
    listing = shown.listing
    record(
        listing.name,
        kind=shown.wanted,
        actor=actor,
        subject=subject or str(listing.title),
        election=election,
        narrowed_by=_narrowed_by(shown),
        action=listing.recorded_as,
    )
    name = f"{of}-{listing.name}" if of else listing.name
    contents = listing.contents()
    rows = _rows(shown.rows, contents)
    if shown.wanted == "csv":
        return csv_response(name, contents.header, rows)
    return xlsx_response(name, [(str(listing.title), contents.header, rows)])


def _rows(rows: Rows, contents: File) -> Iterator[Sequence[Cell]]:
    rows = contents.prepared(rows)
    found = rows.iterator(_CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    for row in found:
        yield contents.row(row)


def _narrowed_by(shown: ShownList) -> str:
    """The filters in use. Words that were searched for may be a person's: the audit, which nobody
    can change, says only that there were some."""
    words = {one.name for one in shown.listing.filters if one.is_words}
    return ", ".join(
        name if name in words else f"{name}={value}" for name, value in shown.given.items()
    )
