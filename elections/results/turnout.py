"""The numbers of each sheet, as they were stored at the close and at the count."""

from __future__ import annotations

from dataclasses import dataclass

from elections.models import (
    Contest,
    CountRecord,
    Election,
    Turnout,
)


@dataclass(frozen=True)
class SheetTurnout:
    """The numbers of one sheet: who could vote, who did, and whose paper could not be read."""

    turnout: Turnout
    set_aside: int


def sheet_turnout(election: Election, *, only: Contest | None = None) -> list[SheetTurnout]:
    """The numbers of every sheet, as they were stored at the close and at the count.

    `only` leaves those on which the contest stands.
    """
    malformed: dict[int, int] = {}
    records = CountRecord.objects.filter(contest__election=election).select_related(
        "contest__sheet"
    )
    for record in records.defer("papers", "result"):
        malformed[record.contest.sheet.number] = sum(record.malformed.values())
        for section in record.sections:
            malformed[section["sheet"]] = sum(section["malformed"].values())
    sheets = None if only is None else {section.sheet_id for section in only.college()}
    return [
        SheetTurnout(row, malformed.get(row.sheet.number, 0))
        for row in turnout(election)
        if sheets is None or row.sheet_id in sheets
    ]


def turnout(election: Election) -> list[Turnout]:
    """The numbers of every sheet, as they were stored at the close."""
    return list(
        Turnout.objects.filter(sheet__election=election)
        .select_related("sheet")
        .order_by("sheet__number")
    )
