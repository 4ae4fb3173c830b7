"""How many voted, as it was stored at the close and at the count: by sheet, by region and by day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from elections.models import (
    Contest,
    DayTurnout,
    Election,
    Electorate,
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
    for result in found:
        malformed |= result.record.malformed_by_sheet()
    sheets = _sheets_of(only)
    return [
        SheetTurnout(row, malformed.get(row.sheet.number, 0))
        for row in turnout(election)
        if sheets is None or row.sheet_id in sheets
    ]


def _sheets_of(contest: Contest | None) -> Collection[int] | None:
    return None if contest is None else {section.sheet_id for section in contest.college()}


def turnout(election: Election) -> list[Turnout]:
    """The numbers of every sheet, as they were stored at the close, with those of its regions."""
    regions = RegionTurnout.objects.filter(sheet=OuterRef("sheet")).order_by("pk")
    region = JSONObject(regions="regions", entitled="entitled", cast="cast")
    return list(
        Turnout.objects.filter(sheet__election=election)
        .select_related("sheet")
        .annotate(regions_found=ArraySubquery(regions.values(found=region)))
        .order_by("sheet__number")
    )


def are_by_region(found: Iterable[SheetTurnout]) -> bool:
    """Some of the sheets are those of regions: their own numbers are turnout by region already."""
    return any(row.turnout.sheet.electorate == Electorate.REGION for row in found)


def region_turnout(found: Iterable[SheetTurnout]) -> list[SheetRegions]:
    """Those of the sheets whose regions can be told."""
    return [
        SheetRegions(row.turnout.sheet, [RegionRow(**one) for one in regions])
        for row in found
        if (regions := getattr(row.turnout, "regions_found", []))
    ]


def day_turnout(election: Election) -> list[DayRow]:
    """The days of the poll; none where they could not be told apart. Asks nothing of an election that
    `with_record` found."""
    found = getattr(election, "days_found", None)
    rows = list(election.day_turnout.all()) if found is None else [_day(**one) for one in found]
    if len(rows) < 2:
        return []
    most = max(row.members for row in rows)
    return [
        DayRow(row.from_on, row.until_on, row.members, f"{100 * row.members / most:.1f}")
        for row in rows
    ]


def _day(from_on: str, until_on: str, members: int) -> DayTurnout:
    return DayTurnout(
        from_on=date.fromisoformat(from_on), until_on=date.fromisoformat(until_on), members=members
    )
