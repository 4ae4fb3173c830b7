"""How many voted, as it was stored at the close and at the count: by sheet, by region and by day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from elections.models import (
    Contest,
    DayTurnout,
    Election,
    RegionTurnout,
    Sheet,
    Turnout,
)
from elections.results.counted import ContestResult


@dataclass(frozen=True)
class SheetTurnout:
    """The numbers of one sheet: who could vote, who did, and whose paper could not be read."""

    turnout: Turnout
    set_aside: int


@dataclass(frozen=True)
class RegionRow:
    """One region of a sheet, or several that are counted together; no name is no region."""

    regions: Sequence[str]
    entitled: int
    cast: int

    @property
    def share(self) -> str:
        """In hundredths, as long as a bar is."""
        return f"{100 * self.cast / self.entitled:.1f}"


@dataclass(frozen=True)
class SheetRegions:
    """The regions of a sheet, each large enough to be told."""

    sheet: Sheet
    rows: list[RegionRow]

    @property
    def has_joined(self) -> bool:
        return any(len(row.regions) > 1 for row in self.rows)


@dataclass(frozen=True)
class DayRow:
    """How many members voted from one day until another, most often the same."""

    from_on: date
    until_on: date
    members: int
    share: str  # of the day on which most voted, in hundredths

    @property
    def is_one_day(self) -> bool:
        return self.from_on == self.until_on


def sheet_turnout(
    election: Election, found: Iterable[ContestResult], *, only: Contest | None = None
) -> list[SheetTurnout]:
    """The numbers of every sheet, as they were stored at the close and at the count.

    `found` are the results of the contests on them; `only` leaves the sheets on which one stands.
    """
    malformed: dict[int, int] = {}
    for record in (one.record for one in found):
        malformed[record.contest.sheet.number] = sum(record.malformed.values())
        is_college = len(record.contest.college()) > 1
        for section in record.sections if is_college else ():
            malformed[section["sheet"]] = sum(section["malformed"].values())
    sheets = _sheets_of(only)
    return [
        SheetTurnout(row, malformed.get(row.sheet.number, 0))
        for row in turnout(election)
        if sheets is None or row.sheet_id in sheets
    ]


def _sheets_of(contest: Contest | None) -> Collection[int] | None:
    return None if contest is None else {section.sheet_id for section in contest.college()}


def turnout(election: Election) -> list[Turnout]:
    """The numbers of every sheet, as they were stored at the close."""
    return list(
        Turnout.objects.filter(sheet__election=election)
        .select_related("sheet")
        .order_by("sheet__number")
    )


def region_turnout(election: Election, *, only: Contest | None = None) -> list[SheetRegions]:
    """The sheets whose regions can be told; `only` leaves those on which the contest stands."""
    rows = RegionTurnout.objects.filter(sheet__election=election).select_related("sheet")
    if (sheets := _sheets_of(only)) is not None:
        rows = rows.filter(sheet__in=sheets)
    found: dict[int, SheetRegions] = {}
    for row in rows.order_by("sheet__number", "pk"):
        regions = found.setdefault(row.sheet_id, SheetRegions(row.sheet, []))
        regions.rows.append(RegionRow(row.regions, row.entitled, row.cast))
    return list(found.values())


def day_turnout(election: Election) -> list[DayRow]:
    """The days of the poll; none where they could not be told apart."""
    rows = list(DayTurnout.objects.filter(election=election))
    if len(rows) < 2:
        return []
    most = max(row.members for row in rows)
    return [
        DayRow(row.from_on, row.until_on, row.members, f"{100 * row.members / most:.1f}")
        for row in rows
    ]
